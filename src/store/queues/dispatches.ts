/** The dispatch queue over PostgreSQL. See `workers/ports.ts` for what each lease means. */
import type {
  AccountCapacity,
  AccountKey,
  DispatchQueue,
  LeasedDispatch,
} from '../../ports/workers.ts';
import { type Queryable, run } from '../database/pool.ts';
import { type DispatchRow, dispatchOf } from '../read/reader.ts';
import * as statements from '../statements/dispatch-queue.ts';
import type { Statement } from '../statements/statement.ts';

type LeasedRow = DispatchRow & { readonly sent_ago_ms: number | null };

export function createDispatchQueue(pool: Queryable): DispatchQueue {
  const accounts = async (statement: Statement, shard: number) =>
    (await run<AccountKey & Row>(pool, statement, shard)).rows;
  const lease = async (
    statement: Statement,
    shard: number,
    capacities: readonly AccountCapacity[],
  ) => {
    const { rows } = await run<LeasedRow>(pool, statement, shard, [
      capacities.map(({ connector }) => connector),
      capacities.map(({ account }) => account),
      capacities.map(({ free }) => free),
      capacities.map(({ leaseMs }) => leaseMs),
      capacities.map(({ version }) => version),
    ]);
    return rows.map(leasedOf);
  };
  return {
    accountsToSend: (shard) => accounts(statements.ACCOUNTS_TO_SEND, shard),
    accountsToResolve: (shard) => accounts(statements.ACCOUNTS_TO_RESOLVE, shard),
    leaseToSend: (shard, capacities) => lease(statements.LEASE_TO_SEND, shard, capacities),
    leaseToResolve: (shard, capacities) => lease(statements.LEASE_TO_RESOLVE, shard, capacities),
    async leaseThese(shard, wanted) {
      const { rows } = await run<LeasedRow>(pool, statements.LEASE_THESE, shard, [
        wanted.map(({ orderId }) => orderId),
        wanted.map(({ n }) => n),
        wanted.map(({ leaseMs }) => leaseMs),
        wanted.map(({ version }) => version),
      ]);
      return rows.map(leasedOf);
    },
  };
}

type Row = Record<string, unknown>;

function leasedOf(row: LeasedRow): LeasedDispatch {
  return { dispatch: dispatchOf(row), sentAgoMs: row.sent_ago_ms ?? 0 };
}
