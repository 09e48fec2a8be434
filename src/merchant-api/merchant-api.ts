/**
 * The endpoints for merchants. The body is taken as bytes and nothing is believed before the
 * dialect has verified it; each dialect lives in a Fastify context of its own.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../app/deps.ts';
import { handle } from '../app/handle.ts';
import type { Dialect, HttpReply, OperationInfo, RawRequest, View } from '../dialects/contract.ts';
import { blockOf, siteOf } from '../domain/address-list.ts';
import { type App, type AppKey, thrifty } from '../domain/merchant.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { Snapshot } from '../ports/core.ts';
import { ipOf } from '../web/caller.ts';
import type { FailureLimiter } from '../web/failure-limiter.ts';
import { takeRawBodies } from '../web/raw-bodies.ts';
import { keySpecOf } from '../wire/app-keys.ts';
import { dummyKeyMaterial } from '../wire/dummy-keys.ts';
import type { CallerLimits } from './caller-limits.ts';

export interface MerchantApiDeps extends Deps {
  /** Callers whose signatures keep failing are refused before their signature is looked at. */
  readonly failures: FailureLimiter;
  /** What merchants may use of this process. */
  readonly callers: CallerLimits;
  onRequest(info: RequestInfo): void;
}

/** For the log and the metrics: nothing that identifies a payer or holds a secret. */
export interface RequestInfo {
  readonly dialect: string;
  readonly operation: string;
  readonly appId: bigint | null;
  readonly result: 'ok' | Refused['refusal']['code'];
  readonly tookMs: number;
}

/** Registers every route of a dialect. */
export function registerDialect(
  fastify: FastifyInstance,
  dialect: Dialect,
  deps: MerchantApiDeps,
): void {
  void fastify.register(async (scope) => {
    takeRawBodies(scope);
    const nobody = nobodyOf(dialect);
    for (const [{ name: operation, method }, url] of routesOf(dialect)) {
      scope.route({
        method,
        url,
        // A HEAD would do all the work of a GET and show nothing of it.
        exposeHeadRoute: false,
        bodyLimit: dialect.limits.bodyBytesMax,
        handler: async (request, reply) => {
          const startedAt = performance.now();
          const onFailure = (error: unknown, doing: string) =>
            request.log.error({ err: error, operation, doing }, 'a request failed');
          const { answer, result, appId } = await respond(
            dialect,
            operation,
            rawOf(request),
            { ...deps, onFailure },
            nobody,
          );
          const tookMs = performance.now() - startedAt;
          deps.onRequest({ dialect: dialect.name, operation, appId, result, tookMs });
          return send(reply, answer);
        },
        errorHandler: (error, request, reply) => {
          const tooLarge = error.statusCode === 413;
          const refused = error.statusCode !== undefined && error.statusCode < 500;
          const detail = tooLarge ? 'the body is too large' : 'the request cannot be read';
          if (!refused) request.log.error({ err: error, operation }, 'a request failed');
          const outcome = refused ? refuse('malformed', undefined, detail) : refuse('internal');
          send(reply, dialect.reply(outcome, operation, null, deps.clock.nowMs()));
        },
      });
    }
  });
}

function routesOf({ operations }: Dialect): readonly (readonly [OperationInfo, string])[] {
  return operations.flatMap((operation) =>
    operation.paths.map((path) => [operation, path] as const),
  );
}

interface Nobody {
  readonly app: App;
  readonly keys: readonly AppKey[];
}

function nobodyOf({ name, keys }: Dialect): Nobody {
  const spec = keySpecOf(keys, 'request');
  if (spec === null) throw new TypeError(`${name} has no request keys`);
  const key: AppKey = {
    id: 'nobody',
    purpose: 'request',
    material: dummyKeyMaterial(spec.form),
    notBefore: new Date(0),
    notAfter: null,
  };
  const app: App = {
    id: 0n,
    merchantId: 0n,
    dialect: name,
    publicId: '',
    mode: 'test',
    status: 'disabled',
    keys: [key],
    notifyUrl: null,
    payoutNotifyUrl: null,
    ipAllow: [],
    settings: {},
  };
  return { app, keys: [key] };
}

interface Response {
  readonly answer: HttpReply;
  readonly result: RequestInfo['result'];
  readonly appId: bigint | null;
}

async function respond(
  dialect: Dialect,
  operation: string,
  raw: RawRequest,
  deps: MerchantApiDeps,
  nobody: Nobody,
): Promise<Response> {
  const nowMs = deps.clock.nowMs();
  const refused = (why: Refused, app: App | null): Response => ({
    answer: dialect.reply(why, operation, app, nowMs),
    result: why.refusal.code,
    appId: app?.id ?? null,
  });
  const failing = failuresOf(deps.failures, raw, nowMs);
  const identified = dialect.identify(raw, operation);
  if (!identified.ok) {
    return refused(failing.failed('unknown') ? refuse('rate_limited') : identified, null);
  }
  const snapshot = deps.snapshot.current();
  const app = snapshot.appByPublicId(dialect.name, identified.value.publicId);
  // What fails in the name of an app is counted by itself: others behind the same proxy, or in
  // the same block, use up nothing that it needs. Nor is it refused for what others send in its
  // name: what is signed as documented is always looked at.
  const counted = app === null ? 'unknown' : `${app.id}`;
  if (app === null && failing.isBlocked(counted)) {
    failing.failed(counted);
    return refused(refuse('rate_limited'), null);
  }
  const live = app === null ? nobody.keys : liveKeys(app.keys, nowMs);
  // An unknown caller has made no mistake that another reading would mend.
  const keys = app === null || failing.hasFailedOften(counted) ? thrifty(live) : live;
  const checked = dialect.verify(identified.value, operation, app ?? nobody.app, keys, nowMs);
  if (app === null || !checked.ok) {
    if (failing.failed(counted)) return refused(refuse('rate_limited'), app);
    return refused(app === null || checked.ok ? refuse('unknown_app') : checked, app);
  }
  if (app.status !== 'active') return refused(refuse('app_disabled'), app);
  const leave = deps.callers.enter(app, nowMs, costOf(raw));
  if (leave === null) return refused(refuse('rate_limited'), app);
  try {
    const request = dialect.decode(checked.value, operation, viewOf(snapshot, dialect.name));
    if (!request.ok) return refused(request, app);
    const once = dialect.signedOnce(checked.value, operation, nowMs);
    const outcome = await handle(deps, { appId: app.id, ip: raw.ip }, request.value, once);
    return {
      answer: dialect.reply(outcome, operation, app, deps.clock.nowMs()),
      result: outcome.ok ? 'ok' : outcome.refusal.code,
      appId: app.id,
    };
  } finally {
    leave();
  }
}

/** A body of 64 KiB costs about as much as five small requests. */
const COST_BYTES = 16 * 1024;
/** Blocks of one site that may fail at once: an office, or somebody who owns them all. */
const SITE_SHARE = 8;

/** In small requests. */
function costOf({ body, query }: RawRequest): number {
  return 1 + Math.floor((body.length + query.length) / COST_BYTES);
}

/** What fails from a caller's block and site, counted by the name in which it was sent. */
function failuresOf(failures: FailureLimiter, raw: RawRequest, nowMs: number) {
  const block = blockOf(raw.ip);
  const site = siteOf(raw.ip);
  const isBlocked = (name: string) =>
    failures.isBlocked(`${name} ${block}`, nowMs) ||
    (site !== null && failures.isBlocked(`${name} ${site}`, nowMs, { share: SITE_SHARE }));
  return {
    isBlocked,
    hasFailedOften: (name: string) => failures.hasFailedOften(`${name} ${block}`, nowMs),
    /** Counts one; true: there were too many before it. */
    failed(name: string): boolean {
      const isOver = isBlocked(name);
      const price = { cost: costOf(raw) };
      failures.count(`${name} ${block}`, nowMs, price);
      if (site !== null) failures.count(`${name} ${site}`, nowMs, price);
      return isOver;
    },
  };
}

function viewOf(snapshot: Snapshot, dialect: string): View {
  return {
    channel: (code, kind) => snapshot.channelByAlias(dialect, code, kind),
    channels: (kind, country) =>
      snapshot
        .channels()
        .filter(
          (each) => each.kind === kind && each.country === country && dialect in each.aliases,
        ),
  };
}

/** Keys whose time has come and not passed; during a rotation there are several. */
function liveKeys(keys: readonly AppKey[], nowMs: number): readonly AppKey[] {
  return keys.filter(
    ({ notBefore, notAfter }) =>
      notBefore.getTime() <= nowMs && (notAfter === null || notAfter.getTime() > nowMs),
  );
}

function rawOf(request: FastifyRequest): RawRequest {
  const { url } = request;
  const at = url.indexOf('?');
  return {
    method: request.method,
    path: at < 0 ? url : url.slice(0, at),
    pathParams: request.params as Record<string, string>,
    query: at < 0 ? '' : url.slice(at + 1),
    headers: request.headers as Record<string, string>,
    body: Buffer.isBuffer(request.body) ? request.body : EMPTY,
    ip: ipOf(request),
  };
}

const EMPTY = new Uint8Array(0);

function send(reply: FastifyReply, { status, headers, body }: HttpReply): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}
