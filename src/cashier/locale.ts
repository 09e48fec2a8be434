/** Which language a payer reads: the picker's `?lang=`, else the browser's Accept-Language. */
import { en } from './i18n/en.ts';
import { fil } from './i18n/fil.ts';
import { hi } from './i18n/hi.ts';
import { id } from './i18n/id.ts';
import type { Messages } from './i18n/messages.ts';
import { ms } from './i18n/ms.ts';
import { ptBr } from './i18n/pt-br.ts';
import { ru } from './i18n/ru.ts';
import { th } from './i18n/th.ts';
import { zhCn } from './i18n/zh-cn.ts';

export interface Locale {
  /** BCP 47, as in `<html lang>` and `?lang=`. */
  readonly tag: string;
  /** The language's name in itself, for the picker. */
  readonly name: string;
  /** Its short form, where a phone has little space. */
  readonly shortName: string;
  readonly dir: 'ltr' | 'rtl';
  readonly messages: Messages;
}

// A language that is written from right to left needs `rtl` here and a look at the styles.
function locale(tag: string, name: string, messages: Messages, shortName = name): Locale {
  return { tag, name, shortName, dir: 'ltr', messages };
}

/** In the order of the picker. The first is the answer when nothing fits. */
export const LOCALES: readonly [Locale, ...Locale[]] = [
  locale('en', 'English', en),
  locale('zh-CN', '简体中文', zhCn),
  locale('id', 'Bahasa Indonesia', id, 'Indonesia'),
  locale('th', 'ไทย', th),
  locale('ms', 'Bahasa Melayu', ms, 'Melayu'),
  locale('fil', 'Filipino', fil),
  locale('pt-BR', 'Português', ptBr),
  locale('ru', 'Русский', ru),
  locale('hi', 'हिन्दी', hi),
];

/** Older or wider codes that browsers still send. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['in', 'id'],
  ['tl', 'fil'],
]);

/**
 * @param picked the `lang` of the query, of any form; ignored when it is not one of ours
 * @param acceptLanguage the header (RFC 9110 section 12.5.4), or undefined
 */
export function chooseLocale(picked: unknown, acceptLanguage: string | undefined): Locale {
  const byPicker = typeof picked === 'string' ? localeOf(picked) : null;
  return byPicker ?? negotiate(acceptLanguage ?? '') ?? LOCALES[0];
}

/** By language alone: we have one form of each, so `pt-PT` finds `pt-BR`. */
function localeOf(tag: string): Locale | null {
  const [language = ''] = tag.toLowerCase().split(/[-_]/);
  const wanted = ALIASES.get(language) ?? language;
  return LOCALES.find((locale) => locale.tag.split('-')[0] === wanted) ?? null;
}

function negotiate(header: string): Locale | null {
  const ranges = header
    .slice(0, 500)
    .split(',')
    .map(readRange)
    .filter((range) => range.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of ranges) {
    if (tag === '*') return LOCALES[0];
    const locale = localeOf(tag);
    if (locale !== null) return locale;
  }
  return null;
}

/** `th;q=0.8`; no q means 1, a q that is not a number from 0 to 1 means 0. */
function readRange(text: string): { tag: string; quality: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim());
  const given = parameters.find((parameter) => /^q\s*=/i.test(parameter));
  if (given === undefined) return { tag, quality: 1 };
  const value = given.replace(/^q\s*=\s*/i, '');
  return { tag, quality: /^(?:0(?:\.\d{1,3})?|1(?:\.0{1,3})?)$/.test(value) ? Number(value) : 0 };
}
