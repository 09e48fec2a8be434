/** Movements of the balance over some days, with opening and closing. */
import { documentNumber, type IssuedDocument } from '../../domain/fee-invoice.ts';
import { currencyOf } from '../../domain/money.ts';
import { isOfOrder } from '../../domain/statement-kind.ts';
import { INVOICE_FORMATS, INVOICE_WORDS } from '../../files/invoice-file.ts';
import { STATEMENT_FORMATS, statementFileName } from '../../files/statement-file.ts';
import { STATEMENT_WORDS, statementLanguage } from '../../files/statement-words.ts';
import type { BookDays, PeriodTotal } from '../../ports/account-statement.ts';
import type { Movement } from '../../ports/merchant-queries.ts';
import type { StatementFile } from '../../ports/statement-file.ts';
import * as parts from '../../screens/parts.ts';
import { statementFilesPart } from '../../screens/statement-files.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import { daysOf } from '../days.ts';
import { orderLink } from '../order-link.ts';
import type { PageContext } from '../page-context.ts';
import type { Screen } from '../screen.ts';

const SHOWN_MAX = 200;
/** A year of two currencies. */
const INVOICES_SHOWN = 48;

interface Statement {
  /** Null: what was asked for is no period that is shown. */
  readonly days: BookDays | null;
  readonly totals: readonly PeriodTotal[];
  readonly movements: readonly Movement[];
  readonly more: boolean;
  /** Those of the days that are closed: there are files of them. Null: none is. */
  readonly closed: BookDays | null;
  readonly invoices: readonly IssuedDocument[];
  readonly files: readonly StatementFile[];
}

export const statementScreen: Screen<Statement> = {
  path: '/statement',
  ability: 'see_money',
  async load({ queries, nowMs }, { query }) {
    const days = daysOf(query, nowMs());
    const invoices = await queries.invoices(INVOICES_SHOWN);
    const files = await queries.statementFiles();
    const none = { totals: [], movements: [], more: false, closed: null, invoices, files };
    if (days === null) return { days, ...none };
    const [totals, found, until] = await Promise.all([
      queries.totals(days),
      queries.movements(days, null, SHOWN_MAX + 1),
      queries.closedUntil(),
    ]);
    const movements = found.slice(0, SHOWN_MAX);
    const to = until === null || days.to <= until ? days.to : until;
    const closed = until === null || days.from > to ? null : { from: days.from, to };
    const more = found.length > SHOWN_MAX;
    return { days, totals, movements, more, closed, invoices, files };
  },
  page: (model, context) => ({
    title: context.t.nav.statement,
    body: html`${parts.pageHead(context.t.nav.statement, context.t.statementPage.lead)}
${daysForm(model, context)}
${model.days === null ? html`<p class="flash flash-bad">${context.t.statementPage.range}</p>` : shown(model, context)}
${builtFiles(model, context)}${invoicesPart(model, context)}`,
  }),
};

function daysForm({ days }: Statement, { t, at }: PageContext): SafeHtml {
  const words = t.statementPage;
  return html`<form method="get" action="${at(['statement'])}" class="card filter">
${parts.field({ name: 'from', label: words.from, value: days?.from ?? '', type: 'date' })}
${parts.field({ name: 'to', label: words.to, value: days?.to ?? '', type: 'date' })}
<div class="filter-buttons">${parts.button(words.show, 'primary')}</div>
</form><p class="hint">${words.days}</p>`;
}

function shown(model: Statement, context: PageContext): SafeHtml {
  const { totals, movements, more } = model;
  const words = context.t.statementPage;
  const note = more
    ? html`<p class="hint">${words.first(parts.count(movements.length, context))}</p>`
    : null;
  const lines =
    movements.length === 0
      ? html`<p class="nothing">${words.none}</p>`
      : movementTable(movements, context);
  return html`<div class="card">${totalTable(totals, context)}${filesPart(model, context)}</div>
${parts.section(words.movements, html`${lines}${note}`)}`;
}

/** The whole statement of each balance, with every account of it. */
function filesPart({ closed, totals }: Statement, { t, at }: PageContext): SafeHtml {
  const words = t.statementPage;
  if (totals.length === 0) return html``;
  if (closed === null) return html`<p class="hint">${words.notClosed}</p>`;
  const links = totals.map(({ asset }) => {
    const each = STATEMENT_FORMATS.map(
      (format) =>
        html` <a class="button" href="${at(['account-statement'], { ...closed, asset, format })}">${format.toUpperCase()}</a>`,
    );
    return html`<p>${words.whole(currencyOf(asset), closed.from, closed.to)}${each}</p>`;
  });
  return html`${links}`;
}

/** Those that were too long to be sent at once. */
function builtFiles({ files }: Statement, context: PageContext): SafeHtml | null {
  return statementFilesPart(files, context, {
    name: (file) => statementFileName(file, file.format),
    link: ({ asset, format, from, to }) =>
      context.at(['account-statement'], { asset, format, from, to }),
  });
}

/** What was issued of the fees of each month. */
function invoicesPart({ invoices }: Statement, context: PageContext): SafeHtml {
  const { statementPage: words, money } = context.t;
  if (invoices.length === 0) return html``;
  const { kinds } = INVOICE_WORDS[statementLanguage(context.locale.tag)];
  const amount = (head: string, minorOf: (row: IssuedDocument) => bigint) => ({
    head,
    cell: (row: IssuedDocument) => parts.amount({ asset: row.asset, minor: minorOf(row) }, context),
    look: 'number' as const,
  });
  const columns: readonly parts.Column<IssuedDocument>[] = [
    { head: words.month, cell: ({ month }) => html`${month}` },
    {
      head: words.document,
      cell: (row) => parts.stack(html`${kinds[row.kind]}`, parts.code(documentNumber(row))),
    },
    { head: money.currency, cell: ({ asset }) => parts.code(currencyOf(asset)) },
    amount(words.fee, ({ feeMinor }) => feeMinor),
    amount(words.tax, ({ taxMinor }) => taxMinor),
    {
      head: words.file,
      cell: (row) =>
        html`${INVOICE_FORMATS.map(
          (format) =>
            html`<a class="button" href="${context.at(['fee-invoice'], { number: documentNumber(row), format })}">${format.toUpperCase()}</a> `,
        )}`,
    },
  ];
  return parts.section(words.invoices, parts.table(columns, invoices, context));
}

function totalTable(rows: readonly PeriodTotal[], context: PageContext): SafeHtml {
  const { statementPage: words, money } = context.t;
  if (rows.length === 0) return html`<p class="nothing">${money.none}</p>`;
  const column = (head: string, name: `${'opening' | 'net' | 'fee' | 'closing'}Minor`) => ({
    head,
    cell: (row: PeriodTotal) => parts.amount({ asset: row.asset, minor: row[name] }, context),
    look: 'number' as const,
  });
  const columns: readonly parts.Column<PeriodTotal>[] = [
    { head: context.t.money.currency, cell: ({ asset }) => parts.code(currencyOf(asset)) },
    column(words.opening, 'openingMinor'),
    column(words.movements, 'netMinor'),
    column(words.fees, 'feeMinor'),
    column(words.closing, 'closingMinor'),
  ];
  return parts.table(columns, rows, context);
}

/** An order has a page; what was posted by hand has none. */
function subject({ kind, subjectId }: Movement, context: PageContext): SafeHtml {
  return isOfOrder(kind) ? orderLink(subjectId, context) : parts.code(String(subjectId));
}

function movementTable(rows: readonly Movement[], context: PageContext): SafeHtml {
  const words = context.t.statementPage;
  const { kinds } = STATEMENT_WORDS[statementLanguage(context.locale.tag)];
  const columns: readonly parts.Column<Movement>[] = [
    { head: words.day, cell: ({ day, at }) => parts.stack(html`${day}`, parts.time(at)) },
    { head: words.entry, cell: ({ kind }) => html`${kinds[kind]}` },
    { head: words.of, cell: (movement) => subject(movement, context) },
    {
      head: words.net,
      cell: ({ asset, netMinor: minor }) => parts.amount({ asset, minor }, context),
      look: 'number',
    },
    {
      head: words.fee,
      cell: ({ asset, feeMinor: minor }) => parts.amount({ asset, minor }, context),
      look: 'number',
    },
  ];
  return parts.table(columns, rows, context);
}
