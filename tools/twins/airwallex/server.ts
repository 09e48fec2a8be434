/**
 * A local twin of Airwallex: its documented API, payment page and webhooks, in memory. Written from
 * the documents alone, and never with our connector's code, so that a wrong reading shows.
 */
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { Faults } from '../shared/faults.ts';
import { readJson } from '../shared/money.ts';
import { Timers } from '../shared/timers.ts';
import { adminRoutes } from './admin.ts';
import { authRoutes } from './auth.ts';
import { writeJson } from './money.ts';
import { pageRoutes } from './pages.ts';
import { intentRoutes, linkRoutes, refundRoutes } from './payment-routes.ts';
import { Refusal } from './refusal.ts';
import { simulationRoutes, transferRoutes } from './transfer-routes.ts';
import { webhooksOf } from './webhooks.ts';
import type { TwinOptions, World } from './world.ts';

export interface Twin {
  /** `http://127.0.0.1:4711` */
  readonly url: string;
  /** Ends at once: open connections are cut, what was to come is dropped. */
  stop(): Promise<void>;
}

/** As Airwallex would word it. */
const SPOILT = {
  error: '{"code":"internal_error","message":"try again later"}',
  half: '{"id":"int_',
};

function makeWorld(options: TwinOptions): World {
  const timers = new Timers();
  return {
    options,
    tokens: new Map(),
    logins: 0,
    intents: new Map(),
    refunds: new Map(),
    transfers: new Map(),
    links: new Map(),
    disputes: new Map(),
    balances: new Map(),
    requestIds: new Set(),
    movements: [],
    calls: [],
    faults: new Faults(SPOILT),
    webhooks: webhooksOf(options, (afterMs, work) => timers.later(afterMs, work)),
    timers,
    url: '',
  };
}

function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      const value = body === '' ? {} : readJson(body as string);
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      if (!isObject) throw new SyntaxError('no object');
      done(null, value);
    } catch {
      done(new Refusal(400, 'validation_error', 'The body is no JSON object'), undefined);
    }
  });
}

function makeApp(world: World): FastifyInstance {
  const app = fastify({ bodyLimit: 64 * 1024, forceCloseConnections: true, logger: false });
  readBodies(app);
  app.setErrorHandler((error: FastifyError | Refusal, _request, reply) => {
    const unknown = { code: 'internal_error', message: error.message };
    const http = error instanceof Refusal ? error.http : (error.statusCode ?? 500);
    const body = error instanceof Refusal ? error.body : unknown;
    reply.code(http).type('application/json').send(writeJson(body));
  });
  app.setNotFoundHandler((_request, reply) => {
    const body = { code: 'not_found', message: 'The requested endpoint does not exist' };
    reply.code(404).type('application/json').send(writeJson(body));
  });
  app.addHook('preHandler', (request, reply, done) => {
    if (world.faults.strike(request, reply, 'before')) return;
    reply.type('application/json');
    if (request.body === undefined) request.body = {};
    done();
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!world.faults.strike(request, reply, 'after')) done(null, payload);
  });
  app.addHook('onResponse', ({ method, url }, reply, done) => {
    world.calls.push({ call: `${method} ${url.split('?')[0]}`, http: reply.statusCode });
    done();
  });
  const parts = [authRoutes, intentRoutes, refundRoutes, linkRoutes, transferRoutes];
  for (const routes of [...parts, simulationRoutes, pageRoutes, adminRoutes]) routes(app, world);
  return app;
}

/** Starts the twin on this machine only. Rejects when the port is taken. */
export async function startTwin(options: TwinOptions): Promise<Twin> {
  const world = makeWorld(options);
  const app = makeApp(world);
  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  world.url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url: world.url,
    async stop() {
      world.timers.stop();
      await app.close();
    },
  };
}
