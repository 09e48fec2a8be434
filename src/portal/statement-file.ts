/** The statement as a CSV file: every movement of the days, page by page from the ledger. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { currencyOf } from '../domain/money.ts';
import { csvOf } from '../files/csv.ts';
import type { BookDays, MerchantQueries, Movement } from '../ports/merchant-queries.ts';
import { paramsOf, queryOf } from '../screens/request.ts';
import { type Site, sendNote, sessionOf, siteAt } from '../screens/site.ts';
import { ipOf } from '../web/caller.ts';
import { MAJOR_TEXT, printAmount } from '../wire/amount.ts';
import { daysOf } from './days.ts';
import type { Own } from './deps.ts';
import type { Form, PortalTypes } from './screen.ts';

/** Read at once; a file of any length holds no more of it in memory. */
const PAGE = 1_000;

const COLUMNS = [
  { name: 'day (UTC+8)', holds: 'text' },
  { name: 'time (UTC)', holds: 'text' },
  { name: 'entry', holds: 'text' },
  { name: 'order', holds: 'text' },
  { name: 'currency', holds: 'text' },
  { name: 'amount', holds: 'amount' },
  { name: 'fee', holds: 'amount' },
] as const;

export function registerStatementFile(scope: FastifyInstance, site: Site<PortalTypes>): void {
  scope.get('/portal/:mode/statement.csv', async (request, reply) => {
    const found = await ownDays(site, request, reply);
    if (found === null) return reply;
    const { own, days } = found;
    const name = `statement_${own.mode}_${days.from}_${days.to}.csv`;
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(
        Readable.from(
          csvOf({ title: 'statement', columns: COLUMNS, pages: pagesOf(own.queries, days) }),
        ),
      );
  });
}

/** What a file is asked for, by somebody who may see money; null: answered otherwise already. */
export async function ownDays(
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

async function* pagesOf(queries: MerchantQueries, days: BookDays) {
  let after: Movement | null = null;
  for (;;) {
    const rows: readonly Movement[] = await queries.movements(days, after, PAGE);
    if (rows.length > 0) yield rows.map(cellsOf);
    after = rows.at(-1) ?? null;
    if (rows.length < PAGE) return;
  }
}

function cellsOf({ day, at, name, subjectId, asset, netMinor, feeMinor }: Movement) {
  const money = (minor: bigint) => printAmount({ asset, minor }, MAJOR_TEXT);
  const time = at.toISOString().slice(0, 19).replace('T', ' ');
  return [day, time, name, `${subjectId}`, currencyOf(asset), money(netMinor), money(feeMinor)];
}
