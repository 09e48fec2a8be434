/** Fee invoices and credit notes of all merchants, with their files. */
import { documentNumber, type IssuedDocument } from '../../domain/fee-invoice.ts';
import { parseId } from '../../domain/id.ts';
import { currencyOf } from '../../domain/money.ts';
import { INVOICE_FORMATS, INVOICE_WORDS } from '../../files/invoice-file.ts';
import { statementLanguage } from '../../files/statement-words.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { Screen } from '../screen.ts';

const SHOWN_MAX = 200;
const MONTH = /^[0-9]{4}-(0[1-9]|1[0-2])$/;

interface Model {
  readonly documents: readonly IssuedDocument[];
  readonly names: Readonly<Record<string, string>>;
  readonly merchant: string;
  readonly month: string;
  readonly more: boolean;
}

export const invoicesScreen: Screen<Model> = {
  path: '/invoices',
  ability: 'look',
  async load({ feeDocuments, snapshot }, { query }) {
    const month = MONTH.test(query.month ?? '') ? (query.month ?? '') : '';
    const merchantId = parseId(query.merchant ?? '');
    const filter = { merchantId, month: month === '' ? null : month };
    const found = await feeDocuments.list(filter, SHOWN_MAX + 1);
    const merchants = snapshot.current().merchants();
    return {
      documents: found.slice(0, SHOWN_MAX),
      names: Object.fromEntries(merchants.map(({ id, name }) => [`${id}`, name])),
      merchant: merchantId === null ? '' : `${merchantId}`,
      ...{ month, more: found.length > SHOWN_MAX },
    };
  },
  page(model, context) {
    const words = context.t.settlement.invoices;
    return {
      title: words.title,
      body: html`${parts.pageHead(words.title, words.lead)}
${filterForm(model, context)}
<div class="card">${table(model, context)}</div>${parts.moreNote(model.more, context)}
<p class="hint">${words.corrections}</p>`,
    };
  },
};

function filterForm({ names, merchant, month }: Model, { t }: PageContext): SafeHtml {
  const words = t.settlement.invoices;
  const merchants = [['', t.all] as const, ...Object.entries(names)];
  return html`<form method="get" action="${parts.at(['invoices'])}" class="card filter">
${parts.select('merchant', t.withdrawals.merchant, merchants, merchant)}
${parts.field({ name: 'month', label: words.month, value: month, hint: '2026-11' })}
<div class="filter-buttons">${parts.button(words.show, 'primary')}</div></form>`;
}

function table({ documents, names }: Model, context: PageContext): SafeHtml {
  const { t } = context;
  const words = t.settlement.invoices;
  if (documents.length === 0) return html`<p class="nothing">${words.none}</p>`;
  const { kinds } = INVOICE_WORDS[statementLanguage(context.locale.tag)];
  const amount = (head: string, minorOf: (row: IssuedDocument) => bigint) => ({
    head,
    cell: (row: IssuedDocument) => parts.amount({ asset: row.asset, minor: minorOf(row) }, context),
    look: 'number' as const,
  });
  const columns: readonly parts.Column<IssuedDocument>[] = [
    {
      head: words.document,
      cell: (row) => parts.stack(parts.code(documentNumber(row)), html`${kinds[row.kind]}`),
    },
    { head: words.month, cell: ({ month }) => parts.code(month) },
    {
      head: t.withdrawals.merchant,
      cell: ({ merchantId: id }) =>
        html`<a href="${parts.at(['merchants', `${id}`])}"><bdi>${names[`${id}`] ?? `${id}`}</bdi></a>`,
      look: 'wide',
    },
    { head: t.balances.asset, cell: ({ asset }) => parts.code(currencyOf(asset)) },
    amount(words.fee, ({ feeMinor }) => feeMinor),
    amount(words.tax, ({ taxMinor }) => taxMinor),
    { head: words.file, cell: (row) => files(row) },
  ];
  return parts.table(columns, documents, context);
}

function files(row: IssuedDocument): SafeHtml {
  const number = documentNumber(row);
  return html`${INVOICE_FORMATS.map(
    (format) =>
      html`<a class="button" href="${parts.at(['invoices', 'file'], { number, format })}">${format.toUpperCase()}</a> `,
  )}`;
}
