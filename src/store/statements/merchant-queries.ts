/** Reads of one merchant, in one mode: `$2` and `$3`. */
import { STATEMENT_ACCOUNTS } from '../../domain/account-statement.ts';
import { hot } from './statement.ts';

const NET = STATEMENT_ACCOUNTS.map((account) => `e.${account}`).join(' + ');

/** As the index of lines has it: nothing else has changed what the merchant has. */
const IS_LINE = `(${NET} <> 0 or e.fees <> 0 or e.tax <> 0 or e.name like '%.release')`;

export const COUNTS_OF_MERCHANT = hot(
  'counts_of_merchant',
  `select kind, mode, asset, state, count(*)::bigint as count,
     sum(amount_minor)::bigint as amount_minor, sum(paid_minor)::bigint as paid_minor
   from orders where shard = $1 and merchant_id = $2 and mode = $3 and id >= $4
   group by kind, mode, asset, state`,
);

/** After the line of `$6`, `$7`, `$8`: one walk along an index. */
export const MOVEMENTS_OF_MERCHANT = hot(
  'movements_of_merchant',
  `select e.asset, e.seq, e.at, to_char(e.book_date, 'YYYY-MM-DD') as day, e.name, e.subject_id,
     (${NET})::bigint as net_minor, (e.fees + e.tax)::bigint as fee_minor
   from entry e
   where e.shard = $1 and e.merchant_id = $2 and e.mode = $3
     and e.book_date between $4::date and $5::date and ${IS_LINE}
     and (e.book_date, e.asset, e.seq) > ($6::date, $7::text, $8::bigint)
   order by e.book_date, e.asset, e.seq limit $9`,
);
