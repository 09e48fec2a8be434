/**
 * Addresses that may stand in a link. An address from a merchant or a provider becomes a `SafeUrl`
 * only here, after its scheme was looked at; the `html` template takes nothing else in `href` and
 * `src`. So `javascript:`, `data:` and the like cannot reach a page.
 */

class CheckedUrl {
  /** Exactly as it was given: a merchant finds its own address back, byte for byte. */
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type SafeUrl = CheckedUrl;

/** True for a value made in this file. */
export function isSafeUrl(value: unknown): value is SafeUrl {
  return value instanceof CheckedUrl;
}

/** Where the payer goes back to: http or https, no user or password in it; otherwise null. */
export function returnAddress(text: string | null): SafeUrl | null {
  const url = parsed(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:')
    ? new CheckedUrl(url.text)
    : null;
}

/** Where the payer is sent to pay: https, or http to this machine in test mode; otherwise null. */
export function paymentAddress(text: string | null, testMode: boolean): SafeUrl | null {
  const url = parsed(text);
  if (url === null) return null;
  const local = testMode && url.protocol === 'http:' && LOOPBACK.test(url.hostname);
  return url.protocol === 'https:' || local ? new CheckedUrl(url.text) : null;
}

/** A path on our own server from plain segments, with an optional query: `/pay/t?lang=th`. */
export function ownPath(segments: readonly string[], query?: Readonly<Record<string, string>>) {
  const path = segments.map((segment) => `/${encodeURIComponent(segment)}`).join('') || '/';
  const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
  return new CheckedUrl(path + search);
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

// A browser drops tabs and line ends inside an address and trims its ends before it reads the
// scheme. We refuse them, so that we and the browser read the same text.
function hasControlOrSpace(text: string): boolean {
  return /[\p{Cc}\s]/u.test(text);
}

function parsed(text: string | null): { text: string; protocol: string; hostname: string } | null {
  if (text === null || text.length > 4096 || hasControlOrSpace(text)) return null;
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return null;
  return { text, protocol: url.protocol, hostname: url.hostname };
}

/** A place on the same page. */
export function anchor(id: string): SafeUrl {
  return new CheckedUrl(`#${encodeURIComponent(id)}`);
}

/** An address of our own, written by hand: a path, a place on a page, or both; else null. */
export function ownAddress(text: string): SafeUrl | null {
  return /^(?=[/#])(?:\/(?!\/)[\w./-]*)?(?:#[\p{L}\p{N}-]+)?$/u.test(text)
    ? new CheckedUrl(text)
    : null;
}
