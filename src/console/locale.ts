/** The console's two languages: what was picked, else what the browser prefers. */
import { en } from './i18n/en.ts';
import type { Messages } from './i18n/messages.ts';
import { zhCn } from './i18n/zh-cn.ts';

export interface Locale {
  /** BCP 47. */
  readonly tag: 'en' | 'zh-CN';
  /** The language's name in itself. */
  readonly name: string;
  readonly messages: Messages;
}

export const LOCALES: readonly [Locale, Locale] = [
  { tag: 'en', name: 'English', messages: en },
  { tag: 'zh-CN', name: '简体中文', messages: zhCn },
];

/** By tag; null for a language that the console does not speak. */
export function localeByTag(tag: string | null): Locale | null {
  return LOCALES.find((locale) => locale.tag === tag) ?? null;
}

/** The first language of the header (RFC 9110 section 12.5.4) that is ours; else English. */
export function preferredLocale(acceptLanguage: string | undefined): Locale {
  const wanted = (acceptLanguage ?? '').slice(0, 200).toLowerCase().split(/[,;]/);
  const first = wanted.map((part) => part.trim()).find((part) => /^(en|zh)\b/.test(part));
  return LOCALES[first?.startsWith('zh') ? 1 : 0];
}
