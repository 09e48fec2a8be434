/** The documentation at `/docs`: pages, their Markdown, OpenAPI files, search. */
import compress from '@fastify/compress';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../dialects/reference.ts';
import { type Asset, sendAsset } from '../web/asset.ts';
import { type DocsAssets, loadDocsAssets } from './assets.ts';
import { type Context, contextOf, type Source } from './context.ts';
import { DOCS_HEADERS } from './headers.ts';
import { docsPage } from './layout.ts';
import { llmsText } from './llms.ts';
import { writeMarkdown } from './markdown.ts';
import { openApiFiles } from './openapi/files.ts';
import { contentOf } from './pages/content.ts';
import { notFoundPage, searchPage } from './pages/found.ts';
import { type FrontState, frontPage } from './pages/front.ts';
import { createSearch, type Search } from './search.ts';
import { homeSegments, languageOf, type Target } from './site.ts';
import { titleOf } from './title.ts';

/** Below this a packed answer is no smaller. */
const PACKED_FROM_BYTES = 1_024;

/** What is served beside the documentation itself. */
export interface Served {
  /** False: nothing below `/docs`, as an operator may want. */
  readonly docs: boolean;
  /** The page at `/`; null: there is none. */
  readonly front: (() => Promise<FrontState>) | null;
}

/** Adds the pages, with headers of their own. */
export async function registerDocs(
  fastify: FastifyInstance,
  source: Source,
  { docs, front }: Served,
): Promise<void> {
  const assets = loadDocsAssets();
  // Made when somebody searches for the first time.
  const searches = new Map<Language, Promise<Search>>();
  const searchIn = (language: Language): Promise<Search> => {
    const known = searches.get(language) ?? createSearch(source, language);
    searches.set(language, known);
    return known;
  };
  // They hold nothing of the catalogue: each is written once, and not for every visitor.
  const documents = openApiFiles(source);
  const written = new Map<string, string>();
  const openApiText = (file: string): string | null => {
    const text = written.get(file) ?? textOf(documents.get(file));
    if (text !== null) written.set(file, text);
    return text;
  };
  await fastify.register(async (scope) => {
    await scope.register(compress, {
      ...{ global: false, threshold: PACKED_FROM_BYTES, encodings: ['br', 'gzip'] },
    });
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers(DOCS_HEADERS);
    });
    for (const asset of Object.values(assets) as Asset[]) {
      scope.get(asset.url.toString(), (request, reply) => sendAsset(request, reply, asset));
    }
    if (front !== null) {
      scope.get('/', async (request, reply) => {
        const { lang } = request.query as Readonly<Record<string, unknown>>;
        const picked = languageOf(typeof lang === 'string' ? lang : '');
        const language = picked ?? preferred(request.headers['accept-language']);
        const page = frontPage(contextOf(source, language), assets, await front());
        return sendHtml(reply.header('vary', 'accept-language'), page);
      });
    }
    if (!docs) return;
    const packed = { compress: { threshold: PACKED_FROM_BYTES } };
    scope.get('/docs', (request, reply) => {
      const language = preferred(request.headers['accept-language']);
      const to = `/${homeSegments(language).join('/')}`;
      return reply.header('vary', 'accept-language').redirect(to, 302);
    });
    scope.get('/docs/llms.txt', packed, (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send(llmsText(source)),
    );
    scope.get('/docs/openapi/:file', packed, (request, reply) => {
      const { file } = request.params as { readonly file: string };
      const text = openApiText(file);
      if (text === null) return sendNotFound(contextOf(source, 'en'), assets, reply);
      return reply.type('application/json; charset=utf-8').send(text);
    });
    scope.get('/docs/:language/search', packed, async (request, reply) => {
      const context = contextOf(source, languageIn(request) ?? 'en');
      const { q } = request.query as Readonly<Record<string, unknown>>;
      const query = typeof q === 'string' ? q.trim() : '';
      const hits = query === '' ? [] : (await searchIn(context.language))(query);
      return sendHtml(reply, searchPage(context, assets, query, hits));
    });
    scope.get('/docs/:language', packed, (request, reply) => send(source, assets, request, reply));
    scope.get('/docs/:language/*', packed, (request, reply) =>
      send(source, assets, request, reply),
    );
  });
}

function textOf(document: (() => object) | undefined): string | null {
  return document === undefined ? null : JSON.stringify(document(), null, 2);
}

function send(source: Source, assets: DocsAssets, request: FastifyRequest, reply: FastifyReply) {
  const language = languageIn(request);
  const context = contextOf(source, language ?? 'en');
  if (language === null) return sendNotFound(context, assets, reply);
  const path = (request.params as Readonly<Record<string, string>>)['*'] ?? '';
  const isMarkdown = path.endsWith('.md');
  const segments = path
    .replace(/\.md$/, '')
    .split('/')
    .filter((each) => each !== '');
  const target = source.site.find(segments);
  if (target === null) return sendNotFound(context, assets, reply);
  if (isMarkdown) {
    return reply.type('text/markdown; charset=utf-8').send(markdownOf(context, target));
  }
  return sendHtml(
    reply,
    docsPage(context, assets, { target, content: contentOf(context, target) }),
  );
}

export function markdownOf(context: Context, target: Target): string {
  return writeMarkdown(titleOf(context, target), contentOf(context, target));
}

function languageIn(request: FastifyRequest): Language | null {
  return languageOf((request.params as Readonly<Record<string, string>>).language ?? '');
}

/** The first language of the header (RFC 9110 section 12.5.4) that is ours; else English. */
function preferred(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '').slice(0, 200).toLowerCase().split(/[,;]/);
  const first = wanted.map((part) => part.trim()).find((part) => /^(en|zh)\b/.test(part));
  return first?.startsWith('zh') === true ? 'zh-CN' : 'en';
}

function sendNotFound(context: Context, assets: DocsAssets, reply: FastifyReply) {
  return sendHtml(reply.code(404), notFoundPage(context, assets));
}

function sendHtml(reply: FastifyReply, page: string) {
  return reply.type('text/html; charset=utf-8').send(page);
}
