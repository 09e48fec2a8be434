/** What a process is built of, over one platform, whatever its role. */
import type { Deps } from './app/deps.ts';
import type { Config } from './config.ts';
import type { Connector } from './connectors/contract.ts';
import { CONNECTORS } from './connectors/registry.ts';
import { BREAKER } from './domain/breaker.ts';
import type { Order } from './domain/order.ts';
import { createEgress } from './egress/client.ts';
import type { Egress } from './egress/contract.ts';
import type { Log } from './log.ts';
import { returnLinkOf } from './merchant-api/return-page.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { notifyGuard, notifyPolicy } from './notify-policy.ts';
import type { Platform } from './platform.ts';
import { createDispatchQueue } from './store/queues/dispatches.ts';
import { AccountGates } from './workers/account-gates.ts';
import { Dispatcher } from './workers/dispatch.ts';
import { Health } from './workers/health.ts';
import { ticks } from './workers/ticks.ts';
import { Upstream } from './workers/upstream.ts';

const USER_AGENT = 'Causeway';

/** To one provider's address, by all accounts that have it: as many as may be open files. */
const UPSTREAM_CONNECTIONS_MAX = 8_192;

/** What workers and routes stand on. */
export interface Services {
  readonly config: Config;
  readonly platform: Platform;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly connectors: ReadonlyMap<string, Connector>;
  /** The way to providers. */
  readonly upstream: Upstream;
  readonly dispatcher: Dispatcher;
  /** The way out to merchants. */
  readonly egress: Egress;
  readonly deps: Deps;
  /** Closes the ways out, once nothing uses them any more. */
  close(): Promise<void>;
}

/** Builds what is shared. Nothing begins by it: no loop, no socket. */
export function createServices(config: Config, platform: Platform, log: Log): Services {
  const health = healthOf(log);
  const connectors = new Map(CONNECTORS.map((connector) => [connector.name, connector]));
  const upstreamEgress = egressToProviders(config);
  const upstream = upstreamOf(platform, connectors, health, upstreamEgress);
  const metrics = createMetrics(
    () => platform.lanes.queued(),
    () => health.list(),
    () => upstream.gates.list(),
  );
  const execution = {
    ...platform,
    publicUrl: config.publicUrl,
    notifyUrlProblem: notifyGuard(config),
    routing: health,
    sealOf: (order: Order) => platform.orderSeal.seal(order),
    isListing: () => platform.continuity.isListing(),
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
  return {
    ...{ config, platform, log, metrics, health, connectors, upstream, dispatcher, egress, deps },
    async close() {
      upstream.gates.close();
      await egress.close();
      await upstreamEgress.close();
    },
  };
}

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

function healthOf(log: Log): Health {
  return new Health({
    rule: BREAKER,
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
