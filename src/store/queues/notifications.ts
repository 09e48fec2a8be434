/** The notification queue over PostgreSQL, and its people's side: list, resend, attempts. */

import { type Id, shardOf } from '../../domain/id.ts';
import type { Notification, OrderEventType } from '../../domain/order-event.ts';
import type { AttemptView, NotificationFilter, NotificationView } from '../../ports/operator.ts';
import type {
  LeasedNotification,
  NotificationContent,
  NotificationKey,
  NotificationQueue,
} from '../../ports/workers.ts';
import { type Queryable, run } from '../database/pool.ts';
import { time } from '../statements/columns.ts';
import * as statements from '../statements/notification-queue.ts';
import { orderFromJson } from '../statements/order-row.ts';

/** How long a row whose predecessor is due at this moment is put off at least. */
const PUT_OFF_MS = 1_000;

/** The time to go by; null (always, but in tests of the timetable): the database's own. */
export type QueueTime = () => Date | null;

const DATABASE_TIME: QueueTime = () => null;

interface LeasedRow {
  readonly order_id: bigint;
  readonly n: number;
  readonly app_id: bigint;
  readonly endpoint: string;
  readonly event: OrderEventType;
  readonly url: string;
  readonly payload: unknown;
  readonly created_at: Date;
  readonly method: NotificationContent['method'] | null;
  readonly headers: NotificationContent['headers'] | null;
  readonly body: string | null;
  readonly lease_no: number;
  readonly slot: number;
  readonly age_ms: number;
}

export function createNotificationQueue(
  pool: Queryable,
  now: QueueTime = DATABASE_TIME,
): NotificationQueue {
  return {
    async dueEndpoints(shard, after, limit) {
      const { rows } = await run<{ endpoint: string; due: boolean; last: boolean }>(
        pool,
        statements.DUE_ENDPOINTS,
        shard,
        [time(now()), after, limit],
      );
      return {
        endpoints: rows.filter(({ due }) => due).map(({ endpoint }) => endpoint),
        next: rows.find(({ last }) => last)?.endpoint ?? null,
      };
    },
    async lease(shard, capacities, leaseMs) {
      const parameters = [
        time(now()),
        leaseMs,
        capacities.map(({ endpoint }) => endpoint),
        capacities.map(({ free }) => free),
        PUT_OFF_MS,
      ];
      // Rows that wait for their predecessor are put off; what is due behind them comes next.
      for (;;) {
        const { rows } = await run<LeasedRow & { readonly leased: boolean }>(
          pool,
          statements.LEASE_NOTIFICATIONS,
          shard,
          parameters,
        );
        const leased = rows.filter((row) => row.leased);
        if (leased.length > 0 || rows.length === 0) return leased.map(leasedOf);
      }
    },
    async storeBytes(shard, rows) {
      const parameters = statements.bytesParameters(rows);
      return keysOf(await run<KeyRow>(pool, statements.STORE_BYTES, shard, parameters));
    },
    async complete(shard, rows) {
      const parameters = [time(now()), ...statements.completionParameters(rows)];
      const found = await run<KeyRow & { readonly next_due: boolean }>(
        pool,
        statements.COMPLETE_NOTIFICATIONS,
        shard,
        parameters,
      );
      return { kept: keysOf(found), nextDue: found.rows.some(({ next_due }) => next_due) };
    },
  };
}

interface KeyRow {
  readonly order_id: bigint;
  readonly n: number;
}

function keysOf({ rows }: { rows: readonly KeyRow[] }): readonly NotificationKey[] {
  return rows.map((row) => ({ orderId: row.order_id, n: row.n }));
}

function leasedOf(row: LeasedRow): LeasedNotification {
  const { method, headers, body, n, url } = row;
  return {
    orderId: row.order_id,
    n,
    leaseNo: row.lease_no,
    appId: row.app_id,
    endpoint: row.endpoint,
    url,
    event: { type: row.event, order: orderFromJson(row.payload), n, url, at: row.created_at },
    bytes: method === null || body === null ? null : { method, headers: headers ?? {}, body },
    slot: row.slot,
    ageMs: row.age_ms,
  };
}

// ---------------------------------------------------------------------------------------------

export const EVERY_NOTIFICATION: NotificationFilter = {
  merchantId: null,
  event: null,
  endpoint: null,
  from: null,
  before: null,
};

/** What console and command line do with notifications. */
export interface NotificationQueries {
  /** Newest first, at most `limit`; over all shards unless the filter names a merchant. */
  list(
    state: 'due' | 'parked',
    filter: NotificationFilter,
    limit: number,
  ): Promise<readonly NotificationView[]>;
  ofOrder(orderId: Id): Promise<readonly NotificationView[]>;
  attemptsOf(orderId: Id): Promise<readonly AttemptView[]>;
}

/** A row of the lists for people. */
export interface ViewRow extends KeyRow {
  readonly shard: number;
  readonly merchant_id: bigint;
  readonly app_id: bigint;
  readonly event: OrderEventType;
  readonly url: string;
  readonly state: Notification['state'];
  readonly attempt_count: number;
  readonly next_at: Date;
  readonly created_at: Date;
  readonly done_at: Date | null;
  readonly note: string | null;
}

export function createNotificationQueries(
  pool: Queryable,
  shardCount: number,
): NotificationQueries {
  const shardsOf = ({ merchantId }: NotificationFilter) =>
    merchantId === null
      ? Array.from({ length: shardCount }, (_, shard) => shard)
      : [shardOf(merchantId, shardCount)];
  return {
    async list(state, filter, limit) {
      const parameters = [state, ...filterParameters(filter), limit];
      const found = await Promise.all(
        shardsOf(filter).map((shard) =>
          run<ViewRow>(pool, statements.LIST_NOTIFICATIONS, shard, parameters),
        ),
      );
      const views = found.flatMap(({ rows }) => rows.map(viewOf));
      return views.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime()).slice(0, limit);
    },
    async ofOrder(orderId) {
      const shard = shardOf(orderId, shardCount);
      const { rows } = await run<ViewRow>(pool, statements.NOTIFICATIONS_OF_ORDER, shard, [
        orderId,
      ]);
      return rows.map(viewOf);
    },
    async attemptsOf(orderId) {
      const shard = shardOf(orderId, shardCount);
      const found = await run<Omit<AttemptView, 'tookMs'> & { took_ms: number }>(
        pool,
        statements.ATTEMPTS_OF_ORDER,
        shard,
        [orderId],
      );
      return found.rows.map(({ took_ms, ...rest }) => ({ ...rest, tookMs: took_ms }));
    },
  };
}

export function filterParameters(filter: NotificationFilter): unknown[] {
  const { merchantId, event, endpoint, from, before } = filter;
  return [merchantId, event, endpoint, time(from), time(before)];
}

export function viewOf(row: ViewRow): NotificationView {
  return {
    shard: row.shard,
    orderId: row.order_id,
    n: row.n,
    merchantId: row.merchant_id,
    appId: row.app_id,
    event: row.event,
    url: row.url,
    state: row.state,
    attemptCount: row.attempt_count,
    nextAt: row.next_at,
    createdAt: row.created_at,
    doneAt: row.done_at,
    note: row.note,
  };
}
