/**
 * A site's routes: pages, the same as JSON below `/api`, and signing in. Every route but those of
 * signing in comes from the site's tables of screens and actions.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Failed } from '../operator/command.ts';
import { type Asset, loadAsset, sendAsset } from '../web/asset.ts';
import { ipOf } from '../web/caller.ts';
import { registerAuthentication } from './authentication.ts';
import { csrfMatches, csrfTokenOf } from './cookies.ts';
import { isFromOurPage, isOwnHost, PAGE_HEADERS } from './headers.ts';
import type { PageContext, Problem, SiteAssets } from './page-context.ts';
import { doneQuery, formOf, paramsOf, queryOf, readDone, takeForms } from './request.ts';
import type { ActionResult, Asked, SiteAction, SiteScreen, SiteTypes } from './screen.ts';
import {
  apiOf,
  localeOf,
  type Site,
  segmentsOf,
  sendHtml,
  sendJson,
  sendNote,
  sessionOf,
  siteAt,
} from './site.ts';

/** The signature check takes whole requests. */
const BODY_BYTES_MAX = 256 * 1024;

/** The files of a site's pages, served below its own address. */
export function loadSiteAssets(name: string): SiteAssets {
  const folder = new URL('./assets/', import.meta.url);
  const load = (file: string) => loadAsset(folder, file, [name, 'assets']);
  return { style: load('screens.css'), script: load('screens.js'), icon: load('icon.svg') };
}

/** Adds the site, with headers and error pages of its own. `more`: routes beside the tables. */
export async function registerSite<S extends SiteTypes>(
  fastify: FastifyInstance,
  site: Site<S>,
  more: (scope: FastifyInstance) => void = () => undefined,
): Promise<void> {
  await fastify.register(async (scope) => {
    takeForms(scope);
    scope.addHook('onRequest', async (request, reply) => {
      reply.headers(PAGE_HEADERS);
      // A name of others that leads here: their page could read ours as its own.
      const ours = [new URL(site.publicUrl).hostname, ...(site.hosts ?? [])];
      if (!isOwnHost(request.hostname, ours)) {
        return sendNote(site, request, reply.code(421), 'forged');
      }
    });
    scope.addHook('preHandler', async (request, reply) => {
      if (request.method !== 'GET' && request.method !== 'HEAD' && isForged(site, request)) {
        return sendNote(site, request, reply.code(403), 'forged');
      }
    });
    scope.setErrorHandler((error: { statusCode?: number }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) site.onTrouble(error);
      return sendNote(site, request, reply.code(status), status < 500 ? 'forged' : 'trouble');
    });
    for (const asset of Object.values(site.assets) as Asset[]) {
      scope.get(asset.url.toString(), (request, reply) => sendAsset(request, reply, asset));
    }
    registerAuthentication(scope, site);
    more(scope);
    for (const screen of site.screens) addScreen(scope, site, screen);
    for (const action of site.actions) addAction(scope, site, action);
    const notFound = (request: FastifyRequest, reply: FastifyReply) =>
      sendNote(site, request, reply.code(404), 'notFound');
    scope.get(`/${site.name}/*`, notFound);
  });
}

/** By which path the JSON interface has a screen. */
export function apiPath({ path }: { readonly path: string }): string {
  return path === '' ? '/overview' : path;
}

function addScreen<S extends SiteTypes>(
  scope: FastifyInstance,
  site: Site<S>,
  screen: SiteScreen<S>,
): void {
  scope.get(`/${site.name}${site.below}${screen.path}`, async (request, reply) => {
    const session = await sessionOf(site, request);
    if (session === null) {
      return reply.redirect(siteAt(site, ['sign-in'], { next: request.url }).toString(), 303);
    }
    if (site.mustEnrol(session, screen.ability)) return toEnrolment(site, request, reply);
    return showScreen(site, request, reply, screen, session, askedOf(request), {
      here: hereOf(request),
    });
  });
  scope.get(`${apiOf(site)}${site.below}${apiPath(screen)}`, async (request, reply) => {
    const session = await sessionOf(site, request);
    if (session === null) return sendJson(reply.code(401), { error: { code: 'signed_out' } });
    if (site.mustEnrol(session, screen.ability)) {
      return sendJson(reply.code(403), NEEDS_SECOND_FACTOR);
    }
    if (!site.may(session, screen.ability)) {
      return sendJson(reply.code(403), { error: { code: 'forbidden' } });
    }
    const bound = site.askOf(session, askedOf(request));
    const model = bound === null ? null : await screen.load(bound.deps, bound.ask);
    if (model === null) return sendJson(reply.code(404), { error: { code: 'not_found' } });
    return sendJson(reply, model);
  });
}

async function showScreen<S extends SiteTypes>(
  site: Site<S>,
  request: FastifyRequest,
  reply: FastifyReply,
  screen: SiteScreen<S>,
  session: S['session'],
  asked: Asked,
  more: Pick<PageContext, 'here'> & Partial<PageContext>,
) {
  if (!site.may(session, screen.ability)) {
    return sendNote(site, request, reply.code(403), 'forbidden');
  }
  const bound = site.askOf(session, asked);
  const model = bound === null ? null : await screen.load(bound.deps, bound.ask);
  if (bound === null || model === null) {
    return sendNote(site, request, reply.code(404), 'notFound');
  }
  const base = baseContextOf(site, request, session, more);
  const context = await site.contextOf(bound.ask, base);
  return sendHtml(reply, site.page(screen.page(model, context), context));
}

function addAction<S extends SiteTypes>(
  scope: FastifyInstance,
  site: Site<S>,
  action: SiteAction<S>,
): void {
  const options = { bodyLimit: action.bodyBytesMax ?? BODY_BYTES_MAX };
  scope.post(`/${site.name}${site.below}${action.path}`, options, async (request, reply) => {
    const session = await sessionOf(site, request);
    if (session === null) return reply.redirect(siteAt(site, ['sign-in']).toString(), 303);
    if (site.mustEnrol(session, action.ability)) return toEnrolment(site, request, reply);
    const bound = site.askOf(session, askedOf(request));
    if (bound === null) return sendNote(site, request, reply.code(404), 'notFound');
    const result = await site.run(action, bound.ask, formOf(request));
    if (result === null) return sendNote(site, request, reply.code(403), 'forbidden');
    return answerPage(site, request, reply, action, session, result);
  });
  scope.post(`${apiOf(site)}${site.below}${action.path}`, options, async (request, reply) => {
    const session = await sessionOf(site, request);
    if (session === null) return sendJson(reply.code(401), { error: { code: 'signed_out' } });
    if (site.mustEnrol(session, action.ability)) {
      return sendJson(reply.code(403), NEEDS_SECOND_FACTOR);
    }
    const bound = site.askOf(session, askedOf(request));
    if (bound === null) return sendJson(reply.code(404), { error: { code: 'not_found' } });
    const result = await site.run(action, bound.ask, formOf(request));
    if (result === null) return sendJson(reply.code(403), { error: { code: 'forbidden' } });
    if (!result.ok) {
      return sendJson(reply.code(422), { error: errorOf(result) });
    }
    if ('shown' in result) return sendJson(reply, { ok: true, shown: result.shown });
    return sendJson(reply, { ok: true, done: result.done, count: result.count ?? 0 });
  });
}

/** Done: on to a page that says so. Not done, or something to show: the form's page again. */
async function answerPage<S extends SiteTypes>(
  site: Site<S>,
  request: FastifyRequest,
  reply: FastifyReply,
  action: SiteAction<S>,
  session: S['session'],
  result: ActionResult,
) {
  const screen = site.screens.find(({ path }) => path === action.screen) as SiteScreen<S>;
  const params = paramsOf(request);
  const below = segmentsOf(site.below, params);
  const own = [...below, ...segmentsOf(screen.path, params)];
  if (result.ok && 'done' in result) {
    const go = result.go === undefined ? own : [...below, ...result.go];
    const query = doneQuery(session.token, result.done, result.count ?? 0);
    return reply.redirect(siteAt(site, go, query).toString(), 303);
  }
  const { csrf: _, password: __, otp: ___, ...typed } = formOf(request);
  const more = result.ok ? { shown: result.shown } : { problem: problemOf(result) };
  const asked = { ...askedOf(request), query: typed };
  reply.code(result.ok ? 200 : 422);
  return showScreen(site, request, reply, screen, session, asked, {
    here: siteAt(site, own).toString(),
    typed,
    ...more,
  });
}

function problemOf({ problem, why, field }: Failed): Problem {
  return { key: problem, why: why ?? null, field: field ?? null };
}

/** As JSON: `field` only where one is named. */
function errorOf({ problem, why, field }: Failed) {
  return { code: problem, why: why ?? null, ...(field === undefined ? {} : { field }) };
}

// ---------------------------------------------------------------------------------------------

/** Who must set up a second factor may do nothing else: the site has its page for that. */
function toEnrolment<S extends SiteTypes>(
  site: Site<S>,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const below = segmentsOf(site.below, paramsOf(request));
  return reply.redirect(siteAt(site, [...below, 'account', 'second-factor']).toString(), 303);
}

const NEEDS_SECOND_FACTOR = { error: { code: 'second_factor_needed' } };

/** A POST that no page of ours made, or not for this browser. */
function isForged<S extends SiteTypes>(site: Site<S>, request: FastifyRequest): boolean {
  const own = [new URL(site.publicUrl).origin, `${request.protocol}://${request.host}`];
  if (!isFromOurPage(request.headers, own)) return true;
  const { cookie } = request.headers;
  const bound = site.cookies.read(cookie, 'session') ?? site.cookies.read(cookie, 'visit');
  const header = request.headers['x-csrf-token'];
  const given = formOf(request).csrf ?? (typeof header === 'string' ? header : '');
  return bound === null || !csrfMatches(bound, given);
}

function askedOf(request: FastifyRequest): Asked {
  return { ip: ipOf(request), params: paramsOf(request), query: queryOf(request) };
}

/** The page's own address, without what the last action said. */
function hereOf(request: FastifyRequest): string {
  const { done: _, count: __, seal: ___, ...query } = queryOf(request);
  const path = request.url.split('?')[0] ?? '';
  return Object.keys(query).length === 0 ? path : `${path}?${new URLSearchParams(query)}`;
}

function baseContextOf<S extends SiteTypes>(
  site: Site<S>,
  request: FastifyRequest,
  { token }: S['session'],
  more: Pick<PageContext, 'here'> & Partial<PageContext>,
): PageContext<S['messages']> {
  const locale = localeOf(site, request);
  return {
    t: locale.messages,
    assets: site.assets,
    csrf: csrfTokenOf(token),
    nowMs: site.nowMs(),
    done: readDone(token, queryOf(request)),
    problem: null,
    typed: {},
    shown: null,
    ...more,
    locale,
  } as PageContext<S['messages']>;
}
