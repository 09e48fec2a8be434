/** A merchant's statement of closed days as a file; it streams, page by page. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { parseId } from '../domain/id.ts';
import { MODES } from '../domain/merchant.ts';
import { isAsset } from '../domain/money.ts';
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
import { parseDay } from '../wire/day.ts';
import type { ConsoleDeps } from './deps.ts';
import type { ConsoleTypes, Form } from './screen.ts';

/** Query: `mode`, `asset`, `format`, `from`, `to`; the headings are in the reader's language. */
export function addStatementFile(
  scope: FastifyInstance,
  site: Site<ConsoleTypes>,
  deps: Pick<ConsoleDeps, 'accountStatements' | 'statementFiles' | 'snapshot' | 'clock'>,
): void {
  scope.get('/console/merchants/:id/statement', async (request, reply) => {
    const session = await sessionOf(site, request);
    if (session === null) return reply.redirect(siteAt(site, ['sign-in']).toString(), 303);
    if (site.mustEnrol(session, 'look') || !site.may(session, 'look')) {
      return sendNote(site, request, reply.code(403), 'forbidden');
    }
    const query = queryOf(request);
    const format = STATEMENT_FORMATS.find((one) => one === query.format);
    const statement = await statementOf(deps, paramsOf(request).id ?? '', query);
    if (statement === null || format === undefined) {
      return sendNote(site, request, reply.code(404), 'notFound');
    }
    if (!fitsFormat(statement, format)) {
      return sendNote(site, request, reply.code(422), 'tooLong');
    }
    const language = statementLanguage(localeOf(site, request).tag);
    const send = (bytes: Bytes) =>
      reply
        .type(STATEMENT_TYPES[format])
        .header(
          'content-disposition',
          `attachment; filename="${statementFileName(statement, format)}"`,
        )
        .send(Readable.from(bytes, { objectMode: false }));
    const file = await deps.statementFiles.ask({ ...statement, format, language });
    if (file === 'direct') {
      const name = deps.snapshot.current().merchant(statement.merchantId)?.name ?? '';
      const at = new Date(deps.clock.nowMs());
      return send(statementFile(statement, format, language, at, name));
    }
    if (file === 'too_many') return sendNote(site, request, reply.code(429), 'tooMany');
    if (file.state === 'ready') return send(deps.statementFiles.bytes(file));
    const merchant = ['merchants', `${statement.merchantId}`];
    return reply.redirect(siteAt(site, merchant).toString(), 303);
  });
}

/** Null: no such balance, or days that are none or not closed. */
async function statementOf(
  { accountStatements }: Pick<ConsoleDeps, 'accountStatements'>,
  id: string,
  { mode: modeText, asset = '', from = '', to = '' }: Form,
) {
  const merchantId = parseId(id);
  const mode = MODES.find((one) => one === modeText);
  if (merchantId === null || mode === undefined) return null;
  if (!isAsset(asset) || !parseDay(from, 0).ok || !parseDay(to, 0).ok || from > to) return null;
  const until = await accountStatements.closedUntil(merchantId);
  if (until === null || to > until) return null;
  return await accountStatements.read({ merchantId, mode, asset, from, to });
}
