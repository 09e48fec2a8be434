/** What an app of this API can set. */
import type { SettingSpec } from '../../domain/app-setting.ts';
import { type Window, windowSetting } from '../kit/window.ts';

export const WINDOW: Window = { seconds: 300, off: ['off'] };

/** `yes`: `productId` is required for Payermax, as the table says and the sample does not. */
export const STRICT_SETTING = 'requireProductId';

export const SETTINGS: readonly SettingSpec[] = [
  windowSetting(WINDOW),
  {
    name: STRICT_SETTING,
    kind: 'choice',
    choices: ['yes', 'no'],
    default: 'no',
    description: 'whether orders with payType Payermax must have a productId',
  },
];
