import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { checkAddress, checkHost, type GuardPolicy } from './address-guard.ts';
import { createGuardedLookup, EgressRefusedError, type ResolveHost } from './guarded-lookup.ts';

/** Everything a dialer needs to open one socket; `lookup` is already guarded. */
export type DialOptions = {
  readonly lookup: LookupFunction;
  readonly timeout: number;
  readonly allowH2: false;
  readonly rejectUnauthorized: true;
  readonly ca?: string;
};

/** Opens sockets. undici's `buildConnector` in the product, a recorder in tests. */
export type CreateDialer = (options: DialOptions) => buildConnector.connector;

export type ConnectorOptions = {
  readonly policy: GuardPolicy;
  readonly resolve: ResolveHost;
  readonly connectTimeoutMs: number;
  /** PEM certificates to trust instead of the runtime's own list. */
  readonly ca?: string;
  readonly createDialer?: CreateDialer;
};

/**
 * The connector of every pool, and so the only way out. Three checks, because each alone has a
 * gap: the host (Node asks `lookup` only for names), the resolved addresses, and the peer of the
 * connected socket (whatever happened in between). Fails with `EgressRefusedError`.
 */
export function createGuardedConnector(options: ConnectorOptions): buildConnector.connector {
  const { policy, resolve, connectTimeoutMs, ca, createDialer = buildConnector } = options;
  const dial = createDialer({
    lookup: createGuardedLookup(resolve, policy),
    timeout: connectTimeoutMs,
    // HTTP/2 would let one lost connection throw many requests into doubt at once.
    allowH2: false,
    // Said aloud so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment has no say.
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
  });
  return (target, callback) => {
    const refusal = checkHost(target.hostname, policy);
    if (refusal !== null) {
      callback(new EgressRefusedError(refusal), null);
      return;
    }
    dial(target, (error, socket) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      const peerRefusal = checkAddress(socket.remoteAddress ?? '', policy);
      if (peerRefusal === null) {
        callback(null, socket);
        return;
      }
      socket.destroy();
      callback(new EgressRefusedError(peerRefusal), null);
    });
  };
}
