/**
 * A small payment provider of its own: API, payer pages, callbacks and faults behind one HTTP
 * server.
 */
import type { AddressInfo } from 'node:net';
import type { FastifyError } from 'fastify';
import fastify from 'fastify';
import type { CallbackLog } from './callbacks.ts';
import { Callbacks } from './callbacks.ts';
import { Disputes } from './dispute-store.ts';
import { FaultRules } from './fault-rules.ts';
import type { FaultName, FaultOptions } from './faults.ts';
import { Journal } from './journal.ts';
import type { Knobs } from './knobs.ts';
import { DEFAULT_KNOBS } from './knobs.ts';
import { Alterations } from './report.ts';
import { adminRoutes } from './routes/admin.ts';
import { apiRoutes } from './routes/api.ts';
import { sendRefusal, takeRawBodies } from './routes/http.ts';
import { mandatePages } from './routes/mandate-pages.ts';
import { pageRoutes } from './routes/pages.ts';
import { payRoutes } from './routes/pay.ts';
import { standInRoutes } from './routes/stand-in.ts';
import { resume } from './running.ts';
import { Orders } from './state.ts';
import { Timers } from './timers.ts';
import type { Account } from './types.ts';
import { refuse } from './types.ts';
import { WechatKey } from './wechat.ts';
import type { World } from './world.ts';

export type SimulatorOptions = {
  /** 0 = any free port. */
  readonly port: number;
  readonly host?: string;
  /** How payers' browsers reach us, when not by host and port. */
  readonly publicUrl?: string;
  /** Append-only file that orders, movements, calls and callbacks outlive a restart in. */
  readonly journalFile?: string;
  readonly payoutDelayMs?: number;
  readonly callbackDelayMs?: number;
  readonly knobs?: Partial<Knobs>;
  /** Options of faults chosen by magic amount, such as shorter delays for tests. */
  readonly faultDefaults?: Partial<Record<FaultName, FaultOptions>>;
  readonly accounts: readonly Account[];
  /** Gets one flat object a request and a callback attempt; never a body. */
  readonly log?: CallbackLog;
};

export type Simulator = {
  /** "http://127.0.0.1:8790" */
  readonly url: string;
  readonly port: number;
  /** Ends at once, and once: open connections are cut, timers dropped, the journal closed. */
  stop(): Promise<void>;
};

function makeWorld(options: SimulatorOptions): World {
  const accounts = new Map(options.accounts.map((account) => [account.id, account]));
  const { payoutDelayMs, callbackDelayMs } = options;
  const knobs: Knobs = {
    ...DEFAULT_KNOBS,
    ...(payoutDelayMs === undefined ? {} : { payoutDelayMs }),
    ...(callbackDelayMs === undefined ? {} : { callbackDelayMs }),
    ...options.knobs,
  };
  const journal = new Journal(options.journalFile);
  const timers = new Timers();
  return {
    accounts,
    orders: new Orders(journal),
    disputes: new Disputes(journal),
    journal,
    rules: new FaultRules(),
    knobs,
    timers,
    callbacks: new Callbacks(accounts, journal, knobs, timers, options.log ?? (() => {})),
    alterations: new Alterations(),
    wechat: new WechatKey(journal),
    faultDefaults: options.faultDefaults ?? {},
    droppedOnce: new Set(),
    baseUrl: '',
  };
}

function makeApp(world: World, log: CallbackLog) {
  const app = fastify({ bodyLimit: 64 * 1024, forceCloseConnections: true, logger: false });
  takeRawBodies(app);
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const http = error.statusCode ?? 500;
    log({ at: 'error', http, code: error.code ?? error.name });
    const text = http < 500 ? error.message : 'the simulator failed';
    sendRefusal(reply, refuse(http, http < 500 ? 'invalid_request' : 'internal', text));
  });
  app.setNotFoundHandler((_request, reply) => {
    sendRefusal(reply, refuse(404, 'not_found', 'no such address'));
  });
  app.addHook('onResponse', (request, reply, next) => {
    const { method, url } = request;
    log({ at: 'request', method, path: url.split('?')[0], http: reply.statusCode });
    next();
  });
  app.register((scope, _options, done) => {
    apiRoutes(scope, world);
    done();
  });
  app.register((scope, _options, done) => {
    adminRoutes(scope, world);
    done();
  });
  payRoutes(app, world);
  standInRoutes(app, world);
  app.register((scope, _options, done) => {
    pageRoutes(scope, world);
    mandatePages(scope, world);
    done();
  });
  return app;
}

/** Starts the provider. Rejects when the port is taken or the journal file cannot be opened. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host = '127.0.0.1' } = options;
  const world = makeWorld(options);
  const app = makeApp(world, options.log ?? (() => {}));
  const stopOnce = async (): Promise<void> => {
    world.timers.stop();
    await world.callbacks.stop();
    await app.close();
    world.journal.close();
  };
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= stopOnce();
    return stopped;
  };
  try {
    await app.listen({ port: options.port, host });
  } catch (error) {
    await stop();
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  world.baseUrl = options.publicUrl ?? url;
  for (const order of world.orders.all()) resume(world, order);
  world.callbacks.resumeAfterRestart();
  return { url, port, stop };
}
