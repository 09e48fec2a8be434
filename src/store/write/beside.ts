/** Rows beside orders and balances, as the commands of a batch find them. */
import type pg from 'pg';
import { run } from '../database/pool.ts';
import * as reserve from '../statements/reserve.ts';
import { type BatchCommand, balanceKey, type Working } from './working.ts';

/** After the balances: whoever writes what is held of one has locked it. */
export async function readHolds(
  client: pg.Client,
  shard: number,
  commands: readonly BatchCommand[],
  working: Working,
): Promise<void> {
  const keys = commands.flatMap(({ holdsOf }) => holdsOf ?? []);
  if (keys.length === 0) return;
  for (const key of keys) working.holds.set(balanceKey(key), []);
  const wanted = [...new Map(keys.map((key) => [balanceKey(key), key])).values()];
  const { rows } = await run<reserve.HoldRow>(client, reserve.HOLDS_OF_BALANCES, shard, [
    wanted.map(({ merchantId }) => merchantId),
    wanted.map(({ mode }) => mode),
    wanted.map(({ asset }) => asset),
  ]);
  for (const hold of rows.map(reserve.holdOfRow)) working.holds.get(balanceKey(hold))?.push(hold);
}

/** Rows beside orders, for each order that they were asked for. */
export function keepByOrder<R extends { readonly order_id: bigint }, T>(
  table: Map<bigint, T[]>,
  orderIds: readonly bigint[],
  read: { readonly rows: readonly R[] } | null,
  of: (row: R) => T,
): void {
  for (const id of orderIds) table.set(id, []);
  for (const row of read?.rows ?? []) table.get(row.order_id)?.push(of(row));
}
