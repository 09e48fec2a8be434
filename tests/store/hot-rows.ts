import type pg from 'pg';
import { ACCOUNTS } from '../../src/domain/ledger.ts';
import type { Order } from '../../src/domain/order.ts';
import { type OrderRow, orderOf } from '../../src/store/statements/order-row.ts';
import type { MemoryRows } from '../support/memory-lanes.ts';

/** The hot tables as sorted lists of plain rows; moments only as "is there". */
export type Picture = Readonly<Record<string, readonly unknown[]>>;

const sorted = (rows: readonly object[]) => rows.map((row) => text(row)).sort();

function text(row: object): string {
  return JSON.stringify(row, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
}

/** Moments that the deciding clock sets. */
export function withoutMoments<T>(value: T): T {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(withoutMoments) as T;
  const entries = Object.entries(value).map(([key, inner]) =>
    ['finalAt', 'settleAt', 'nextAt'].includes(key)
      ? [key, inner !== null]
      : [key, withoutMoments(inner)],
  );
  return Object.fromEntries(entries) as T;
}

const orderPicture = (order: Order) => {
  // JSON keeps no order of keys in the database, so the parts that are JSON are sorted.
  const plain = withoutMoments(order) as Order & Record<string, unknown>;
  const { failure } = plain;
  return { ...plain, failure: failure === null ? null : [failure.code, failure.text] };
};

/** What the oracle holds. */
export function pictureOfMemory(rows: MemoryRows): Picture {
  return {
    orders: sorted([...rows.orders.values()].map(orderPicture)),
    entries: sorted(
      [...rows.entries.values()].map(({ legs, ...e }) => ({
        row: [e.subjectId, e.name, e.merchantId, e.mode, e.asset, e.connector, e.purse, e.caseKey],
        sums: ACCOUNTS.map((a) => legs.find(({ account }) => account === a)?.minor ?? 0n),
      })),
    ),
    balances: sorted(
      [...rows.balances.values()].map(({ merchantId, mode, asset, balance }) => ({
        row: [merchantId, mode, asset],
        sums: ACCOUNTS.map((a) => balance[a]),
      })),
    ),
    dispatches: sorted(
      [...rows.dispatches.values()].map((d) => ({
        row: [d.orderId, d.n, d.operation, d.state, d.leaseNo, d.queryCount],
      })),
    ),
    notifications: sorted(
      [...rows.events.values()].map(({ order, n, type: event, url }) => ({
        row: [order.id, n, event, url, order.state, order.corrected],
      })),
    ),
    events: sorted(
      [...rows.providerEvents.values()].map((n) => ({ row: [n.source, n.key, n.orderId, n.note] })),
    ),
    cases: sorted(
      [...rows.cases.values()].map((c) => ({
        row: [
          ...[c.orderId, c.kind, c.key, c.detail, c.state, c.mode, c.asset, c.heldMinor],
          ...[c.source?.connector ?? null, c.source?.account ?? null],
        ],
      })),
    ),
  };
}

type Row = Record<string, unknown>;

/** What the database holds of these merchants. */
export async function pictureOfDatabase(
  pool: pg.Pool,
  merchantIds: readonly bigint[],
): Promise<Picture> {
  const of = async (query: string) => (await pool.query<Row>(query, [merchantIds])).rows;
  const cells = (row: Row, names: readonly string[]) => names.map((name) => row[name]);
  const orders = await of('select * from orders where merchant_id = any($1)');
  const entries = await of('select * from entry where merchant_id = any($1)');
  const balances = await of('select * from balance where merchant_id = any($1)');
  const dispatches = await of(
    `select d.* from dispatch d join orders o on o.shard = d.shard and o.id = d.order_id
     where o.merchant_id = any($1)`,
  );
  const notifications = await of(
    `select order_id, n, event, url, payload->>'state' as state,
       (payload->>'corrected')::boolean as corrected
     from notification where merchant_id = any($1)`,
  );
  const events = await of(
    `select n.* from news n left join orders o on o.shard = n.shard and o.id = n.order_id
     where o.merchant_id = any($1) or n.key like 'poison%'`,
  );
  const cases = await of('select * from case_file where merchant_id = any($1)');
  const rowsOf = (rows: Row[], ...names: string[]) =>
    sorted(rows.map((row) => ({ row: cells(row, names) })));
  const sumsOf = (rows: Row[], ...names: string[]) =>
    sorted(rows.map((row) => ({ row: cells(row, names), sums: cells(row, ACCOUNTS) })));
  return {
    orders: sorted(orders.map((row) => orderPicture(orderOf(row as unknown as OrderRow)))),
    entries: sumsOf(
      entries,
      ...['subject_id', 'name', 'merchant_id', 'mode', 'asset', 'connector', 'purse', 'case_key'],
    ),
    balances: sumsOf(balances, 'merchant_id', 'mode', 'asset'),
    dispatches: rowsOf(
      dispatches,
      ...['order_id', 'n', 'operation', 'state', 'lease_no', 'query_count'],
    ),
    notifications: rowsOf(notifications, 'order_id', 'n', 'event', 'url', 'state', 'corrected'),
    events: rowsOf(events, 'source', 'key', 'order_id', 'note'),
    cases: rowsOf(
      cases,
      ...['order_id', 'kind', 'key', 'detail', 'state', 'mode', 'asset', 'held_minor'],
      ...['connector', 'account'],
    ),
  };
}
