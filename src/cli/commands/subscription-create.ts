/** `causeway subscription create`: one more address for an app's events. */
import {
  type MadeSubscription,
  subscriptionCreate,
} from '../../operator/commands/subscriptions.ts';
import { command, done, type Report } from '../command.ts';
import { withPlatform } from '../database.ts';
import { disclosedKeys } from '../disclosed-keys.ts';
import { findApp } from '../find.ts';
import { runOperator } from '../operator.ts';
import { optional, required } from '../option.ts';
import { facts } from '../style.ts';

export const subscriptionCreateCommand = command({
  name: 'subscription create',
  summary: "send an app's events to one more address",
  notes: [
    "What is sent there is signed with a key of the subscription's own, shown this once.",
    'Events of one order come one after the other, whatever becomes of other addresses.',
  ],
  options: {
    app: required('ID|PUBLIC-ID', 'which app'),
    url: required('URL', 'where to'),
    events: optional('EVENT,EVENT', 'only these, such as payin.paid,refund.paid; else all'),
  },
  examples: [
    [
      'subscription create --app M1000001 --url https://books.example/hook --events payin.paid',
      'payments are reported to the books, too',
    ],
  ],
  async run({ app: name, url, events }, context) {
    return await withPlatform(context, async (platform) => {
      const app = findApp(platform.snapshot.current(), name);
      if (!app.ok) return app.report;
      const input = { app: `${app.value.id}`, url, events: events ?? '' };
      const made = await runOperator(platform, context, subscriptionCreate, input, {
        shown: subscriptionReport,
      });
      return made.ok ? subscriptionReport(made.result) : made.report;
    });
  },
});

/** A subscription as it is now, with its new key where it has one. */
export function subscriptionReport(made: MadeSubscription): Report {
  const { app, slot, url, events, enabled, key } = made;
  const disclosed = key === null ? {} : disclosedKeys([key]);
  const data = { appId: app.id, publicId: app.publicId, subscription: slot, url, events, enabled };
  return done({ ...data, ...disclosed }, (style) =>
    [
      facts(style, [
        ['app', `${app.id} (${app.publicId})`],
        ['subscription', slot === null ? null : `${slot}`],
        ['address', url],
        ['events', events.length === 0 ? 'all' : events.join(', ')],
        ['state', enabled ? 'on' : 'off'],
        ['key', disclosed.key ?? null],
        ['platform public key', disclosed.platformPublicKey ?? null],
      ]),
      disclosed.key === undefined ? '' : style.warn('\nThe key is not shown again: keep it now.'),
    ].join('\n'),
  );
}
