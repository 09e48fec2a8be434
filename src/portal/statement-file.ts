/** The statement of one balance over closed days, as a file; it streams, page by page. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  fitsFormat,
  STATEMENT_FORMATS,
  STATEMENT_TYPES,
  statementFile,
  statementFileName,
} from '../files/statement-file.ts';
import { statementLanguage } from '../files/statement-words.ts';
import type { BookDays } from '../ports/account-statement.ts';
import { paramsOf, queryOf } from '../screens/request.ts';
import { localeOf, type Site, sendNote, sessionOf, siteAt } from '../screens/site.ts';
import { ipOf } from '../web/caller.ts';
import { daysOf } from './days.ts';
import type { Own } from './deps.ts';
import type { Form, PortalTypes } from './screen.ts';

/** Query: `asset`, `format`, `from`, `to`; the headings are in the reader's language. */
export function registerStatementFile(scope: FastifyInstance, site: Site<PortalTypes>): void {
  scope.get('/portal/:mode/account-statement', async (request, reply) => {
    const found = await ownDays(site, request, reply);
    if (found === null) return reply;
    const { own, days, query } = found;
    const format = STATEMENT_FORMATS.find((one) => one === query.format);
    const statement = await own.queries.accountStatement(query.asset ?? '', days);
    if (statement === null || format === undefined)
      return sendNote(site, request, reply.code(404), 'notFound');
    if (!fitsFormat(statement, format)) return sendNote(site, request, reply.code(422), 'tooLong');
    const language = statementLanguage(localeOf(site, request).tag);
    const bytes = statementFile(statement, format, language, new Date(own.nowMs()));
    const name = statementFileName(statement, format);
    return reply
      .type(STATEMENT_TYPES[format])
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(Readable.from(bytes, { objectMode: false }));
  });
}

/** What a file is asked for, by somebody who may see money; null: answered otherwise already. */
async function ownDays(
  site: Site<PortalTypes>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ readonly own: Own; readonly days: BookDays; readonly query: Form } | null> {
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
  const days = own === null ? null : daysOf(query, own.nowMs());
  if (own !== null && days !== null) return { own, days, query };
  sendNote(site, request, reply.code(404), 'notFound');
  return null;
}
