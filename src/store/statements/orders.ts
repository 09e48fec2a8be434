/** Orders: claim, read, lock, write; each works on many rows of one shard. */
import type { Order } from '../../domain/order.ts';
import type { ColumnType } from './binary-array.ts';
import { type Columns, columns, json } from './columns.ts';
import { detailOf } from './order-row.ts';
import { hot } from './statement.ts';

const COLUMNS = columns<Order>([
  ['id', 'bigint', (o) => o.id],
  ['merchant_id', 'bigint', (o) => o.merchantId],
  ['app_id', 'bigint', (o) => o.appId],
  ['mode', 'text', (o) => o.mode],
  ['kind', 'text', (o) => o.kind],
  ['scope', 'text', (o) => o.scope],
  ['merchant_ref', 'text', (o) => o.merchantRef],
  ['digest', 'text', (o) => o.digest],
  ['channel', 'text', (o) => o.channel],
  ['asset', 'text', (o) => o.asset],
  ['amount_minor', 'bigint', (o) => o.amountMinor],
  ['paid_minor', 'bigint', (o) => o.paidMinor],
  ['fee_minor', 'bigint', (o) => o.feeMinor],
  ['refunded_minor', 'bigint', (o) => o.refundedMinor],
  ['fee_back_minor', 'bigint', (o) => o.refundedFeeMinor],
  ['voided', 'boolean', (o) => o.voided],
  ['state', 'text', (o) => o.state],
  ['corrected', 'boolean', (o) => o.corrected],
  ['notice_count', 'smallint', (o) => o.eventCount],
  ['connector', 'text', (o) => o.connector],
  ['account', 'text', (o) => o.account],
  ['parent_id', 'bigint', (o) => o.parentId],
  ['detail', 'jsonb', (o) => detailOf(o)],
  ['created_at', 'timestamptz', (o) => o.createdAt],
  ['expires_at', 'timestamptz', (o) => o.expiresAt],
]);

/**
 * Claims the references; the rows that were free are inserted and their ids returned. In the order
 * of the unique key, so that two processes wait for each other in one direction only.
 */
export const CLAIM_ORDERS = hot(
  'claim_orders',
  `insert into orders (shard, ${COLUMNS.names})
   select $1::smallint, c.* from ${COLUMNS.rows(2)} c
   order by c.merchant_id, c.mode, c.scope, c.merchant_ref, c.id
   on conflict (shard, merchant_id, mode, scope, merchant_ref) do nothing
   returning id`,
);
export const claimParameters = COLUMNS.parameters;

export const LOCK_ORDERS = hot(
  'lock_orders',
  'select * from orders where shard = $1 and id = any($2::bigint[]) order by id for update',
);

/** Who holds a reference. A second statement after the claim: only then is the winner visible. */
export const LOCK_ORDERS_BY_REFERENCE = hot(
  'lock_orders_by_reference',
  `select o.* from orders o
   join unnest($2::bigint[], $3::text[], $4::text[], $5::text[])
     as r (merchant_id, mode, scope, merchant_ref)
     on o.merchant_id = r.merchant_id and o.mode = r.mode and o.scope = r.scope
     and o.merchant_ref = r.merchant_ref
   where o.shard = $1 order by o.id for update of o`,
);

/** What a payment changes. */
const PAID = columns<Order>([
  ['id', 'bigint', (o) => o.id],
  ['paid_minor', 'bigint', (o) => o.paidMinor],
  ['fee_minor', 'bigint', (o) => o.feeMinor],
  ['pending_minor', 'bigint', (o) => o.pendingMinor],
  ['state', 'text', (o) => o.state],
  ['notice_count', 'smallint', (o) => o.eventCount],
  ['upstream_id', 'text', (o) => o.upstreamId],
  ['payment_ref', 'text', (o) => o.paymentRef],
  ['bank_ref', 'text', (o) => o.bankRef],
  ['final_at', 'timestamptz', (o) => o.finalAt],
  ['settle_at', 'timestamptz', (o) => o.settleAt],
  ['settle_date', 'date', (o) => o.settleOn?.date ?? null],
  ['settle_calendar', 'text', (o) => o.settleOn?.calendar ?? null],
]);

/** What little else changes. */
const OTHERWISE = [
  ['refunded_minor', 'bigint', 'refundedMinor'],
  ['refunding_minor', 'bigint', 'refundingMinor'],
  ['fee_back_minor', 'bigint', 'refundedFeeMinor'],
  ['disputed_minor', 'bigint', 'disputedMinor'],
  ['lost_minor', 'bigint', 'lostMinor'],
  ['voided', 'boolean', 'voided'],
  ['corrected', 'boolean', 'corrected'],
  ['connector', 'text', 'connector'],
  ['account', 'text', 'account'],
  ['failure', 'jsonb', 'failure'],
  ['instructions', 'jsonb', 'instructions'],
  ['expires_at', 'timestamptz', 'expiresAt'],
] as const satisfies readonly (readonly [string, ColumnType, keyof Order])[];

const MUTABLE = PAID.with(
  OTHERWISE.map(([name, type, field]) => [
    name,
    type,
    type === 'jsonb' ? (o) => json(o[field]) : (o) => o[field],
  ]),
);

/** Whether an order differs from its row by no more than `UPDATE_PAID_ORDERS` writes. */
export function isPaidAlone(order: Order, stored: Order): boolean {
  return OTHERWISE.every(([, , field]) => order[field] === stored[field]);
}

const update = (name: string, { assignments, rows }: Columns<Order>) =>
  hot(
    name,
    `update orders o set ${assignments('u')} from ${rows(2)} u
     where o.shard = $1 and o.id = u.id`,
  );

/** What settlement changes, of many orders at once. */
const SETTLED = columns<Order>([
  ['id', 'bigint', (o) => o.id],
  ['pending_minor', 'bigint', (o) => o.pendingMinor],
  ['settle_at', 'timestamptz', (o) => o.settleAt],
  ['batch_id', 'bigint', (o) => o.batch?.id ?? null],
  ['settled_minor', 'bigint', (o) => o.batch?.minor ?? null],
]);

/** Whether an order was settled since its row was written: `UPDATE_SETTLED_ORDERS` is due. */
export function isSettled(order: Order, stored: Order | undefined): boolean {
  return order.batch !== (stored?.batch ?? null);
}

const BY_PAYMENT = [
  ...(['paidMinor', 'feeMinor', 'state', 'eventCount'] as const),
  ...(['upstreamId', 'paymentRef', 'bankRef', 'finalAt', 'settleOn'] as const),
] satisfies readonly (keyof Order)[];

/** Whether that is all in which an order differs from its row. */
export function isSettledAlone(order: Order, stored: Order): boolean {
  const isSame = BY_PAYMENT.every((field) => order[field] === stored[field]);
  return isSettled(order, stored) && isSame && isPaidAlone(order, stored);
}

export const UPDATE_ORDERS = update('update_orders', MUTABLE);
export const updateParameters = MUTABLE.parameters;

export const UPDATE_SETTLED_ORDERS = update('update_settled_orders', SETTLED);
export const settledParameters = SETTLED.parameters;

/** The most frequent change, by half as many columns. */
export const UPDATE_PAID_ORDERS = update('update_paid_orders', PAID);
export const paidParameters = PAID.parameters;

export const ORDER_BY_ID = hot('order_by_id', 'select * from orders where shard = $1 and id = $2');

/** Of two, the one that the payment itself belongs to comes first. */
export const ORDERS_BY_PROVIDER_ID = hot(
  'orders_by_provider_id',
  `(select * from orders
    where shard = $1 and payment_ref = $2 and payment_ref is distinct from upstream_id
      and connector = $3 and account = $4 limit 2)
   union all
   (select * from orders
    where shard = $1 and upstream_id = $2 and connector = $3 and account = $4 limit 2)
   union all
   (select * from orders
    where shard = $1 and detail ? 'left' and detail -> 'left' @> jsonb_build_array(
      jsonb_build_object('upstreamId', $2::text, 'connector', $3::text, 'account', $4::text))
    limit 2)`,
);

/** Never more than a person has moved one payment to. */
export const ORDERS_PAID_BY = hot(
  'orders_paid_by',
  `select * from orders
   where shard = $1 and payment_ref = any($2::text[]) and payment_ref is not null
     and payment_ref is distinct from upstream_id
   order by id limit 20`,
);

export const ORDER_BY_REFERENCE = hot(
  'order_by_reference',
  `select * from orders
   where shard = $1 and merchant_id = $2 and mode = $3 and scope = $4 and merchant_ref = $5`,
);

/** The codes of a group: each has one of the scopes. */
export const CODES_OF_GROUP = hot(
  'codes_of_group',
  `select * from orders
   where shard = $1 and merchant_id = $2 and mode = $3 and scope = any($4::text[])
     and merchant_ref = $5
   order by id`,
);

const REWRITTEN = columns<Order>([
  ['id', 'bigint', (o) => o.id],
  ['channel', 'text', (o) => o.channel],
  ['detail', 'jsonb', (o) => detailOf(o)],
]);

/** What is otherwise written once: channel, terms and facts of an order whose payer has chosen. */
export const REWRITE_ORDERS = hot(
  'rewrite_orders',
  `update orders o set ${REWRITTEN.assignments('u')}
   from ${REWRITTEN.rows(2)} u
   where o.shard = $1 and o.id = u.id`,
);
export const rewriteParameters = REWRITTEN.parameters;

/** What came of an order. */
export const ORDERS_OF_PARENT = hot(
  'orders_of_parent',
  `select * from orders
   where shard = $1 and parent_id = $2 and kind = $3 and not coalesce(failure ? 'refusal', false)
     and ($4::bigint[] is null or app_id = any($4))
     and ($5::timestamptz is null or created_at >= $5)
     and ($6::timestamptz is null or created_at < $6)
   order by id desc limit $7`,
);

/** In the order of the key; whoever comes second reads after the first one's commit. */
export const LOCK_QUOTAS = hot(
  'lock_quotas',
  `insert into quota_lock (shard, merchant_id, channel)
   select $1::smallint, q.* from (select distinct unnest($2::bigint[]) as merchant_id,
     unnest($3::text[]) as channel) q
   order by q.merchant_id, q.channel
   on conflict (shard, merchant_id, channel) do update set channel = excluded.channel`,
);

/**
 * A merchant's use of a channel in a mode since a time (`$6`) and the first id of that time (`$5`):
 * ids grow with time. What is refunded, and who has permitted to be debited, are orders of the
 * channel too, and no use of it. Each part goes by an index of few rows, for the shard waits: one
 * of open orders, one of when a merchant's orders ended; two machines' clocks may differ a little.
 */
export const USE_OF_CHANNEL = hot(
  'use_of_channel',
  `with open as materialized (
     select id, amount_minor from orders
     where shard = $1 and merchant_id = $2 and channel = $3 and mode = $4
       and kind in ('payin', 'payout') and state in ('created', 'pending')
   )
   select
     (select coalesce(sum(amount_minor), 0)::bigint from open where id >= $5)
       + (select coalesce(sum(amount_minor), 0)::bigint from orders
          where shard = $1 and merchant_id = $2 and channel = $3 and mode = $4 and id >= $5
            and kind in ('payin', 'payout') and state in ('paid', 'reversed')
            and final_at >= $6::timestamptz - interval '1 minute') as ordered,
     (select count(*)::int from open) as open`,
);

/** Claims that were won and taken back, in the transaction that won them. */
export const WITHDRAW_CLAIMS = hot(
  'withdraw_claims',
  'delete from orders where shard = $1 and id = any($2::bigint[])',
);

/** A payer's mandates. The expression is that of the index. */
export const MANDATES_OF_PAYER = hot(
  'mandates_of_payer',
  `select * from orders
   where shard = $1 and merchant_id = $2 and kind = 'mandate'
     and app_id = any($3::bigint[]) and detail -> 'fields' ->> 'payer.userId' = $4
   order by id desc limit $5`,
);

/** Orders whose time is over, oldest first. */
export const ORDERS_TO_EXPIRE = hot(
  'orders_to_expire',
  `select id, (extract(epoch from now() - expires_at) * 1000)::float8 as over_ms from orders
   where shard = $1 and expires_at is not null and state in ('created', 'pending', 'active')
     and expires_at <= now()
   order by expires_at limit $2`,
);

/** What leaves and is open since so many days, and has no open case that says so. */
export const ORDERS_OVERDUE = hot(
  'orders_overdue',
  `select o.id from orders o
   where o.shard = $1 and o.state in ('created', 'pending')
     and o.kind in ('payout', 'withdrawal', 'refund')
     and o.created_at < now()
       - case o.kind when 'refund' then $3::int else $2::int end * interval '1 day'
     and not exists (
       select from case_file c where c.shard = $1 and c.order_id = o.id and c.kind = 'overdue'
         and c.state = 'open')
   order by o.id limit $4`,
);
