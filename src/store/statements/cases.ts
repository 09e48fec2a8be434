/** Cases: what a person must look at, and what of `suspense` each of them holds. */
import { type Case, type HeldMove, opensAgain } from '../../domain/case.ts';
import { columns } from './columns.ts';
import { hot } from './statement.ts';

const CASE = columns<Case>([
  ['order_id', 'bigint', (c) => c.orderId],
  ['kind', 'text', (c) => c.kind],
  ['key', 'text', (c) => c.key],
  ['merchant_id', 'bigint', (c) => c.merchantId],
  ['detail', 'text', (c) => c.detail],
]);

/** What may go back by a merchant's rules: `returnedOf` decides. */
const RETURNABLE = "('short_payment', 'amount_difference', 'late_payment', 'second_payment')";

export const INSERT_CASES = hot(
  'insert_cases',
  `insert into case_file (shard, ${CASE.names}, return_at)
   select $1::smallint, c.*, case when c.kind in ${RETURNABLE} then now() end
   from ${CASE.rows(2)} c
   on conflict (shard, order_id, kind, key) do nothing`,
);
export const caseParameters = CASE.parameters;

/** Those that were closed and are reported anew. */
export const REOPEN_CASES = hot(
  'reopen_cases',
  `update case_file c
   set state = 'open', opened_at = now(), detail = n.detail, closed_at = null, closed_by = null,
       resolution = null
   from ${CASE.rows(2)} n
   where c.shard = $1 and c.order_id = n.order_id and c.kind = n.kind and c.key = n.key
     and c.state = 'closed'`,
);

/** What `REOPEN_CASES` is given of the cases that are reported. */
export function reopening(cases: readonly Case[]): readonly Case[] {
  return cases.filter(opensAgain);
}

/** After the orders, and before the balances. */
export const LOCK_CASES = hot(
  'lock_cases',
  `select * from case_file where shard = $1 and order_id = any($2::bigint[])
   order by order_id, kind, key for update`,
);

const MOVE = columns<HeldMove>([
  ['order_id', 'bigint', (m) => m.orderId],
  ['kind', 'text', (m) => m.kind],
  ['key', 'text', (m) => m.key],
  ['mode', 'text', (m) => m.mode],
  ['asset', 'text', (m) => m.asset],
  ['minor', 'bigint', (m) => m.minor],
  ['connector', 'text', (m) => m.source?.connector ?? null],
  ['account', 'text', (m) => m.source?.account ?? null],
  ['closed_by', 'text', (m) => m.by],
  ['resolution', 'text', (m) => m.resolution],
]);

/**
 * What entries put into cases, or take out: one that holds nothing any more is closed by that. Of a
 * case in another asset the row is refused, and the command with it.
 */
export const MOVE_HELD = hot(
  'move_held',
  `update case_file c
   set held_minor = c.held_minor + m.minor, mode = m.mode,
       connector = coalesce(m.connector, c.connector), account = coalesce(m.account, c.account),
       asset = case when c.asset = m.asset then m.asset
         else case when c.held_minor = 0 then m.asset end end,
       opened_at = case when c.state = 'closed' then now() else c.opened_at end,
       state = case when c.held_minor + m.minor = 0 then 'closed' else 'open' end,
       closed_at = case when c.held_minor + m.minor = 0 then now() end,
       closed_by = case when c.held_minor + m.minor = 0 then m.closed_by end,
       resolution = case when c.held_minor + m.minor = 0 then m.resolution end
   from ${MOVE.rows(2)} m
   where c.shard = $1 and c.order_id = m.order_id and c.kind = m.kind and c.key = m.key`,
);
export const moveParameters = MOVE.parameters;

/**
 * Cases that may go back by a rule, as far as nobody has looked at them yet. Parts of an order that
 * is open, and what was asked about just now, later.
 */
export const CASES_TO_RETURN = hot(
  'cases_to_return',
  `with due as materialized (
     select order_id, kind, key from case_file
     where shard = $1 and return_at is not null and return_at <= now()
     order by return_at limit $2 for update skip locked
   ), asked as (
     select due.*, o.expires_at,
       due.kind = 'short_payment' and o.state in ('created', 'pending') as waits
     from due join orders o on o.shard = $1 and o.id = due.order_id
   )
   update case_file c
   set return_at = case
     when a.waits then now() + least(greatest(interval '1 minute',
       coalesce(a.expires_at, now()) - now() + interval '1 minute'), interval '10 minutes')
     when c.held_minor > 0 then now() + interval '1 hour' end
   from asked a
   where c.shard = $1 and c.order_id = a.order_id and c.kind = a.kind and c.key = a.key
   returning c.order_id as "orderId", c.kind, c.key, not a.waits and c.held_minor > 0 as "isDue"`,
);

export const CASE_LOOKED_AT = hot(
  'case_looked_at',
  `update case_file set return_at = null
   where shard = $1 and order_id = $2 and kind = $3 and key = $4`,
);

/** Of `$4`, by what a case holds or by its order; of no order or money it is of neither. */
const OF_MODE = `($4::text is null or coalesce(c.mode, (select o.mode from orders o
     where o.shard = $1 and o.id = c.order_id)) = $4)`;

/** Open ones, the longest waiting first. `$2`: the merchant, null for all. */
export const OPEN_CASES = hot(
  'open_cases',
  `select c.* from case_file c
   where c.shard = $1 and c.state = 'open' and ($2::bigint is null or c.merchant_id = $2)
     and ${OF_MODE}
   order by c.opened_at limit $3`,
);

/** All, of the newest orders first: the key's order, which needs no sort. */
export const ALL_CASES = hot(
  'all_cases',
  `select c.* from case_file c
   where c.shard = $1 and ($2::bigint is null or c.merchant_id = $2) and ${OF_MODE}
   order by c.order_id desc, c.kind, c.key limit $3`,
);

export const CASES_OF_ORDER = hot(
  'cases_of_order',
  'select * from case_file where shard = $1 and order_id = $2 order by opened_at, kind, key',
);

/** Once: who closed a case first has closed it. One that holds money is closed by an entry. */
export const CLOSE_CASE = hot(
  'close_case',
  `update case_file
   set state = 'closed', closed_at = now(), closed_by = $5, resolution = $6
   where shard = $1 and order_id = $2 and kind = $3 and key = $4 and state = 'open'
     and held_minor = 0
   returning order_id`,
);
