/**
 * Addresses of callers, and lists of them: single ones and networks (CIDR), IPv4 and IPv6. An IPv4
 * address inside IPv6 (`::ffff:192.0.2.1`, which a listener on `::` reports) is that IPv4 address.
 */

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

interface Network extends Address {
  readonly prefix: number;
}

const MAPPED = 0xffffn;

function readV4(text: string): bigint | null {
  const parts = text.split('.');
  const isWell = parts.length === 4 && parts.every((one) => /^(0|[1-9]\d{0,2})$/.test(one));
  if (!isWell || parts.some((one) => Number.parseInt(one, 10) > 255)) return null;
  return parts.reduce((value, one) => value * 256n + BigInt(one), 0n);
}

/** Eight groups of 16 bits, one run of zeros left out, the last two perhaps as IPv4. */
function readV6(text: string): bigint | null {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const v4 = tail === null ? null : readV4(tail[2] ?? '');
  if (tail !== null && v4 === null) return null;
  const last = v4 === null ? '' : `${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  const halves = (tail === null ? text : `${tail[1]}${last}`).split('::');
  if (halves.length > 2) return null;
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
  if (!groups.every((one) => /^[0-9a-f]{1,4}$/i.test(one))) return null;
  return groups.reduce((value, one) => (value << 16n) + BigInt(`0x${one}`), 0n);
}

function readAddress(text: string): Address | null {
  const v4 = readV4(text);
  if (v4 !== null) return { bits: 32, value: v4 };
  const v6 = readV6(text);
  if (v6 === null) return null;
  return v6 >> 32n === MAPPED ? { bits: 32, value: v6 & 0xffffffffn } : { bits: 128, value: v6 };
}

function readNetwork(text: string): Network | null {
  const [, base = '', length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = readAddress(base);
  if (address === null) return null;
  const isMapped = address.bits === 32 && base.includes(':');
  const given = length === undefined ? address.bits : Number.parseInt(length, 10);
  const prefix = isMapped && length !== undefined ? given - 96 : given;
  return prefix < 0 || prefix > address.bits ? null : { ...address, prefix };
}

function isInside(network: Network, address: Address): boolean {
  const shift = BigInt(network.bits - network.prefix);
  return network.bits === address.bits && network.value >> shift === address.value >> shift;
}

/** Why a list cannot hold this entry, as a sentence's end; null: it can. */
export function entryProblem(text: string): string | null {
  const network = readNetwork(text);
  if (network === null) {
    return `must be IP addresses or networks such as 203.0.113.7, 203.0.113.0/24, 2001:db8::/32, not "${text.slice(0, 60)}"`;
  }
  const shift = BigInt(network.bits - network.prefix);
  return (network.value >> shift) << shift === network.value
    ? null
    : `must name a network by its first address, which "${text.slice(0, 60)}" is not`;
}

/** Whether a caller may come from there; an empty list says nothing of addresses. */
export function admits(list: readonly string[], ip: string): boolean {
  if (list.length === 0) return true;
  const address = readAddress(ip);
  if (address === null) return false;
  return list.some((entry) => {
    const network = readNetwork(entry);
    return network !== null && isInside(network, address);
  });
}

/** What one caller holds: an address of IPv4, /64 of IPv6. What is no address is its own holder. */
export function holderOf(ip: string): string {
  const address = readAddress(ip);
  return address?.bits === 32 ? `32:${address.value.toString(16)}` : blockOf(ip);
}

/** The network of a whole site, where one may own many blocks: /48 of IPv6; null of the others. */
export function siteOf(ip: string): string | null {
  const address = readAddress(ip);
  return address?.bits === 128 ? `site ${(address.value >> 80n).toString(16)}` : null;
}

/**
 * The block that an address lies in, by which unauthenticated callers are counted: /24 of IPv4, /64
 * of IPv6. What is no address is its own block.
 */
export function blockOf(ip: string): string {
  const address = readAddress(ip);
  if (address === null) return ip;
  const shift = address.bits === 32 ? 8n : 64n;
  return `${address.bits}:${(address.value >> shift).toString(16)}`;
}
