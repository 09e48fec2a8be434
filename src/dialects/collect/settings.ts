/** What an app of this API has and can set. */
import type { SettingSpec } from '../../domain/app-setting.ts';
import type { KeySpec } from '../../domain/merchant.ts';
import { ASSET_FORM } from '../../domain/money.ts';

const MD5_KEY = { kind: 'secret', bytes: 16, algorithm: 'MD5' } as const;

/** One key signs both ways; a second one, for payouts alone, is what some merchants want. */
export const KEYS: readonly KeySpec[] = [
  {
    purpose: 'request',
    form: MD5_KEY,
    required: true,
    description: 'the API key: signs requests, and the notifications of their orders',
  },
  {
    purpose: 'payout',
    form: MD5_KEY,
    required: false,
    description: 'signs /pay/create and notifications of payouts instead of the API key',
  },
];

/** The setting that names the asset of an app whose merchant has several. */
export const ASSET_SETTING = 'asset';

/** Which generation of the notification the app's merchant verifies. */
export const PROFILE_SETTING = 'callbackProfile';

export const SETTINGS: readonly SettingSpec[] = [
  {
    name: ASSET_SETTING,
    kind: 'text',
    pattern: ASSET_FORM,
    example: 'PHP/2',
    default: null,
    description: 'the currency and its decimals in which /order/balance answers',
  },
  {
    name: PROFILE_SETTING,
    kind: 'choice',
    choices: ['full', 'noFee', 'legacy4'],
    default: 'full',
    description:
      'the fields of notifications that the merchant checks: all; all but fee; or ' +
      'platOrderId, orderId, amount and status alone',
  },
];
