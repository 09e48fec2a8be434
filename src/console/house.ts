/** What all routes of the console share, and how they answer. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operator } from '../ports/operator.ts';
import type { Cookies } from './cookies.ts';
import type { ConsoleDeps } from './deps.ts';
import type { ConsoleAssets } from './frame.ts';
import { jsonOf } from './json.ts';
import { type NoteKey, notePage } from './layout.ts';
import { type Locale, localeByTag, preferredLocale } from './locale.ts';

export const API = '/console/api';

export interface House {
  readonly deps: ConsoleDeps;
  readonly cookies: Cookies;
  readonly assets: ConsoleAssets;
}

/** Who is signed in, and the token that says so. */
export interface Entered {
  readonly operator: Operator;
  readonly token: string;
}

export async function enter(house: House, request: FastifyRequest): Promise<Entered | null> {
  const token = house.cookies.read(request.headers.cookie, 'session');
  const operator = token === null ? null : await house.deps.sessions.use(token);
  return token === null || operator === null ? null : { operator, token };
}

export function localeOf({ cookies }: House, request: FastifyRequest): Locale {
  const picked = localeByTag(cookies.read(request.headers.cookie, 'language'));
  return picked ?? preferredLocale(request.headers['accept-language']);
}

export function sendHtml(reply: FastifyReply, page: string) {
  return reply.type('text/html; charset=utf-8').header('vary', 'accept-language').send(page);
}

export function sendJson(reply: FastifyReply, value: unknown) {
  return reply.type('application/json; charset=utf-8').send(jsonOf(value));
}

export function sendNote(house: House, request: FastifyRequest, reply: FastifyReply, key: NoteKey) {
  if (request.url.startsWith(`${API}/`)) return sendJson(reply, { error: { code: key } });
  return sendHtml(reply, notePage(key, localeOf(house, request), house.assets));
}
