/**
 * The cookies of a site of ours. Over https their names begin with `__Host-`, by which a browser
 * promises that no other host or path has set them.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * `session`: the token of who is signed in. `visit`: a random value that binds the sign-in
 * form to this browser. `language`: a choice, no secret.
 */
type CookieName = 'session' | 'visit' | 'language';

const LANGUAGE_LIFE_S = 365 * 86_400;

export interface Cookies {
  read(header: string | undefined, name: CookieName): string | null;
  /** The value of a Set-Cookie header; null takes the cookie away. */
  write(name: CookieName, value: string | null): string;
}

/** `site`: what the names begin with after that: `causeway`, so that no two sites share one. */
export function createCookies(secure: boolean, site: string): Cookies {
  const full = (name: CookieName) => `${secure ? '__Host-' : ''}${site}-${name}`;
  const rest = `; Path=/${secure ? '; Secure' : ''}; HttpOnly; SameSite=Strict`;
  return {
    read(header, name) {
      const wanted = `${full(name)}=`;
      const found = (header ?? '').split(/; */).find((part) => part.startsWith(wanted));
      const value = found?.slice(wanted.length) ?? '';
      return /^[A-Za-z0-9_-]{1,128}$/.test(value) ? value : null;
    },
    write(name, value) {
      if (value === null) return `${full(name)}=; Max-Age=0${rest}`;
      const life = name === 'language' ? `; Max-Age=${LANGUAGE_LIFE_S}` : '';
      return `${full(name)}=${value}${life}${rest}`;
    },
  };
}

export function newVisit(): string {
  return randomBytes(24).toString('base64url');
}

/** The token that forms carry: only who holds the cookie can know it. */
export function csrfTokenOf(cookie: string): string {
  return createHmac('sha256', cookie).update('causeway form').digest('base64url');
}

export function csrfMatches(cookie: string, given: string): boolean {
  const expected = Buffer.from(csrfTokenOf(cookie));
  const bytes = Buffer.from(given);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}
