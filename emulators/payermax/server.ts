/**
 * A local emulator of PayerMax: its documented API, cashier and notifications, in memory. Written
 * from the documents alone, and never with our connector's code, so that a wrong reading shows.
 */
import type { FastifyError, FastifyInstance } from 'fastify';
import { Faults } from '../shared/faults.ts';
import { readJson } from '../shared/money.ts';
import { type Emulator, listen, makeShell } from '../shared/shell.ts';
import { Timers } from '../shared/timers.ts';
import { adminRoutes } from './admin.ts';
import { gatewayRoutes, keepRaw } from './gateway.ts';
import { writeJson } from './money.ts';
import { notificationsOf } from './notifications.ts';
import { pageRoutes } from './pages.ts';
import { Refusal } from './refusal.ts';
import { signerOf } from './signing.ts';
import type { EmulatorOptions, World } from './world.ts';

/** As PayerMax would word it. */
const SPOILT = {
  error: '{"code":"SYSTEM_ERROR","msg":"Try again later."}',
  half: '{"msg":"Success.","code":"APPLY_SUCC',
};

function makeWorld(options: EmulatorOptions): World {
  const timers = new Timers();
  return {
    options,
    trades: new Map(),
    refunds: new Map(),
    payouts: new Map(),
    disputes: new Map(),
    cancels: new Map(),
    balances: new Map(),
    movements: [],
    lies: [],
    repeats: [],
    calls: [],
    faults: new Faults(SPOILT),
    notifications: notificationsOf(options, (afterMs, work) => timers.later(afterMs, work)),
    timers,
    clockOffsetMs: 0,
    url: '',
  };
}

/** Bodies are JSON objects, kept with the very bytes that they came from. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    const bytes = body as Buffer;
    try {
      const value = bytes.length === 0 ? {} : readJson(bytes.toString());
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new SyntaxError('no object');
      }
      keepRaw(value, bytes);
      done(null, value);
    } catch {
      done(new Refusal('PARAMS_INVALID', 'The body is no JSON object.'), undefined);
    }
  });
}

/** Refusals come under HTTP 200, unsigned. */
function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Refusal, _request, reply) => {
    const isRefusal = error instanceof Refusal;
    const code = isRefusal ? error.code : 'UNEXPECTED_ERROR';
    const body = writeJson({ msg: error.message, code });
    reply.code(isRefusal ? 200 : (error.statusCode ?? 500));
    reply.type('application/json').send(body);
  });
  app.setNotFoundHandler((_request, reply) => {
    reply.code(404).type('application/json').send('{"msg":"Not found","code":"NOT_FOUND"}');
  });
}

/** Starts the emulator on this machine only. Rejects when the port is taken, or a key is none. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const world = makeWorld(options);
  const app = makeShell(world);
  readBodies(app);
  answerErrors(app);
  gatewayRoutes(app, world, signerOf(options.payermaxPrivateKey));
  pageRoutes(app, world);
  adminRoutes(app, world);
  return await listen(app, world, options.port);
}
