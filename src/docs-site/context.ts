/** What pages are built with, in one language. */
import type { Language } from '../dialects/reference.ts';
import type { Channel } from '../domain/channel.ts';
import type { ExampleBook } from './examples.ts';
import type { Api, Site } from './site.ts';
import { en } from './words/en.ts';
import { GUIDE_WORDS } from './words/guides-words.ts';
import type { GuideWords, Messages, RefusalWords, RequestWords } from './words/messages.ts';
import { REFUSALS_EN } from './words/refusals-en.ts';
import { REFUSALS_ZH_CN } from './words/refusals-zh-cn.ts';
import { REQUESTS_EN } from './words/requests-en.ts';
import { REQUESTS_ZH_CN } from './words/requests-zh-cn.ts';
import { zhCn } from './words/zh-cn.ts';

interface Words {
  readonly name: string;
  readonly messages: Messages;
  readonly refusals: RefusalWords;
  readonly requests: RequestWords;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  en: { name: 'English', messages: en, refusals: REFUSALS_EN, requests: REQUESTS_EN },
  'zh-CN': {
    name: '简体中文',
    messages: zhCn,
    refusals: REFUSALS_ZH_CN,
    requests: REQUESTS_ZH_CN,
  },
};

/** What the site stands on. */
export interface Source {
  readonly site: Site;
  readonly examples: ExampleBook;
  /** The catalogue as it is now. */
  channels(): readonly Channel[];
  /** Where merchants reach this installation; no trailing slash. */
  readonly origin: string;
}

export interface Context extends Source {
  readonly language: Language;
  readonly t: Messages;
  readonly refusals: RefusalWords;
  readonly requests: RequestWords;
  readonly guides: GuideWords;
}

export function contextOf(source: Source, language: Language): Context {
  const { messages, refusals, requests } = WORDS[language];
  return { ...source, language, t: messages, refusals, requests, guides: GUIDE_WORDS[language] };
}

/** What an operation or a notification says of itself, in the language of the page. */
export function sentenceOf({ language }: Context, { reference }: Api, english: string): string {
  return language === 'en' ? english : (reference.chinese[english] ?? english);
}

/** With a capital at its beginning, as a sentence of its own. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
