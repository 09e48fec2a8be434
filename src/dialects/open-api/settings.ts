/** What an app of this API can set. */
import type { SettingSpec } from '../../domain/app-setting.ts';
import { type Window, windowSetting } from '../kit/window.ts';
import { COUNTRIES } from './codec-places.ts';

export const WINDOW: Window = { seconds: 600, off: ['off', '0'] };

/** `yes` for published lengths and prefixes of mobile numbers. */
export const STRICT_MOBILE_SETTING = 'strictMobile';
/** The only country of an app, for calls that name none. */
export const COUNTRY_SETTING = 'country';
/** Countries that an app has opened, `PH,ID`; without it, all that have channels. */
export const COUNTRIES_SETTING = 'countries';
/** WeChat appids that the operator has bound for the app. */
export const WECHAT_SETTING = 'wechatAppids';

export const SETTINGS: readonly SettingSpec[] = [
  windowSetting(WINDOW),
  {
    name: STRICT_MOBILE_SETTING,
    kind: 'choice',
    choices: ['yes', 'no'],
    default: 'no',
    description: 'whether mobile numbers must have the published lengths and prefixes',
  },
  {
    name: COUNTRY_SETTING,
    kind: 'choice',
    choices: COUNTRIES,
    default: null,
    description: 'the only country of the app, for calls that name none',
  },
  {
    name: COUNTRIES_SETTING,
    kind: 'choices',
    choices: COUNTRIES,
    default: null,
    description: 'the countries that are open to the app; all that have channels unless set',
  },
  {
    name: WECHAT_SETTING,
    kind: 'text',
    pattern: /^[A-Za-z0-9]{1,64}(?:[\s,]+[A-Za-z0-9]{1,64})*$/,
    example: 'wx0123456789abcdef,wxfedcba9876543210',
    default: null,
    description: 'the WeChat appids that are bound to the app; none unless set',
  },
];
