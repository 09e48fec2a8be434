/** `causeway app create`: credentials for a merchant in one dialect. */
import { randomInt } from 'node:crypto';
import { dialectByName } from '../../dialects/registry.ts';
import type { Platform } from '../../platform.ts';
import { keysOfNewApp, type NewKey } from '../../wire/app-keys.ts';
import { command, done, type Report, refused, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { disclosedKeys } from '../disclosed-keys.ts';
import { asDialect, findMerchant } from '../find.ts';
import {
  asPair,
  bad,
  good,
  list,
  oneOf,
  optional,
  quoted,
  type Reading,
  required,
  withDefault,
} from '../option.ts';
import { reportKey } from '../report-key.ts';
import { whyNotSettings } from '../settings.ts';
import { facts } from '../style.ts';

const ADDRESS_HINT =
  'CAUSEWAY_ALLOW_HTTP_NOTIFY and CAUSEWAY_ALLOW_LOOPBACK_NOTIFY open more: docs/address-guard.md';

const MODES = ['test', 'live'] as const;

const asPublicId: Reading<string> = (text) =>
  /^[A-Za-z0-9_-]{1,32}$/.test(text)
    ? good(text)
    : bad(`must be at most 32 letters, digits, _ and -, not ${quoted(text)}`);

export const appCreate = command({
  name: 'app create',
  summary: 'give a merchant credentials for one dialect',
  notes: [
    'Dialects with MD5 signatures: the key is made here and shown this once.',
    'Dialects with RSA signatures: hand in the public key of the merchant; the key pair of the',
    'platform is made here, and its public half shown.',
  ],
  options: {
    merchant: required('ID|NAME', 'whose app it is'),
    dialect: required('DIALECT', 'the merchant API that it speaks', asDialect),
    'public-id': optional(
      'TEXT',
      'what the merchant calls itself by; made up if absent',
      asPublicId,
    ),
    mode: withDefault('MODE', 'test or live', 'test', oneOf(MODES)),
    'notify-url': optional('URL', 'where to notify when an order names no address'),
    'public-key': optional(
      'FILE',
      'public key of the merchant (RSA dialects); - is standard input',
    ),
    setting: list('NAME=VALUE', 'a switch of the dialect', asPair),
    'report-pgp-key': optional(
      'FILE',
      'OpenPGP public key that reports are encrypted with, armoured; - is standard input',
    ),
  },
  examples: [
    [
      'app create --merchant "Corner Shop" --dialect collect --setting asset=PHP/2',
      'an app with an MD5 key',
    ],
  ],
  async run(values, context) {
    const notifyUrl = values['notify-url'];
    const { notifyGuard } = await import('../../notify-policy.ts');
    const invalidUrl = notifyUrl === null ? null : notifyGuard(context.config())(notifyUrl);
    if (invalidUrl !== null) return usageError(`--notify-url: ${invalidUrl}`, ADDRESS_HINT);
    const dialect = dialectByName(values.dialect);
    if (dialect === null) return usageError('--dialect is not known');
    const file = values['public-key'];
    const text = file === null ? null : Buffer.from(await context.read(file)).toString('utf8');
    const keys = await keysOfNewApp(dialect.keys, text);
    if (!keys.ok) return refused(`--public-key ${keys.error.reason}`);
    const reports = await reportKey(values['report-pgp-key'], context);
    const settings = { ...Object.fromEntries(values.setting), ...reports };
    const invalidSetting = await whyNotSettings(dialect, settings);
    if (invalidSetting !== null) return refused(invalidSetting);
    const publicId = values['public-id'] ?? newPublicId();
    return await withPlatform(context, (platform) =>
      createApp(platform, { ...values, keys: keys.value, settings, publicId }),
    );
  },
});

interface Input {
  readonly merchant: string;
  readonly dialect: string;
  readonly publicId: string;
  readonly mode: (typeof MODES)[number];
  readonly 'notify-url': string | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly keys: readonly NewKey[];
}

async function createApp(platform: Platform, input: Input): Promise<Report> {
  const merchant = findMerchant(platform.snapshot.current(), input.merchant);
  if (!merchant.ok) return merchant.report;
  const { dialect, publicId, mode, keys, settings } = input;
  if (platform.snapshot.current().appByPublicId(dialect, publicId) !== null) {
    return refused(`another app of ${dialect} is called ${quoted(publicId)}`);
  }
  const notifyUrl = input['notify-url'];
  const id = await platform.config.createApp({
    merchantId: merchant.value.id,
    dialect,
    publicId,
    mode,
    notifyUrl,
    settings,
    keys: keys.map(({ purpose, material }) => ({ purpose, material })),
  });
  const disclosed = disclosedKeys(keys);
  const data = { id, merchantId: merchant.value.id, dialect, publicId, mode, notifyUrl, settings };
  return done({ ...data, ...disclosed }, (style) =>
    [
      facts(style, [
        ['app', `${id}`],
        ['merchant', `${merchant.value.name} (${merchant.value.id})`],
        ['dialect', dialect],
        ['public id', publicId],
        ['mode', mode],
        ['notify url', notifyUrl],
        ['key', disclosed.key ?? null],
        ['platform public key', disclosed.platformPublicKey ?? null],
      ]),
      disclosed.key === undefined ? '' : style.warn('\nThe key is not shown again: keep it now.'),
    ].join('\n'),
  );
}

/** Digits only: one published API (seed 004) has a number there, the others take any text. */
function newPublicId(): string {
  return String(randomInt(1e9, 1e10));
}
