/** One merchant's reads over PostgreSQL: see `ports/merchant-queries.ts`. */
import { firstIdAt, type Id, shardOf } from '../../domain/id.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import { statementKindOf } from '../../domain/statement-kind.ts';
import type { AccountStatements } from '../../ports/account-statement.ts';
import type { Reader } from '../../ports/core.ts';
import type { MerchantQueries, MerchantQueriesOf, Movement } from '../../ports/merchant-queries.ts';
import type { OperatorQueries, StateCount } from '../../ports/operator.ts';
import type { StatementFiles } from '../../ports/statement-file.ts';
import { type Queryable, run } from '../database/pool.ts';
import { createStatementFiles } from '../queues/statement-files.ts';
import * as statements from '../statements/merchant-queries.ts';
import { createAccountStatements } from './account-statements.ts';
import { feeDocuments } from './fee-invoices.ts';
import { createBatches } from './settlements.ts';

type Row = Record<string, unknown>;

interface CountRow extends Omit<StateCount, 'amountMinor' | 'paidMinor'> {
  readonly amount_minor: bigint;
  readonly paid_minor: bigint;
}

interface MovementRow extends Row, Pick<Movement, 'asset' | 'seq' | 'at' | 'day'> {
  readonly name: string;
  readonly subject_id: bigint;
  readonly net_minor: bigint;
  readonly fee_minor: bigint;
}

export function merchantQueriesOf(
  pool: Queryable,
  shardCount: number,
  reader: Pick<Reader, 'orderById' | 'balances'>,
  queries: OperatorQueries,
  files = createStatementFiles(pool),
): MerchantQueriesOf {
  return (merchantId, mode, appIds) => {
    const shard = shardOf(merchantId, shardCount);
    const isOwn = (order: Pick<Order, 'merchantId' | 'mode'> | null) =>
      order?.merchantId === merchantId && order.mode === mode;
    const settlements = createBatches(pool, shardCount);
    const ownBatch = async (id: Id) => {
      const batch = await settlements.batch(id);
      return batch?.merchantId === merchantId && batch.mode === mode ? batch : null;
    };
    const owns = async (orderId: Id) => isOwn(await reader.orderById(orderId));
    return {
      orders: (filter, before, limit) =>
        queries.orders({ ...filter, merchantId, mode }, before, limit),
      async ordersByRef(merchantRef) {
        return (await queries.ordersByRef([merchantId], merchantRef)).filter(isOwn);
      },
      async orderDetails(id) {
        return (await owns(id)) ? await queries.orderDetails(id) : null;
      },
      async bytesOf(key) {
        return (await owns(key.orderId)) ? await queries.bytesOf(key) : null;
      },
      async countsSince(at) {
        const parameters = [merchantId, mode, firstIdAt(at.getTime())];
        const counts = statements.COUNTS_OF_MERCHANT;
        const found = await run<CountRow & Row>(pool, counts, shard, parameters);
        return found.rows.map(countOf);
      },
      notifications: (state, before, limit) =>
        queries.notifications(state, { merchantId, appIds }, before, limit),
      async balances() {
        return (await reader.balances(merchantId)).filter((one) => one.mode === mode);
      },
      batches: (limit) => settlements.batches({ merchantId, mode, from: null, to: null }, limit),
      batch: ownBatch,
      async batchLines(id, after, limit) {
        return (await ownBatch(id)) === null ? [] : await settlements.lines(id, after, limit);
      },
      ...ownStatements(createAccountStatements(pool, shardCount), files, merchantId, mode),
      ...ownInvoices(pool, merchantId, mode),
      async movements({ from, to }, after, limit) {
        const start = after === null ? ['-infinity', '', 0n] : [after.day, after.asset, after.seq];
        const parameters = [merchantId, mode satisfies Mode, from, to, ...start, limit];
        const found = await run<MovementRow>(
          pool,
          statements.MOVEMENTS_OF_MERCHANT,
          shard,
          parameters,
        );
        return found.rows.map(movementOf);
      },
    };
  };
}

function ownStatements(
  accounts: AccountStatements,
  files: StatementFiles,
  merchantId: Id,
  mode: Mode,
): Pick<
  MerchantQueries,
  | ('closedUntil' | 'accountStatement' | 'totals')
  | ('askStatementFile' | 'statementFiles' | 'statementBytes')
> {
  return {
    closedUntil: () => accounts.closedUntil(merchantId),
    async accountStatement(asset, days) {
      const until = await accounts.closedUntil(merchantId);
      if (until === null || days.to > until) return null;
      return await accounts.read({ merchantId, mode, asset, ...days });
    },
    totals: (days) => accounts.totals(merchantId, mode, days),
    askStatementFile: (wanted) => files.ask({ ...wanted, merchantId, mode }),
    statementFiles: () => files.of(merchantId, mode),
    statementBytes: (file) => files.bytes(file),
  };
}

function ownInvoices(
  pool: Queryable,
  merchantId: Id,
  mode: Mode,
): Pick<MerchantQueries, 'invoices' | 'invoice'> {
  const documents = feeDocuments(pool);
  return {
    async invoices(limit) {
      return mode === 'live' ? await documents.list({ merchantId, month: null }, limit) : [];
    },
    async invoice(number) {
      const found = mode === 'live' ? await documents.find(number) : null;
      return found?.merchantId === merchantId ? found : null;
    },
  };
}

function countOf({ kind, mode, asset, state, count, ...row }: CountRow): StateCount {
  const { amount_minor: amountMinor, paid_minor: paidMinor } = row;
  return { kind, mode, asset, state, count, amountMinor, paidMinor };
}

function movementOf({ asset, seq, at, day, name, ...row }: MovementRow): Movement {
  const { subject_id: subjectId, net_minor: netMinor, fee_minor: feeMinor } = row;
  return { asset, seq, at, day, kind: statementKindOf(name), subjectId, netMinor, feeMinor };
}
