/** The door: signing in and out, and the language, which anybody may choose. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { csrfTokenOf, newVisit } from './cookies.ts';
import { signInPage } from './layout.ts';
import { localeByTag } from './locale.ts';
import { formOf, ownPage, queryOf } from './request.ts';
import {
  type AuthenticatedSession,
  authenticate,
  type ConsoleServices,
  localeOf,
  sendHtml,
  sendJson,
} from './services.ts';

/** POST routes that no table lists; those of the table are `ACTIONS`. */
export const AUTHENTICATION_POSTS = [
  '/console/sign-in',
  '/console/sign-out',
  '/console/language',
  '/console/api/sign-in',
  '/console/api/sign-out',
] as const;

export function registerAuthentication(scope: FastifyInstance, services: ConsoleServices): void {
  scope.get('/console/sign-in', async (request, reply) => {
    const next = ownPage(queryOf(request).next);
    if ((await authenticate(services, request)) !== null) return reply.redirect(next, 303);
    return showSignIn(services, request, reply, { next, login: '', failed: false });
  });
  scope.post('/console/sign-in', async (request, reply) => {
    const { login = '', next } = formOf(request);
    if (await signIn(services, request, reply)) return reply.redirect(ownPage(next), 303);
    const page = { next: ownPage(next), login, failed: true };
    return showSignIn(services, request, reply.code(401), page);
  });
  scope.post('/console/sign-out', async (request, reply) => {
    await signOut(services, request, reply);
    return reply.redirect('/console/sign-in', 303);
  });
  scope.post('/console/language', async (request, reply) => {
    const { language = '', next } = formOf(request);
    const locale = localeByTag(language);
    if (locale !== null) reply.header('set-cookie', services.cookies.write('language', locale.tag));
    return reply.redirect(pageAfterLanguage(next), 303);
  });
  scope.get('/console/api/session', async (request, reply) => {
    const session = await authenticate(services, request);
    if (session !== null) return sendJson(reply, sessionOf(session));
    const csrf = csrfTokenOf(visitOf(services, request, reply));
    return sendJson(reply, { operator: null, csrf });
  });
  scope.post('/console/api/sign-in', async (request, reply) => {
    const session = await signIn(services, request, reply);
    if (session !== null) return sendJson(reply, sessionOf(session));
    return sendJson(reply.code(401), { error: { code: 'wrong_login' } });
  });
  scope.post('/console/api/sign-out', async (request, reply) => {
    await signOut(services, request, reply);
    return sendJson(reply, { ok: true });
  });
}

/** The sign-in page itself is no page to sign in to, but one to change the language on. */
function pageAfterLanguage(next: string | undefined): string {
  const signInUrl = /^\/console\/sign-in(\?next=[^#]*)?$/.exec(next ?? '');
  return signInUrl === null ? ownPage(next) : (next as string);
}

function sessionOf({ operator, token }: AuthenticatedSession) {
  return { operator, csrf: csrfTokenOf(token) };
}

/** Right: a new session, and its cookie in the reply. */
async function signIn(
  services: ConsoleServices,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<AuthenticatedSession | null> {
  const { deps, cookies } = services;
  const { login = '', password = '', otp = '' } = formOf(request);
  const session = await deps.signIn.in({ login, password, otp }, request.ip);
  if (session === null) return null;
  const { token } = session;
  reply.header('set-cookie', [cookies.write('session', token), cookies.write('visit', null)]);
  return session;
}

async function signOut(
  services: ConsoleServices,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const session = await authenticate(services, request);
  if (session !== null) {
    await services.deps.signIn.out(session.operator, session.token, request.ip);
  }
  reply.header('set-cookie', services.cookies.write('session', null));
}

function showSignIn(
  services: ConsoleServices,
  request: FastifyRequest,
  reply: FastifyReply,
  page: { readonly next: string; readonly login: string; readonly failed: boolean },
) {
  const csrf = csrfTokenOf(visitOf(services, request, reply));
  const locale = localeOf(services, request);
  return sendHtml(reply, signInPage({ ...page, locale, assets: services.assets, csrf }));
}

/** The browser's visit, made where there is none; a session that has ended is taken away. */
function visitOf(
  { cookies }: ConsoleServices,
  request: FastifyRequest,
  reply: FastifyReply,
): string {
  const { cookie } = request.headers;
  const known = cookies.read(cookie, 'visit');
  const visit = known ?? newVisit();
  const set = known === null ? [cookies.write('visit', visit)] : [];
  if (cookies.read(cookie, 'session') !== null) set.push(cookies.write('session', null));
  if (set.length > 0) reply.header('set-cookie', set);
  return visit;
}
