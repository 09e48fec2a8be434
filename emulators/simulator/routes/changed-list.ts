/** Lists of what changed since a time, page by page: `?updatedFrom=…&after=<id>`. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusalAnswer, sendAnswer } from '../answers.ts';
import { refuse } from '../types.ts';
import type { World } from '../world.ts';
import { callerOf, noteCall } from './calls.ts';

/** One line of a list; its view is made where it is shown. */
interface Listed {
  readonly id: string;
  readonly view: () => Readonly<Record<string, unknown>>;
}

/**
 * A route that answers `{<name>: […], hasMore}` with at most `size` lines. `changed`: all of the
 * caller that changed from a time on, in the order of their making.
 */
export function changedList(
  world: World,
  name: string,
  size: number,
  changed: (caller: string, fromMs: number) => readonly Listed[],
) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    noteCall(world, request, { outcome: 'answered' });
    const { updatedFrom = '', after } = request.query as Readonly<Record<string, string>>;
    const fromMs = Date.parse(updatedFrom);
    if (Number.isNaN(fromMs)) {
      const wrong = refuse(400, 'invalid_request', 'updatedFrom is a time, RFC 3339 in UTC');
      return sendAnswer(reply, refusalAnswer(wrong));
    }
    const all = changed(callerOf(request), fromMs);
    const start = all.findIndex(({ id }) => id === after) + 1;
    const page = all.slice(start, start + size).map(({ view }) => view());
    const hasMore = start + page.length < all.length;
    sendAnswer(reply, { http: 200, body: { [name]: page, hasMore } });
  };
}
