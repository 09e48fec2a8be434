/** The operators' reads; questions about no merchant in particular ask every shard. */

import { firstIdAt, type Id, LAST_ID, shardOf } from '../../domain/id.ts';
import { ACCOUNTS, type Account, type Balance } from '../../domain/ledger.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { NotificationState } from '../../domain/order-event.ts';
import type {
  AssetBalance,
  DispatchView,
  NotificationBytes,
  NotificationKey,
  NotificationOwner,
  NotificationView,
  OperatorQueries,
  OrderDetails,
  OrderFilter,
  Page,
  ProviderEventView,
  QueueCounts,
  StateCount,
} from '../../ports/operator.ts';
import { type Queryable, run } from '../database/pool.ts';
import { createCases } from '../queues/cases.ts';
import { createHistory } from '../queues/history.ts';
import { createNotificationQueries, type ViewRow, viewOf } from '../queues/notifications.ts';
import { createPaymentChecks } from '../queues/payment-checks.ts';
import { QUEUE_AGES } from '../statements/audit.ts';
import { BALANCE_TOTALS } from '../statements/ledger.ts';
import * as statements from '../statements/operator-queries.ts';
import { type OrderRow, orderOf } from '../statements/order-row.ts';
import { ORDER_BY_ID } from '../statements/orders.ts';
import { DISPATCHES_OF_ORDER } from '../statements/outbox.ts';
import { mergePages } from './pages.ts';
import type { DispatchRow } from './reader.ts';

/** Orders that one search looks at, per shard, before it answers with what it has. */
const LOOKED_AT_MAX = 20_000;
const REFS_MAX = 50;
const BALANCES_MAX = 1_000;

export function createOperatorQueries(pool: Queryable, shardCount: number): OperatorQueries {
  const everyShard = <T>(ask: (shard: number) => Promise<T>) =>
    Promise.all(Array.from({ length: shardCount }, (_, shard) => ask(shard)));
  const shards = <T>(merchantId: Id | null, ask: (shard: number) => Promise<T>) =>
    merchantId === null ? everyShard(ask) : Promise.all([ask(shardOf(merchantId, shardCount))]);
  return {
    async orders(filter, before, limit) {
      const found = await shards(filter.merchantId, (shard) =>
        searchShard(pool, shard, filter, before, limit),
      );
      return mergePages(found, ({ id }) => id, newestId, limit);
    },
    async ordersByRef(merchantIds, merchantRef) {
      const found = await everyShard((shard) => {
        const here = merchantIds.filter((id) => shardOf(id, shardCount) === shard);
        const parameters = [here, merchantRef, REFS_MAX];
        return run<OrderRow>(pool, statements.ORDERS_BY_REF, shard, parameters);
      });
      return found.flatMap(({ rows }) => rows.map(orderOf)).sort((a, b) => newestId(a.id, b.id));
    },
    orderDetails: (id) => orderDetails(pool, shardCount, id),
    async countsSince(at) {
      const from = firstIdAt(at.getTime());
      const found = await everyShard((shard) =>
        run<CountRow>(pool, statements.COUNTS_SINCE, shard, [from]),
      );
      return addCounts(found.flatMap(({ rows }) => rows));
    },
    async queues() {
      const found = await everyShard((shard) => run<AgesRow>(pool, QUEUE_AGES, shard, [0, 0]));
      return addQueues(found.map(({ rows }) => rows[0] as AgesRow));
    },
    notifications: (state, of, before, limit) =>
      listNotifications(pool, shards, { state, of, before, limit }),
    async bytesOf({ orderId, n }) {
      const shard = shardOf(orderId, shardCount);
      const found = await run<NotificationBytes & Record<string, unknown>>(
        pool,
        statements.BYTES_OF_NOTIFICATION,
        shard,
        [orderId, n],
      );
      const [row] = found.rows;
      return row === undefined ? null : { ...row, headers: row.headers ?? {} };
    },
    async balances() {
      const rows = await everyShard((shard) =>
        run<BalanceRow>(pool, statements.ALL_BALANCES, shard, [BALANCES_MAX]),
      );
      const totals = await everyShard((shard) => run<TotalRow>(pool, BALANCE_TOTALS, shard));
      return {
        totals: addTotals(totals.flatMap((found) => found.rows)),
        rows: rows.flatMap((found) => found.rows.map(balanceOf)),
        more: rows.some((found) => found.rows.length === BALANCES_MAX),
      };
    },
  };
}

const newestId = (a: Id, b: Id) => (a > b ? -1 : a < b ? 1 : 0);

/** One row without an order says only where the search stopped. */
type SearchRow = { [K in keyof OrderRow]: OrderRow[K] } & {
  readonly id: bigint | null;
  readonly stopped_at: bigint | null;
};

async function searchShard(
  pool: Queryable,
  shard: number,
  { kind, mode, state, merchantId, from, until }: OrderFilter,
  before: Id | null,
  limit: number,
) {
  const above = from === null ? 0n : firstIdAt(from.getTime());
  const below = until === null ? LAST_ID : firstIdAt(until.getTime());
  const start = before !== null && before < below ? before : below;
  const { rows } = await run<SearchRow>(pool, statements.SEARCH_ORDERS, shard, [
    start,
    kind,
    state,
    merchantId,
    above,
    LOOKED_AT_MAX,
    limit,
    mode,
  ]);
  return {
    rows: rows.filter(({ id }) => id !== null).map(orderOf),
    stoppedAt: rows[0]?.stopped_at ?? null,
  };
}

/** The reads are several, so a row may be newer than the next; each is true when it is read. */
async function orderDetails(
  pool: Queryable,
  shardCount: number,
  id: Id,
): Promise<OrderDetails | null> {
  const shard = shardOf(id, shardCount);
  const found = await run<OrderRow>(pool, ORDER_BY_ID, shard, [id]);
  if (found.rows[0] === undefined) return null;
  const queries = createNotificationQueries(pool, shardCount);
  const [dispatches, events, entries, cases, children, notifications, attempts, paymentChecks] =
    await Promise.all([
      run<DispatchRow & DispatchMore>(pool, DISPATCHES_OF_ORDER, shard, [id]),
      run<ProviderEventView & Row>(pool, statements.PROVIDER_EVENTS_OF_ORDER, shard, [id]),
      createHistory(pool, shardCount).entriesOf(id),
      createCases(pool, shardCount).ofOrder(id),
      run<OrderRow>(pool, statements.CHILDREN_OF_ORDER, shard, [id]),
      queries.ofOrder(id),
      queries.attemptsOf(id),
      createPaymentChecks(pool, shardCount).ofOrder(id),
    ]);
  return {
    order: orderOf(found.rows[0]),
    dispatches: dispatches.rows.map(dispatchViewOf),
    providerEvents: events.rows,
    entries,
    cases,
    children: children.rows.map(orderOf),
    notifications,
    attempts,
    paymentChecks,
  };
}

type Row = Record<string, unknown>;
type DispatchMore = { readonly sent_at: Date | null; readonly note: string | null };

function dispatchViewOf(row: DispatchRow & DispatchMore): DispatchView {
  const { n, connector, account, state, note } = row;
  return {
    ...{ n, connector, account, state, note },
    queryCount: row.query_count,
    nextAt: row.next_at,
    sentAt: row.sent_at,
  };
}

type Legs = Record<Account, bigint>;
type TotalRow = Legs & { readonly mode: Mode; readonly asset: string };
type BalanceRow = TotalRow & { readonly merchant_id: bigint };

function balanceOf(row: BalanceRow) {
  return { merchantId: row.merchant_id, mode: row.mode, asset: row.asset, balance: legsOf(row) };
}

/** The shards' totals, by mode and asset. */
function addTotals(rows: readonly TotalRow[]): readonly AssetBalance[] {
  const sums = new Map<string, AssetBalance>();
  for (const { mode, asset, ...row } of rows) {
    const key = `${mode} ${asset}`;
    const sum = sums.get(key)?.balance;
    const legs = ACCOUNTS.map((account) => [account, (sum?.[account] ?? 0n) + row[account]]);
    sums.set(key, { mode, asset, balance: Object.fromEntries(legs) });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

function legsOf(row: Legs): Balance {
  return Object.fromEntries(ACCOUNTS.map((account) => [account, row[account]])) as Legs;
}

async function listNotifications(
  pool: Queryable,
  shards: <T>(merchantId: Id | null, ask: (shard: number) => Promise<T>) => Promise<T[]>,
  ask: {
    readonly state: NotificationState;
    readonly of: NotificationOwner;
    readonly before: NotificationKey | null;
    readonly limit: number;
  },
): Promise<Page<NotificationView, NotificationKey>> {
  const { state, before, limit } = ask;
  const { merchantId, appIds } = ask.of;
  const parameters = [merchantId, before?.orderId ?? null, before?.n ?? null, limit, appIds];
  const found = await shards(merchantId, async (shard) => {
    const { rows } = await run<ViewRow>(pool, statements.NOTIFICATIONS[state], shard, parameters);
    return { rows: rows.map(viewOf), stoppedAt: null };
  });
  const newest = (a: NotificationKey, b: NotificationKey) =>
    newestId(a.orderId, b.orderId) || b.n - a.n;
  return mergePages(found, ({ orderId, n }) => ({ orderId, n }), newest, limit);
}

type CountRow = Omit<StateCount, 'amountMinor' | 'paidMinor'> & {
  readonly amount_minor: bigint;
  readonly paid_minor: bigint;
};

function addCounts(rows: readonly CountRow[]): readonly StateCount[] {
  const sums = new Map<string, StateCount>();
  for (const { kind, mode, asset, state, count, amount_minor, paid_minor } of rows) {
    const name = `${kind} ${mode} ${asset} ${state}`;
    const sum = sums.get(name);
    sums.set(name, {
      ...{ kind, mode, asset, state },
      count: (sum?.count ?? 0n) + count,
      amountMinor: (sum?.amountMinor ?? 0n) + amount_minor,
      paidMinor: (sum?.paidMinor ?? 0n) + paid_minor,
    });
  }
  return [...sums.values()];
}

interface AgesRow {
  readonly long_doubts: number;
  readonly due_notifications: number;
  readonly parked_notifications: number;
  readonly open_cases: number;
}

function addQueues(rows: readonly AgesRow[]): QueueCounts {
  const add = (count: (row: AgesRow) => number) => rows.reduce((sum, row) => sum + count(row), 0);
  return {
    openCases: add((row) => row.open_cases),
    deadLetteredNotifications: add((row) => row.parked_notifications),
    dueNotifications: add((row) => row.due_notifications),
    doubts: add((row) => row.long_doubts),
  };
}
