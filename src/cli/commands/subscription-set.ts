/** `causeway subscription set`: an address for events, changed, switched on or off, or re-keyed. */
import { subscriptionSet } from '../../operator/commands/subscriptions.ts';
import { command, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findApp } from '../find.ts';
import { runOperator } from '../operator.ts';
import { flag, oneOf, optional, required } from '../option.ts';
import { subscriptionReport } from './subscription-create.ts';

export const subscriptionSetCommand = command({
  name: 'subscription set',
  summary: 'change a subscription, switch it on or off, or give it a new key',
  notes: ['Events from before it is switched off are still delivered.'],
  options: {
    app: required('ID|PUBLIC-ID', 'which app'),
    subscription: required('NUMBER', 'which of its subscriptions'),
    url: optional('URL', 'where to'),
    events: optional('EVENT,EVENT', 'only these; all: every event'),
    switch: optional('on|off', 'whether events are sent to it', oneOf(['on', 'off'])),
    'new-key': flag('a new key, shown this once; the old one ends now'),
  },
  examples: [['subscription set --app M1000001 --subscription 2 --switch off', 'it rests']],
  async run(values, context) {
    const { url, events, switch: enabled } = values;
    const rekey = values['new-key'];
    if (url === null && events === null && enabled === null && !rekey) {
      return usageError('nothing to change: give --url, --events, --switch or --new-key');
    }
    return await withPlatform(context, async (platform) => {
      const app = findApp(platform.snapshot.current(), values.app);
      if (!app.ok) return app.report;
      const input = {
        ...{ app: `${app.value.id}`, slot: values.subscription },
        ...(url === null ? {} : { url }),
        ...(events === null ? {} : { events: events === 'all' ? '' : events }),
        ...(enabled === null ? {} : { enabled }),
        ...(rekey ? { key: 'new' } : {}),
      };
      const set = await runOperator(platform, context, subscriptionSet, input, {
        options: { slot: '--subscription', enabled: '--switch' },
        shown: subscriptionReport,
      });
      return set.ok ? subscriptionReport(set.result) : set.report;
    });
  },
});
