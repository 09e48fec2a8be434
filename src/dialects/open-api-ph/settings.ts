/** What an app of this API has and can set. */
import type { SettingSpec } from '../../domain/app-setting.ts';
import type { KeySpec } from '../../domain/merchant.ts';
import { MERCHANT_RSA } from '../../wire/app-keys.ts';
import { type Window, windowSetting } from '../kit/window.ts';

/** Published: requests are signed with RSA, notifications with a secret of their own. */
export const KEYS: readonly KeySpec[] = [
  {
    purpose: 'request',
    // Published: 4096 bits. Merchants with 2048 are known.
    form: MERCHANT_RSA,
    required: true,
    description: 'public key of the merchant, which verifies its requests',
  },
  {
    purpose: 'notification',
    form: { kind: 'secret', bytes: 16, algorithm: 'SHA-1' },
    required: true,
    description: 'the callback secret, which signs notifications',
  },
  {
    purpose: 'callback',
    form: { kind: 'rsa_private', bits: 4096 },
    required: true,
    description: "the platform's key pair, which signs notifications where the app says so",
  },
];

/** Two minutes (published for statements). */
export const WINDOW: Window = { seconds: 120, off: ['off', '0'] };

const SUCCESS_CODE_SETTING = 'checkoutSuccessCode';
const CALLBACK_SIGNATURE_SETTING = 'callbackSignature';

const VERIFICATION_URL_SETTING = 'verificationUrl';
const REMITTING_BANK_SETTING = 'remittingBank';
const REMITTING_ACCOUNT_SETTING = 'remittingAccount';

type Settings = Readonly<Record<string, string>>;

/** What answers of `/api/v2/checkout/` say for success: clients have seen 1, documents say 1000. */
export function checkoutSuccessOf(settings: Settings): number {
  return settings[SUCCESS_CODE_SETTING] === '1000' ? 1000 : 1;
}

/** Whether notifications are signed with the platform's key pair instead of the secret. */
export function isSignedWithRsa(settings: Settings): boolean {
  return settings[CALLBACK_SIGNATURE_SETTING] === 'rsa';
}

/** Where the merchant is asked before a bill is paid; null: it is not. */
export function verificationUrlOf(settings: Settings): string | null {
  return settings[VERIFICATION_URL_SETTING] ?? null;
}

/** Whose account payouts are made from, as the statement says; null where the operator has not. */
export function remitterOf(settings: Settings): {
  readonly bank: string | null;
  readonly account: string | null;
} {
  return {
    bank: settings[REMITTING_BANK_SETTING] ?? null,
    account: settings[REMITTING_ACCOUNT_SETTING] ?? null,
  };
}

export const SETTINGS: readonly SettingSpec[] = [
  windowSetting(WINDOW),
  {
    name: SUCCESS_CODE_SETTING,
    kind: 'choice',
    choices: ['1', '1000'],
    default: '1',
    description: 'the code of success in answers about checkouts',
  },
  {
    name: CALLBACK_SIGNATURE_SETTING,
    kind: 'choice',
    choices: ['secret', 'rsa'],
    default: 'secret',
    description: "how notifications are signed: SHA-1 with the secret, or the platform's RSA key",
  },
  {
    name: VERIFICATION_URL_SETTING,
    kind: 'text',
    pattern: /^https?:\/\/[^\s\\]{1,250}$/,
    example: 'https://shop.example/verify',
    isAddress: true,
    default: null,
    description:
      'where the merchant is asked before a bill is paid (repayment verification); unless it is ' +
      'set, nobody is asked',
  },
  {
    name: REMITTING_BANK_SETTING,
    kind: 'text',
    pattern: /^[^\p{Cc}]{1,60}$/u,
    example: 'Union Bank',
    default: null,
    description: 'the bank that payouts come from, as the payout statement names it',
  },
  {
    name: REMITTING_ACCOUNT_SETTING,
    kind: 'text',
    pattern: /^[0-9]{6,20}$/,
    example: '001234567890',
    default: null,
    description: 'the account that payouts come from; the payout statement shows it masked',
  },
];
