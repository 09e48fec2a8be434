/** A site of ours: its tables, who may sign in to it, and what its pages look like. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { jsonOf } from '../operator/model-json.ts';
import type { Credentials } from '../operator/sign-in.ts';
import { ownPath, type SafeUrl } from '../web/safe-url.ts';
import type { Cookies } from './cookies.ts';
import { type NoteKey, notePage } from './layout.ts';
import { type Locale, type Locales, localeByTag, preferredLocale } from './locale.ts';
import type { PageContext, SiteAssets } from './page-context.ts';
import type {
  ActionResult,
  Asked,
  Document,
  Form,
  SiteAction,
  SiteScreen,
  SiteTypes,
} from './screen.ts';

/** Method syntax on purpose: the routes handle sites of all types. */
export interface Site<S extends SiteTypes> {
  /** The first part of every path: `console`. */
  readonly name: string;
  /** What stands before the path of a screen, in Fastify's syntax: `/:mode`, or nothing. */
  readonly below: string;
  readonly screens: readonly SiteScreen<S>[];
  readonly actions: readonly SiteAction<S>[];
  readonly publicUrl: string;
  /** Names that it is reached by beside that of its public address; left out: none. */
  readonly hosts?: readonly string[];
  readonly cookies: Cookies;
  readonly assets: SiteAssets;
  readonly locales: Locales<S['messages']>;
  /** Null: the session has ended. */
  authenticate(token: string): Promise<S['session'] | null>;
  signIn(credentials: Credentials, ip: string): Promise<S['session'] | null>;
  signOut(session: S['session'], ip: string): Promise<void>;
  /** Who is signed in, for programs; null: nobody. */
  sessionModel(session: S['session'] | null): object;
  /** Null: there is no such place. */
  askOf(session: S['session'], asked: Asked): { deps: S['deps']; ask: S['ask'] } | null;
  may(session: S['session'], ability: S['ability']): boolean;
  /** Whether who is signed in must set up a second factor before this. */
  mustEnrol(session: S['session'], ability: S['ability']): boolean;
  contextOf(ask: S['ask'], base: PageContext<S['messages']>): Promise<S['context']>;
  /** Null: the role does not include it. */
  run(action: SiteAction<S>, ask: S['ask'], form: Form): Promise<ActionResult | null>;
  page(document: Document, context: S['context']): string;
  nowMs(): number;
  /** A failure of ours behind a page; people learn only that there was one. */
  onTrouble(error: unknown): void;
}

/** An address of the site. */
export function siteAt(
  { name }: { readonly name: string },
  segments: readonly string[],
  query?: Form,
): SafeUrl {
  return ownPath([name, ...segments], query);
}

/** `/:mode/orders/:id` with its parameters -> `['test', 'orders', '17']`. */
export function segmentsOf(path: string, params: Form): readonly string[] {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.map((one) => (one.startsWith(':') ? (params[one.slice(1)] ?? '') : one));
}

/** Where the JSON interface of a site begins. */
export function apiOf({ name }: { readonly name: string }): string {
  return `/${name}/api`;
}

export async function sessionOf<S extends SiteTypes>(
  site: Site<S>,
  request: FastifyRequest,
): Promise<S['session'] | null> {
  const token = site.cookies.read(request.headers.cookie, 'session');
  return token === null ? null : await site.authenticate(token);
}

export function localeOf<S extends SiteTypes>(
  { cookies, locales }: Pick<Site<S>, 'cookies' | 'locales'>,
  request: FastifyRequest,
): Locale<S['messages']> {
  const picked = localeByTag(locales, cookies.read(request.headers.cookie, 'language'));
  return picked ?? preferredLocale(locales, request.headers['accept-language']);
}

export function sendHtml(reply: FastifyReply, page: string) {
  return reply.type('text/html; charset=utf-8').header('vary', 'accept-language').send(page);
}

export function sendJson(reply: FastifyReply, value: unknown) {
  return reply.type('application/json; charset=utf-8').send(jsonOf(value));
}

export function sendNote<S extends SiteTypes>(
  site: Site<S>,
  request: FastifyRequest,
  reply: FastifyReply,
  key: NoteKey,
) {
  if (request.url.startsWith(`${apiOf(site)}/`)) return sendJson(reply, { error: { code: key } });
  return sendHtml(reply, notePage(key, site, localeOf(site, request)));
}
