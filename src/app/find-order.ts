/**
 * Whose orders an app may see and touch: the one place that decides it, for every operation of
 * every dialect. What is another's is found as little as what does not exist: the answer is alike.
 */
import type { Id } from '../domain/id.ts';
import type { App } from '../domain/merchant.ts';
import type { Order } from '../domain/order.ts';
import { codeScope } from '../domain/payment-code.ts';
import type { CodeGroup, OrderFilter, OrderKey } from '../domain/request.ts';
import type { Snapshot } from '../ports/core.ts';
import type { CallingApp } from './caller.ts';
import type { Deps } from './deps.ts';

/**
 * The apps whose orders the calling one reaches: its own; where its merchant shares them
 * (`shareOrders`), also those of the merchant's other apps of its dialect and mode. Another
 * dialect's orders have names and words of their own, and a test app never reaches a live order.
 */
export function reachableApps(snapshot: Snapshot, { app, merchant }: CallingApp): readonly Id[] {
  if (!merchant.shareOrders) return [app.id];
  return snapshot
    .appsOf(merchant.id)
    .filter((other) => isAlike(other, app))
    .map(({ id }) => id);
}

function isAlike(other: App, { dialect, mode }: App): boolean {
  return other.dialect === dialect && other.mode === mode;
}

/** Whether the calling app may see and touch an order. */
export function isReachable(
  deps: Pick<Deps, 'snapshot'>,
  who: CallingApp,
  { merchantId, appId }: Pick<Order, 'merchantId' | 'appId'>,
): boolean {
  if (merchantId !== who.merchant.id) return false;
  return appId === who.app.id || reachableApps(deps.snapshot.current(), who).includes(appId);
}

/**
 * The order that the calling app names, by its own reference or by our id. Null: there is none that
 * it reaches, or none of which its operation speaks.
 */
export async function findOrder(
  deps: Pick<Deps, 'reader' | 'snapshot'>,
  who: CallingApp,
  key: OrderKey,
  filter: OrderFilter,
): Promise<Order | null> {
  const order =
    key.kind === 'id'
      ? await deps.reader.orderById(key.id)
      : await deps.reader.orderByRef({ ...nameSpaceOf(who), ...key });
  if (order === null || !isReachable(deps, who, order)) return null;
  return fits(order, filter) ? order : null;
}

/** Where an app's own references are looked for: those of the other mode never meet them. */
const nameSpaceOf = ({ app: { mode }, merchant: { id } }: CallingApp) => ({ merchantId: id, mode });

/** The codes of a group that the calling app reaches, oldest first. */
export async function findCodes(
  deps: Pick<Deps, 'reader' | 'snapshot'>,
  who: CallingApp,
  group: CodeGroup,
): Promise<readonly Order[]> {
  const channels = deps.snapshot.current().channels();
  const scopes = channels
    .filter(({ kind }) => kind === 'payin')
    .map(({ code }) => codeScope(group, code));
  const { merchantRef } = group;
  const codes = await deps.reader.codesOf({ ...nameSpaceOf(who), merchantRef }, scopes);
  return codes.filter((order) => order.kind === 'code' && isReachable(deps, who, order));
}

function fits(
  { kind, channel, asset, choices }: Order,
  { kinds, channel: wantedChannel, asset: wantedAsset, isCheckout }: OrderFilter,
): boolean {
  return (
    kinds.includes(kind) &&
    (wantedChannel === undefined || channel === wantedChannel) &&
    (wantedAsset === undefined || asset === wantedAsset) &&
    (isCheckout === undefined || choices !== null)
  );
}
