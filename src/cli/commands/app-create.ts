/** `causeway app create`: credentials for a merchant in one dialect. */
import { MODES } from '../../domain/merchant.ts';
import { appCreate, type MadeApp } from '../../operator/commands/app-create.ts';
import { settingInputs } from '../../operator/input.ts';
import { command, done, type Report } from '../command.ts';
import { withPlatform } from '../database.ts';
import { disclosedKeys } from '../disclosed-keys.ts';
import { asDialect, findMerchant } from '../find.ts';
import { runOperator, settingNames } from '../operator.ts';
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
} from '../option.ts';
import { reportKey } from '../report-key.ts';
import { facts } from '../style.ts';

const ADDRESS_HINT =
  'CAUSEWAY_ALLOW_HTTP_NOTIFY and CAUSEWAY_ALLOW_LOOPBACK_NOTIFY open more: docs/address-guard.md';

const asPublicId: Reading<string> = (text) =>
  /^[A-Za-z0-9_-]{1,32}$/.test(text)
    ? good(text)
    : bad(`must be at most 32 letters, digits, _ and -, not ${quoted(text)}`);

export const appCreateCommand = command({
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
    mode: optional(
      'MODE',
      'test (simulators only) or live (real money); needed but in a demo, where it is test',
      oneOf(MODES),
    ),
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
    const file = values['public-key'];
    const text = file === null ? '' : Buffer.from(await context.read(file)).toString('utf8');
    const reports = await reportKey(values['report-pgp-key'], context);
    const settings = { ...Object.fromEntries(values.setting), ...reports };
    return await withPlatform(context, async (platform) => {
      const merchant = findMerchant(platform.snapshot.current(), values.merchant);
      if (!merchant.ok) return merchant.report;
      const input = {
        ...{ merchant: `${merchant.value.id}`, dialect: values.dialect, mode: values.mode ?? '' },
        ...{ public_id: values['public-id'] ?? '', notify_url: values['notify-url'] ?? '' },
        ...{ public_key: text, ...settingInputs(settings) },
      };
      const made = await runOperator(platform, context, appCreate, input, {
        usage: ['notify_url', 'mode'],
        options: { notify_url: '--notify-url:', mode: '--mode', ...settingNames(settings) },
        hints: { notify_url: ADDRESS_HINT },
        shown: reportOf,
      });
      return made.ok ? reportOf(made.result) : made.report;
    });
  },
});

function reportOf({ id, merchant, keys, ...app }: MadeApp): Report {
  const { merchantId, dialect, publicId, mode, notifyUrl, settings } = app;
  const disclosed = disclosedKeys(keys);
  const data = { id, merchantId, dialect, publicId, mode, notifyUrl, settings };
  return done({ ...data, ...disclosed }, (style) =>
    [
      facts(style, [
        ['app', id === null ? null : `${id}`],
        ['merchant', `${merchant.name} (${merchant.id})`],
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
