/** A merchant asks for lists: what came of an order, a payer's mandates, the open channels. */
import { isFinal, type Order } from '../domain/order.ts';
import { refuse } from '../domain/refusal.ts';
import type { ListChannels, ListChildren, ListMandates, Outcome } from '../domain/request.ts';
import { callerOf } from './caller.ts';
import { isNamedIn } from './create-checkout.ts';
import type { Caller, Deps } from './deps.ts';
import { findOrder, reachableApps } from './find-order.ts';

/** Rows of one answer; the merchant asks for a shorter time when there are more. */
export const ROWS_MAX = 1_000;

export async function listChildren(
  deps: Deps,
  caller: Caller,
  request: ListChildren,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const parent = await findOrder(deps, who, request.parent, request.parentFilter);
  if (parent === null) return refuse('not_found');
  const { childKind: kind, within } = request;
  if (parent.kind === kind) return firstPage(hasCome(parent, within) ? [parent] : []);
  const apps = reachableApps(deps.snapshot.current(), who);
  return firstPage(await deps.reader.childrenOf(parent.id, kind, apps, within, ROWS_MAX + 1));
}

/** A payment that was asked for by itself is all that came of it, once it has come to something. */
function hasCome({ state, createdAt }: Order, within: ListChildren['within']): boolean {
  if (!isFinal(state)) return false;
  return within === null || (createdAt >= within.from && createdAt < within.to);
}

export async function listMandates(
  deps: Deps,
  caller: Caller,
  request: ListMandates,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const apps = reachableApps(deps.snapshot.current(), who);
  const { userId } = request;
  return firstPage(await deps.reader.mandatesOf(who.merchant.id, apps, userId, ROWS_MAX + 1));
}

/** Open: enabled, with terms for the merchant and a provider that carries it. */
export async function listChannels(
  deps: Deps,
  caller: Caller,
  { channelKind: kind, country }: ListChannels,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const snapshot = deps.snapshot.current();
  const now = new Date(deps.clock.nowMs());
  const channels = snapshot.channels().filter((channel) => {
    if (channel.kind !== kind || channel.country !== country || !channel.enabled) return false;
    if (!isNamedIn(channel, who.app.dialect)) return false;
    const { minMinor } = channel.limits;
    return (
      snapshot.terms(who.merchant.id, channel.code, now) !== null &&
      snapshot.routes(channel.code, who.merchant.id, minMinor, who.app.mode).length > 0
    );
  });
  return { ok: true, kind: 'channels', channels };
}

/** One answer's worth of a list. */
export function firstPage(orders: readonly Order[]): Outcome {
  const more = orders.length > ROWS_MAX;
  return { ok: true, kind: 'orders', orders: orders.slice(0, ROWS_MAX), more };
}
