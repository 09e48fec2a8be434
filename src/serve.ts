/** A running process: the roles' servers and workers over one platform. */
import type { FastifyInstance } from 'fastify';
import { createPaymentChecker } from './app/check-payment.ts';
import { codesBeside } from './app/code-groups.ts';
import { checkoutOf } from './app/create-checkout.ts';
import type { Deps } from './app/deps.ts';
import { verifyingOf } from './app/verify.ts';
import { registerCashier } from './cashier/routes.ts';
import type { Config, Role } from './config.ts';
import type { Connector } from './connectors/contract.ts';
import { CONNECTORS } from './connectors/registry.ts';
import { REFERENCES } from './dialects/reference-registry.ts';
import { DIALECTS, dialectByName } from './dialects/registry.ts';
import { loadExamples } from './docs-site/examples.ts';
import { registerDocs } from './docs-site/routes.ts';
import { createSite } from './docs-site/site.ts';
import { admits, blockOf } from './domain/address-list.ts';
import { BREAKER } from './domain/breaker.ts';
import type { Order } from './domain/order.ts';
import { createEgress } from './egress/client.ts';
import type { Egress } from './egress/contract.ts';
import type { Log } from './log.ts';
import { registerHooks } from './merchant-api/callbacks.ts';
import { createCallerLimits } from './merchant-api/caller-limits.ts';
import { registerDialect } from './merchant-api/merchant-api.ts';
import { registerReportDownload } from './merchant-api/report-download.ts';
import { registerReturnPage, returnLinkOf } from './merchant-api/return-page.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { notifyGuard, notifyPolicy } from './notify-policy.ts';
import type { Platform } from './platform.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import { openSites } from './serve-sites.ts';
import { createBookCloser } from './store/books/close.ts';
import { noteFourEyes } from './store/configuration/installation.ts';
import { createAuditQueries } from './store/queues/audit.ts';
import { createDispatchQueue } from './store/queues/dispatches.ts';
import { createDisputes } from './store/queues/disputes.ts';
import { createNotificationQueue } from './store/queues/notifications.ts';
import { createPaymentChecks } from './store/queues/payment-checks.ts';
import { createProviderReports } from './store/queues/provider-reports.ts';
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

/** Lane events arrive from the platform's opening on; workers hear them once they are there. */
export interface WakeUps {
  readonly events: Omit<LaneEvents, 'grown'>;
  listen(workers: Pick<Workers, 'wake'>): void;
}

/** A relay between the lanes, which come first, and the workers. */
export function createWakeUps(log: () => Log | null): WakeUps {
  let workers: Pick<Workers, 'wake'> | null = null;
  return {
    events: {
      committed: (shard, left) => workers?.wake(shard, left),
      trouble: (shard, error) => log()?.warn({ shard, err: error }, 'the database is in trouble'),
    },
    listen(to) {
      workers = to;
    },
  };
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
  const health = healthOf(platform, log);
  const metrics = createMetrics(
    () => platform.lanes.queued(),
    () => health.list(),
    () => upstream.gates.list(),
  );
  const shared = { config, role, platform, health, log, metrics };
  const connectors = new Map(CONNECTORS.map((connector) => [connector.name, connector]));
  const upstreamEgress = egressToProviders(config);
  const upstream = upstreamOf(platform, connectors, health, upstreamEgress);
  const execution = {
    ...platform,
    publicUrl: config.publicUrl,
    notifyUrlProblem: notifyGuard(config),
    routing: health,
    returnLinkOf: (order: Order, outcome?: 'failed') =>
      returnLinkOf(platform, config.publicUrl, order, outcome),
  };
  const dispatcher = new Dispatcher({
    ...execution,
    queue: createDispatchQueue(platform.queuePool),
    upstream,
    log,
    events: metrics.workers,
  });
  const deps: Deps = { ...execution, dispatchNow: dispatcher, onFailure: logFailures(log) };
  const egress = createEgress({ policy: notifyPolicy(config), userAgent: USER_AGENT });
  const stops: (() => Promise<unknown>)[] = [() => upstreamEgress.close(), () => egress.close()];
  stops.push(async () => upstream.gates.close());
  if (role === 'worker' || role === 'all') {
    stops.push(
      startWork(platform, deps, dispatcher, upstream, egress, log, metrics, wakeUps, config),
    );
  } else {
    stops.push(() => dispatcher.stop());
  }
  const readiness = createReadiness(platform);
  const stop = async () => {
    readiness.stopping();
    for (const each of stops.reverse()) await each();
  };
  try {
    const own = { ...shared, gates: upstream.gates };
    const server = await listen({ ...own, deps, connectors, readiness, egress });
    stops.push(() => server.close());
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
}

function healthOf({ clock }: Platform, log: Log): Health {
  return new Health({
    rule: BREAKER,
    nowMs: clock.nowMs,
    random: Math.random,
    changed: (account, state) => log.warn(account, `the breaker of an account is ${state}`),
  });
}

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
  });
}

function startWork(
  platform: Platform,
  deps: Deps,
  dispatcher: Dispatcher,
  upstream: Upstream,
  egress: Egress,
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
      watch: createWatchQueue(platform.queuePool),
      audit: createAuditQueries(platform.pool),
      reports: createReportQueue(platform.queuePool),
      questions: createQuestions(platform.queuePool, platform.shardCount),
      disputes: createDisputes(platform.queuePool, platform.shardCount),
      books: createBookCloser(platform.pool, platform),
      erasures: createErasureQueue(platform.queuePool),
    },
    photoDays,
    upstream,
    dispatcher,
    egress,
    log,
    events: metrics.workers,
    nowMs: platform.clock.nowMs,
    random: Math.random,
    auditEveryMs: AUDIT_EVERY_MS,
  });
  wakeUps.listen(workers);
  return () => workers.stop();
}

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
}

async function listen(served: Served): Promise<FastifyInstance> {
  const { config, role, platform, deps, connectors, health, log, metrics, readiness } = served;
  const server = createServer({
    trustProxy: config.trustProxy,
    isHttps: config.publicUrl.startsWith('https:'),
    log,
  });
  limitConnections(server.server, connectionLimits(), {
    blockOf,
    isProxy: (ip) => config.trustProxy.length > 0 && admits(config.trustProxy, ip),
  });
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
        ...deps,
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
      ...deps,
      checkout: checkoutOf(deps),
      groupOf: (codeId) => codesBeside(deps, codeId),
      verifying: verifyingOf(deps),
    });
    registerReportDownload(server, deps);
  }
  if (role === 'console' || role === 'all') {
    await openSites(server, config, platform, deps, health, served.gates, log);
  }
  if (role !== 'worker') await openDocs(server, served);
  await server.listen({ host: config.host, port: config.port });
  return server;
}

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
    },
    {
      docs,
      front: frontPage
        ? async () => ({
            isReady: (await readiness.whyNot()) === null,
            isDemo: config.demo,
            hasConsole: role !== 'api',
            hasDocs: docs,
          })
        : null,
    },
  );
}
