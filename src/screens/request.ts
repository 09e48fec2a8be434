/** What a request says, as text that nothing has been concluded from yet. */
import { createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readMultipart } from '../web/multipart.ts';
import type { Form } from './screen.ts';

/** Forms of pages and JSON of programs: both are names with texts. */
export function takeForms(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  const parsers: readonly (readonly [type: string, read: (body: string) => Form | null])[] = [
    ['application/x-www-form-urlencoded', (body) => textsOf(new URLSearchParams(body))],
    ['application/json', readJson],
  ];
  for (const [type, read] of parsers) {
    scope.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) => {
      const form = read(String(body));
      if (form === null) done(Object.assign(new Error('unreadable'), { statusCode: 400 }));
      else done(null, form);
    });
  }
  scope.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    (request, body, done) => {
      const form = readFiles(request.headers['content-type'], body as Buffer);
      if (form === null) done(Object.assign(new Error('unreadable'), { statusCode: 400 }));
      else done(null, form);
    },
  );
}

/** A file is its bytes in base64, and its name beside it. */
function readFiles(contentType: string | undefined, body: Buffer): Form | null {
  const parts = readMultipart(contentType, body);
  return parts === null
    ? null
    : textsOf(
        parts.flatMap(({ name, fileName, bytes }): (readonly [string, string])[] =>
          fileName === null
            ? [[name, bytes.toString('utf8')]]
            : [
                [name, bytes.toString('base64')],
                [`${name}_name`, fileName],
              ],
        ),
      );
}

function readJson(body: string): Form | null {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const entries = Object.entries(value);
    return entries.every(([, text]) => typeof text === 'string') ? textsOf(entries) : null;
  } catch {
    return null;
  }
}

/** The database takes no NUL and no half characters; the last of a repeated name counts. */
function textsOf(entries: Iterable<readonly [string, unknown]>): Form {
  const texts = [...entries].flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[name, value.toWellFormed().replaceAll('\0', '\uFFFD')] as const]
      : [],
  );
  return Object.fromEntries(texts);
}

export function formOf(request: FastifyRequest): Form {
  return (request.body as Form | null | undefined) ?? {};
}

export function queryOf(request: FastifyRequest): Form {
  return textsOf(Object.entries(request.query as object));
}

export function paramsOf(request: FastifyRequest): Form {
  return textsOf(Object.entries(request.params as object));
}

/** A page of the site to go to; anything else becomes its first page. */
export function ownPage(site: string, next: string | undefined): string {
  const home = `/${site}`;
  const base = 'http://pages.invalid';
  const url = URL.parse(next ?? '', base);
  if (url === null || url.origin !== base) return home;
  const { pathname, search } = url;
  const isOurs = pathname === home || pathname.startsWith(`${home}/`);
  const below = pathname.slice(home.length);
  const isPage = isOurs && !/^\/(sign-|api(\/|$))/.test(below);
  return isPage ? pathname + search : home;
}

// ---------------------------------------------------------------------------------------------
// "Done" survives one redirect in the address, sealed so that no link of others can say it.

export function doneQuery(token: string, done: string, count: number): Form {
  return { done, count: String(count), seal: sealOf(token, done, String(count)) };
}

/** Null: the address says nothing, or not by our seal. */
export function readDone(token: string, query: Form): { key: string; count: number } | null {
  const { done = '', count = '', seal = '' } = query;
  if (done === '' || seal !== sealOf(token, done, count)) return null;
  return { key: done, count: Number.parseInt(count, 10) };
}

function sealOf(token: string, done: string, count: string): string {
  return createHmac('sha256', token)
    .update(`done ${done} ${count}`)
    .digest('base64url')
    .slice(0, 22);
}
