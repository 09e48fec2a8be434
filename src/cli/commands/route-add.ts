/** `causeway route add`: another provider for a channel. */
import type { Route } from '../../domain/channel.ts';
import type { AccountKey } from '../../domain/routing.ts';
import { channelRoute } from '../../operator/commands/channel-routes.ts';
import type { Platform } from '../../platform.ts';
import { type Context, command, done, type Report, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { flag, quoted, required, withDefault } from '../option.ts';
import { asProvider } from '../provider.ts';
import {
  asPriority,
  asWeight,
  CONDITIONS,
  type Conditions,
  conditionInputs,
  routeFailures,
} from '../route-options.ts';
import { routesText } from '../routes-text.ts';

export const routeAdd = command({
  name: 'route add',
  summary: 'let an account at a provider serve a channel',
  options: {
    channel: required('CHANNEL', 'its code'),
    provider: required('CONNECTOR/NAME', 'the account that serves it', asProvider),
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
  run: (values, context) => withPlatform(context, (platform) => add(platform, context, values)),
});

interface Input extends Conditions, Pick<Route, 'priority' | 'weight'> {
  readonly provider: AccountKey;
  readonly channel: string;
  readonly closed: boolean;
}

async function add(platform: Platform, context: Context, given: Input): Promise<Report> {
  const { channel: code, provider, priority, weight, closed } = given;
  const before = await platform.catalogue.details(code);
  if (before === null) return refused(`there is no channel ${quoted(code)}`);
  const { asset } = before.channel;
  const conditions = conditionInputs(platform.snapshot.current(), asset, null, given);
  if (!conditions.ok) return conditions.report;
  const input = {
    ...{ code, ...provider, priority: `${priority}`, weight: `${weight}` },
    ...{ enabled: closed ? 'no' : 'yes', ...conditions.value },
  };
  const failures = routeFailures(before.channel, provider);
  const made = await runOperator(platform, context, channelRoute, input, failures);
  if (!made.ok) return made.report;
  const added = made.result.routes.filter(({ id }) => !before.routes.some((one) => one.id === id));
  return done({ route: added[0] }, (style) =>
    routesText(
      style,
      added.map((one) => ({ ...one, asset })),
    ),
  );
}
