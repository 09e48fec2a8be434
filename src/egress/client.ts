import { assertPolicy, checkUrl, type GuardPolicy, type UrlCheck } from './address-guard.ts';
import { Attempt } from './attempt.ts';
import { type CreateDialer, createGuardedConnector } from './connector.ts';
import type { AttemptInfo, Egress, EgressRequest, EgressResult } from './contract.ts';
import { createDnsResolver, type ResolveHost } from './guarded-lookup.ts';
import { OriginPools } from './origin-pools.ts';
import { checkRequest } from './request-check.ts';

export type EgressOptions = {
  readonly policy: GuardPolicy;
  readonly userAgent: string;
  /** Called once per `send`, also for refusals. Must not throw. */
  readonly onAttempt?: (info: AttemptInfo) => void;
  /** Limit of one connection attempt (DNS, TCP, TLS). undici adds up to 0.5 s. */
  readonly connectTimeoutMs?: number;
  readonly maxOrigins?: number;
  readonly connectionsPerOrigin?: number;
  /** Requests that may wait or run per origin; more are answered `not_sent: origin_busy`. */
  readonly maxPendingPerOrigin?: number;
  readonly idleMs?: number;
  /** PEM certificates to trust instead of the runtime's own list. */
  readonly ca?: string;
  readonly resolve?: ResolveHost;
  readonly createDialer?: CreateDialer;
};

/**
 * The product's only way out: guarded, pooled HTTP/1.1. No redirects are followed, no proxy
 * settings of the environment are read, nothing is retried or decompressed.
 * Throws a RangeError if the policy opens anything but private networks.
 */
export function createEgress(options: EgressOptions): Egress {
  const { policy, userAgent, onAttempt } = options;
  const maxPending = options.maxPendingPerOrigin ?? 1024;
  assertPolicy(policy);
  const connect = createGuardedConnector({
    policy,
    resolve: options.resolve ?? createDnsResolver(),
    connectTimeoutMs: options.connectTimeoutMs ?? 3000,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(options.createDialer === undefined ? {} : { createDialer: options.createDialer }),
  });
  const pools = new OriginPools(connect, {
    maxOrigins: options.maxOrigins ?? 1024,
    connectionsPerOrigin: options.connectionsPerOrigin ?? 32,
    idleMs: options.idleMs ?? 10_000,
  });
  let closed = false;

  async function exchange(request: EgressRequest, url: URL): Promise<EgressResult> {
    const origin = pools.get(url.origin);
    if (origin.pending >= maxPending) return { kind: 'not_sent', reason: 'origin_busy' };
    origin.pending += 1;
    const result = await new Promise<EgressResult>((settle) => {
      origin.pool.dispatch(
        {
          path: url.pathname + url.search,
          method: request.method,
          headers: { ...request.headers, 'user-agent': userAgent, 'accept-encoding': 'identity' },
          body: request.body,
        },
        new Attempt(request, settle),
      );
    });
    origin.pending -= 1;
    return result;
  }

  function attempt(request: EgressRequest, check: UrlCheck): EgressResult | Promise<EgressResult> {
    if (closed) return { kind: 'not_sent', reason: 'closed' };
    if (!check.ok) return { kind: 'refused', reason: check.reason, detail: check.detail };
    const malformed = checkRequest(request);
    return malformed === null
      ? exchange(request, check.url)
      : { kind: 'refused', reason: 'request_malformed', detail: malformed };
  }

  async function send(request: EgressRequest): Promise<EgressResult> {
    const startedAt = performance.now();
    const result = await attempt(request, checkUrl(request.url, policy));
    onAttempt?.({
      host: URL.parse(request.url)?.host ?? null,
      method: request.method,
      kind: result.kind,
      reason: 'reason' in result ? result.reason : null,
      status: result.kind === 'response' ? result.status : null,
      ms: Math.round(performance.now() - startedAt),
    });
    return result;
  }

  async function close(): Promise<void> {
    closed = true;
    await pools.close();
  }

  return { send, close };
}
