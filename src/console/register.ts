/**
 * The operators' console below `/console`: pages, the same as JSON below `/console/api`, and the
 * door. Every route but the door's comes from the tables of screens and actions.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasTwoOwners } from '../operator/approval.ts';
import type { Failed } from '../operator/command.ts';
import { mayDo } from '../operator/roles.ts';
import { type Asset, loadAsset, sendAsset } from '../web/asset.ts';
import { registerAuthentication } from './authentication.ts';
import { createCookies, csrfMatches, csrfTokenOf } from './cookies.ts';
import type { ConsoleDeps } from './deps.ts';
import { CONSOLE_HEADERS, isFromOurPage } from './headers.ts';
import { appPage } from './layout.ts';
import type { PageContext, Problem } from './page-context.ts';
import { at } from './parts.ts';
import { doneQuery, formOf, paramsOf, queryOf, readDone, takeForms } from './request.ts';
import { runAction } from './run-action.ts';
import type { Action, ActionResult, Ask, Form, Screen } from './screen.ts';
import {
  API,
  type AuthenticatedSession,
  authenticate,
  type ConsoleServices,
  localeOf,
  sendHtml,
  sendJson,
  sendNote,
} from './services.ts';
import { ACTIONS, SCREENS } from './table.ts';

/** The signature check takes whole requests. */
const BODY_BYTES_MAX = 256 * 1024;

/** Adds the console, with headers and error pages of its own. */
export async function registerConsole(fastify: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const folder = new URL('./assets/', import.meta.url);
  const load = (file: string) => loadAsset(folder, file, ['console', 'assets']);
  const assets = { style: load('console.css'), script: load('console.js'), icon: load('icon.svg') };
  const cookies = createCookies(deps.publicUrl.startsWith('https:'));
  const services: ConsoleServices = { deps, cookies, assets };
  await fastify.register(async (scope) => {
    takeForms(scope);
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers(CONSOLE_HEADERS);
    });
    scope.addHook('preHandler', async (request, reply) => {
      if (request.method !== 'GET' && request.method !== 'HEAD' && isForged(services, request)) {
        return sendNote(services, request, reply.code(403), 'forged');
      }
    });
    scope.setErrorHandler((error: { statusCode?: number }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) deps.onTrouble(error);
      return sendNote(services, request, reply.code(status), status < 500 ? 'forged' : 'trouble');
    });
    for (const asset of Object.values(assets) as Asset[]) {
      scope.get(asset.url.toString(), (request, reply) => sendAsset(request, reply, asset));
    }
    registerAuthentication(scope, services);
    for (const screen of SCREENS) addScreen(scope, services, screen);
    for (const action of ACTIONS) addAction(scope, services, action);
    const notFound = (request: FastifyRequest, reply: FastifyReply) =>
      sendNote(services, request, reply.code(404), 'notFound');
    scope.get('/console/*', notFound);
  });
}

function addScreen(scope: FastifyInstance, services: ConsoleServices, screen: Screen): void {
  scope.get(`/console${screen.path}`, async (request, reply) => {
    const session = await authenticate(services, request);
    if (session === null) {
      return reply.redirect(at(['sign-in'], { next: request.url }).toString(), 303);
    }
    if (mustEnrol(services, session, screen)) return reply.redirect(ENROL_PAGE, 303);
    const context = await pageContextOf(services, request, session, hereOf(request));
    return showScreen(services, request, reply, screen, askOf(request, session), context);
  });
  scope.get(`${API}${apiPath(screen)}`, async (request, reply) => {
    const session = await authenticate(services, request);
    if (session === null) return sendJson(reply.code(401), { error: { code: 'signed_out' } });
    if (mustEnrol(services, session, screen)) return sendJson(reply.code(403), NEEDS_SECOND_FACTOR);
    if (!mayDo(session.operator.role, screen.ability)) {
      return sendJson(reply.code(403), { error: { code: 'forbidden' } });
    }
    const model = await screen.load(services.deps, askOf(request, session));
    if (model === null) return sendJson(reply.code(404), { error: { code: 'not_found' } });
    return sendJson(reply, model);
  });
}

export function apiPath(screen: Pick<Screen, 'path'>): string {
  return screen.path === '' ? '/overview' : screen.path;
}

async function showScreen(
  services: ConsoleServices,
  request: FastifyRequest,
  reply: FastifyReply,
  screen: Screen,
  ask: Ask,
  context: PageContext,
) {
  if (!context.may(screen.ability))
    return sendNote(services, request, reply.code(403), 'forbidden');
  const model = await screen.load(services.deps, ask);
  if (model === null) return sendNote(services, request, reply.code(404), 'notFound');
  return sendHtml(reply, appPage(screen.page(model, context), context));
}

function addAction(scope: FastifyInstance, services: ConsoleServices, action: Action): void {
  const options = { bodyLimit: BODY_BYTES_MAX };
  scope.post(`/console${action.path}`, options, async (request, reply) => {
    const session = await authenticate(services, request);
    if (session === null) return reply.redirect(at(['sign-in']).toString(), 303);
    if (mustEnrol(services, session, action)) return reply.redirect(ENROL_PAGE, 303);
    const result = await runAction(services.deps, action, askOf(request, session), formOf(request));
    if (result === null) return sendNote(services, request, reply.code(403), 'forbidden');
    return answerPage(services, request, reply, action, session, result);
  });
  scope.post(`${API}${action.path}`, options, async (request, reply) => {
    const session = await authenticate(services, request);
    if (session === null) return sendJson(reply.code(401), { error: { code: 'signed_out' } });
    if (mustEnrol(services, session, action)) return sendJson(reply.code(403), NEEDS_SECOND_FACTOR);
    const result = await runAction(services.deps, action, askOf(request, session), formOf(request));
    if (result === null) return sendJson(reply.code(403), { error: { code: 'forbidden' } });
    if (!result.ok) {
      return sendJson(reply.code(422), { error: errorOf(result) });
    }
    if ('shown' in result) return sendJson(reply, { ok: true, shown: result.shown });
    return sendJson(reply, { ok: true, done: result.done, count: result.count ?? 0 });
  });
}

/** Done: on to a page that says so. Not done, or something to show: the form's page again. */
async function answerPage(
  services: ConsoleServices,
  request: FastifyRequest,
  reply: FastifyReply,
  action: Action,
  session: AuthenticatedSession,
  result: ActionResult,
) {
  const screen = SCREENS.find(({ path }) => path === action.screen) as Screen;
  const params = paramsOf(request);
  if (result.ok && 'done' in result) {
    const go = result.go ?? segmentsOf(screen.path, params);
    const query = doneQuery(session.token, result.done, result.count ?? 0);
    return reply.redirect(at(go, query).toString(), 303);
  }
  const { csrf: _, password: __, otp: ___, ...typed } = formOf(request);
  const here = at(segmentsOf(screen.path, params)).toString();
  const context: PageContext = {
    ...(await pageContextOf(services, request, session, here)),
    typed,
    ...(result.ok ? { shown: result.shown } : { problem: problemOf(result) }),
  };
  const ask: Ask = { ...askOf(request, session), query: typed };
  return showScreen(services, request, reply.code(result.ok ? 200 : 422), screen, ask, context);
}

function problemOf({ problem, why, field }: Failed): Problem {
  return { key: problem, why: why ?? null, field: field ?? null };
}

/** As JSON: `field` only where one is named. */
function errorOf({ problem, why, field }: Failed) {
  return { code: problem, why: why ?? null, ...(field === undefined ? {} : { field }) };
}

/** `/orders/:id` with `{ id: '17' }` -> `['orders', '17']`. */
function segmentsOf(path: string, params: Form): readonly string[] {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.map((one) => (one.startsWith(':') ? (params[one.slice(1)] ?? '') : one));
}

// ---------------------------------------------------------------------------------------------

const ENROL_PAGE = at(['account', 'second-factor']).toString();
const NEEDS_SECOND_FACTOR = { error: { code: 'second_factor_needed' } };

/** Where a second factor is required, who has none may do nothing but set one up. */
function mustEnrol(
  { deps }: ConsoleServices,
  { operator }: Pick<AuthenticatedSession, 'operator'>,
  { ability }: Pick<Screen, 'ability'>,
): boolean {
  const lacks = deps.requireSecondFactor && operator.secondFactorAt === null;
  return lacks && ability !== 'own_account';
}

/** A POST that no page of ours made, or not for this browser. */
function isForged({ deps, cookies }: ConsoleServices, request: FastifyRequest): boolean {
  const own = [new URL(deps.publicUrl).origin, `${request.protocol}://${request.host}`];
  if (!isFromOurPage(request.headers, own)) return true;
  const { cookie } = request.headers;
  const bound = cookies.read(cookie, 'session') ?? cookies.read(cookie, 'visit');
  const header = request.headers['x-csrf-token'];
  const given = formOf(request).csrf ?? (typeof header === 'string' ? header : '');
  return bound === null || !csrfMatches(bound, given);
}

function askOf(request: FastifyRequest, { operator, token }: AuthenticatedSession): Ask {
  return { operator, token, ip: request.ip, params: paramsOf(request), query: queryOf(request) };
}

/** The page's own address, without what the last action said. */
function hereOf(request: FastifyRequest): string {
  const { done: _, count: __, seal: ___, ...query } = queryOf(request);
  const path = request.url.split('?')[0] ?? '';
  return Object.keys(query).length === 0 ? path : `${path}?${new URLSearchParams(query)}`;
}

async function pageContextOf(
  services: ConsoleServices,
  request: FastifyRequest,
  { operator, token }: AuthenticatedSession,
  here: string,
): Promise<PageContext> {
  const locale = localeOf(services, request);
  const { fourEyes, approvals } = services.deps;
  const decides = fourEyes && mayDo(operator.role, 'approve');
  return {
    locale,
    t: locale.messages,
    assets: services.assets,
    operator,
    csrf: csrfTokenOf(token),
    here,
    fourEyes,
    waiting: decides ? await approvals.waitingFor(operator.id) : 0,
    alone: fourEyes && operator.role === 'owner' && !(await hasTwoOwners(services.deps)),
    nowMs: services.deps.clock.nowMs(),
    done: readDone(token, queryOf(request)),
    problem: null,
    typed: {},
    shown: null,
    may: (ability) =>
      !mustEnrol(services, { operator }, { ability }) && mayDo(operator.role, ability),
  };
}
