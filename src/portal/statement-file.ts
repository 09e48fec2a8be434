/** A merchant's statements and fee invoices as files; they stream, page by page. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { documentNumber, parseDocumentNumber } from '../domain/fee-invoice.ts';
import { INVOICE_FORMATS, invoiceFile } from '../files/invoice-file.ts';
import {
  fitsFormat,
  STATEMENT_FORMATS,
  STATEMENT_TYPES,
  statementFile,
  statementFileName,
} from '../files/statement-file.ts';
import { statementLanguage } from '../files/statement-words.ts';
import type { Bytes } from '../files/table.ts';
import { paramsOf, queryOf } from '../screens/request.ts';
import { localeOf, type Site, sendNote, sessionOf, siteAt } from '../screens/site.ts';
import { ipOf } from '../web/caller.ts';
import { daysOf } from './days.ts';
import type { Own } from './deps.ts';
import type { Form, PortalTypes } from './screen.ts';

/** Query: `asset`, `format`, `from`, `to`; the headings are in the reader's language. */
export function registerStatementFile(scope: FastifyInstance, site: Site<PortalTypes>): void {
  scope.get('/portal/:mode/account-statement', async (request, reply) => {
    const asked = await moneyAsked(site, request, reply);
    if (asked === null) return reply;
    const { own, query } = asked;
    const format = STATEMENT_FORMATS.find((one) => one === query.format);
    const days = daysOf(query, own.nowMs());
    const statement =
      days === null ? null : await own.queries.accountStatement(query.asset ?? '', days);
    if (statement === null || format === undefined)
      return sendNote(site, request, reply.code(404), 'notFound');
    if (!fitsFormat(statement, format)) return sendNote(site, request, reply.code(422), 'tooLong');
    const language = statementLanguage(localeOf(site, request).tag);
    const [type, name] = [STATEMENT_TYPES[format], statementFileName(statement, format)];
    const file = await own.queries.askStatementFile({ ...statement, format, language });
    if (file === 'direct') {
      const bytes = statementFile(
        ...([statement, format, language, new Date(own.nowMs()), own.merchant.name] as const),
      );
      return sendFile(reply, type, name, bytes);
    }
    if (file === 'too_many') return sendNote(site, request, reply.code(429), 'tooMany');
    if (file.state === 'ready')
      return sendFile(reply, type, name, own.queries.statementBytes(file));
    return reply.redirect(siteAt(site, [own.mode, 'statement']).toString(), 303);
  });
}

/** Query: `number` of a fee invoice or credit note; `format`, which is CSV where it is left out. */
export function registerInvoiceFile(scope: FastifyInstance, site: Site<PortalTypes>): void {
  scope.get('/portal/:mode/fee-invoice', async (request, reply) => {
    const asked = await moneyAsked(site, request, reply);
    if (asked === null) return reply;
    const { own, query } = asked;
    const number = parseDocumentNumber(query.number ?? '');
    const format = INVOICE_FORMATS.find((one) => one === (query.format ?? 'csv'));
    const document = number === null ? null : await own.queries.invoice(number);
    if (document === null || format === undefined)
      return sendNote(site, request, reply.code(404), 'notFound');
    const language = statementLanguage(localeOf(site, request).tag);
    const bytes = invoiceFile(document, format, own.merchant.name, language);
    const name = `${documentNumber(document)}.${format}`;
    return sendFile(reply, STATEMENT_TYPES[format], name, bytes);
  });
}

function sendFile(reply: FastifyReply, type: string, name: string, bytes: Bytes): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(bytes, { objectMode: false }));
}

/** What a file is asked for, by somebody who may see money; null: answered otherwise already. */
async function moneyAsked(
  site: Site<PortalTypes>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ readonly own: Own; readonly query: Form } | null> {
  const session = await sessionOf(site, request);
  if (session === null) {
    reply.redirect(siteAt(site, ['sign-in']).toString(), 303);
    return null;
  }
  if (site.mustEnrol(session, 'see_money') || !site.may(session, 'see_money')) {
    sendNote(site, request, reply.code(403), 'forbidden');
    return null;
  }
  const query = queryOf(request);
  const asked = { ip: ipOf(request), params: paramsOf(request), query };
  const own = site.askOf(session, asked)?.deps ?? null;
  if (own !== null) return { own, query };
  sendNote(site, request, reply.code(404), 'notFound');
  return null;
}
