/**
 * What the documentation of a dialect needs beside its operations: the published navigation, the
 * notifications, and the second language. Fields, answers and paths stand in the operations alone.
 */
import type { ChannelKind } from '../domain/channel.ts';
import type { OrderEventType } from '../domain/order-event.ts';
import type { ErrorInfo, MemberInfo } from './contract.ts';

/** BCP 47. English is what operations are written in; another language is a file beside them. */
export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

export type Title = Readonly<Record<Language, string>>;

/** Which channels a page lists. */
export interface ChannelList {
  readonly kind: ChannelKind;
  /** ISO 3166; null: of every country. */
  readonly country: string | null;
  /** `codes`: those that many payments can arrive at; `once`: the others. */
  readonly form: 'any' | 'codes' | 'once' | 'refundable' | 'debit';
}

interface Numbered {
  /** `3.2.1`; null where the published navigation has none. */
  readonly number: string | null;
  readonly title: Title;
}

/** A page of the published navigation. */
export type Page = Numbered &
  (
    | { readonly kind: 'operation'; readonly operation: string }
    /** `of`: the operation whose orders it reports here. */
    | { readonly kind: 'notification'; readonly notification: string; readonly of: string }
    | { readonly kind: 'channels'; readonly list: ChannelList }
    | { readonly kind: 'errors' }
    /** A text of ours, by the name of its file. */
    | { readonly kind: 'article'; readonly article: string }
  );

export interface Chapter extends Numbered {
  readonly kind: 'chapter';
  readonly entries: readonly Entry[];
}

export type Entry = Page | Chapter;

/** A notification as merchants receive it. */
export interface NotificationInfo {
  readonly name: string;
  readonly description: string;
  /** What is signed, without the signature. */
  readonly members: readonly MemberInfo[];
  /** The events that it reports. */
  readonly events: readonly OrderEventType[];
}

/** How what is signed and its signature travel. */
export type Wrapping =
  /** `{appId, sign, param}`: `param` is the text that was signed. */
  | 'envelope'
  /** A member `sign` among the others; of a GET in the query. */
  | 'flat'
  /** The body is what was signed, the signature a header. */
  | 'header';

/** How a merchant checks a notification. */
export type NotificationCheck =
  /** The text of `param`, by the platform's key. */
  | 'envelope'
  /** The body, by the platform's key; the signature is the header `sign`. */
  | 'header'
  /** Sorted `name=value` with a secret behind, digested. */
  | { readonly digest: 'md5' | 'sha1'; readonly suffix: string };

export interface ApiVersion {
  /** As the published select names it; null where an API has one version. */
  readonly name: string | null;
  readonly entries: readonly Entry[];
}

export interface Reference {
  readonly dialect: string;
  readonly title: Title;
  /** Who it is for, in a sentence. */
  readonly summary: Title;
  readonly versions: readonly [ApiVersion, ...ApiVersion[]];
  readonly notifications: readonly NotificationInfo[];
  /** Why orders fail, as answers and notifications have it; empty where an API does not. */
  readonly failures: readonly ErrorInfo[];
  /** Every sentence of operations and notifications, in Chinese. */
  readonly chinese: Readonly<Record<string, string>>;
  /** Which part of an API's codes merchants sign with. */
  readonly signs: 'rsa' | 'md5';
  wrappingOf(operation: string): Wrapping;
  readonly notificationWrapping: Wrapping;
  readonly notificationCheck: NotificationCheck;
  /** The body that acknowledges a notification; '' where its status alone does. */
  readonly acknowledgement: string;
}

/** The makers of a navigation whose titles are words of one list: a missing one is a type error. */
export function navigationOf<T extends string>(chinese: Readonly<Record<T, string>>) {
  const titled = (number: string | null, title: T): Numbered => ({
    number,
    title: { en: title, 'zh-CN': chinese[title] },
  });
  return {
    chapter: (number: string | null, title: T, entries: readonly Entry[]): Chapter => ({
      ...titled(number, title),
      kind: 'chapter',
      entries,
    }),
    operation: (number: string | null, title: T, operation: string): Page => ({
      ...titled(number, title),
      kind: 'operation',
      operation,
    }),
    notification: (number: string | null, title: T, notification: string, of: string): Page => ({
      ...titled(number, title),
      ...{ kind: 'notification', notification, of },
    }),
    channels: (
      title: T,
      kind: ChannelKind,
      country: string | null,
      form: ChannelList['form'] = 'any',
      number: string | null = null,
    ): Page => ({ ...titled(number, title), kind: 'channels', list: { kind, country, form } }),
    errors: (title: T, number: string | null = null): Page => ({
      ...titled(number, title),
      kind: 'errors',
    }),
    article: (title: T, article: string, number: string | null = null): Page => ({
      ...titled(number, title),
      kind: 'article',
      article,
    }),
  };
}
