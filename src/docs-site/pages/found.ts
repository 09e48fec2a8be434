/** Pages that are in no tree: what a search found, and that there is nothing. */
import { html } from '../../web/safe-html.ts';
import { ownAddress, ownPath } from '../../web/safe-url.ts';
import type { DocsAssets } from '../assets.ts';
import type { Context } from '../context.ts';
import { shell } from '../layout.ts';
import type { Hit } from '../search.ts';
import { homeSegments } from '../site.ts';

/** `hits` null: a script of the page looks for them, as there is no server. */
export function searchPage(
  context: Context,
  assets: DocsAssets,
  query: string,
  hits: readonly Hit[] | null,
): string {
  const { t, language } = context;
  const said = hits === null ? t.needsScript : saidOf(context, query, hits.length);
  const items = (hits ?? []).map(({ path, title, place, lead }) => {
    const url = ownAddress(path);
    if (url === null) throw new TypeError(`no address of ours: ${path}`);
    return html`<li><a href="${url}">${title}</a> <span class="method">${place}</span><p>${lead}</p></li>`;
  });
  const body = html`<article class="wide"><h1>${t.searchTitle}</h1><p class="lead" role="status">${said}</p>${hits === null ? html`<ul class="hits" data-index="${ownPath([...homeSegments(language), 'search.json'])}"></ul>` : html`<ul class="hits">${items}</ul>`}</article>`;
  const path = (language: Context['language']) => [...homeSegments(language), 'search'];
  return shell(context, assets, { title: t.searchTitle, target: null, body, path, query });
}

function saidOf({ t }: Context, query: string, count: number): string {
  if (query === '') return '';
  return count === 0 ? t.noResults(query) : t.results(count, query);
}

export function notFoundPage(context: Context, assets: DocsAssets): string {
  const { t, language } = context;
  const body = html`<article class="wide"><h1>${t.notFoundTitle}</h1><p class="lead">${t.notFoundText}</p><p><a href="${ownPath(homeSegments(language))}">${t.toStart}</a></p></article>`;
  return shell(context, assets, { title: t.notFoundTitle, target: null, body, path: homeSegments });
}
