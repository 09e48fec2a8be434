import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * What the product may call. Build it from configuration once and pass it on.
 * - `allowHttp`: plain http to public hosts as well as https.
 * - `allowLoopback`: development switch. Permits 127.0.0.0/8, ::1 and `localhost` names, on any
 *   port and over plain http. Nothing else private.
 * - `ports`: ports that a URL may name (its scheme's default port counts), or `'any'`.
 * - `allowNetworks`: private networks (CIDR, e.g. `10.20.0.0/16`) that the operator opens on
 *   purpose. Only RFC 1918, carrier-grade NAT and IPv6 unique-local space can be opened.
 */
export type GuardPolicy = {
  readonly allowHttp: boolean;
  readonly allowLoopback: boolean;
  readonly ports: readonly number[] | 'any';
  readonly allowNetworks?: readonly string[];
};

/** https on the default ports, public addresses only. */
export const DEFAULT_POLICY: GuardPolicy = {
  allowHttp: false,
  allowLoopback: false,
  ports: [80, 443, 8443],
};

// One sentence per reason, whatever the address turned out to be: a merchant may read it, and it
// must not disclose which inside addresses exist or what a name resolves to here.
const SENTENCES = {
  url_malformed: 'This is not a plain absolute URL such as https://shop.example/notify.',
  scheme_not_allowed: 'Only https addresses can be called.',
  credentials_in_url: 'The URL must not contain a user name or a password.',
  port_not_allowed: 'This port cannot be called.',
  host_malformed: 'The host is not a valid public host name.',
  host_not_public: 'The host is a local name; a public host name is needed.',
  address_not_public: 'The host does not have a public address.',
} as const;

export type RefusalReason = keyof typeof SENTENCES;

/** Why an address may not be called. `detail` is a sentence that is safe to show to a merchant. */
export type Refusal = { readonly reason: RefusalReason; readonly detail: string };

export type UrlCheck =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly reason: RefusalReason; readonly detail: string };

const MAX_URL_LENGTH = 2048;

// Blanks, controls and backslashes: different URL parsers see different hosts behind them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is for
const UNSAFE_CHARACTER = /[\s\\\u0000-\u0020\u007f]/u;
const AUTHORITY = /^https?:\/\/([^/?#]+)/iu;
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/u;
const NUMERIC_LABEL = /^(?:[0-9]+|0x[0-9a-f]*)$/u;

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [Address, number];

// IANA hands out global IPv6 unicast from 2000::/3 only. ipaddr.js calls everything unlisted
// `unicast`, also the IPv4-compatible ::127.0.0.1, so the outer bound is stated here.
const GLOBAL_IPV6: Network = ipaddr.parseCIDR('2000::/3');

// Services that clouds put at each machine's elbow. Some are public by number, others inside
// ranges which `allowNetworks` could open: they stay shut in every case.
const CLOUD_SERVICES: readonly Network[] = [
  '168.63.129.16/32', // Azure host
  '169.254.0.0/16', // link-local metadata, everywhere
  '100.100.100.200/32', // Alibaba
  '192.0.0.192/32', // Oracle
  'fd00:ec2::/32', // AWS
  'fd20:ce::254/128', // Google
].map((cidr) => ipaddr.parseCIDR(cidr));

const OPENABLE_RANGES: ReadonlySet<string> = new Set(['private', 'carrierGradeNat', 'uniqueLocal']);

function refusal(reason: RefusalReason): Refusal {
  return { reason, detail: SENTENCES[reason] };
}

function isWithin(address: Address, [network, bits]: Network): boolean {
  if (address instanceof ipaddr.IPv4) {
    return network instanceof ipaddr.IPv4 && address.match(network, bits);
  }
  return network instanceof ipaddr.IPv6 && address.match(network, bits);
}

function isLoopbackAddress(host: string): boolean {
  return isIP(host) !== 0 && ipaddr.process(host).range() === 'loopback';
}

function withoutBrackets(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** `localhost` and every name below it: always this machine (RFC 6761, 6.3). */
export function isLocalhostName(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost');
}

/**
 * Throws a RangeError for a policy whose `allowNetworks` names anything but private space,
 * so that a slip in the configuration stops the start instead of opening the inside.
 */
export function assertPolicy(policy: GuardPolicy): void {
  for (const cidr of policy.allowNetworks ?? []) {
    if (!ipaddr.isValidCIDR(cidr)) throw new RangeError(`allowNetworks: ${cidr} is not a CIDR`);
    const [network] = ipaddr.parseCIDR(cidr);
    const edges =
      network instanceof ipaddr.IPv4
        ? [ipaddr.IPv4.networkAddressFromCIDR(cidr), ipaddr.IPv4.broadcastAddressFromCIDR(cidr)]
        : [ipaddr.IPv6.networkAddressFromCIDR(cidr), ipaddr.IPv6.broadcastAddressFromCIDR(cidr)];
    if (!edges.every((edge) => OPENABLE_RANGES.has(edge.range()))) {
      throw new RangeError(`allowNetworks: ${cidr} is not private address space`);
    }
  }
}

/** Judges one IP address in text form (no brackets, no zone). Null means: may be called. */
export function checkAddress(address: string, policy: GuardPolicy): Refusal | null {
  if (isIP(address) === 0 || address.includes('%')) return refusal('address_not_public');
  const ip = ipaddr.process(address);
  if (CLOUD_SERVICES.some((network) => isWithin(ip, network))) return refusal('address_not_public');
  const range = ip.range();
  if (range === 'loopback') return policy.allowLoopback ? null : refusal('address_not_public');
  if (range === 'unicast' && (ip instanceof ipaddr.IPv4 || isWithin(ip, GLOBAL_IPV6))) return null;
  const opened =
    OPENABLE_RANGES.has(range) &&
    (policy.allowNetworks ?? []).some((cidr) => isWithin(ip, ipaddr.parseCIDR(cidr)));
  return opened ? null : refusal('address_not_public');
}

/**
 * Judges a host as a URL parser or a connector spells it: an address (IPv6 with or without
 * brackets) or a lower-case ASCII name. A name that passes must still be resolved, and every
 * address that it resolves to judged by `checkAddress`.
 */
export function checkHost(hostname: string, policy: GuardPolicy): Refusal | null {
  const host = withoutBrackets(hostname);
  if (isIP(host) !== 0) return checkAddress(host, policy);
  const labels = host.split('.');
  // The trailing dot of `example.com.` is an empty last label. A numeric last label is an
  // address in disguise (inet_aton), as no top-level domain is a number.
  const last = labels.at(-1) ?? '';
  const wellFormed = host.length <= 253 && labels.every((label) => LABEL.test(label));
  if (!wellFormed || NUMERIC_LABEL.test(last)) return refusal('host_malformed');
  const local = labels.length === 1 || isLocalhostName(host);
  return local && !policy.allowLoopback ? refusal('host_not_public') : null;
}

/**
 * Judges a URL given by somebody else, before anything is resolved or opened. Use it when a
 * merchant saves an address; `createEgress` applies it again to every request.
 */
export function checkUrl(text: string, policy: GuardPolicy): UrlCheck {
  const refused = (reason: RefusalReason): UrlCheck => ({ ok: false, ...refusal(reason) });
  if (text.length > MAX_URL_LENGTH || UNSAFE_CHARACTER.test(text)) return refused('url_malformed');
  const url = URL.parse(text);
  if (url === null) return refused('url_malformed');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('scheme_not_allowed');
  const authority = AUTHORITY.exec(text)?.[1];
  if (authority === undefined) return refused('url_malformed');
  if (authority.includes('@')) return refused('credentials_in_url');
  const hostRefusal = checkHost(url.hostname, policy);
  if (hostRefusal !== null) return { ok: false, ...hostRefusal };
  const host = withoutBrackets(url.hostname);
  // The host check has passed, so a loopback host here means that the development switch is on.
  if (isLocalhostName(host) || isLoopbackAddress(host)) return { ok: true, url };
  if (url.protocol === 'http:' && !policy.allowHttp) return refused('scheme_not_allowed');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const portAllowed = policy.ports === 'any' || policy.ports.includes(port);
  return portAllowed ? { ok: true, url } : refused('port_not_allowed');
}
