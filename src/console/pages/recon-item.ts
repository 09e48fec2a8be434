/** An item with its two sides and what can be decided; a report that was read and waits. */
import { choicesFor } from '../../domain/reconciliation/posting.ts';
import {
  reconApply,
  reconResolve,
  reconResolveLarge,
  resolveCommandFor,
} from '../../operator/commands/reconciliation.ts';
import type { EntryView, FilePreview, ItemDetail, LineView } from '../../ports/reconciliation.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';

interface ItemModel {
  readonly item: ItemDetail;
  /** Whether it takes two people by its source's limit. */
  readonly isLarge: boolean;
}

const idOf = (text = '') => (/^[0-9]{1,18}$/.test(text) ? BigInt(text) : 0n);

export const reconItemScreen: Screen<ItemModel> = {
  path: '/reconciliation/items/:item',
  ability: 'look',
  async load({ recon }, { params }) {
    const item = await recon.item(idOf(params.item));
    const source = (await recon.sources()).find(({ name }) => name === item?.source);
    if (item === null || source === undefined) return null;
    return { item, isLarge: resolveCommandFor(source, item) === reconResolveLarge };
  },
  page({ item, isLarge }, context) {
    const words = context.t.recon;
    const title = `${words.item} ${item.id}`;
    const facts = parts.facts([
      [words.source, parts.code(item.source)],
      [
        words.state,
        parts.badge(words.states[item.state], item.status === 'open' ? 'warn' : 'good'),
      ],
      [words.type, html`${words.types[item.type]}`],
      [
        words.difference,
        html`${item.differences.map((one) => html`${parts.signed(one, context)} `)}`,
      ],
      [words.day, parts.code(item.day)],
      ...decidedFacts(item, context),
    ]);
    const entries = parts.section(words.ourSide, entryTable(item.entries, context));
    const { suggested } = item;
    return {
      title,
      body: html`${parts.pageHead(title, words.states[item.state])}
<div class="card">${facts}</div>
${parts.section(words.reportSide, lineTable(item.lines, context))}${entries}
${suggested === null ? null : parts.section(words.couldBe, entryTable([suggested], context))}
${decideForm(item, isLarge, context)}`,
    };
  },
};

function decidedFacts(item: ItemDetail, { t }: PageContext): readonly parts.Fact[] {
  const { resolution, reason, closedBy, closedAt, journalKey } = item;
  if (resolution === null) return [];
  return [
    [t.recon.decided, html`${t.recon.resolutions[resolution]}`],
    [t.recon.reason, parts.text(reason)],
    [t.cases.by, parts.text(closedBy)],
    [t.cases.closed, parts.time(closedAt)],
    [t.nav.mainBook, parts.code(journalKey)],
  ];
}

function lineTable(lines: readonly LineView[], context: PageContext): SafeHtml {
  const words = context.t.recon;
  if (lines.length === 0) return html`<p class="nothing">${words.nothingThere}</p>`;
  const money = (head: string, of: (line: LineView) => bigint): parts.Column<LineView> => ({
    head,
    cell: (line) => parts.amount({ asset: line.asset, minor: of(line) }, context),
    look: 'number',
  });
  const columns: readonly parts.Column<LineView>[] = [
    { head: words.row, cell: ({ row, file }) => parts.stack(html`${`${row}`}`, parts.text(file)) },
    { head: words.type, cell: ({ type }) => words.types[type] },
    {
      head: words.payment,
      cell: ({ ref, reference }) => parts.stack(parts.code(ref), parts.code(reference)),
      look: 'wide',
    },
    money(words.gross, ({ grossMinor }) => grossMinor),
    money(words.fee, ({ feeMinor, taxMinor }) => feeMinor + taxMinor),
    { head: words.day, cell: ({ at }) => parts.time(at) },
  ];
  return parts.table(columns, lines, context);
}

function entryTable(entries: readonly EntryView[], context: PageContext): SafeHtml {
  const words = context.t.recon;
  if (entries.length === 0) return html`<p class="nothing">${words.nothingThere}</p>`;
  const columns: readonly parts.Column<EntryView>[] = [
    { head: words.type, cell: ({ type }) => words.types[type] },
    {
      head: words.payment,
      cell: ({ ref, orderId }) =>
        parts.stack(parts.code(ref), orderId === null ? html`` : parts.orderLink(orderId)),
      look: 'wide',
    },
    { head: words.gross, cell: (one) => parts.amount(one, context), look: 'number' },
    { head: words.day, cell: ({ day }) => parts.code(day) },
  ];
  return parts.table(columns, entries, context);
}

function decideForm(item: ItemDetail, isLarge: boolean, context: PageContext): SafeHtml | null {
  if (item.status !== 'open' || !context.may('move_money')) return null;
  const words = context.t.recon;
  const { typed } = context;
  const choices = choicesFor(item).map((one) => [one, words.resolutions[one]] as const);
  const to = ['reconciliation', 'items', `${item.id}`, isLarge ? 'decide-large' : 'decide'];
  const reason = { name: 'reason', label: words.reason, value: typed.reason ?? '', rows: 2 };
  return parts.section(
    words.decide,
    html`<p>${words.decideLead}</p>${parts.postForm(
      context,
      parts.at(to),
      html`${parts.select('resolution', words.decision, choices, typed.resolution ?? '')}
${parts.area(reason)}${parts.passwordField(context)}
${isLarge ? parts.moneyButton(words.decide, context) : parts.button(words.decide, 'primary')}`,
    )}`,
  );
}

export const decideItemAction = actionOf(reconResolve, {
  path: '/reconciliation/items/:item/decide',
  screen: '/reconciliation/items/:item',
  input: ({ params }, form) => ({ ...form, ...params }),
  answer: () => ({ done: 'item_decided' }),
});

export const decideLargeItemAction = actionOf(reconResolveLarge, {
  path: '/reconciliation/items/:item/decide-large',
  screen: '/reconciliation/items/:item',
  input: ({ params }, form) => ({ ...form, ...params }),
  answer: () => ({ done: 'item_decided' }),
});

export const reconFileScreen: Screen<FilePreview> = {
  path: '/reconciliation/files/:file',
  ability: 'look',
  load: async ({ recon }, { params }) => await recon.preview(idOf(params.file)),
  page(preview, context) {
    const words = context.t.recon;
    const { file, lineCount, repeatCount, expectedCount, totals, first } = preview;
    const facts = parts.facts([
      [words.source, parts.code(file.source)],
      [words.file, html`<bdi>${file.name}</bdi>`],
      [words.lines, html`${parts.count(lineCount, context)}`],
      [words.known, html`${parts.count(repeatCount, context)}`],
      [words.expected, html`${parts.count(expectedCount, context)}`],
    ]);
    const apply = parts.postForm(
      context,
      parts.at(['reconciliation', 'files', `${file.id}`, 'apply']),
      parts.button(words.apply, 'primary'),
    );
    return {
      title: words.preview,
      body: html`${parts.pageHead(words.preview, words.previewLead)}
<div class="card">${facts}</div>${context.may('move_money') ? apply : null}
${parts.section(words.totals, totalsTable(totals, context))}
${parts.section(words.first, lineTable(first, context))}`,
    };
  },
};

function totalsTable(totals: FilePreview['totals'], context: PageContext): SafeHtml {
  const words = context.t.recon;
  type Total = FilePreview['totals'][number];
  const money = (head: string, of: (total: Total) => bigint): parts.Column<Total> => ({
    head,
    cell: (total) => parts.amount({ asset: total.asset, minor: of(total) }, context),
    look: 'number',
  });
  const columns: readonly parts.Column<Total>[] = [
    { head: words.type, cell: ({ type }) => words.types[type] },
    { head: words.count, cell: ({ count }) => parts.count(count, context), look: 'number' },
    money(words.gross, ({ grossMinor }) => grossMinor),
    money(words.fee, ({ feeMinor }) => feeMinor),
    money(words.tax, ({ taxMinor }) => taxMinor),
  ];
  return parts.table(columns, totals, context);
}

export const applyReportAction = actionOf(reconApply, {
  path: '/reconciliation/files/:file/apply',
  screen: '/reconciliation/files/:file',
  input: ({ params }) => ({ file: params.file ?? '' }),
  answer: () => ({ done: 'report_applied', go: ['reconciliation'] }),
});
