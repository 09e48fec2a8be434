/** `causeway app rotate-key`: a new key beside the old one, which ends after the overlap. */
import { appRotateKey, type RotatedKey } from '../../operator/commands/app-rotate-key.ts';
import { command, done, type Report } from '../command.ts';
import { withPlatform } from '../database.ts';
import { disclosedKeys } from '../disclosed-keys.ts';
import { findApp } from '../find.ts';
import { runOperator } from '../operator.ts';
import { asDurationS, oneOf, optional, required, withDefault } from '../option.ts';
import { facts, momentText } from '../style.ts';

const PURPOSES = ['request', 'payout', 'notification'] as const;

export const appRotateKeyCommand = command({
  name: 'app rotate-key',
  summary: 'add a key to an app; the old one lives on for a while',
  notes: [
    'MD5: the new key is shown this once. RSA: --purpose request takes the new public key of the',
    'merchant, --purpose notification makes a new key pair of the platform.',
  ],
  options: {
    app: required('ID|PUBLIC-ID', 'which app'),
    overlap: withDefault(
      'TIME',
      'how long the old keys go on working; 0s ends them now',
      '24h',
      asDurationS,
    ),
    purpose: withDefault(
      'PURPOSE',
      'request; payout (a key of its own for payouts); notification (signs notifications)',
      'request',
      oneOf(PURPOSES),
    ),
    'public-key': optional('FILE', 'new public key of the merchant (RSA); - is standard input'),
  },
  examples: [
    ['app rotate-key --app M1000001 --overlap 24h', 'both keys work for a day'],
    ['app rotate-key --app M1000001 --overlap 0s', 'the old key has leaked'],
  ],
  async run(values, context) {
    const file = values['public-key'];
    const text = file === null ? '' : Buffer.from(await context.read(file)).toString('utf8');
    return await withPlatform(context, async (platform) => {
      const app = findApp(platform.snapshot.current(), values.app);
      if (!app.ok) return app.report;
      const { purpose, overlap } = values;
      const input = { app: `${app.value.id}`, purpose, overlap_s: `${overlap}`, public_key: text };
      const rotated = await runOperator(platform, context, appRotateKey, input, {
        usage: ['purpose', 'overlap_s'],
        options: { overlap_s: '--overlap' },
        shown: (made) => reportOf(made, platform.clock.nowMs()),
      });
      return rotated.ok ? reportOf(rotated.result, platform.clock.nowMs()) : rotated.report;
    });
  },
});

function reportOf({ app, purpose, keyId, key, overlapS }: RotatedKey, nowMs: number): Report {
  const disclosed = disclosedKeys([key]);
  const until = new Date(nowMs + overlapS * 1000);
  const data = { appId: app.id, publicId: app.publicId, purpose, keyId };
  return done({ ...data, oldKeysEndAt: until, ...disclosed }, (style) =>
    [
      facts(style, [
        ['app', `${app.id} (${app.publicId})`],
        ['purpose', purpose],
        ['old keys end', momentText(until)],
        ['new key', disclosed.key ?? null],
        ['platform public key', disclosed.platformPublicKey ?? null],
      ]),
      disclosed.key === undefined ? '' : style.warn('\nThe key is not shown again: keep it now.'),
    ].join('\n'),
  );
}
