/**
 * A local emulator of Airwallex: its documented API, payment page and webhooks, in memory. Written
 * from the documents alone, and never with our connector's code, so that a wrong reading shows.
 */
import type { FastifyError, FastifyInstance } from 'fastify';
import { Faults } from '../shared/faults.ts';
import { readJson } from '../shared/money.ts';
import { type Emulator, listen, makeShell } from '../shared/shell.ts';
import { Timers } from '../shared/timers.ts';
import { adminRoutes } from './admin.ts';
import { authRoutes } from './auth.ts';
import { disputeRoutes } from './dispute-routes.ts';
import { writeJson } from './money.ts';
import { pageRoutes } from './pages.ts';
import { intentChangeRoutes, intentRoutes, linkRoutes, refundRoutes } from './payment-routes.ts';
import { Refusal } from './refusal.ts';
import { simulationRoutes, transferChangeRoutes, transferRoutes } from './transfer-routes.ts';
import { webhooksOf } from './webhooks.ts';
import type { EmulatorOptions, World } from './world.ts';

/** As Airwallex would word it. */
const SPOILT = {
  error: '{"code":"internal_error","message":"try again later"}',
  half: '{"id":"int_',
};

function makeWorld(options: EmulatorOptions): World {
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
    repeats: [],
    movements: [],
    lies: [],
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

function answerErrors(app: FastifyInstance): void {
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
}

/** Starts the emulator on this machine only. Rejects when the port is taken. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const world = makeWorld(options);
  const app = makeShell(world);
  readBodies(app);
  answerErrors(app);
  const parts = [
    authRoutes,
    intentRoutes,
    intentChangeRoutes,
    refundRoutes,
    linkRoutes,
    transferRoutes,
    transferChangeRoutes,
    disputeRoutes,
  ];
  for (const routes of [...parts, simulationRoutes, pageRoutes, adminRoutes]) routes(app, world);
  return await listen(app, world, options.port);
}
