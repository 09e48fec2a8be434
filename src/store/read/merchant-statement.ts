/** Pages of a merchant's orders and their sums, read from orders and ledger at once. */
import { firstIdAt, type Id, LAST_ID, shardOf } from '../../domain/id.ts';
import type { StatementFilter } from '../../domain/request.ts';
import type { Reader } from '../../ports/core.ts';
import { type Queryable, run } from '../database/pool.ts';
import { time } from '../statements/columns.ts';
import { STATEMENT_PAGE, STATEMENT_TOTALS } from '../statements/merchant-statement.ts';
import { type OrderRow, orderOf } from '../statements/order-row.ts';

interface LineRow extends OrderRow {
  readonly net_minor: bigint;
}

interface TotalRow {
  readonly asset: string;
  readonly count: number;
  readonly paid_minor: bigint;
  readonly fee_minor: bigint;
  readonly net_minor: bigint;
}

/** An id is made a moment before its order is, by a clock that may run ahead of that. */
const CLOCKS_APART_MS = 60_000;

export function statementsOf(
  pool: Queryable,
  shardCount: number,
): Pick<Reader, 'statement' | 'statementTotals'> {
  return {
    async statement(merchantId, appIds, filter, at, limit) {
      const shard = shardOf(merchantId, shardCount);
      const from = 'after' in at ? [at.after, limit, 0] : [0n, limit, at.skip];
      const parameters = [...parametersOf(merchantId, appIds, filter), ...from];
      const { rows } = await run<LineRow>(pool, STATEMENT_PAGE, shard, parameters);
      return rows.map((row) => ({ order: orderOf(row), netMinor: row.net_minor }));
    },
    async statementTotals(merchantId, appIds, filter) {
      const shard = shardOf(merchantId, shardCount);
      const parameters = parametersOf(merchantId, appIds, filter);
      const { rows } = await run<TotalRow>(pool, STATEMENT_TOTALS, shard, parameters);
      return rows.map((row) => ({
        asset: row.asset,
        count: row.count,
        paidMinor: row.paid_minor,
        feeMinor: row.fee_minor,
        netMinor: row.net_minor,
      }));
    },
  };
}

function parametersOf(
  merchantId: Id,
  appIds: readonly Id[],
  { kinds, states, created, finished }: StatementFilter,
): unknown[] {
  const times = [created?.from, created?.to, finished?.from, finished?.to];
  const ids = [
    created === null ? 0n : firstIdAt(created.from.getTime() - CLOCKS_APART_MS),
    created === null ? LAST_ID : firstIdAt(created.to.getTime() + CLOCKS_APART_MS),
  ];
  return [merchantId, appIds, kinds, states, ...times.map((one) => time(one ?? null)), ...ids];
}
