/** `causeway route set`: a route's share, place, conditions, or whether it is open. */
import { channelRoute } from '../../operator/commands/channel-routes.ts';
import type { Platform } from '../../platform.ts';
import { type Context, command, done, type Report, refused, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { asCount, flag, optional, quoted, required } from '../option.ts';
import {
  asPriority,
  asWeight,
  CONDITIONS,
  type Conditions,
  conditionInputs,
  routeFailures,
} from '../route-options.ts';
import { routesText } from '../routes-text.ts';

export const routeSet = command({
  name: 'route set',
  summary: 'change a route of a channel, open it or close it',
  notes: ['What is not named stays as it is. Orders that are under way stay where they are.'],
  positionals: {
    channel: required('CHANNEL', 'its code'),
    route: required('NUMBER', 'which of its routes; see `route list`', asCount(1, 999_999_999)),
  },
  options: {
    priority: optional('NUMBER', 'the smallest is asked first', asPriority),
    weight: optional('NUMBER', 'its share among routes of the same priority', asWeight),
    ...CONDITIONS,
    open: flag('new orders take it'),
    close: flag('no new order takes it'),
  },
  examples: [
    ['route set PH_GCASH_URL 12 --close', 'the provider has announced an outage'],
    ['route set PH_GCASH_URL 12 --weight 20', 'a fifth, beside one of 80'],
  ],
  async run({ open, close, ...values }, context) {
    if (open && close) return usageError('say one of --open and --close');
    const enabled = open ? true : close ? false : null;
    return await withPlatform(context, (platform) =>
      set(platform, context, { ...values, enabled }),
    );
  },
});

interface Input extends Conditions {
  readonly channel: string;
  readonly route: number;
  readonly priority: number | null;
  readonly weight: number | null;
  readonly enabled: boolean | null;
}

async function set(platform: Platform, context: Context, given: Input): Promise<Report> {
  const { channel: code, route: number } = given;
  const before = await platform.catalogue.details(code);
  if (before === null) return refused(`there is no channel ${quoted(code)}`);
  const found = before.routes.find(({ id }) => id === BigInt(number));
  if (found === undefined) {
    return refused(`${code} has no route ${number}`, 'causeway route list shows them.');
  }
  const { asset } = before.channel;
  const conditions = conditionInputs(platform.snapshot.current(), asset, found, given);
  if (!conditions.ok) return conditions.report;
  const { connector, account } = found;
  const input = {
    ...{ code, route: `${found.id}`, connector, account, ...conditions.value },
    priority: `${given.priority ?? found.priority}`,
    weight: `${given.weight ?? found.weight}`,
    enabled: (given.enabled ?? found.enabled) ? 'yes' : 'no',
  };
  const failures = routeFailures(before.channel, found);
  const changed = await runOperator(platform, context, channelRoute, input, failures);
  if (!changed.ok) return changed.report;
  const after = changed.result.routes.find(({ id }) => id === found.id) ?? found;
  return done({ route: after }, (style) => routesText(style, [{ ...after, asset }]));
}
