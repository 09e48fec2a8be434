/** Routes for people. */
import type { Route } from '../domain/channel.ts';
import type { Asset } from '../domain/money.ts';
import { moneyText } from './money-text.ts';
import { type Style, table } from './style.ts';

export function routesText(
  style: Style,
  routes: readonly (Route & { readonly id: bigint; readonly asset: Asset })[],
): string {
  const money = (minor: bigint | null, asset: Asset) =>
    minor === null ? '-' : moneyText({ asset, minor });
  return table(
    style,
    ['route', 'channel', 'provider', 'priority', 'weight', 'from', 'to', 'merchants', 'state'],
    routes.map((route) => [
      `${route.id}`,
      route.channelCode,
      `${route.connector}/${route.account}`,
      `${route.priority}`,
      `${route.weight}`,
      money(route.minMinor, route.asset),
      money(route.maxMinor, route.asset),
      route.merchantIds === null ? 'all' : route.merchantIds.join(', '),
      route.enabled ? 'open' : 'closed',
    ]),
    { right: [0, 3, 4] },
  );
}
