/** `causeway invoice list|show`: the fees of merchants' months, as they were issued. */
import {
  type DocumentKind,
  documentNumber,
  type IssuedDocument,
  parseDocumentNumber,
  rateText,
} from '../../domain/fee-invoice.ts';
import { currencyOf, decimalText, majorText } from '../../domain/money.ts';
import { INVOICE_FORMATS, invoiceFile } from '../../files/invoice-file.ts';
import { STATEMENT_LANGUAGES } from '../../files/statement-words.ts';
import { createFeeInvoices } from '../../store/books/fee-invoices.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { asCount, oneOf, optional, type Reading, required, withDefault } from '../option.ts';
import { facts, type Style, sections, table } from '../style.ts';
import { writeWhole } from '../write-whole.ts';

const KINDS: Readonly<Record<DocumentKind, string>> = {
  invoice: 'invoice',
  credit_note: 'credit note',
};

const asMonth: Reading<string> = (text) =>
  /^20\d\d-(0[1-9]|1[0-2])$/.test(text)
    ? { ok: true, value: text }
    : { ok: false, reason: `must be a month, such as 2026-11, not ${text}` };

export const invoiceList = command({
  name: 'invoice list',
  summary: 'show fee invoices and credit notes, newest month first',
  notes: [
    'Issued by the program once a month is over and all its days are closed: per merchant and currency',
    'an invoice of the fees, and a credit note of fees that came back. They add up to the ledger.',
  ],
  options: {
    merchant: optional('ID|NAME', 'of this merchant alone'),
    month: optional('MONTH', 'of this month alone, such as 2026-11', asMonth),
    limit: withDefault('COUNT', 'at most so many', '50', asCount(1, 10_000)),
  },
  examples: [['invoice list --month 2026-11', 'all of a month']],
  async run({ merchant: named, month, limit }, context) {
    return await withPlatform(context, async ({ snapshot, pool, shardCount }) => {
      const current = snapshot.current();
      const merchant = named === null ? null : findMerchant(current, named);
      if (merchant !== null && !merchant.ok) return merchant.report;
      const filter = { merchantId: merchant?.value.id ?? null, month };
      const documents = await createFeeInvoices(pool, shardCount).list(filter, limit);
      const nameOf = (id: bigint) => current.merchant(id)?.name ?? `${id}`;
      return done({ documents }, (style) => listText(style, documents, nameOf));
    });
  },
});

function listText(
  style: Style,
  documents: readonly IssuedDocument[],
  nameOf: (merchantId: bigint) => string,
): string {
  if (documents.length === 0) return 'Nothing was issued.';
  return table(
    style,
    ['number', 'month', 'merchant', 'currency', 'fee', 'tax'],
    documents.map((one) => [
      ...[documentNumber(one), one.month, nameOf(one.merchantId), currencyOf(one.asset)],
      ...[one.feeMinor, one.taxMinor].map((minor) => decimalText({ asset: one.asset, minor })),
    ]),
    { right: [4, 5] },
  );
}

export const invoiceShow = command({
  name: 'invoice show',
  summary: 'show a fee invoice or credit note, or write it into a file',
  notes: ['A document that was issued never changes.'],
  positionals: { number: required('NUMBER', 'as `invoice list` shows it') },
  options: {
    output: optional('FILE', 'write it there'),
    format: withDefault('FORMAT', INVOICE_FORMATS.join(', '), 'csv', oneOf(INVOICE_FORMATS)),
    language: withDefault(
      STATEMENT_LANGUAGES.join('|'),
      'of the words in the file',
      'en',
      oneOf(STATEMENT_LANGUAGES),
    ),
  },
  examples: [
    ['invoice show INV-2026-000017', 'its lines'],
    ['invoice show INV-2026-000017 --format pdf --output invoice.pdf', 'for the merchant'],
  ],
  async run({ number: text, output, format, language }, context) {
    return await withPlatform(context, async ({ snapshot, pool, shardCount }) => {
      const number = parseDocumentNumber(text);
      const invoices = createFeeInvoices(pool, shardCount);
      const found = number === null ? null : await invoices.find(number);
      if (found === null) return refused(`there is no document ${text}`);
      const merchant = snapshot.current().merchant(found.merchantId)?.name ?? '';
      if (output !== null) {
        await writeWhole(output, invoiceFile(found, format, merchant, language));
      }
      return done(found, (style) =>
        output === null ? documentText(style, found, merchant) : facts(style, [['file', output]]),
      );
    });
  },
});

function documentText(style: Style, document: IssuedDocument, merchant: string): string {
  const { asset, kind, month, lines, feeMinor, taxMinor } = document;
  const money = (minor: bigint) => decimalText({ asset, minor });
  return sections(
    facts(style, [
      [KINDS[kind], documentNumber(document)],
      ['month', month],
      ['merchant', merchant],
      ['fee', majorText({ asset, minor: feeMinor })],
      ['tax', majorText({ asset, minor: taxMinor })],
    ]),
    table(
      style,
      ['fee on', 'channel', 'rate', 'count', 'base', 'fee', 'tax'],
      lines.map((line) => [
        ...[line.of, line.channel, line.rate === null ? '' : rateText(line.rate, asset)],
        ...[`${line.count}`, money(line.baseMinor), money(line.feeMinor), money(line.taxMinor)],
      ]),
      { right: [3, 4, 5, 6] },
    ),
  );
}
