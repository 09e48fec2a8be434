/** What pages are called. */
import type { ApiVersion, Entry, Language } from '../dialects/reference.ts';
import type { Context } from './context.ts';
import type { Api, Target } from './site.ts';

/** A page's title as people read it: `3.2.1 Create Payment`. */
export function titleOf(context: Context, target: Target): string {
  const { t, language, guides } = context;
  switch (target.kind) {
    case 'home':
      return t.docs;
    case 'api':
      return nameOf(context, target.api, target.version);
    case 'guide':
      return guides[target.guide].title;
    case 'place':
      return numbered(target.place.page, language);
  }
}

/** As published: `1. Account`, `3.2.1 Create Payment`. */
export function numbered({ number, title }: Entry, language: Language): string {
  if (number === null) return title[language];
  return `${number}${number.includes('.') ? '' : '.'} ${title[language]}`;
}

/** `Open API v1`. */
export function nameOf(
  { language }: Pick<Context, 'language'>,
  { reference }: Api,
  version: ApiVersion,
): string {
  const title = reference.title[language];
  return version.name === null ? title : `${title} ${version.name}`;
}

export function pathOf(segments: readonly string[]): string {
  return `/${segments.join('/')}`;
}
