/** The statement of one balance over closed days, as a file; it streams, page by page. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import {
  STATEMENT_FORMATS,
  STATEMENT_TYPES,
  statementFile,
  statementFileName,
} from '../files/statement-file.ts';
import { STATEMENT_LANGUAGES } from '../files/statement-words.ts';
import { localeOf, type Site, sendNote } from '../screens/site.ts';
import type { PortalTypes } from './screen.ts';
import { ownDays } from './statement-file.ts';

/** Query: `asset`, `format`, `from`, `to`; the headings are in the reader's language. */
export function registerAccountStatementFile(
  scope: FastifyInstance,
  site: Site<PortalTypes>,
): void {
  scope.get('/portal/:mode/account-statement', async (request, reply) => {
    const found = await ownDays(site, request, reply);
    if (found === null) return reply;
    const { own, days, query } = found;
    const format = STATEMENT_FORMATS.find((one) => one === query.format);
    const statement = await own.queries.accountStatement(query.asset ?? '', days);
    if (statement === null || format === undefined)
      return sendNote(site, request, reply.code(404), 'notFound');
    const tag = localeOf(site, request).tag;
    const language = STATEMENT_LANGUAGES.find((one) => one === tag) ?? 'en';
    const bytes = statementFile(statement, format, language, new Date(own.nowMs()));
    const name = statementFileName(statement, format);
    return reply
      .type(STATEMENT_TYPES[format])
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(Readable.from(bytes, { objectMode: false }));
  });
}
