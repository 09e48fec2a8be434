/** The portal's two languages. */
import { localesOf } from '../screens/locale.ts';
import { en } from './i18n/en.ts';
import { zhCn } from './i18n/zh-cn.ts';

export const LOCALES = localesOf(en, zhCn);
