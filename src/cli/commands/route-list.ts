/** `causeway route list`: who serves which channel, closed routes too. */

import { isSameAccount } from '../../domain/routing.ts';
import type { ChannelDetails } from '../../ports/operator.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { optional } from '../option.ts';
import { asProvider } from '../provider.ts';
import { routesText } from '../routes-text.ts';

export const routeList = command({
  name: 'route list',
  summary: 'show which provider serves which channel',
  notes: [
    'Routes of the smallest priority share the orders by weight; the next priority is for when none',
    'of them works, or one has proved not to have executed an order.',
  ],
  options: {
    channel: optional('CHANNEL', 'of this channel only'),
    provider: optional('CONNECTOR/NAME', 'of this account only', asProvider),
  },
  examples: [['route list --provider simulator/main', 'what would end with this account']],
  async run({ channel, provider }, context) {
    const files = await withPlatform(context, async ({ catalogue, snapshot }) => {
      const codes =
        channel === null
          ? snapshot
              .current()
              .channels()
              .map(({ code }) => code)
          : [channel];
      const found: ChannelDetails[] = [];
      for (const code of codes) {
        const details = await catalogue.details(code);
        if (details !== null) found.push(details);
      }
      return found;
    });
    const routes = files.flatMap(({ channel: { asset }, routes: all }) =>
      all
        .filter((route) => provider === null || isSameAccount(route, provider))
        .map((route) => ({ ...route, asset })),
    );
    return done({ routes }, (style) =>
      routes.length === 0
        ? 'There is no such route: causeway route add'
        : routesText(style, routes),
    );
  },
});
