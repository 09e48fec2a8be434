/** `causeway app rotate-key`: a new key beside the old one, which ends after the overlap. */
import { dialectByName } from '../../dialects/registry.ts';
import type { Platform } from '../../platform.ts';
import { keySpecOf, newKey } from '../../wire/app-keys.ts';
import { command, done, type Report, refused, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { disclosedKeys } from '../disclosed-keys.ts';
import { findApp } from '../find.ts';
import { asDurationS, oneOf, optional, orList, required, withDefault } from '../option.ts';
import { facts, momentText } from '../style.ts';

const PURPOSES = ['request', 'payout', 'notice'] as const;

export const appRotateKey = command({
  name: 'app rotate-key',
  summary: 'add a key to an app; the old one lives on for a while',
  notes: [
    'MD5: the new key is shown this once. RSA: --purpose request takes the new public key of the',
    'merchant, --purpose notice makes a new key pair of the platform.',
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
      'request; payout (a key of its own for payouts); notice (signs notifications)',
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
    const text = file === null ? null : Buffer.from(await context.read(file)).toString('utf8');
    return await withPlatform(context, (platform) =>
      rotate(platform, values.app, values.purpose, text, values.overlap),
    );
  },
});

async function rotate(
  platform: Platform,
  named: string,
  purpose: (typeof PURPOSES)[number],
  publicKey: string | null,
  overlapS: number,
): Promise<Report> {
  const app = findApp(platform.snapshot.current(), named);
  if (!app.ok) return app.report;
  const dialect = dialectByName(app.value.dialect);
  if (dialect === null) return refused(`this program does not speak ${app.value.dialect}`);
  const spec = keySpecOf(dialect.keys, purpose);
  if (spec === null) {
    const purposes = dialect.keys.map((each) => each.purpose);
    return usageError(
      `--purpose: an app of ${dialect.name} has no ${purpose} key, only ${orList(purposes)}`,
    );
  }
  const key = await newKey(spec, publicKey);
  if (!key.ok) return refused(`--public-key ${key.error.reason}`);
  const fresh = key.value;
  const keyId = await platform.config.rotateKey(app.value.id, purpose, fresh.material, overlapS);
  const disclosed = disclosedKeys([fresh]);
  const until = new Date(platform.clock.nowMs() + overlapS * 1000);
  const data = { appId: app.value.id, publicId: app.value.publicId, purpose, keyId };
  return done({ ...data, oldKeysEndAt: until, ...disclosed }, (style) =>
    [
      facts(style, [
        ['app', `${app.value.id} (${app.value.publicId})`],
        ['purpose', purpose],
        ['old keys end', momentText(until)],
        ['new key', disclosed.key ?? null],
        ['platform public key', disclosed.platformPublicKey ?? null],
      ]),
      disclosed.key === undefined ? '' : style.warn('\nThe key is not shown again: keep it now.'),
    ].join('\n'),
  );
}
