/** What all routes of the console share, and how they answer. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { jsonOf } from '../operator/model-json.ts';
import type { Operator } from '../ports/operator.ts';
import type { Cookies } from './cookies.ts';
import type { ConsoleDeps } from './deps.ts';
import { type NoteKey, notePage } from './layout.ts';
import { type Locale, localeByTag, preferredLocale } from './locale.ts';
import type { ConsoleAssets } from './page-context.ts';

export const API = '/console/api';

export interface ConsoleServices {
  readonly deps: ConsoleDeps;
  readonly cookies: Cookies;
  readonly assets: ConsoleAssets;
}

/** Who is signed in, and the token that says so. */
export interface AuthenticatedSession {
  readonly operator: Operator;
  readonly token: string;
}

export async function authenticate(
  services: ConsoleServices,
  request: FastifyRequest,
): Promise<AuthenticatedSession | null> {
  const token = services.cookies.read(request.headers.cookie, 'session');
  const operator = token === null ? null : await services.deps.sessions.use(token);
  return token === null || operator === null ? null : { operator, token };
}

export function localeOf({ cookies }: ConsoleServices, request: FastifyRequest): Locale {
  const picked = localeByTag(cookies.read(request.headers.cookie, 'language'));
  return picked ?? preferredLocale(request.headers['accept-language']);
}

export function sendHtml(reply: FastifyReply, page: string) {
  return reply.type('text/html; charset=utf-8').header('vary', 'accept-language').send(page);
}

export function sendJson(reply: FastifyReply, value: unknown) {
  return reply.type('application/json; charset=utf-8').send(jsonOf(value));
}

export function sendNote(
  services: ConsoleServices,
  request: FastifyRequest,
  reply: FastifyReply,
  key: NoteKey,
) {
  if (request.url.startsWith(`${API}/`)) return sendJson(reply, { error: { code: key } });
  return sendHtml(reply, notePage(key, localeOf(services, request), services.assets));
}
