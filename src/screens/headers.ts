/** What browsers may do with our pages: run only our files, send forms only to us. */
import { isIP } from 'node:net';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
};

/**
 * Whether a POST comes from a page of ours: a browser says so itself (`Sec-Fetch-Site`), and its
 * `Origin` is our public address or the very host that was asked. Who sends neither is refused.
 */
export function isFromOurPage(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  ownOrigins: readonly string[],
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin } = headers;
  return typeof origin === 'string' && ownOrigins.includes(origin);
}

/**
 * Whether a page was asked for by a name of ours, or by an address: nobody's name server can make
 * a browser take an address, or this machine's own name, for another's site.
 */
export function isOwnHost(hostname: string, ours: readonly string[]): boolean {
  const name = hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost')) return true;
  return ours.some((own) => own.toLowerCase() === name);
}
