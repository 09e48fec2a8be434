/** What a commit leaves to be done: dispatches, notifications, recorded provider events. */
import type { DispatchUpdate, ProviderEventKey } from '../../domain/decision.ts';
import type { Dispatch } from '../../domain/dispatch.ts';
import { type Delivery, slotOf } from '../../domain/subscription.ts';
import { columns } from './columns.ts';
import { orderToJson } from './order-row.ts';
import { hot } from './statement.ts';

const DISPATCH = columns<Dispatch>([
  ['order_id', 'bigint', (d) => d.orderId],
  ['n', 'smallint', (d) => d.n],
  ['operation', 'text', (d) => d.operation],
  ['connector', 'text', (d) => d.connector],
  ['account', 'text', (d) => d.account],
  ['state', 'text', (d) => d.state],
  ['lease_no', 'integer', (d) => d.leaseNo],
  ['next_at', 'timestamptz', (d) => d.nextAt],
  ['version', 'integer', (d) => d.version],
]);

/** One that is born leased is sent from its commit on. */
export const INSERT_DISPATCHES = hot(
  'insert_dispatches',
  `insert into dispatch (shard, ${DISPATCH.names}, sent_at)
   select $1::smallint, d.*, case d.state when 'sent' then now() end from ${DISPATCH.rows(2)} d`,
);
export const dispatchParameters = DISPATCH.parameters;

const DISPATCH_UPDATE = columns<DispatchUpdate>([
  ['order_id', 'bigint', (d) => d.orderId],
  ['n', 'smallint', (d) => d.n],
  ['lease_no', 'integer', (d) => d.leaseNo],
  ['state', 'text', (d) => d.state],
  ['query_count', 'integer', (d) => d.queryCount],
  ['next_at', 'timestamptz', (d) => d.nextAt],
  ['note', 'text', (d) => d.note],
]);

/** Fenced by the lease number; what is done stays done. */
export const UPDATE_DISPATCHES = hot(
  'update_dispatches',
  `update dispatch d
   set state = u.state, query_count = u.query_count, next_at = u.next_at, note = u.note
   from ${DISPATCH_UPDATE.rows(2)} u
   where d.shard = $1 and d.order_id = u.order_id and d.n = u.n and d.state <> 'done'
     and (u.lease_no is null or d.lease_no = u.lease_no)`,
);
export const dispatchUpdateParameters = DISPATCH_UPDATE.parameters;

/** Queues skip what is locked here, and here nobody waits but for a queue's one statement. */
export const LOCK_DISPATCHES = hot(
  'lock_dispatches',
  `select * from dispatch where shard = $1 and order_id = any($2::bigint[])
   order by order_id, n for update`,
);

/** A notification of the batch; `endpoint` is app, the address's origin, and subscription. */
const NOTIFICATION = columns<Delivery>([
  ['order_id', 'bigint', (n) => n.order.id],
  ['n', 'smallint', (n) => n.n],
  ['merchant_id', 'bigint', (n) => n.order.merchantId],
  ['app_id', 'bigint', (n) => n.order.appId],
  ['endpoint', 'text', (n) => endpointOf(n)],
  ['event', 'text', (n) => n.type],
  ['url', 'text', (n) => n.url],
  ['payload', 'jsonb', (n) => orderToJson(n.order)],
  ['next_at', 'timestamptz', (n) => n.at],
]);

export const INSERT_NOTIFICATIONS = hot(
  'insert_notifications',
  `insert into notification (shard, ${NOTIFICATION.names}, state, created_at)
   select $1::smallint, n.*, 'due', n.next_at
   from ${NOTIFICATION.rows(2)} n`,
);
export const notificationParameters = NOTIFICATION.parameters;

function endpointOf({ order, url, n }: Delivery): string {
  const match = /^[a-z]+:\/\/([^/?#]+)/i.exec(url);
  const slot = slotOf(n);
  return `${order.appId} ${match?.[1] ?? url}${slot === 0 ? '' : ` #${slot}`}`;
}

export const PROVIDER_EVENTS_RECORDED = hot(
  'news_seen',
  `select n.source, n.key from news n
   join unnest($2::text[], $3::text[]) as k (source, key) on n.source = k.source and n.key = k.key
   where n.shard = $1`,
);

const PROVIDER_EVENT = columns<ProviderEventKey>([
  ['source', 'text', (n) => n.source],
  ['key', 'text', (n) => n.key],
  ['order_id', 'bigint', (n) => n.orderId],
]);

/**
 * Records the keys that nobody has recorded, and returns them: whoever comes at the same time waits
 * for the first one's commit, in one direction. Looking first would go down the index twice.
 */
export const CLAIM_PROVIDER_EVENTS = hot(
  'claim_news',
  `insert into news (shard, ${PROVIDER_EVENT.names})
   select $1::smallint, n.* from ${PROVIDER_EVENT.rows(2)} n order by n.source, n.key
   on conflict (shard, source, key) do nothing
   returning source, key`,
);
export const providerEventParameters = PROVIDER_EVENT.parameters;

/** A recorded event with what is to be said of it. */
export type NotedEvent = ProviderEventKey & { readonly note: string | null };

const NOTED_EVENT = columns<NotedEvent>([
  ['source', 'text', (n) => n.source],
  ['key', 'text', (n) => n.key],
  ['order_id', 'bigint', (n) => n.orderId],
  ['note', 'text', (n) => n.note],
]);

/** Of keys that the transaction has recorded itself. */
export const NOTE_PROVIDER_EVENTS = hot(
  'note_news',
  `update news n set order_id = u.order_id, note = u.note from ${NOTED_EVENT.rows(2)} u
   where n.shard = $1 and n.source = u.source and n.key = u.key`,
);
export const notedEventParameters = NOTED_EVENT.parameters;

/** Keys that the transaction has recorded itself and that shall be free again. */
export const FREE_PROVIDER_EVENTS = hot(
  'free_news',
  `delete from news n using ${PROVIDER_EVENT.rows(2)} u
   where n.shard = $1 and n.source = u.source and n.key = u.key`,
);

export const DISPATCHES_OF_ORDER = hot(
  'dispatches_of_order',
  'select * from dispatch where shard = $1 and order_id = $2 order by n',
);
