/** Signing in and out of a site, and its language, which anybody may choose. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ipOf } from '../web/caller.ts';
import { csrfTokenOf, newVisit } from './cookies.ts';
import { signInPage } from './layout.ts';
import { localeByTag } from './locale.ts';
import { formOf, ownPage, queryOf } from './request.ts';
import type { SiteTypes } from './screen.ts';
import { localeOf, type Site, sendHtml, sendJson, sessionOf, siteAt } from './site.ts';

/** POST routes that no table lists, below the site's name. */
export const AUTHENTICATION_POSTS = [
  '/sign-in',
  '/sign-out',
  '/language',
  '/api/sign-in',
  '/api/sign-out',
] as const;

export function registerAuthentication<S extends SiteTypes>(
  scope: FastifyInstance,
  site: Site<S>,
): void {
  const root = `/${site.name}`;
  scope.get(`${root}/sign-in`, async (request, reply) => {
    const next = ownPage(site.name, queryOf(request).next);
    if ((await sessionOf(site, request)) !== null) return reply.redirect(next, 303);
    return showSignIn(site, request, reply, { next, login: '', failed: false });
  });
  scope.post(`${root}/sign-in`, async (request, reply) => {
    const { login = '', next: wanted } = formOf(request);
    const next = ownPage(site.name, wanted);
    if (await signIn(site, request, reply)) return reply.redirect(next, 303);
    return showSignIn(site, request, reply.code(401), { next, login, failed: true });
  });
  scope.post(`${root}/sign-out`, async (request, reply) => {
    await signOut(site, request, reply);
    return reply.redirect(siteAt(site, ['sign-in']).toString(), 303);
  });
  scope.post(`${root}/language`, async (request, reply) => {
    const { language = '', next } = formOf(request);
    const locale = localeByTag(site.locales, language);
    if (locale !== null) reply.header('set-cookie', site.cookies.write('language', locale.tag));
    return reply.redirect(pageAfterLanguage(site.name, next), 303);
  });
  scope.get(`${root}/api/session`, async (request, reply) => {
    const session = await sessionOf(site, request);
    const bound = session === null ? visitOf(site, request, reply) : session.token;
    return sendJson(reply, { ...site.sessionModel(session), csrf: csrfTokenOf(bound) });
  });
  scope.post(`${root}/api/sign-in`, async (request, reply) => {
    const session = await signIn(site, request, reply);
    if (session === null) return sendJson(reply.code(401), { error: { code: 'wrong_login' } });
    return sendJson(reply, { ...site.sessionModel(session), csrf: csrfTokenOf(session.token) });
  });
  scope.post(`${root}/api/sign-out`, async (request, reply) => {
    await signOut(site, request, reply);
    return sendJson(reply, { ok: true });
  });
}

/** The sign-in page itself is no page to sign in to, but one to change the language on. */
function pageAfterLanguage(name: string, next: string | undefined): string {
  const signInUrl = `/${name}/sign-in`;
  const isSignIn = next === signInUrl || next?.startsWith(`${signInUrl}?next=`) === true;
  return isSignIn && !next.includes('#') ? next : ownPage(name, next);
}

/** Right: a new session, and its cookie in the reply. */
async function signIn<S extends SiteTypes>(
  site: Site<S>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<S['session'] | null> {
  const { login = '', password = '', otp = '' } = formOf(request);
  const session = await site.signIn({ login, password, otp }, ipOf(request));
  if (session === null) return null;
  const { cookies } = site;
  const set = [cookies.write('session', session.token), cookies.write('visit', null)];
  reply.header('set-cookie', set);
  return session;
}

async function signOut<S extends SiteTypes>(
  site: Site<S>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const session = await sessionOf(site, request);
  if (session !== null) await site.signOut(session, ipOf(request));
  reply.header('set-cookie', site.cookies.write('session', null));
}

function showSignIn<S extends SiteTypes>(
  site: Site<S>,
  request: FastifyRequest,
  reply: FastifyReply,
  page: { readonly next: string; readonly login: string; readonly failed: boolean },
) {
  const csrf = csrfTokenOf(visitOf(site, request, reply));
  return sendHtml(reply, signInPage({ ...page, csrf, site, locale: localeOf(site, request) }));
}

/** The browser's visit, made where there is none; a session that has ended is taken away. */
export function visitOf<S extends SiteTypes>(
  { cookies }: Pick<Site<S>, 'cookies'>,
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
