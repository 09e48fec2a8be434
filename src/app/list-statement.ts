/**
 * A merchant asks for its orders page by page. Each line is an order with what the ledger has moved
 * by it, so lines, totals and balance come of the same entries.
 */
import { parseId } from '../domain/id.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { ListStatement, Outcome } from '../domain/request.ts';
import { callerOf } from './caller.ts';
import type { Caller, Deps } from './deps.ts';
import { reachableApps } from './find-order.ts';

/** Lines of one page. */
export const STATEMENT_LINES_MAX = 500;
/** Pages that are counted from the first: further on, each costs more than a cursor does. */
export const STATEMENT_PAGES_MAX = 2_000;

/** Of the calling app, or of all that share their orders with it. One time, at least, is named. */
export async function listStatement(
  deps: Pick<Deps, 'snapshot' | 'reader'>,
  caller: Caller,
  request: ListStatement,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const { limit, created, finished } = request;
  if (created === null && finished === null) return refuse('missing_field', 'created');
  if (limit < 1 || limit > STATEMENT_LINES_MAX) {
    const detail = `a page has 1 to ${STATEMENT_LINES_MAX} lines`;
    return refuse('invalid_field', 'limit', detail);
  }
  const from = beginOf(request);
  if (!from.ok) return from;
  const apps = reachableApps(deps.snapshot.current(), who);
  const { id } = who.merchant;
  const [found, totals] = await Promise.all([
    deps.reader.statement(id, apps, request, from.at, limit + 1),
    request.totals ? deps.reader.statementTotals(id, apps, request) : null,
  ]);
  const lines = found.slice(0, limit);
  const next = found.length > limit ? `${lines.at(-1)?.order.id}` : null;
  return { ok: true, kind: 'statement', lines, next, totals };
}

type Begin = { readonly ok: true; readonly at: { after: bigint } | { skip: number } };

/** A cursor is the id of the line before: it leads to no line that the app does not reach. */
function beginOf({ at, limit }: ListStatement): Begin | Refused {
  if ('page' in at) {
    const isPage = Number.isInteger(at.page) && at.page >= 1 && at.page <= STATEMENT_PAGES_MAX;
    const detail = `a page is a number from 1 to ${STATEMENT_PAGES_MAX}`;
    if (!isPage) return refuse('invalid_field', 'page', detail);
    return { ok: true, at: { skip: (at.page - 1) * limit } };
  }
  if (at.cursor === null) return { ok: true, at: { skip: 0 } };
  const after = parseId(at.cursor);
  if (after === null) return refuse('invalid_field', 'cursor', 'take it from the page before');
  return { ok: true, at: { after } };
}
