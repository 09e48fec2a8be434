import type pg from 'pg';
import type { Command, Rows } from '../../../src/domain/decision.ts';
import type { Id } from '../../../src/domain/id.ts';
import { ACCOUNTS, type Balance, post, ZERO_BALANCE } from '../../../src/domain/ledger.ts';
import type { Order } from '../../../src/domain/order.ts';
import type { Lanes, Reader } from '../../../src/ports/core.ts';
import { run } from '../../../src/store/database/pool.ts';
import * as ledger from '../../../src/store/statements/ledger.ts';
import * as orders from '../../../src/store/statements/orders.ts';
import * as outbox from '../../../src/store/statements/outbox.ts';
import { balanceKey } from '../../support/memory-lanes.ts';

/**
 * Sabotage: the write path as it is first written everywhere. It reads, decides, and writes the
 * values that it computed, with nothing locked in between. The race tests must catch it.
 */
export function naiveLanes(pool: pg.Pool, reader: Reader, shardCount: number): Lanes {
  return {
    shardCount,
    async submit<A>(command: Command<A>): Promise<A> {
      const rows = await readRows(reader, command);
      const { changes, answer } = command.decide(rows, new Date());
      const { shard } = command;
      if (rows.claim?.won === true && command.claim !== undefined) {
        await run(pool, orders.CLAIM_ORDERS, shard, orders.claimParameters([command.claim]));
      }
      if (changes.orders !== undefined) {
        await run(pool, orders.UPDATE_ORDERS, shard, orders.updateParameters(changes.orders));
      }
      for (const [index, entry] of (changes.entries ?? []).entries()) {
        const seq = BigInt(Date.now()) * 100n + BigInt(index);
        await writeBalance(pool, shard, entry, post(rows.balance(entry), entry));
        await run(
          pool,
          ledger.INSERT_RARE_ENTRIES,
          shard,
          ledger.rareEntryParameters([{ ...entry, seq }]),
        );
      }
      const dispatches = outbox.dispatchParameters(changes.dispatches ?? []);
      await run(pool, outbox.INSERT_DISPATCHES, shard, dispatches);
      return answer;
    },
  };
}

async function readRows(reader: Reader, command: Command<unknown>): Promise<Rows> {
  const { claim, orderIds = [] } = command;
  const found = new Map<Id, Order | null>();
  for (const id of orderIds) found.set(id, await reader.orderById(id));
  const holder = claim && (await reader.orderByRef(claim));
  const claimed = claim === undefined ? null : { won: holder === null, order: holder ?? claim };
  if (claimed !== null) found.set(claimed.order.id, claimed.order);
  const order = (id: Id) => found.get(id) ?? null;
  const balances = new Map<string, Balance>();
  for (const { merchantId } of command.balanceKeys({ claim: claimed, order })) {
    for (const { mode, asset, balance } of await reader.balances(merchantId)) {
      balances.set(balanceKey({ merchantId, mode, asset }), balance);
    }
  }
  const balance = (key: Parameters<typeof balanceKey>[0]) =>
    balances.get(balanceKey(key)) ?? ZERO_BALANCE;
  return {
    claim: claimed,
    isFirstRecorded: true,
    order,
    dispatches: () => [],
    disputes: () => [],
    holds: () => [],
    cases: () => [],
    balance,
    quotaUse: null,
    doubtedAt: [],
  };
}

const SET = ACCOUNTS.map((account, i) => `${account} = $${i + 4}`).join(', ');
const WRITE_BALANCE = `update balance set ${SET}
  where shard = $1 and merchant_id = $2 and asset = $3`;

async function writeBalance(
  pool: pg.Pool,
  shard: number,
  { merchantId, asset }: { merchantId: Id; asset: string },
  balance: Balance,
): Promise<void> {
  await pool.query(WRITE_BALANCE, [
    shard,
    merchantId,
    asset,
    ...ACCOUNTS.map((account) => balance[account]),
  ]);
}
