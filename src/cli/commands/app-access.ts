/** `causeway app access` and `app end-key`: fences around an app. */
import { admits } from '../../domain/address-list.ts';
import {
  ADDRESS_SCOPES,
  appAccess,
  appEndKey,
  STATUSES,
} from '../../operator/commands/app-access.ts';
import { command, done, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findApp } from '../find.ts';
import { runOperator } from '../operator.ts';
import { asDurationS, oneOf, optional, required, withDefault } from '../option.ts';
import { facts, momentText } from '../style.ts';

export const appAccessCommand = command({
  name: 'app access',
  summary: 'say whether an app may call, from where, and where it is notified',
  notes: [
    'What is not given stays as it is; an empty text empties it. The list holds for payouts, or with',
    '--for all for every call; an IPv4 address inside IPv6 counts as that IPv4 address. Disabling is',
    'done at once; the rest takes two people from the second owner on.',
  ],
  options: {
    app: required('ID|PUBLIC-ID', 'which app'),
    status: optional('STATUS', 'active or disabled: then every call is refused', oneOf(STATUSES)),
    'ip-allow': optional('LIST', 'addresses and networks (CIDR), separated by commas'),
    for: optional('WHAT', 'what the list holds for: payouts or all', oneOf(ADDRESS_SCOPES)),
    'notify-url': optional('URL', 'where to notify when an order names no address'),
    'payout-notify-url': optional('URL', 'the same for payouts'),
    try: optional('ADDRESS', 'change nothing; say whether a caller from there would be admitted'),
  },
  examples: [
    ['app access --app M1000001 --status disabled', 'the merchant has lost its key'],
    ['app access --app M1000001 --ip-allow 203.0.113.0/24 --for all --try 203.0.113.7', 'a trial'],
  ],
  async run({ app: named, status, for: scope, try: address, ...values }, context) {
    const given = {
      ...{ status, ip_scope: scope, ip_allow: values['ip-allow'] },
      ...{ notify_url: values['notify-url'], payout_notify_url: values['payout-notify-url'] },
    };
    const changes = Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    );
    if (Object.keys(changes).length === 0 && address === null) {
      return usageError('nothing to set: give --status, --ip-allow, --for or an address');
    }
    return await withPlatform(context, async (platform) => {
      const app = findApp(platform.snapshot.current(), named);
      if (!app.ok) return app.report;
      if (address !== null) {
        const list = changes.ip_allow?.split(/[\s,]+/).filter((one) => one !== '');
        const isIn = admits(list ?? app.value.ipAllow, address);
        const words = isIn ? 'would be admitted' : 'would be refused';
        return done({ address, admitted: isIn }, () => `A call from ${address} ${words}.`);
      }
      const options = { ip_allow: '--ip-allow', ip_scope: '--for' };
      const input = { app: `${app.value.id}`, ...changes };
      const set = await runOperator(platform, context, appAccess, input, { options });
      if (!set.ok) return set.report;
      const { access } = set.result;
      return done({ appId: app.value.id, ...access }, (style) =>
        facts(style, [
          ['app', `${app.value.id} (${app.value.publicId})`],
          ['status', access.status],
          ['addresses', access.ipAllow.length === 0 ? 'any' : access.ipAllow.join(', ')],
          ['the list holds for', access.forAll ? 'every call' : 'payouts'],
          ['notify url', access.notifyUrl],
          ['payout notify url', access.payoutNotifyUrl],
        ]),
      );
    });
  },
});

export const appEndKeyCommand = command({
  name: 'app end-key',
  summary: 'end a key of an app',
  notes: ['Its id stands on the page of the merchant. A key that was to end sooner still does.'],
  options: {
    app: required('ID|PUBLIC-ID', 'which app'),
    key: required('ID', 'which key'),
    in: withDefault('TIME', 'from now on', '0s', asDurationS),
  },
  examples: [
    [
      'app end-key --app M1000001 --key 3f0c2f5e-58a1-4b52-9d0c-5b7f0f3a9e11',
      'the key has leaked: it ends now',
    ],
  ],
  async run({ app: named, key, in: inS }, context) {
    return await withPlatform(context, async (platform) => {
      const app = findApp(platform.snapshot.current(), named);
      if (!app.ok) return app.report;
      const input = { app: `${app.value.id}`, key, in_s: `${inS}` };
      const ended = await runOperator(platform, context, appEndKey, input);
      if (!ended.ok) return ended.report;
      const { keyId, endsAt } = ended.result;
      return done({ appId: app.value.id, keyId, endsAt }, () => `It ends ${momentText(endsAt)}.`);
    });
  },
});
