/** Which provider's accounts carry a channel, in which order, and for what. */
import { routeProblem } from '../../app/check-channel.ts';
import type { Connector } from '../../connectors/contract.ts';
import type { Channel, Route } from '../../domain/channel.ts';
import { parseId } from '../../domain/id.ts';
import { failedField, type Input } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import { type Read, readMoneyOrNone, readWhole } from '../input.ts';
import { editCommand } from './channel-edit.ts';

/** Whether the provider can be asked for orders of this channel at all. */
export function carries({ capabilities }: Connector, { method, kind }: Channel): boolean {
  const { methods, operations } = capabilities;
  return methods.includes(method) && operations.includes(kind);
}

export const channelRoute = editCommand('channel.route', (details, input, deps) => {
  const { channel, routes } = details;
  const asked = input.route ?? '';
  const stored = routes.find(({ id }) => String(id) === asked);
  if (asked !== '' && stored === undefined) return failedField('route', 'is not there');
  const route = readRoute(channel, input, deps);
  if (!route.ok) return route;
  const { connector, account, priority, weight, enabled } = route.value;
  const known = deps.snapshot.current().accounts();
  const hasAccount = known.some((one) => one.connector === connector && one.account === account);
  const provider = deps.connectors.find(({ name }) => name === connector);
  const isAble = provider !== undefined && carries(provider, channel);
  const problem = routeProblem(route.value, { carries: isAble, hasAccount });
  if (problem !== null) return failedField(problem.field, problem.why);
  const detail = `${connector}/${account}, priority ${priority}, weight ${weight}, ${enabled ? 'open' : 'closed'}`;
  return { change: { kind: 'route', id: stored?.id ?? null, route: route.value }, detail };
});

function readRoute({ code, asset }: Channel, input: Input, deps: OperatorDeps): Read<Route> {
  const priority = readWhole(input, 'priority');
  if (!priority.ok) return priority;
  const weight = readWhole(input, 'weight');
  if (!weight.ok) return weight;
  const min = readMoneyOrNone(input, 'min', asset);
  if (!min.ok) return min;
  const max = readMoneyOrNone(input, 'max', asset);
  if (!max.ok) return max;
  const merchantIds = readMerchants(input.merchants ?? '', deps);
  if (!merchantIds.ok) return merchantIds;
  return {
    ok: true,
    value: {
      channelCode: code,
      connector: input.connector ?? '',
      account: (input.account ?? '').trim(),
      priority: priority.value,
      weight: weight.value,
      enabled: input.enabled === 'yes',
      merchantIds: merchantIds.value,
      minMinor: min.value,
      maxMinor: max.value,
    },
  };
}

function readMerchants(text: string, { snapshot }: OperatorDeps): Read<readonly bigint[] | null> {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) return { ok: true, value: null };
  const ids = words.map((word) => parseId(word));
  const known = snapshot.current();
  const merchantIds = ids.filter((id) => id !== null && known.merchant(id) !== null);
  return merchantIds.length === words.length
    ? { ok: true, value: [...new Set(merchantIds as bigint[])] }
    : failedField('merchants', 'must be ids of merchants of this platform');
}

export const routeRemove = editCommand('channel.route_remove', (details, input) => {
  const route = details.routes.find(({ id }) => String(id) === input.route);
  if (route === undefined) return failedField('route', 'is not there');
  const detail = `${route.connector}/${route.account}`;
  return { change: { kind: 'route_removed', id: route.id }, detail };
});
