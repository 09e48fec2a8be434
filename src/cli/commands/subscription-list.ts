/** `causeway subscription list`. */
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findApp } from '../find.ts';
import { required } from '../option.ts';
import { table } from '../style.ts';

export const subscriptionList = command({
  name: 'subscription list',
  summary: "show the addresses that an app's events are sent to beside its own",
  notes: ['Keys are never shown.'],
  options: { app: required('ID|PUBLIC-ID', 'which app') },
  examples: [['subscription list --app M1000001', 'where events go']],
  async run({ app: name }, context) {
    return await withPlatform(context, async ({ snapshot }) => {
      const app = findApp(snapshot.current(), name);
      if (!app.ok) return app.report;
      const subscriptions = (app.value.subscriptions ?? []).map(({ key: _, ...rest }) => rest);
      return done({ subscriptions }, (style) =>
        subscriptions.length === 0
          ? 'There is no subscription.'
          : table(
              style,
              ['subscription', 'address', 'events', 'state'],
              subscriptions.map(({ slot, url, events, enabled }) => [
                `${slot}`,
                url,
                events.length === 0 ? 'all' : events.join(', '),
                enabled ? 'on' : 'off',
              ]),
            ),
      );
    });
  },
});
