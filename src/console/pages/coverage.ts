/** Coverage: what lies where and how old it is, against what is owed; and what lies too long. */
import { CLEARING_DAYS, type ClearingDays } from '../../domain/clearing.ts';
import {
  COVERAGE_GROUPS,
  type Coverage,
  type CoverageGroup,
  type CoverageLine,
  coverageOf,
} from '../../domain/coverage.ts';
import { daysApart, dayText } from '../../domain/day.ts';
import type { Mode } from '../../domain/merchant.ts';
import { currencyOf } from '../../domain/money.ts';
import type { MainBalance, Overdue } from '../../ports/books.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { Screen } from '../screen.ts';

interface Model {
  readonly mode: Mode;
  /** Null: no day is closed. */
  readonly until: string | null;
  readonly coverages: readonly Coverage<MainBalance>[];
  readonly overdue: readonly Overdue[];
  readonly clearingDays: ClearingDays;
}

const DAY = /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** A day of a query; null: none, or none that can be. */
export function dayIn(text: string | undefined): string | null {
  return text !== undefined && DAY.test(text) ? text : null;
}

export const coverageScreen: Screen<Model> = {
  path: '/coverage',
  ability: 'look',
  async load({ mainBook, bookWatch, clearingDays, clock }, { query }) {
    const mode = query.mode === 'test' ? 'test' : 'live';
    const { until, rows } = await mainBook.trialBalance(dayIn(query.day));
    const overdue = await bookWatch.overdue(clearingDays, dayText(new Date(clock.nowMs())));
    return {
      ...{ mode, until, clearingDays },
      coverages: coverageOf(rows.filter((row) => row.mode === mode)),
      overdue: overdue.filter((one) => one.mode === mode),
    };
  },
  page(model, context) {
    const { t } = context;
    const { mode, until, coverages, overdue } = model;
    return {
      title: t.nav.coverage,
      body: html`${parts.pageHead(t.nav.coverage, t.coverage.lead)}
${parts.tabs(
  t.merchants.mode,
  (['live', 'test'] as const).map((one) => ({
    label: t.mode[one],
    url: parts.at(['coverage'], one === 'live' ? {} : { mode: one }),
    current: one === mode,
  })),
)}
${until === null ? html`<p>${t.mainBook.none}</p>` : ofDay(until, mode, context)}
${until === null ? null : parts.section(t.coverage.summary, summary(coverages, context))}
${overdue.length === 0 ? null : parts.section(t.coverage.overdue, overdueTable(overdue, context))}
${coverages.map((one) => parts.section(currencyOf(one.asset), lineTable(one, model, context)))}`,
    };
  },
};

function ofDay(until: string, mode: Mode, { t }: PageContext): SafeHtml {
  const modeField = mode === 'live' ? null : parts.hidden('mode', mode);
  return html`<form method="get" action="${parts.at(['coverage'])}" class="card filter">${modeField}
${parts.field({ name: 'day', label: t.coverage.day, value: until, type: 'date' })}
<div class="filter-buttons">${parts.button(t.coverage.show, 'primary')}
<a class="button" href="${parts.at(['coverage', 'file'], { mode, day: until })}">CSV</a></div></form>
<p>${t.mainBook.until(until)}</p>`;
}

function summary(coverages: readonly Coverage[], context: PageContext): SafeHtml {
  const { t } = context;
  const money = (asset: string, minor: bigint) =>
    html`<span class="amount">${parts.amountDigits({ asset, minor }, context)}</span>`;
  const columns: readonly parts.Column<Coverage>[] = [
    { head: t.balances.asset, cell: ({ asset }) => parts.code(currencyOf(asset)) },
    {
      head: t.coverage.groups.cover,
      cell: ({ asset, coverMinor }) => money(asset, coverMinor),
      look: 'number',
    },
    {
      head: t.coverage.groups.owed,
      cell: ({ asset, owedMinor }) => money(asset, owedMinor),
      look: 'number',
    },
    {
      head: t.coverage.difference,
      cell: ({ asset, ownMinor }) => money(asset, ownMinor),
      look: 'number',
    },
    { head: t.coverage.ratio, cell: ({ basisPoints }) => percent(basisPoints), look: 'number' },
    {
      head: t.coverage.state,
      cell: ({ isShort }) =>
        parts.badge(isShort ? t.coverage.short : t.coverage.covered, isShort ? 'bad' : 'good'),
    },
  ];
  return parts.table(columns, coverages, context);
}

function percent(basisPoints: bigint | null): string {
  if (basisPoints === null) return '';
  const size = basisPoints < 0n ? -basisPoints : basisPoints;
  const decimals = `${size % 100n}`.padStart(2, '0');
  return `${basisPoints < 0n ? '-' : ''}${size / 100n}.${decimals} %`;
}

type Line = CoverageLine<MainBalance> | { readonly sumOf: CoverageGroup; readonly minor: bigint };

/** The groups one below the other, each with its sum. */
function lineTable(coverage: Coverage<MainBalance>, model: Model, context: PageContext): SafeHtml {
  const { asset, coverMinor, owedMinor, ownMinor } = coverage;
  const sums = { cover: -coverMinor, owed: owedMinor, own: ownMinor };
  const lines = COVERAGE_GROUPS.flatMap((group): readonly Line[] => [
    ...coverage.lines.filter((line) => line.group === group),
    { sumOf: group, minor: sums[group] },
  ]);
  const { t } = context;
  const columns: readonly parts.Column<Line>[] = [
    {
      head: t.coverage.group,
      cell: (line) =>
        'sumOf' in line
          ? html`<b>${t.mainBook.sum}: ${t.coverage.groups[line.sumOf]}</b>`
          : t.coverage.groups[line.group],
    },
    {
      head: t.mainBook.account,
      cell: (line) => ('sumOf' in line ? '' : t.mainBook.accounts[line.account]),
    },
    { head: t.mainBook.of, cell: (line) => ('sumOf' in line ? '' : parts.text(line.of)) },
    { head: t.coverage.age, cell: (line) => ageOf(line, model, context), look: 'number' },
    {
      head: t.coverage.amount,
      cell: (line) => {
        const group = 'sumOf' in line ? line.sumOf : line.group;
        const minor = group === 'cover' ? -line.minor : line.minor;
        return html`<span class="amount">${parts.amountDigits({ asset, minor }, context)}</span>`;
      },
      look: 'number',
    },
  ];
  return parts.table(columns, lines, context);
}

/** Of a clearing account beside its limit. */
function ageOf(line: Line, { until, clearingDays }: Model, { t }: PageContext): string {
  if ('sumOf' in line || until === null) return '';
  const age = daysApart(line.since, until);
  const limit = line.account in CLEARING_DAYS ? clearingDays[line.account as 'splits'] : null;
  return limit === null ? t.coverage.days(age) : t.coverage.daysOf(age, limit);
}

function overdueTable(rows: readonly Overdue[], context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<Overdue>[] = [
    { head: t.mainBook.account, cell: ({ account }) => t.mainBook.accounts[account] },
    { head: t.mainBook.of, cell: placeOf },
    { head: t.coverage.since, cell: ({ since }) => since },
    {
      head: t.coverage.age,
      cell: ({ days, limitDays }) => t.coverage.daysOf(days, limitDays),
      look: 'number',
    },
    {
      head: t.coverage.amount,
      cell: ({ asset, minor }) => parts.amount({ asset, minor }, context),
      look: 'number',
    },
  ];
  return parts.table(columns, rows, context);
}

/** A case leads to its page. */
function placeOf({ account, of }: Overdue): SafeHtml {
  if (account !== 'suspense') return parts.text(of);
  const [orderId = '', kind = '', ...key] = of.split(':');
  return html`<a class="id" href="${parts.at(['cases', orderId, kind], { key: key.join(':') })}">${of}</a>`;
}
