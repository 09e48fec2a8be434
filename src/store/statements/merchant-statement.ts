/**
 * Statements of a merchant: its orders, and what the ledger has moved by each. `$2`: merchant,
 * `$3`: apps, `$4`: kinds, `$5`: states, `$6`, `$7`: made from, to, `$8`, `$9`: ended from, to,
 * `$10`, `$11`: the ids of that time: they grow with it, and one walk along them ends there.
 */
import { hot } from './statement.ts';

const IN_STATEMENT = `o.shard = $1 and o.merchant_id = $2 and o.app_id = any($3::bigint[])
  and o.kind = any($4::text[]) and ($5::text[] is null or o.state = any($5))
  and ($6::timestamptz is null or o.created_at >= $6)
  and ($7::timestamptz is null or o.created_at < $7)
  and ($8::timestamptz is null or o.final_at >= $8)
  and ($9::timestamptz is null or o.final_at < $9)
  and o.id between $10::bigint and $11::bigint
  and not coalesce(o.failure ? 'refusal', false)`;

/** All that is the merchant's, or what it owes. */
const NET = `(select coalesce(sum(e.available + e.pending + e.reserved + e.rolling + e.disputed
    + e.debt), 0)::bigint
  from entry e where e.shard = $1 and e.subject_id = o.id and e.asset = o.asset)`;

export const STATEMENT_PAGE = hot(
  'statement_page',
  `select o.*, ${NET} as net_minor from orders o
   where ${IN_STATEMENT} and o.id > $12::bigint
   order by o.id limit $13 offset $14`,
);

export const STATEMENT_TOTALS = hot(
  'statement_totals',
  `select t.asset, count(*)::int as count, sum(t.paid_minor)::bigint as paid_minor,
     sum(t.fee_minor)::bigint as fee_minor, sum(t.net_minor)::bigint as net_minor
   from (select o.asset, o.paid_minor, o.fee_minor, ${NET} as net_minor from orders o
     where ${IN_STATEMENT}) t
   group by t.asset order by t.asset`,
);
