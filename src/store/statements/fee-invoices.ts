/** The fees of a merchant's month, by what they are on: `$2` merchant, `$3` asset, real money. */
import { STATEMENT_ACCOUNTS } from '../../domain/account-statement.ts';
import { hot } from './statement.ts';

const NET = STATEMENT_ACCOUNTS.join(' + ');

/**
 * Some entries of the days from `$4` to `$5`, after that of `$6`, `$7`, at most `$8`. An entry of a
 * refund may hold two fees: the refund's own, and what of the payment's comes back or is due again.
 * A fee is counted on what moved before it. One row at least, with where the next part begins.
 */
export const FEES_OF_MONTH = hot(
  'fees_of_month',
  `with page as materialized (
     select book_date, seq, split_part(name, ':', 1) as name, subject_id, fees, tax,
       ${NET} + fees + tax as base
     from entry
     where shard = $1 and merchant_id = $2 and mode = 'live' and asset = $3
       and book_date between $4::date and $5::date
       and (book_date, asset, seq) > ($6::date, $3, $7::bigint)
     order by book_date, asset, seq limit $8
   ), ended as (
     select count(*)::int as seen, max(book_date)::text as day,
       (array_agg(seq order by book_date desc, seq desc))[1] as seq,
       coalesce(sum(fees), 0)::bigint as booked_fees, coalesce(sum(tax), 0)::bigint as booked_tax
     from page
   ), ordered as (
     select p.*, o.channel, o.kind, o.detail, u.detail as parent,
       case when o.kind = 'refund' and not o.voided and p.name = 'refund.paid' then o.fee_minor
         when o.kind = 'refund' and not o.voided and p.name = 'refund.reversed' then -o.fee_minor
         else 0 end as own
     from page p
     left join orders o on o.shard = $1 and o.id = p.subject_id
     left join orders u on u.shard = $1 and u.id = o.parent_id
     where (p.fees <> 0 or p.tax <> 0)
   ), parts as (
     select 'refund' as of, detail -> 'fee' as rate, own as fee,
       case when fees = own then tax else 0 end as tax, channel, base
     from ordered where own <> 0
     union all
     select case when name like 'dispute.fee%' then 'dispute'
         when kind in ('payout', 'withdrawal') then kind else 'payin' end,
       case when name like 'dispute.fee%' then detail #> '{dispute,fee}'
         when kind = 'refund' then parent -> 'fee' else detail -> 'fee' end,
       fees - own, case when fees = own then 0 else tax end, channel, base
     from ordered where fees <> own or (own = 0 and tax <> 0)
   )
   select e.*, g.* from ended e left join (
     select of, channel, rate, fee + tax < 0 as is_back, count(*)::int as count,
       sum(abs(base))::bigint as base, sum(fee)::bigint as fee, sum(tax)::bigint as tax
     from parts group by of, channel, rate, fee + tax < 0) g on true`,
);
