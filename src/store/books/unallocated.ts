/** Whether what is unallocated in the main book is what banks have received and nobody has yet. */
import type pg from 'pg';
import type { Mode } from '../../domain/merchant.ts';
import type { Asset } from '../../domain/money.ts';
import type { Breach } from '../../ports/books.ts';
import { run } from '../database/pool.ts';
import { inTransaction, ONE_MOMENT } from '../database/transaction.ts';
import { UNALLOCATED_SINCE } from '../statements/books.ts';

interface Sum extends Record<string, unknown> {
  readonly mode: Mode;
  readonly asset: Asset;
  readonly of: string;
  readonly minor: bigint;
}

/** By the journals of receipts, and what days that are rolled up have credited. */
const IN_THE_BOOK = `
  select j.mode, l.asset, l.of, sum(l.minor)::bigint as minor
  from journal j join journal_leg l on l.key = j.key
  where l.account = 'unallocated' and (j.key like 'receipt%' or j.key like 'roll:%')
  group by j.mode, l.asset, l.of`;

/** What is matched is on its way to the merchant book: with any, there is nothing to compare. */
const RECEIPTS = `
  select b.mode, b.asset, r.bank as of, sum(r.amount_minor)::bigint as minor,
    bool_or(r.state = 'matched') as moves
  from bank_receipt r join bank_account b on b.code = r.bank
  where r.state in ('open', 'matched') group by b.mode, b.asset, r.bank`;

/** All shards at one moment. */
export async function unallocatedThatDiffers(
  pool: pg.Pool,
  shardCount: number,
): Promise<readonly Breach[]> {
  const { booked, receipts } = await inTransaction(
    pool,
    async (client) => {
      const sums = await client.query<Sum>(IN_THE_BOOK);
      const since: Sum[] = [];
      for (let shard = 0; shard < shardCount; shard += 1) {
        since.push(...(await run<Sum>(client, UNALLOCATED_SINCE, shard)).rows);
      }
      const open = await client.query<Sum & { moves: boolean }>(RECEIPTS);
      return { booked: [...sums.rows, ...since], receipts: open.rows };
    },
    ONE_MOMENT,
  );
  if (receipts.some(({ moves }) => moves)) return [];
  const keyOf = ({ mode, asset, of }: Sum) => `${mode} ${asset} ${of}`;
  const keys = new Set([...booked, ...receipts].map(keyOf));
  return [...keys].flatMap((key) => {
    const total = (rows: readonly Sum[]) =>
      rows.filter((row) => keyOf(row) === key).reduce((sum, { minor }) => sum + minor, 0n);
    const [inBook, inReceipts] = [total(booked), total(receipts)];
    if (inBook === inReceipts) return [];
    const [mode, asset, of] = key.split(' ') as [Mode, Asset, string];
    const detail = `unallocated of ${of} is ${inBook} in the books, ${inReceipts} by receipts`;
    return [{ rule: 'unallocated_is_receipts', merchantId: null, mode, asset, detail } as const];
  });
}
