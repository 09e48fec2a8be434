/** What an app of this API has and can set. */
import type { SettingSpec } from '../../../src/domain/app-setting.ts';
import type { KeySpec } from '../../../src/domain/merchant.ts';

/** The form, length and purpose of each key: what the published API has. */
export const KEYS: readonly KeySpec[] = [
  {
    purpose: 'request',
    form: { kind: 'secret', bytes: 16, algorithm: 'MD5' },
    required: true,
    description: 'signs requests, and the notifications of their orders',
  },
];

export const SETTINGS: readonly SettingSpec[] = [];
