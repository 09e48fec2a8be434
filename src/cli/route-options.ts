/** What `route add` and `route set` have in common: conditions, and what can carry a channel. */

import { CONNECTORS } from '../connectors/registry.ts';
import type { Channel, Route } from '../domain/channel.ts';
import type { ChannelDetails } from '../ports/operator.ts';
import type { FullSnapshot } from '../store/configuration/snapshot.ts';
import { MAJOR_TEXT, parseAmount } from '../wire/amount.ts';
import { refused } from './command.ts';
import { type Found, findMerchant } from './find.ts';
import { asCount, bad, good, list, optional, quoted, type Read } from './option.ts';

/** Priority and weight are `smallint` in the table; a weight of nothing is a closed route. */
export const asPriority = asCount(0, 32_767);
export const asWeight = asCount(1, 32_767);

export const CONDITIONS = {
  min: optional('AMOUNT', 'only amounts from here on; `none`: from the least of the channel'),
  max: optional('AMOUNT', 'only amounts up to here; `none`: up to the most of the channel'),
  merchant: list('ID|NAME', 'only for these merchants; `all`: for everybody', (text) => good(text)),
};

export interface Conditions {
  readonly min: string | null;
  readonly max: string | null;
  readonly merchant: readonly string[];
}

/** The route under these conditions; what is not named stays as it is. */
export function underConditions(
  snapshot: FullSnapshot,
  { asset }: Channel,
  route: Route,
  { min, max, merchant }: Conditions,
): Found<Route> {
  const from = amountOf(min, route.minMinor, asset);
  if (!from.ok) return failed(`--min ${from.reason}`);
  const to = amountOf(max, route.maxMinor, asset);
  if (!to.ok) return failed(`--max ${to.reason}`);
  if (from.value !== null && to.value !== null && from.value > to.value) {
    return failed('--min is more than --max');
  }
  const merchants = merchantsOf(snapshot, merchant, route.merchantIds);
  if (!merchants.ok) return merchants;
  return good({
    ...route,
    minMinor: from.value,
    maxMinor: to.value,
    merchantIds: merchants.value,
  });
}

/** Why the connector cannot carry the channel; null: it can, as far as is known. */
export function whyUnable({ channel }: ChannelDetails, connectorName: string): string | null {
  const connector = CONNECTORS.find(({ name }) => name === connectorName);
  if (connector === undefined) return `there is no connector ${quoted(connectorName)}`;
  const { methods, operations } = connector.capabilities;
  const able = methods.includes(channel.method) && operations.includes(channel.kind);
  return able ? null : `${connectorName} cannot carry a ${channel.kind} by ${channel.method}`;
}

function amountOf(
  text: string | null,
  kept: bigint | null,
  asset: Channel['asset'],
): Read<bigint | null> {
  if (text === null) return good(kept);
  if (text === 'none') return good(null);
  const amount = parseAmount(text, asset, MAJOR_TEXT);
  return amount.ok ? good(amount.value.minor) : bad(`cannot be read: ${amount.error.reason}`);
}

function merchantsOf(
  snapshot: FullSnapshot,
  named: readonly string[],
  kept: Route['merchantIds'],
): Found<Route['merchantIds']> {
  if (named.length === 0) return good(kept);
  if (named.includes('all')) return good(null);
  const ids: bigint[] = [];
  for (const text of named) {
    const merchant = findMerchant(snapshot, text);
    if (!merchant.ok) return merchant;
    ids.push(merchant.value.id);
  }
  return good(ids);
}

function failed(message: string): Found<never> {
  return { ok: false, report: refused(message) };
}
