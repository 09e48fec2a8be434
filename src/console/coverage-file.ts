/** The coverage report of a closed day as a file. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { coverageCsv } from '../files/coverage-file.ts';
import { queryOf } from '../screens/request.ts';
import { type Site, sendNote, sessionOf, siteAt } from '../screens/site.ts';
import type { ConsoleDeps } from './deps.ts';
import { dayIn } from './pages/coverage.ts';
import type { ConsoleTypes } from './screen.ts';

/** Query: `mode`, `day`. */
export function addCoverageFile(
  scope: FastifyInstance,
  site: Site<ConsoleTypes>,
  { mainBook }: Pick<ConsoleDeps, 'mainBook'>,
): void {
  scope.get('/console/coverage/file', async (request, reply) => {
    const session = await sessionOf(site, request);
    if (session === null) return reply.redirect(siteAt(site, ['sign-in']).toString(), 303);
    if (site.mustEnrol(session, 'look') || !site.may(session, 'look')) {
      return sendNote(site, request, reply.code(403), 'forbidden');
    }
    const query = queryOf(request);
    const mode = query.mode === 'test' ? 'test' : 'live';
    const book = await mainBook.trialBalance(dayIn(query.day));
    if (book.until === null) return sendNote(site, request, reply.code(404), 'notFound');
    const name = `coverage-${mode}-${book.until}.csv`;
    const books = (async function* () {
      yield book;
    })();
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(Readable.from(coverageCsv(books, mode), { objectMode: false }));
  });
}
