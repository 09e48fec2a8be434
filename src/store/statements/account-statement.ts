/** Statements of one balance: `$2` merchant, `$3` mode, `$4` asset, `$5` and `$6` its days. */
import { STATEMENT_ACCOUNTS } from '../../domain/account-statement.ts';
import { hot } from './statement.ts';

const sums = (filter = '') =>
  STATEMENT_ACCOUNTS.map((a) => `coalesce(sum(e.${a})${filter}, 0)::bigint as`);

/** The balance, and the number of its last entry. */
export const BALANCE_OF = hot(
  'balance_of',
  `select seq, ${STATEMENT_ACCOUNTS.join(', ')} from balance
   where shard = $1 and merchant_id = $2 and mode = $3 and asset = $4`,
);

const AFTER_LAST_DAY = ' filter (where e.book_date > $6::date)';
const LATER = STATEMENT_ACCOUNTS.map((a, i) => `${sums(AFTER_LAST_DAY)[i]} later_${a}`).join(', ');

/**
 * What some of the balance's entries come to, of those since the first day (`$5`), and what of them
 * came after the last (`$6`): up to number `$7`, after that of `$8`, `$9`, at most `$10`. All at
 * once would take longer than a statement of SQL may.
 */
export const SUMS_SINCE = hot(
  'sums_since',
  `select count(*)::int as count, max(e.book_date) as day,
     (array_agg(e.seq order by e.book_date desc, e.seq desc))[1] as seq,
     ${STATEMENT_ACCOUNTS.map((a, i) => `${sums()[i]} since_${a}`).join(', ')},
     ${LATER}
   from (
     select book_date, seq, ${STATEMENT_ACCOUNTS.join(', ')} from entry
     where shard = $1 and merchant_id = $2 and mode = $3 and asset = $4
       and book_date >= $5::date and seq <= $7::bigint
       and (book_date, asset, seq) > ($8::date, $4, $9::bigint)
     order by book_date, asset, seq limit $10) e`,
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
