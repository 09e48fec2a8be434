/** Reads of one merchant, in one mode: `$2` and `$3`. */
import { hot } from './statement.ts';

const netOf = (row: 'e' | 'b') =>
  ['available', 'pending', 'reserved', 'rolling', 'disputed', 'debt']
    .map((account) => `${row}.${account}`)
    .join(' + ');

/** As the index of lines has it: nothing else has changed what the merchant has. */
const IS_LINE = `(${netOf('e')} <> 0 or e.fees <> 0 or e.tax <> 0 or e.name like '%.release')`;

export const COUNTS_OF_MERCHANT = hot(
  'counts_of_merchant',
  `select kind, mode, asset, state, count(*)::bigint as count,
     sum(amount_minor)::bigint as amount_minor, sum(paid_minor)::bigint as paid_minor
   from orders where shard = $1 and merchant_id = $2 and mode = $3 and id >= $4
   group by kind, mode, asset, state`,
);

/** `$4`, `$5`: the first and last day. Balance and movements are of one moment. */
export const TOTALS_OF_MERCHANT = hot(
  'totals_of_merchant',
  `select b.asset, (${netOf('b')})::bigint as now_minor, coalesce(m.since, 0)::bigint as since_minor,
     coalesce(m.later, 0)::bigint as later_minor, coalesce(m.fees, 0)::bigint as fee_minor
   from balance b left join lateral (
     select sum(${netOf('e')}) as since,
       sum(${netOf('e')}) filter (where e.book_date > $5::date) as later,
       sum(e.fees + e.tax) filter (where e.book_date <= $5::date) as fees
     from entry e where e.shard = $1 and e.merchant_id = $2 and e.book_date >= $4::date
       and e.asset = b.asset and e.mode = b.mode and ${IS_LINE}) m on true
   where b.shard = $1 and b.merchant_id = $2 and b.mode = $3 order by b.asset`,
);

/** After the line of `$6`, `$7`, `$8`: one walk along an index. */
export const MOVEMENTS_OF_MERCHANT = hot(
  'movements_of_merchant',
  `select e.asset, e.seq, e.at, to_char(e.book_date, 'YYYY-MM-DD') as day, e.name, e.subject_id,
     (${netOf('e')})::bigint as net_minor, (e.fees + e.tax)::bigint as fee_minor
   from entry e
   where e.shard = $1 and e.merchant_id = $2 and e.mode = $3
     and e.book_date between $4::date and $5::date and ${IS_LINE}
     and (e.book_date, e.asset, e.seq) > ($6::date, $7::text, $8::bigint)
   order by e.book_date, e.asset, e.seq limit $9`,
);
