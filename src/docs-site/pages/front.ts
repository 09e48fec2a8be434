/** The page at `/`: who is here, and where they go. Nothing on it is secret. */
import { html } from '../../web/safe-html.ts';
import { ownPath } from '../../web/safe-url.ts';
import type { DocsAssets } from '../assets.ts';
import { type Context, WORDS } from '../context.ts';
import { homeSegments, LANGUAGE_SEGMENTS } from '../site.ts';

export interface FrontState {
  readonly isReady: boolean;
  readonly isDemo: boolean;
  /** Whether this process serves them; the portal is where the console is. */
  readonly hasConsole: boolean;
  readonly hasDocs: boolean;
}

export function frontPage(context: Context, assets: DocsAssets, state: FrontState): string {
  const { t, language } = context;
  const { front } = t;
  const card = (title: string, text: string, link: string, path: readonly string[] | null) =>
    path === null
      ? null
      : html`<section class="card"><h2>${title}</h2><p>${text}</p><a href="${ownPath(path)}">${link}</a></section>`;
  const cards = [
    card(
      front.operators,
      front.operatorsText,
      front.operatorsLink,
      state.hasConsole ? ['console'] : null,
    ),
    card(
      ...([front.merchants, front.merchantsText, front.merchantsLink] as const),
      state.hasConsole ? ['portal'] : null,
    ),
    card(
      ...([front.developers, front.developersText, front.developersLink] as const),
      state.hasDocs ? homeSegments(language) : null,
    ),
  ].filter((each) => each !== null);
  const other = language === 'en' ? 'zh-CN' : 'en';
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t.product}</title>
<link rel="stylesheet" href="${assets.style.url}">
<link rel="icon" href="${assets.icon.url}" type="image/svg+xml">
</head>
<body>
<header class="top"><span class="brand">${t.product}</span>
<a class="other" hreflang="${other}" href="${ownPath([], { lang: LANGUAGE_SEGMENTS[other] })}">${WORDS[other].name}</a></header>
<main class="front" id="main">
<h1>${front.title}</h1>
<p class="lead">${front.lead}</p>
<p class="state">${state.isReady ? front.running : front.starting}</p>
${state.isDemo ? html`<p class="note">${front.testMode}</p>` : null}
<div class="cards">${cards}</div>
</main>
</body>
</html>
`.toString();
}
