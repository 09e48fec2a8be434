/** Statements of one balance: `$2` merchant, `$3` mode, `$4` asset, `$5` and `$6` its days. */
import { STATEMENT_ACCOUNTS } from '../../domain/account-statement.ts';
import { hot } from './statement.ts';

const sums = (filter = '') =>
  STATEMENT_ACCOUNTS.map((a) => `coalesce(sum(e.${a})${filter}, 0)::bigint as`);

/** A merchant's balances in a mode, each with the number of its last entry. `$4`: null is all. */
export const BALANCES_OF = hot(
  'balances_of',
  `select asset, seq, ${STATEMENT_ACCOUNTS.join(', ')} from balance
   where shard = $1 and merchant_id = $2 and mode = $3 and ($4::text is null or asset = $4)
   order by asset`,
);

const AFTER_LAST_DAY = ' filter (where e.book_date > $6::date)';
const WITHIN = ' filter (where e.book_date <= $6::date)';
const LATER = STATEMENT_ACCOUNTS.map((a, i) => `${sums(AFTER_LAST_DAY)[i]} later_${a}`).join(', ');

/**
 * What some of the balance's entries come to, of those since the first day (`$5`), and what of them
 * came after the last (`$6`); of those between, how many there are, their fees and the tax. Up to
 * number `$7`, after that of `$8`, `$9`, at most `$10`: all at once would take longer than a
 * statement of SQL may.
 */
export const SUMS_SINCE = hot(
  'sums_since',
  `select count(*)::int as count, max(e.book_date) as day,
     (array_agg(e.seq order by e.book_date desc, e.seq desc))[1] as seq,
     ${STATEMENT_ACCOUNTS.map((a, i) => `${sums()[i]} since_${a}`).join(', ')},
     ${LATER}, count(*)${WITHIN}::int as lines,
     coalesce(sum(e.fees)${WITHIN}, 0)::bigint as fees,
     coalesce(sum(e.tax)${WITHIN}, 0)::bigint as tax
   from (
     select book_date, seq, fees, tax, ${STATEMENT_ACCOUNTS.join(', ')} from entry
     where shard = $1 and merchant_id = $2 and mode = $3 and asset = $4
       and book_date >= $5::date and seq <= $7::bigint
       and (book_date, asset, seq) > ($8::date, $4, $9::bigint)
     order by book_date, asset, seq limit $10) e`,
);

/**
 * After the line of `$7`, `$8`: one walk along an index, and the orders of its lines. What an order
 * is known by is written once.
 */
export const STATEMENT_LINES = hot(
  'statement_lines',
  `select e.*, o.merchant_ref, o.channel from (
     select book_date as day, asset, at, seq, name, subject_id, fees, tax,
       ${STATEMENT_ACCOUNTS.join(', ')}
     from entry
     where shard = $1 and merchant_id = $2 and mode = $3 and asset = $4
       and book_date between $5::date and $6::date
       and (book_date, asset, seq) > ($7::date, $4, $8::bigint)
     order by book_date, asset, seq limit $9) e
   left join orders o on o.shard = $1 and o.id = e.subject_id
   order by e.day, e.seq`,
);

export const CLOSED_UNTIL = hot(
  'closed_until',
  'select max(day)::text as day from book_day where shard = $1',
);
