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
import { html } from '../web/safe-html.ts';
import { returnAddress, type SafeUrl } from '../web/safe-url.ts';

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
      if (order === null || address === null) return notFound(reply);
      // Who has paid is led on at once. Anybody can make an order that is never paid, and a link of
      // ours that leads to where they like: that one says where it leads.
      return order.paidMinor > 0n ? goOn(reply, address) : nameTarget(reply, address);
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

function goOn(reply: FastifyReply, address: SafeUrl): FastifyReply {
  return reply
    .code(302)
    .headers({ ...HEADERS, location: address.toString() })
    .send();
}

/** Long enough to read where one is led. */
const READ_S = 4;

/** A page that names where it leads, and goes there by itself. */
function nameTarget(reply: FastifyReply, address: SafeUrl): FastifyReply {
  const { host } = new URL(address.toString());
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${host}</title></head>
<body><main><h1>${host}</h1>
<p>You are leaving the payment page for the site above.</p>
<p lang="zh-CN">您将离开付款页面，前往上述网站。</p>
<p><a rel="noreferrer" href="${address}">Continue · 继续</a></p></main></body></html>`;
  return reply
    .code(200)
    .headers({ ...HEADERS, refresh: `${READ_S};url=${address.toString()}` })
    .type('text/html; charset=utf-8')
    .send(page.toString());
}

/** The same to everybody who does not know an order and its address. */
function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).headers(HEADERS).type('text/plain; charset=utf-8').send('not found\n');
}
