import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { checkAddress, type GuardPolicy, isLocalhostName, type Refusal } from './address-guard.ts';

/** Host name -> all its addresses (A and AAAA, aliases followed). Rejects if there is no answer. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

/** The guard said no: nothing was opened, or what was opened was closed before a byte was sent. */
export class EgressRefusedError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.name = 'EgressRefusedError';
    this.refusal = refusal;
  }
}

/** The name has no address, or no name server answered. `cause` holds the resolver's error. */
export class DnsFailedError extends Error {
  constructor(hostname: string, cause: unknown) {
    super(`no address for ${hostname}`, { cause });
    this.name = 'DnsFailedError';
  }
}

const LOOPBACK_ADDRESSES = ['127.0.0.1', '::1'] as const;

/**
 * Resolves by DNS directly instead of `getaddrinfo`: that one blocks a thread of the small pool
 * which also signs, so a few merchants with silent name servers could stop everybody.
 * `/etc/hosts` is therefore not read. `servers` (`ip` or `ip:port`) replace the system's own.
 */
export function createDnsResolver(servers?: readonly string[]): ResolveHost {
  const resolver = new Resolver({ timeout: 1000, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  return async (hostname) => {
    const answers = await Promise.allSettled([
      resolver.resolve4(hostname),
      resolver.resolve6(hostname),
    ]);
    const addresses = answers.flatMap((a) => (a.status === 'fulfilled' ? a.value : []));
    if (addresses.length > 0) return addresses;
    throw answers.find((a) => a.status === 'rejected')?.reason ?? new Error('empty answer');
  };
}

async function lookupChecked(
  hostname: string,
  resolve: ResolveHost,
  policy: GuardPolicy,
): Promise<LookupAddress[]> {
  // Never asked from DNS: a name server must not be able to give this name to somebody else.
  const addresses = isLocalhostName(hostname)
    ? LOOPBACK_ADDRESSES
    : await resolve(hostname).catch((cause: unknown) => {
        throw new DnsFailedError(hostname, cause);
      });
  if (addresses.length === 0) throw new DnsFailedError(hostname, undefined);
  // One bad address refuses the name: nobody needs a name that is half inside.
  for (const address of addresses) {
    const refusal = checkAddress(address, policy);
    if (refusal !== null) throw new EgressRefusedError(refusal);
  }
  return addresses.map((address) => ({ address, family: isIP(address) }));
}

/**
 * A `lookup` for `net.connect`: checks every address of the name and hands on those very
 * addresses, so a second, different DNS answer has no say. Fails with `EgressRefusedError` or
 * `DnsFailedError`. Note that Node does not call `lookup` for literal addresses.
 */
export function createGuardedLookup(resolve: ResolveHost, policy: GuardPolicy): LookupFunction {
  return (hostname, options, callback) => {
    lookupChecked(hostname, resolve, policy).then(
      (addresses) => {
        if (options.all) callback(null, addresses);
        else callback(null, addresses[0]!.address, addresses[0]!.family);
      },
      (error: Error) => callback(error, []),
    );
  };
}
