/** The balance equation by day: what a provider or bank says it holds, and what that is made of. */
import type pg from 'pg';
import { equationOf } from '../../domain/reconciliation/equation.ts';
import { isBank } from '../../domain/reconciliation/posting.ts';
import type { BalanceDay, Source } from '../../ports/reconciliation.ts';

interface DayRow extends Record<string, unknown> {
  readonly asset: string;
  readonly day: string;
  readonly opening: bigint | null;
  readonly closing: bigint;
  readonly lines: bigint;
  readonly baseline: bigint;
  readonly booked: bigint;
  readonly open: bigint;
}

/** `part`: of the accounts of the main book. */
export async function balanceDays(
  pool: pg.Pool,
  source: Source,
  part: string,
  limit: number,
): Promise<readonly BalanceDay[]> {
  const { rows } = await pool.query<DayRow>(BALANCE_DAYS, [
    source.name,
    limit,
    part,
    source.map.from,
    isBank(source.name),
  ]);
  return rows.map(({ asset, day, opening, closing, lines, baseline, booked, open }) => {
    const amounts = {
      openingMinor: opening,
      closingMinor: closing,
      linesMinor: lines,
      booksMinor: baseline + booked,
      openMinor: open,
    };
    return { source: source.name, asset, day, ...amounts, ...equationOf(amounts) };
  });
}

/** What a line does to the whole account: a batch that is settled stays there. */
const EFFECT = `case when l.type = 'settlement' then 0 else l.gross_minor end
  + l.fee_minor + l.tax_minor`;

/**
 * Books: entries until that day and the journals of its lines and decisions. Open: what its lines
 * come to beyond that. What it held before it was reconciled is in neither.
 */
const BALANCE_DAYS = `
  with said as (
    select distinct on (asset, day) asset, day, closing_minor
    from recon_balance where source = $1 order by asset, day, n desc
  ), shown as (
    select * from said where day >= $4::date order by day desc, asset limit $2
  ), journal_of as (
    select p.day, l.asset, -sum(l.minor)::bigint as minor
    from recon_posting p join journal_leg l on l.key = p.journal_key
    where p.source = $1 and l.of = $3 and case when $5 then l.account = 'bank'
      else l.account in ('provider_collect', 'provider_wallet', 'provider_frozen',
        'provider_reserve') end
    group by p.day, l.asset
  )
  select s.asset, s.day::text as day, s.closing_minor as closing,
    (select b.closing_minor from said b
      where b.asset = s.asset and b.day = s.day - 1) as opening,
    (select coalesce(sum(${EFFECT}), 0)::bigint from recon_line l
      where l.source = $1 and l.asset = s.asset and l.day = s.day) as lines,
    coalesce((select b.closing_minor from said b
      where b.asset = s.asset and b.day < $4::date order by b.day desc limit 1), 0) as baseline,
    (e.minor + j.minor)::bigint as booked,
    (l.minor - e.minor - j.minor)::bigint as open
  from shown s,
  lateral (select coalesce(sum(x.minor), 0) as minor from recon_entry x
    where x.source = $1 and not $5 and x.asset = s.asset and x.day <= s.day) e,
  lateral (select coalesce(sum(x.minor), 0) as minor
    from journal_of x where x.asset = s.asset and x.day <= s.day) j,
  lateral (select coalesce(sum(${EFFECT}), 0) as minor from recon_line l
    where l.source = $1 and l.asset = s.asset and l.day between $4::date and s.day) l
  order by s.day desc, s.asset`;
