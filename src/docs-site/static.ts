/**
 * The documentation as files, for any server of files: the same pages, with the shipped catalogue
 * instead of the live one. Search needs a script there, which reads an index of what is written.
 */
import type { Asset } from '../web/asset.ts';
import { type DocsAssets, loadDocsAssets } from './assets.ts';
import { type Context, contextOf, type Source } from './context.ts';
import { docsPage } from './layout.ts';
import { llmsText } from './llms.ts';
import { writeMarkdown } from './markdown.ts';
import { openApiFiles } from './openapi/files.ts';
import { contentOf } from './pages/content.ts';
import { searchPage } from './pages/found.ts';
import { rowsOf } from './search.ts';
import { homeSegments, targetSegments } from './site.ts';
import { titleOf } from './title.ts';

export interface StaticFile {
  /** Below the folder that is served as `/`: `docs/en/index.html`. */
  readonly path: string;
  readonly content: string | Buffer;
}

/** Every file of the site. */
export function* staticFiles(source: Source): Generator<StaticFile> {
  const assets = loadDocsAssets();
  for (const asset of Object.values(assets) as Asset[]) {
    yield { path: `docs/assets/${asset.fileName}`, content: asset.bytes };
  }
  for (const language of ['en', 'zh-CN'] as const) {
    yield* pagesOf(contextOf(source, language), assets);
  }
  // Whoever comes without a language reads English, and finds the other one in its box.
  yield { path: 'docs/index.html', content: pageOf(contextOf(source, 'en'), assets, 0) };
  yield { path: 'docs/llms.txt', content: llmsText(source) };
  for (const [name, document] of openApiFiles(source)) {
    yield { path: `docs/openapi/${name}`, content: JSON.stringify(document(), null, 2) };
  }
}

function* pagesOf(context: Context, assets: DocsAssets): Generator<StaticFile> {
  const { site, language } = context;
  for (const [at, target] of site.targets.entries()) {
    const path = targetSegments(language, target).join('/');
    yield { path: `${path}/index.html`, content: pageOf(context, assets, at) };
    const markdown = writeMarkdown(titleOf(context, target), contentOf(context, target));
    yield { path: `${path}.md`, content: markdown };
  }
  const home = homeSegments(language).join('/');
  yield { path: `${home}/search/index.html`, content: searchPage(context, assets, '', null) };
  yield { path: `${home}/search.json`, content: JSON.stringify(rowsOf(context)) };
}

function pageOf(context: Context, assets: DocsAssets, at: number): string {
  const target = context.site.targets[at];
  if (target === undefined) throw new TypeError('the site has no pages');
  return docsPage(context, assets, { target, content: contentOf(context, target) });
}
