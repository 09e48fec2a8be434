/** Where everything is: each API's pages in both languages, in order, with their addresses. */
import type { Dialect, OperationInfo } from '../dialects/contract.ts';
import type {
  ApiVersion,
  Chapter,
  Entry,
  Language,
  NotificationInfo,
  Page,
  Reference,
} from '../dialects/reference.ts';
import { GUIDES, type Guide } from './guides.ts';

/** An API that the site describes. */
export interface Api {
  readonly dialect: Dialect;
  readonly reference: Reference;
}

/** A page of one version of one API. */
export interface ApiPlace {
  readonly api: Api;
  readonly version: ApiVersion;
  readonly page: Page;
  readonly slug: string;
  /** The chapters that it stands in, outermost first. */
  readonly chapters: readonly Chapter[];
}

/** The pages of a version, in the order in which they are read. */
export function placesOf(api: Api, version: ApiVersion): readonly ApiPlace[] {
  const walk = (entries: readonly Entry[], chapters: readonly Chapter[]): readonly ApiPlace[] =>
    entries.flatMap((entry) =>
      entry.kind === 'chapter'
        ? walk(entry.entries, [...chapters, entry])
        : [{ api, version, page: entry, slug: slugOf(entry, chapters), chapters }],
    );
  return walk(version.entries, []);
}

/**
 * `2.1.1-create-payout`. A page without a number goes by the number of its chapter, as several
 * chapters have a "Channel List".
 */
function slugOf({ number, title }: Page, chapters: readonly Chapter[]): string {
  const around = chapters.map((chapter) => chapter.number).findLast((each) => each !== null);
  const words = title.en
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const prefix = number ?? around ?? null;
  return prefix === null ? words : `${prefix}-${words}`;
}

/** The language's part of an address. */
export const LANGUAGE_SEGMENTS: Readonly<Record<Language, string>> = { en: 'en', 'zh-CN': 'zh-cn' };

export function languageOf(segment: string): Language | null {
  return segment === 'en' ? 'en' : segment === 'zh-cn' ? 'zh-CN' : null;
}

export function homeSegments(language: Language): readonly string[] {
  return ['docs', LANGUAGE_SEGMENTS[language]];
}

export function versionSegments(
  language: Language,
  { reference }: Api,
  { name }: ApiVersion,
): readonly string[] {
  const base = [...homeSegments(language), reference.dialect];
  return name === null ? base : [...base, name];
}

export function placeSegments(language: Language, place: ApiPlace): readonly string[] {
  return [...versionSegments(language, place.api, place.version), place.slug];
}

export function guideSegments(language: Language, guide: Guide): readonly string[] {
  return [...homeSegments(language), 'guides', guide];
}

export function openApiName({ reference }: Api, { name }: ApiVersion, language: Language): string {
  const version = name === null ? '' : `-${name}`;
  return `${reference.dialect}${version}.${language}.json`;
}

/** What an address means. */
export type Target =
  | { readonly kind: 'home' }
  | { readonly kind: 'api'; readonly api: Api; readonly version: ApiVersion }
  | { readonly kind: 'place'; readonly place: ApiPlace }
  | { readonly kind: 'guide'; readonly guide: Guide };

export interface Site {
  readonly apis: readonly Api[];
  /** All pages of all APIs. */
  readonly places: readonly ApiPlace[];
  /** `rest`: the segments behind the language; null: nothing is there. */
  find(rest: readonly string[]): Target | null;
  /** Every page of a language, as segments behind `/docs/{language}`. */
  readonly targets: readonly Target[];
}

export function createSite(
  references: readonly Reference[],
  dialectOf: (name: string) => Dialect | null,
): Site {
  const apis = references.map((reference) => {
    const dialect = dialectOf(reference.dialect);
    if (dialect === null) throw new TypeError(`no dialect ${reference.dialect}`);
    return { dialect, reference };
  });
  const places = apis.flatMap((api) =>
    api.reference.versions.flatMap((version) => placesOf(api, version)),
  );
  const targets: readonly Target[] = [
    { kind: 'home' },
    ...GUIDES.map((guide) => ({ kind: 'guide' as const, guide })),
    ...apis.flatMap((api) =>
      api.reference.versions.map((version) => ({ kind: 'api' as const, api, version })),
    ),
    ...places.map((place) => ({ kind: 'place' as const, place })),
  ];
  const byAddress = new Map(targets.map((target) => [addressOf(target), target]));
  if (byAddress.size !== targets.length) throw new TypeError('two pages have one address');
  return { apis, places, targets, find: (rest) => byAddress.get(rest.join('/')) ?? null };
}

/** Behind the language. */
function addressOf(target: Target): string {
  return targetSegments('en', target).slice(2).join('/');
}

export function targetSegments(language: Language, target: Target): readonly string[] {
  switch (target.kind) {
    case 'home':
      return homeSegments(language);
    case 'api':
      return versionSegments(language, target.api, target.version);
    case 'place':
      return placeSegments(language, target.place);
    case 'guide':
      return guideSegments(language, target.guide);
  }
}

/** The operation of a page. The tests walk every page, so a wrong name does not get far. */
export function operationOf({ dialect }: Api, name: string): OperationInfo {
  const operation = dialect.operations.find((each) => each.name === name);
  if (operation === undefined) throw new TypeError(`${dialect.name} has no operation ${name}`);
  return operation;
}

export function notificationOf({ reference }: Api, name: string): NotificationInfo {
  const notification = reference.notifications.find((each) => each.name === name);
  if (notification === undefined) throw new TypeError(`no notification ${name}`);
  return notification;
}
