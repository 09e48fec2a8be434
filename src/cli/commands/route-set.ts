/** `causeway route set`: a route's share, place, conditions, or whether it is open. */
import type { Route } from '../../domain/channel.ts';
import type { Platform } from '../../platform.ts';
import { command, done, type Report, refused, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { asCount, flag, optional, quoted, required } from '../option.ts';
import {
  asPriority,
  asWeight,
  CONDITIONS,
  type Conditions,
  underConditions,
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
    return await withPlatform(context, (platform) => set(platform, { ...values, enabled }));
  },
});

interface Input extends Conditions {
  readonly channel: string;
  readonly route: number;
  readonly priority: number | null;
  readonly weight: number | null;
  readonly enabled: boolean | null;
}

async function set({ catalogue, snapshot }: Platform, input: Input): Promise<Report> {
  const details = await catalogue.details(input.channel);
  if (details === null) return refused(`there is no channel ${quoted(input.channel)}`);
  const found = details.routes.find(({ id }) => id === BigInt(input.route));
  if (found === undefined) {
    return refused(
      `${input.channel} has no route ${input.route}`,
      'causeway route list shows them.',
    );
  }
  const { id, ...before } = found;
  const plain: Route = {
    ...before,
    priority: input.priority ?? before.priority,
    weight: input.weight ?? before.weight,
    enabled: input.enabled ?? before.enabled,
  };
  const route = underConditions(snapshot.current(), details.channel, plain, input);
  if (!route.ok) return route.report;
  const change = { kind: 'route', id, route: route.value } as const;
  const result = await catalogue.change(input.channel, details.revision, change);
  if (result === 'exists') {
    return refused(
      `${input.channel} has another route to ${route.value.connector}/${route.value.account} under these conditions`,
      'causeway route list shows it.',
    );
  }
  if (result !== 'done') return refused('the channel was changed meanwhile: look again');
  const after = { ...route.value, id };
  const { asset } = details.channel;
  return done({ route: after }, (style) => routesText(style, [{ ...after, asset }]));
}
