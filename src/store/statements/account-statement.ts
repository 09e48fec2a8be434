/** Statements of one balance: `$2` merchant, `$3` mode, `$4` asset, `$5` and `$6` its days. */
import { STATEMENT_ACCOUNTS } from '../../domain/account-statement.ts';
import { hot } from './statement.ts';

const sums = (from: string, prefix: string) =>
  STATEMENT_ACCOUNTS.map((a) => `coalesce(${from}.${a}, 0)::bigint as ${prefix}_${a}`).join(', ');

const totals = (filter: string) =>
  STATEMENT_ACCOUNTS.map((a) => `sum(e.${a})${filter} as ${a}`).join(', ');

/** Of one moment: the balance, what was booked since the first day, and what after the last. */
export const BALANCE_AND_SINCE = hot(
  'balance_and_since',
  `select ${sums('b', 'now')}, ${sums('since', 'since')}, ${sums('later', 'later')}
   from balance b
   left join lateral (
     select ${totals('')} from entry e
     where e.shard = $1 and e.merchant_id = $2 and e.mode = $3 and e.asset = $4
       and e.book_date >= $5::date) since on true
   left join lateral (
     select ${totals('')} from entry e
     where e.shard = $1 and e.merchant_id = $2 and e.mode = $3 and e.asset = $4
       and e.book_date > $6::date) later on true
   where b.shard = $1 and b.merchant_id = $2 and b.mode = $3 and b.asset = $4`,
);

/** After the line of `$7`, `$8`: one walk along an index. */
export const STATEMENT_LINES = hot(
  'statement_lines',
  `select e.book_date as day, e.at, e.seq, e.name, e.subject_id, e.fees, e.tax,
     ${STATEMENT_ACCOUNTS.map((a) => `e.${a}`).join(', ')}
   from entry e
   where e.shard = $1 and e.merchant_id = $2 and e.mode = $3 and e.asset = $4
     and e.book_date between $5::date and $6::date
     and (e.book_date, e.asset, e.seq) > ($7::date, $4, $8::bigint)
   order by e.book_date, e.asset, e.seq limit $9`,
);

export const CLOSED_UNTIL = hot(
  'closed_until',
  'select max(day)::text as day from book_day where shard = $1',
);
