/** The frame around every page: head, tree, what is before and after. */
import type { ApiVersion, Entry, Language } from '../dialects/reference.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import { anchor, ownPath } from '../web/safe-url.ts';
import type { DocsAssets } from './assets.ts';
import type { Content } from './block.ts';
import { type Context, WORDS } from './context.ts';
import { GUIDES } from './guides.ts';
import { renderBlocks, renderInline } from './render.ts';
import {
  type Api,
  type ApiPlace,
  guideSegments,
  homeSegments,
  openApiName,
  placeSegments,
  placesOf,
  type Target,
  targetSegments,
  versionSegments,
} from './site.ts';
import { nameOf, numbered, titleOf } from './title.ts';

export interface Shown {
  readonly target: Target;
  readonly content: Content;
}

export function docsPage(context: Context, assets: DocsAssets, { target, content }: Shown): string {
  const { t } = context;
  const title = titleOf(context, target);
  const crumbs = crumbsOf(context, target);
  const side =
    content.side.length === 0
      ? null
      : html`<div class="side">${renderBlocks(content.side, t)}</div>`;
  const body = html`<article class="${side === null ? 'wide' : 'both'}">
<header>${crumbs}<h1>${title}</h1><p class="lead">${renderInline(content.lead)}</p></header>
<div class="main">${renderBlocks(content.main, t)}</div>
${side}
</article>
${around(context, target)}`;
  return shell(context, assets, {
    title,
    target,
    body,
    path: (language) => targetSegments(language, target),
  });
}

/** What differs between pages in one shell. */
export interface ShellParts {
  readonly title: string;
  /** Null: a page that is in no tree. */
  readonly target: Target | null;
  readonly body: SafeHtml;
  /** The same page in a language. */
  path(language: Language): readonly string[];
  /** What was searched for. */
  readonly query?: string;
}

export function shell(context: Context, assets: DocsAssets, parts: ShellParts): string {
  const { t, language } = context;
  const { title, target, body, path, query = '' } = parts;
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${t.product}</title>
<link rel="stylesheet" href="${assets.style.url}">
<link rel="icon" href="${assets.icon.url}" type="image/svg+xml">
${alternates(path)}
<script src="${assets.script.url}" defer></script>
</head>
<body data-copied="${t.copied}">
<a class="skip" href="${SKIP}">${t.skip}</a>
<header class="top">
<a class="brand" href="${ownPath(homeSegments(language))}">${t.product} <span>${t.docs}</span></a>
<form class="find" role="search" action="${ownPath([...homeSegments(language), 'search'])}">
<input type="search" name="q" value="${query}" placeholder="${t.searchHint}" aria-label="${t.searchHint}" maxlength="100" autocomplete="off"><button>${t.search}</button></form>
${picker(
  t.language,
  WORDS[language].name,
  (['en', 'zh-CN'] as const).map((each) => [WORDS[each].name, path(each), each === language]),
)}
</header>
<div class="frame">
<nav aria-label="${t.contents}"><input type="checkbox" id="menu" class="menu"><label for="menu" class="menu-label">${t.contents}</label>
<div class="tree">${tree(context, target)}</div></nav>
<main id="main" tabindex="-1">${body}</main>
</div>
</body>
</html>
`;
  return page.toString();
}

const SKIP = anchor('main');

function alternates(path: ShellParts['path']): SafeHtml {
  const links = (['en', 'zh-CN'] as const).map(
    (each) => html`<link rel="alternate" hreflang="${each}" href="${ownPath(path(each))}">`,
  );
  return html`${links}`;
}

type Choice = readonly [name: string, path: readonly string[], isCurrent: boolean];

/** A select that works without a script: links in a box that opens. */
function picker(label: string, current: string, choices: readonly Choice[]): SafeHtml {
  const items = choices.map(([name, path, isCurrent]) =>
    isCurrent
      ? html`<li><a href="${ownPath(path)}" aria-current="true">${name}</a></li>`
      : html`<li><a href="${ownPath(path)}">${name}</a></li>`,
  );
  return html`<details class="pick"><summary><span>${label}</span> ${current}</summary><ul>${items}</ul></details>`;
}

function tree(context: Context, target: Target | null): SafeHtml {
  const { t, language, guides, site } = context;
  const api =
    target?.kind === 'place' ? target.place.api : target?.kind === 'api' ? target.api : null;
  const version =
    target?.kind === 'place'
      ? target.place.version
      : target?.kind === 'api'
        ? target.version
        : null;
  const guide = target?.kind === 'guide' ? target.guide : null;
  const guideItems = GUIDES.map((each) =>
    leaf(guides[each].title, guideSegments(language, each), each === guide, null),
  );
  const guideTree = branch(t.guides, guideItems, guide !== null || api === null);
  if (api === null || version === null) {
    const apis = site.apis.map((each) => {
      const [first] = each.reference.versions;
      return leaf(
        each.reference.title[language],
        versionSegments(language, each, first),
        false,
        null,
      );
    });
    return html`<ul>${[guideTree, branch(t.reference, apis, true)]}</ul>`;
  }
  const here = target?.kind === 'place' ? target.place : null;
  const places = new Map(placesOf(api, version).map((place) => [place.page, place]));
  const entries = version.entries.map((entry) => entryItem(context, entry, places, here));
  return html`${pickers(context, api, version)}<ul>${[guideTree, ...entries]}</ul>`;
}

function pickers(context: Context, api: Api, version: ApiVersion): SafeHtml {
  const { t, language, site } = context;
  const { versions } = api.reference;
  const apis = site.apis.map(
    (each): Choice => [
      each.reference.title[language],
      versionSegments(language, each, each.reference.versions[0]),
      each === api,
    ],
  );
  const named = versions.map(
    (each): Choice => [each.name ?? '', versionSegments(language, api, each), each === version],
  );
  return html`<div class="picks">${picker(t.api, api.reference.title[language], apis)}${
    version.name === null ? null : picker(t.version, version.name, named)
  }</div>`;
}

function entryItem(
  context: Context,
  entry: Entry,
  places: ReadonlyMap<Entry, ApiPlace>,
  here: ApiPlace | null,
): SafeHtml {
  const { language } = context;
  if (entry.kind === 'chapter') {
    const items = entry.entries.map((each) => entryItem(context, each, places, here));
    return branch(numbered(entry, language), items, here?.chapters.includes(entry) === true);
  }
  const place = places.get(entry);
  if (place === undefined) throw new TypeError(`${entry.title.en} has no place`);
  const method = methodOf(place);
  return leaf(
    numbered(entry, language),
    placeSegments(language, place),
    place === here || place.slug === here?.slug,
    method,
  );
}

function methodOf({ api, page }: ApiPlace): string | null {
  if (page.kind === 'notification') return 'POST';
  if (page.kind !== 'operation') return null;
  return api.dialect.operations.find(({ name }) => name === page.operation)?.method ?? null;
}

function branch(title: string, items: readonly SafeHtml[], isOpen: boolean): SafeHtml {
  return isOpen
    ? html`<li><details open><summary>${title}</summary><ul>${items}</ul></details></li>`
    : html`<li><details><summary>${title}</summary><ul>${items}</ul></details></li>`;
}

function leaf(
  title: string,
  path: readonly string[],
  isHere: boolean,
  method: string | null,
): SafeHtml {
  const badge = method === null ? null : html` <span class="method">${method}</span>`;
  return isHere
    ? html`<li><a href="${ownPath(path)}" aria-current="page">${title}${badge}</a></li>`
    : html`<li><a href="${ownPath(path)}">${title}${badge}</a></li>`;
}

function crumbsOf(context: Context, target: Target): SafeHtml | null {
  if (target.kind !== 'place') return null;
  const { place } = target;
  const { language } = context;
  const names = place.chapters.map((chapter) => numbered(chapter, language));
  const files = openApiName(place.api, place.version, language);
  const path = placeSegments(language, place);
  return html`<p class="crumbs"><a href="${ownPath(versionSegments(language, place.api, place.version))}">${nameOf(context, place.api, place.version)}</a>${names.map((name) => html` / ${name}`)}
<span class="files"><a href="${ownPath([...path.slice(0, -1), `${path.at(-1)}.md`])}">${context.t.asMarkdown}</a> <a href="${ownPath(['docs', 'openapi', files])}">${context.t.openApiFile}</a></span></p>`;
}

/** The pages before and after this one. */
function around(context: Context, target: Target): SafeHtml | null {
  const { t, language } = context;
  const row = neighbours(target);
  if (row === null) return null;
  const [before, after] = row;
  const link = (to: Target | undefined, label: string, name: 'previous' | 'next') =>
    to === undefined
      ? null
      : html`<a class="${name}" href="${ownPath(targetSegments(language, to))}"><span>${label}</span> ${titleOf(context, to)}</a>`;
  return html`<nav class="around" aria-label="${t.previous} / ${t.next}">${link(before, t.previous, 'previous')}${link(after, t.next, 'next')}</nav>`;
}

function neighbours(target: Target): readonly [Target | undefined, Target | undefined] | null {
  const row: readonly Target[] =
    target.kind === 'guide'
      ? GUIDES.map((guide) => ({ kind: 'guide', guide }))
      : target.kind === 'place'
        ? placesOf(target.place.api, target.place.version).map((place) => ({
            kind: 'place',
            place,
          }))
        : [];
  const at = row.findIndex((each) =>
    each.kind === 'guide' && target.kind === 'guide'
      ? each.guide === target.guide
      : each.kind === 'place' && target.kind === 'place' && each.place.slug === target.place.slug,
  );
  return at < 0 ? null : [row[at - 1], row[at + 1]];
}
