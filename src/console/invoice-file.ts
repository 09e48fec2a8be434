/** A fee invoice or credit note as a file. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { documentNumber, parseDocumentNumber } from '../domain/fee-invoice.ts';
import { INVOICE_FORMATS, invoiceFile } from '../files/invoice-file.ts';
import { STATEMENT_TYPES } from '../files/statement-file.ts';
import { statementLanguage } from '../files/statement-words.ts';
import { queryOf } from '../screens/request.ts';
import { localeOf, type Site, sendNote, sessionOf, siteAt } from '../screens/site.ts';
import type { ConsoleDeps } from './deps.ts';
import type { ConsoleTypes } from './screen.ts';

/** Query: `number`, `format`; the words are in the reader's language. */
export function addInvoiceFile(
  scope: FastifyInstance,
  site: Site<ConsoleTypes>,
  { feeDocuments, snapshot }: Pick<ConsoleDeps, 'feeDocuments' | 'snapshot'>,
): void {
  scope.get('/console/invoices/file', async (request, reply) => {
    const session = await sessionOf(site, request);
    if (session === null) return reply.redirect(siteAt(site, ['sign-in']).toString(), 303);
    if (site.mustEnrol(session, 'look') || !site.may(session, 'look')) {
      return sendNote(site, request, reply.code(403), 'forbidden');
    }
    const query = queryOf(request);
    const number = parseDocumentNumber(query.number ?? '');
    const format = INVOICE_FORMATS.find((one) => one === query.format);
    const document = number === null ? null : await feeDocuments.find(number);
    if (document === null || format === undefined) {
      return sendNote(site, request, reply.code(404), 'notFound');
    }
    const merchant = snapshot.current().merchant(document.merchantId)?.name ?? '';
    const language = statementLanguage(localeOf(site, request).tag);
    const bytes = invoiceFile(document, format, merchant, language);
    return reply
      .type(STATEMENT_TYPES[format])
      .header('content-disposition', `attachment; filename="${documentNumber(document)}.${format}"`)
      .send(Readable.from(bytes, { objectMode: false }));
  });
}
