/** Settlement batches, as console and portal show them. */
import { type Id, parseId } from '../domain/id.ts';
import type { BatchLine, BatchView } from '../ports/settlement.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import type { SafeUrl } from '../web/safe-url.ts';
import type { PageContext } from './page-context.ts';
import * as parts from './parts.ts';

/** The lines that a page of one batch shows. */
const BATCH_LINES_SHOWN = 200;

/** `before`: columns that only one site has; `linkOf`: the page of a batch. */
export function batchTable(
  rows: readonly BatchView[],
  context: PageContext,
  linkOf: (batch: BatchView) => SafeUrl,
  before: readonly parts.Column<BatchView>[] = [],
): SafeHtml {
  const words = context.t.settlement.batches;
  if (rows.length === 0) return html`<p class="nothing">${words.none}</p>`;
  const columns: readonly parts.Column<BatchView>[] = [
    { head: words.date, cell: (row) => html`<a class="id" href="${linkOf(row)}">${row.date}</a>` },
    ...before,
    { head: words.state, cell: (row) => stateBadge(row, context) },
    { head: words.orders, cell: ({ orders }) => parts.count(orders, context), look: 'number' },
    moneyColumn(words.paid, context, ({ paidMinor }) => paidMinor),
    moneyColumn(words.fees, context, ({ feeMinor }) => -feeMinor),
    moneyColumn(words.net, context, ({ netMinor }) => netMinor),
    moneyColumn(words.credited, context, ({ creditedMinor }) => creditedMinor),
  ];
  return parts.table(columns, rows, context);
}

function stateBadge({ state }: BatchView, { t }: PageContext): SafeHtml {
  const word = t.settlement.batches.states[state];
  return parts.badge(word, state === 'complete' ? 'good' : 'calm');
}

function moneyColumn(
  head: string,
  context: PageContext,
  minorOf: (row: BatchView) => bigint,
): parts.Column<BatchView> {
  return {
    head,
    cell: (row) => parts.amount({ asset: row.asset, minor: minorOf(row) }, context),
    look: 'number',
  };
}

/** Lines of a batch; `next`: after which order the next page begins, null: there is none. */
export interface BatchPage {
  readonly batch: BatchView;
  readonly lines: readonly BatchLine[];
  readonly isFirst: boolean;
  readonly next: Id | null;
}

/** `linesOf`: the lines after an order. `after`: what was asked for. */
export async function batchPage(
  batch: BatchView,
  after: string | undefined,
  linesOf: (after: Id | null, limit: number) => Promise<readonly BatchLine[]>,
): Promise<BatchPage> {
  const from = parseId(after ?? '');
  const found = await linesOf(from, BATCH_LINES_SHOWN + 1);
  const lines = found.slice(0, BATCH_LINES_SHOWN);
  const next = found.length > lines.length ? (lines.at(-1)?.orderId ?? null) : null;
  return { batch, lines, isFirst: from === null, next };
}

/** What a batch comes to, and its orders: the lines add up to what was settled. */
export function batchBody(
  { batch, lines, isFirst, next }: BatchPage,
  context: PageContext,
  orderLink: (line: BatchLine) => SafeHtml,
  pageAfter: (after: Id | null) => SafeUrl,
): SafeHtml {
  const words = context.t.settlement.batches;
  const money = (minor: bigint) => parts.amount({ asset: batch.asset, minor }, context);
  const facts = parts.facts([
    [words.state, stateBadge(batch, context)],
    [words.completed, parts.time(batch.completedAt)],
    [words.orders, html`${parts.count(batch.orders, context)}`],
    [words.paid, money(batch.paidMinor)],
    [words.fees, money(-batch.feeMinor)],
    [words.taken, money(-batch.takenMinor)],
    [words.net, money(batch.netMinor)],
    [words.debt, money(batch.debtMinor)],
    [words.reserve, money(batch.reserveMinor)],
    [words.credited, money(batch.creditedMinor)],
  ]);
  const columns: readonly parts.Column<BatchLine>[] = [
    { head: words.orders, cell: orderLink },
    { head: context.t.orders.channel, cell: ({ channel }) => parts.code(channel) },
    { head: words.paid, cell: ({ paidMinor }) => money(paidMinor), look: 'number' },
    { head: words.fees, cell: ({ feeMinor }) => money(-feeMinor), look: 'number' },
    { head: words.settled, cell: ({ settledMinor }) => money(settledMinor), look: 'number' },
  ];
  const to = (url: SafeUrl, label: string) => html`<a class="button" href="${url}">${label}</a>`;
  const note =
    isFirst && next === null
      ? null
      : html`<nav class="pager" aria-label="${words.more}">
${isFirst ? null : to(pageAfter(null), words.begin)}
${next === null ? null : to(pageAfter(next), words.more)}</nav>`;
  return html`<div class="card">${facts}</div>
${parts.section(words.orders, html`${parts.table(columns, lines, context)}${note}`)}`;
}
