/** A running process: what it is built of, its work and its routes, and how they end. */

import type { FastifyInstance } from 'fastify';
import type { Config, Role } from './config.ts';
import type { Log } from './log.ts';
import type { Platform } from './platform.ts';
import { createReadiness } from './readiness.ts';
import { listen } from './serve-routes.ts';
import { startWork, type WakeUps } from './serve-work.ts';
import { createServices } from './services.ts';
import { noteFourEyes } from './store/configuration/installation.ts';
import { createAuditQueries } from './store/queues/audit.ts';
import { createCases } from './store/queues/cases.ts';
import { createDispatchQueue } from './store/queues/dispatches.ts';
import { createDisputes } from './store/queues/disputes.ts';
import { createNotificationQueue } from './store/queues/notifications.ts';
import { createPaymentChecks } from './store/queues/payment-checks.ts';
import { createProviderReports, createWaitingReports } from './store/queues/provider-reports.ts';
import { createQuestions } from './store/queues/questions.ts';
import { createReportQueue } from './store/queues/reports.ts';
import { createSettlementQueue } from './store/queues/settlements.ts';
import { createSweepQueue } from './store/queues/sweeps.ts';
import { createErasureQueue } from './store/queues/verifications.ts';
import { createWatchQueue } from './store/queues/watch.ts';
import type { LaneEvents } from './store/write/lane.ts';
import { connectionLimits, limitConnections } from './web/connection-limit.ts';
import { createFailureLimiter } from './web/failure-limiter.ts';
import { createServer, listenForMetrics, registerHealth, registerMetrics } from './web/server.ts';
import { AccountGates } from './workers/account-gates.ts';
import { Dispatcher } from './workers/dispatch.ts';
import { Health } from './workers/health.ts';
import { createAskMerchant } from './workers/payment-question.ts';
import { Upstream } from './workers/upstream.ts';
import { AUDIT_EVERY_MS, startWorkers, type Workers } from './workers/workers.ts';

const USER_AGENT = 'Causeway';
/** To one provider's address, by all accounts that have it: as many as may be open files. */
const UPSTREAM_CONNECTIONS_MAX = 8_192;

export interface Running {
  /** The port that the server listens on (0 in the settings: any free one). */
  readonly port: number;
  /** Takes nothing more, lets what is under way end, and closes. */
  stop(): Promise<void>;
}

/**
 * Starts what a role does. Rejects when the port is taken; once it is ours, `prepare` is run, and
 * only then is the process said to be ready.
 */
export async function serve(
  config: Config,
  role: Role,
  platform: Platform,
  log: Log,
  wakeUps: WakeUps,
  prepare: () => Promise<void> = async () => undefined,
): Promise<Running> {
  const services = createServices(config, platform, log);
  const isWorker = role === 'worker' || role === 'all';
  const stopWork = isWorker ? startWork(services, wakeUps) : () => services.dispatcher.stop();
  const readiness = createReadiness(platform);
  let server: FastifyInstance | null = null;
  const stop = async () => {
    readiness.stopping();
    await server?.close();
    await stopWork();
    await services.close();
  };
  try {
    server = await listen(services, role, readiness);
    if (role === 'console' || role === 'all') await noteFourEyes(platform.pool, config.fourEyes);
    await prepare();
    readiness.started();
    const address = server.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : config.port;
    return { port, stop };
  } catch (error) {
    // Work has begun before the port turned out to be taken, and would keep the process alive.
    await stop();
    throw error;
  }
}

const ticks = () => performance.now();
function upstreamOf(
  { snapshot, clock: { nowMs } }: Platform,
  connectors: ReadonlyMap<string, Connector>,
  health: Health,
  egress: Egress,
): Upstream {
  return new Upstream({
    connectors,
    accounts: { credentials: (...account) => snapshot.current().credentials(...account) },
    egress,
    gates: new AccountGates({ limitOf: (of) => snapshot.current().accountLimit(of), nowMs: ticks }),
    nowMs,
    recordOutcome: (account, isTrouble) => health.recordOutcome(account, isTrouble),
  });
}
function logFailures(log: Log): NonNullable<Deps['onFailure']> {
  return (error, doing) => log.error({ err: error, doing }, 'something failed');
function healthOf({ clock }: Platform, log: Log): Health {
  return new Health({
    rule: BREAKER,
    nowMs: clock.nowMs,
    random: Math.random,
    changed: (account, state) => log.warn(account, `the breaker of an account is ${state}`),
/** Providers' addresses are the operator's own settings. How much goes there, the gates say. */
function egressToProviders({ allowLoopbackUpstream }: Config): Egress {
  return createEgress({
    policy: {
      allowHttp: allowLoopbackUpstream,
      allowLoopback: allowLoopbackUpstream,
      ports: 'any',
    },
    userAgent: USER_AGENT,
    connectionsPerOrigin: UPSTREAM_CONNECTIONS_MAX,
    maxPendingPerOrigin: UPSTREAM_CONNECTIONS_MAX,
function startWork(
  platform: Platform,
  deps: Deps,
  dispatcher: Dispatcher,
  upstream: Upstream,
  log: Log,
  metrics: Metrics,
  wakeUps: WakeUps,
  { photoDays }: Pick<Config, 'photoDays'>,
): () => Promise<void> {
  const workers = startWorkers({
    ...deps,
    dialects: new Map(DIALECTS.map((dialect) => [dialect.name, dialect])),
    queues: {
      dispatches: createDispatchQueue(platform.queuePool),
      notifications: createNotificationQueue(platform.queuePool),
      sweeps: createSweepQueue(platform.queuePool),
      settlements: createSettlementQueue(platform.queuePool),
      cases: createCases(platform.queuePool, platform.shardCount),
      watch: createWatchQueue(platform.queuePool),
      audit: createAuditQueries(platform.pool),
      reports: createReportQueue(platform.queuePool),
      questions: createQuestions(platform.queuePool, platform.shardCount),
      disputes: createDisputes(platform.queuePool, platform.shardCount),
      books: createBookCloser(platform.pool, platform),
      erasures: createErasureQueue(platform.queuePool),
      waitingReports: createWaitingReports(platform.queuePool),
    photoDays,
    upstream,
    dispatcher,
    log,
    events: metrics.workers,
    nowMs: platform.clock.nowMs,
    auditEveryMs: AUDIT_EVERY_MS,
  wakeUps.listen(workers);
  return () => workers.stop();
/** What the routes of a process stand on. */
interface Served {
  readonly config: Config;
  readonly role: Role;
  readonly platform: Platform;
  readonly deps: Deps;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly health: Health;
  readonly gates: AccountGates;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** The way out to merchants. */
  readonly egress: Egress;
async function listen(served: Served): Promise<FastifyInstance> {
  const { config, role, platform, deps, connectors, health, log, metrics, readiness } = served;
  const server = createServer({
    trustProxy: config.trustProxy,
    isHttps: config.publicUrl.startsWith('https:'),
  limitConnections(server.server, connectionLimits(), {
    blockOf,
    isProxy: (ip) => config.trustProxy.length > 0 && admits(config.trustProxy, ip),
  registerHealth(server, { notReady: readiness.whyNot });
  if (config.metricsPort === null && !config.production) registerMetrics(server, metrics.text);
  if (config.metricsPort !== null) {
    const own = await listenForMetrics(config.metricsPort, metrics.text);
    server.addHook('onClose', () => own.close());
  }
  if (role === 'api' || role === 'all') {
    const failures = createFailureLimiter();
    const callers = createCallerLimits();
    for (const dialect of DIALECTS) {
      registerDialect(server, dialect, {
        ...deps,
        failures,
        callers,
        onRequest: (info) => {
          metrics.request(info);
          log.debug(info, 'request');
        },
      });
    }
    for (const dialect of DIALECTS) registerReturnPage(server, dialect, deps);
    registerHooks(server, {
      ...deps,
      connector: (name) => connectors.get(name) ?? null,
      credentials: (name, account) => platform.snapshot.current().credentials(name, account),
      questions: createQuestions(platform.pool, platform.shardCount),
      providerReports: createProviderReports(platform.pool, platform.shardCount, platform.ids),
      checkPayment: createPaymentChecker({
        paymentChecks: createPaymentChecks(platform.pool, platform.shardCount),
        askMerchant: createAskMerchant({
          dialects: new Map(DIALECTS.map((dialect) => [dialect.name, dialect])),
          egress: served.egress,
          nowMs: platform.clock.nowMs,
        }),
      }),
      onCallback: (info) => {
        metrics.callback(info);
        if (info.result !== 'applied') log.info(info, 'callback');
      },
    });
    await registerCashier(server, {
      checkout: checkoutOf(deps),
      groupOf: (codeId) => codesBeside(deps, codeId),
      verifying: verifyingOf(deps),
    registerReportDownload(server, deps);
  if (role === 'console' || role === 'all') {
    await openSites(server, config, platform, deps, health, served.gates, log);
  if (role !== 'worker') await openDocs(server, served);
  await server.listen({ host: config.host, port: config.port });
  return server;
/** Documentation and the page at `/`, wherever people may come by. */
async function openDocs(server: FastifyInstance, served: Served): Promise<void> {
  const { config, role, platform, readiness } = served;
  const { docs, frontPage, publicUrl } = config;
  await registerDocs(
    server,
    {
      site: createSite(REFERENCES, dialectByName),
      examples: loadExamples(),
      channels: () => platform.snapshot.current().channels(),
      origin: publicUrl,
      docs,
      front: frontPage
        ? async () => ({
            isReady: (await readiness.whyNot()) === null,
            isDemo: config.demo,
            hasConsole: role !== 'api',
            hasDocs: docs,
          })
        : null,
  );
