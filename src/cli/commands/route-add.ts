/** `causeway route add`: another provider for a channel. */
import type { Route } from '../../domain/channel.ts';
import type { AccountKey } from '../../domain/routing.ts';
import type { Platform } from '../../platform.ts';
import { command, done, type Report, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { flag, quoted, required, withDefault } from '../option.ts';
import { asProvider } from '../provider.ts';
import {
  asPriority,
  asWeight,
  CONDITIONS,
  type Conditions,
  underConditions,
  whyUnable,
} from '../route-options.ts';
import { routesText } from '../routes-text.ts';

export const routeAdd = command({
  name: 'route add',
  summary: 'let an account at a provider carry a channel',
  options: {
    channel: required('CHANNEL', 'its code'),
    provider: required('CONNECTOR/NAME', 'the account that shall carry it', asProvider),
    priority: withDefault('NUMBER', 'the smallest is asked first', '0', asPriority),
    weight: withDefault('NUMBER', 'its share among routes of the same priority', '1', asWeight),
    ...CONDITIONS,
    closed: flag('no order takes it until it is opened'),
  },
  examples: [
    [
      'route add --channel PH_GCASH_URL --provider simulator/second --priority 1',
      'a second provider, for when the first one does not work',
    ],
  ],
  run: (values, context) => withPlatform(context, (platform) => add(platform, values)),
});

interface Input extends Conditions, Pick<Route, 'priority' | 'weight'> {
  readonly provider: AccountKey;
  readonly channel: string;
  readonly closed: boolean;
}

async function add({ catalogue, snapshot }: Platform, input: Input): Promise<Report> {
  const { channel: channelCode, provider, priority, weight, closed } = input;
  const { connector, account } = provider;
  const details = await catalogue.details(channelCode);
  if (details === null) return refused(`there is no channel ${quoted(channelCode)}`);
  const unable = whyUnable(details, connector);
  if (unable !== null) return refused(unable);
  const current = snapshot.current();
  if (current.credentials(connector, account).length === 0) {
    return refused(
      `there is no account ${connector}/${account}`,
      'causeway account save makes it.',
    );
  }
  const plain: Route = {
    ...{ ...provider, channelCode, priority, weight, enabled: !closed },
    ...{ merchantIds: null, minMinor: null, maxMinor: null },
  };
  const route = underConditions(current, details.channel, plain, input);
  if (!route.ok) return route.report;
  const change = { kind: 'route', id: null, route: route.value } as const;
  const result = await catalogue.change(channelCode, details.revision, change);
  if (result === 'exists') {
    return refused(
      `${channelCode} has a route to ${connector}/${account} under these conditions`,
      'causeway route list shows it, causeway route set changes it.',
    );
  }
  if (result !== 'done') return refused('the channel was changed meanwhile: look again');
  const after = await catalogue.details(channelCode);
  const added =
    after?.routes.filter(({ id }) => !details.routes.some((one) => one.id === id)) ?? [];
  const { asset } = details.channel;
  return done({ route: added[0] }, (style) =>
    routesText(
      style,
      added.map((one) => ({ ...one, asset })),
    ),
  );
}
