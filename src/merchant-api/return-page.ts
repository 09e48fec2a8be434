/**
 * Where a provider sends the payer's browser back to, for dialects whose published API names such a
 * page. It leads on to the address stored with the order, and nowhere else: what the visit itself
 * says of a payment or an address is compared, never followed.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Dialect, ReturnPage, VisitOutcome } from '../dialects/contract.ts';
import { dialectByName } from '../dialects/registry.ts';
import type { Order } from '../domain/order.ts';
import type { Reader, SnapshotSource } from '../ports/core.ts';
import { returnAddress } from '../web/safe-url.ts';

/** Longer after its end nobody comes back from paying: what is left is a link to elsewhere. */
const AFTER_END_MS = 24 * 3_600_000;

export interface ReturnPageDeps {
  readonly clock: { nowMs(): number };
  readonly reader: Pick<Reader, 'orderById'>;
  readonly snapshot: SnapshotSource;
}

const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Registers the page of a dialect, if it has one. */
export function registerReturnPage(
  fastify: FastifyInstance,
  { name, returnPage }: Dialect,
  deps: ReturnPageDeps,
): void {
  for (const path of returnPage?.paths ?? []) {
    fastify.get(path, async (request, reply) => {
      const at = request.url.indexOf('?');
      const query = at < 0 ? '' : request.url.slice(at + 1);
      const order = await orderOf(deps, name, returnPage as ReturnPage, query);
      const address = returnAddress(order?.returnUrl ?? null);
      return address === null ? notFound(reply) : goOn(reply, address.toString());
    });
  }
}

/**
 * The address of an order's return page, for a payer who paid or gave up; null where its dialect
 * has none.
 */
export function returnLinkOf(
  deps: Pick<ReturnPageDeps, 'snapshot'>,
  publicUrl: string,
  order: Order,
  outcome?: VisitOutcome,
): string | null {
  const app = deps.snapshot.current().app(order.appId);
  const page = app === null ? undefined : dialectByName(app.dialect)?.returnPage;
  return page === undefined || order.returnUrl === null
    ? null
    : publicUrl + page.linkOf(order, outcome);
}

/** Null: no order is named, it is another dialect's, or the visit does not know its address. */
async function orderOf(
  { reader, snapshot, clock }: ReturnPageDeps,
  dialect: string,
  page: ReturnPage,
  query: string,
): Promise<Order | null> {
  const id = page.orderIdOf(query);
  const order = id === null ? null : await reader.orderById(id);
  if (order === null || order.kind !== 'payin') return null;
  const endedMs =
    order.finalAt?.getTime() ?? order.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (clock.nowMs() > endedMs + AFTER_END_MS) return null;
  const app = snapshot.current().app(order.appId);
  return app?.dialect === dialect && page.fits(order, query) ? order : null;
}

function goOn(reply: FastifyReply, address: string): FastifyReply {
  return reply
    .code(302)
    .headers({ ...HEADERS, location: address })
    .send();
}

/** The same to everybody who does not know an order and its address. */
function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).headers(HEADERS).type('text/plain; charset=utf-8').send('not found\n');
}
