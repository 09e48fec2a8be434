/** Settlement batches: what is due, the batch of a day, and what it comes to. */
import type { BatchPart } from '../../domain/settlement.ts';
import { columns } from './columns.ts';
import { hot } from './statement.ts';

/** The due day of an order: by a calendar, or the day of its hour, in UTC+8. */
const dueDate = (o: string) =>
  `coalesce(${o}.settle_date, ((${o}.settle_at at time zone 'utc') + interval '8 hours')::date)`;

/** Paid orders whose time has come, with the batch that each belongs to. */
export const ORDERS_TO_SETTLE = hot(
  'orders_to_settle',
  `select o.id, o.merchant_id, o.mode, o.asset, ${dueDate('o')}::text as due_date from orders o
   where o.shard = $1 and o.settle_at is not null and o.settle_at <= now()
   order by o.settle_at limit $2`,
);

/** `$7`: more can come until its day is over. None: it is there, and complete. */
export const OPEN_BATCH = hot(
  'open_batch',
  `insert into settlement_batch as b (shard, id, merchant_id, mode, asset, due_date, by_hour)
   select $1::smallint, $2::bigint, $3::bigint, $4::text, $5::text, $6::date, $7::boolean
   on conflict (shard, merchant_id, mode, asset, due_date) do update
     set by_hour = b.by_hour or excluded.by_hour where b.state = 'open'
   returning id`,
);

export const BATCH_OF = hot(
  'batch_of',
  `select id from settlement_batch
   where shard = $1 and merchant_id = $2 and mode = $3 and asset = $4 and due_date = $5::date
     and state = 'open' and (by_hour or not $6::boolean)`,
);

const SUMS = [
  ['order_count', (p) => p.orders],
  ['paid_minor', (p) => p.paidMinor],
  ['fee_minor', (p) => p.feeMinor],
  ['taken_minor', (p) => p.takenMinor],
  ['net_minor', (p) => p.netMinor],
  ['debt_minor', (p) => p.debtMinor],
  ['reserve_minor', (p) => p.reserveMinor],
  ['credited_minor', (p) => p.creditedMinor],
] as const satisfies readonly (readonly [string, (part: BatchPart) => bigint])[];

const PART = columns<BatchPart>([
  ['id', 'bigint', (p) => p.id],
  ['merchant_id', 'bigint', (p) => p.merchantId],
  ['mode', 'text', (p) => p.mode],
  ['asset', 'text', (p) => p.asset],
  ['due_date', 'date', (p) => p.date],
  ['by_hour', 'boolean', (p) => p.isByHour],
  ...SUMS.map(([name, of]) => [name, 'bigint', of] as const),
]);

/**
 * Whoever adds to a batch holds the balance of its merchant. One row of each batch at a time. It is
 * open: it is not completed while an order of its day waits, nor shortly after its day.
 */
export const ADD_TO_BATCHES = hot(
  'add_to_batches',
  `insert into settlement_batch as b (shard, ${PART.names})
   select $1::smallint, p.* from ${PART.rows(2)} p order by p.id
   on conflict (shard, id) do update set
     by_hour = b.by_hour or excluded.by_hour,
     ${SUMS.map(([name]) => `${name} = b.${name} + excluded.${name}`).join(', ')}`,
);
export const partParameters = PART.parameters;

/**
 * Batches that get no more: none of their orders is left, and, where orders are due by the hour of
 * their payment, the day is over. Zones are less than a day apart, so few orders are looked at.
 */
export const COMPLETE_BATCHES = hot(
  'complete_batches',
  `update settlement_batch b set state = 'complete', completed_at = now()
   where b.shard = $1 and b.state = 'open'
     and (not b.by_hour or b.due_date < $2::date)
     and not exists (
       select from orders o
       where o.shard = $1 and o.settle_at is not null
         and o.settle_at >= (b.due_date - 1)::timestamp at time zone 'utc'
         and o.settle_at < (b.due_date + 3)::timestamp at time zone 'utc'
         and o.merchant_id = b.merchant_id and o.mode = b.mode and o.asset = b.asset
         and ${dueDate('o')} = b.due_date)`,
);

/**
 * `$2`: `PH/2026:`; after the order of `$3`, `$4`. Not asked for in the path of a payment: it walks
 * along what waits.
 */
export const PLANNED_BY = hot(
  'planned_by',
  `select * from orders
   where shard = $1 and settle_at is not null
     and position(' ' || $2::text in ' ' || settle_calendar) > 0
     and (settle_at, id) > ($3::timestamptz, $4::bigint)
   order by settle_at, id limit $5`,
);

const BATCH = `id, merchant_id, mode, asset, due_date, state, order_count, paid_minor, fee_minor,
  taken_minor, net_minor, debt_minor, reserve_minor, credited_minor, created_at, completed_at`;

/** Null does not filter. A batch that got nothing is none. */
export const BATCHES = hot(
  'batches',
  `select ${BATCH} from settlement_batch
   where shard = $1 and order_count > 0 and ($2::bigint is null or merchant_id = $2)
     and ($3::text is null or mode = $3) and ($4::date is null or due_date >= $4)
     and ($5::date is null or due_date <= $5)
   order by due_date desc, id desc limit $6`,
);

export const BATCH_BY_ID = hot(
  'batch_by_id',
  `select ${BATCH} from settlement_batch where shard = $1 and id = $2`,
);

export const BATCH_LINES = hot(
  'batch_lines',
  `select id, merchant_ref, channel, paid_minor, fee_minor, settled_minor from orders
   where shard = $1 and batch_id = $2 and id > $3::bigint order by id limit $4`,
);

/** What a balance has available; none while something of it is due to be settled. */
export const AVAILABLE_UNLESS_DUE = hot(
  'available_unless_due',
  `select b.available from balance b
   where b.shard = $1 and b.merchant_id = $2 and b.mode = $3 and b.asset = $4
     and not exists (
       select from orders o
       where o.shard = $1 and o.settle_at is not null and o.settle_at <= now()
         and o.merchant_id = b.merchant_id and o.mode = b.mode and o.asset = b.asset)`,
);
