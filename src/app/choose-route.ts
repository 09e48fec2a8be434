/** From configuration, health and chance to the route of one order. */
import type { Route } from '../domain/channel.ts';
import type { Dispatch, Verdict } from '../domain/dispatch.ts';
import type { Id } from '../domain/id.ts';
import type { Mode } from '../domain/merchant.ts';
import type { Order } from '../domain/order.ts';
import { type AccountKey, chooseRoute, isSameAccount, mayMoveOn } from '../domain/routing.ts';
import { SEND_AGAIN_MAX } from './apply-verdict.ts';
import type { Deps } from './deps.ts';

type RoutingDeps = Pick<Deps, 'snapshot' | 'routing'>;

/** What a route is chosen for. An order that is not made yet has no id. */
export interface Wanted {
  readonly id: Id | null;
  readonly channel: string;
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly amountMinor: bigint;
}

/** The route of a new order; null: none is open for it. */
export function firstRoute(deps: RoutingDeps, wanted: Wanted): Route | null {
  return choose(deps, wanted, [])?.route ?? null;
}

/**
 * The route by which an order goes on after a verdict that lets it leave its account: one that it
 * was not sent by, to an account that works. One that does not is taken only when this account has
 * been tried for the last time. Null: it stays where it is.
 */
export async function nextRoute(
  deps: RoutingDeps & Pick<Deps, 'reader'>,
  order: Order,
  dispatch: Dispatch,
  verdict: Verdict,
): Promise<Route | null> {
  const method = deps.snapshot.current().channel(order.channel)?.method;
  if (method === undefined || !mayMoveOn(order, dispatch, method, verdict)) return null;
  if (candidatesOf(deps, order, [dispatch]).length === 0) return null;
  const next = choose(deps, order, await deps.reader.dispatchesOf(order.id));
  const isLast =
    verdict.kind === 'declined' ||
    (verdict.kind === 'not_executed' && dispatch.leaseNo >= SEND_AGAIN_MAX);
  return next !== null && (next.isUp || isLast) ? next.route : null;
}

function choose(deps: RoutingDeps, wanted: Wanted, tried: readonly AccountKey[]) {
  return chooseRoute(candidatesOf(deps, wanted, tried), deps.routing.random());
}

function candidatesOf(
  { snapshot, routing }: RoutingDeps,
  { id, channel, merchantId, mode, amountMinor }: Wanted,
  tried: readonly AccountKey[],
) {
  const routes = snapshot.current().routes(channel, merchantId, amountMinor, mode);
  return routes
    .filter((route) => !tried.some((account) => isSameAccount(account, route)))
    .map((route) => ({ route, isUp: routing.admits(route, id) }));
}
