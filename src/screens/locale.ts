/** The languages of a site: what was picked, else what the browser prefers. */

export interface Locale<Messages> {
  /** BCP 47. */
  readonly tag: 'en' | 'zh-CN';
  /** The language's name in itself. */
  readonly name: string;
  readonly messages: Messages;
}

export type Locales<Messages> = readonly [Locale<Messages>, Locale<Messages>];

export function localesOf<Messages>(en: Messages, zhCn: Messages): Locales<Messages> {
  return [
    { tag: 'en', name: 'English', messages: en },
    { tag: 'zh-CN', name: '简体中文', messages: zhCn },
  ];
}

/** By tag; null for a language that the site does not speak. */
export function localeByTag<Messages>(
  locales: Locales<Messages>,
  tag: string | null,
): Locale<Messages> | null {
  return locales.find((locale) => locale.tag === tag) ?? null;
}

/** The first language of the header (RFC 9110 section 12.5.4) that is ours; else English. */
export function preferredLocale<Messages>(
  locales: Locales<Messages>,
  acceptLanguage: string | undefined,
): Locale<Messages> {
  const wanted = (acceptLanguage ?? '').slice(0, 200).toLowerCase().split(/[,;]/);
  const first = wanted.map((part) => part.trim()).find((part) => /^(en|zh)\b/.test(part));
  return locales[first?.startsWith('zh') ? 1 : 0];
}
