/**
 * Signatures, both directions. HMAC-SHA256, lower-case hex.
 *   request:  `${timestamp}.${METHOD}.${path with query}.${body}`   (body as sent; empty for GET)
 *   callback: `${timestamp}.${body}`
 * `timestamp` is Unix seconds, decimal.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Account, Refusal, SecretVersion } from './types.ts';
import { refuse } from './types.ts';

/** How far a request's timestamp may be from our clock. */
const TIMESTAMP_WINDOW_S = 300;

export const HEADER = {
  account: 'x-sim-account',
  timestamp: 'x-sim-timestamp',
  signature: 'x-sim-signature',
} as const;

function hmac(secret: string, parts: readonly (string | Buffer)[]): Buffer {
  const mac = createHmac('sha256', secret);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** The secrets of a list that are inside their window, in the order given. */
export function liveSecrets(versions: readonly SecretVersion[], nowMs: number): string[] {
  return versions
    .filter(
      ({ notBefore, notAfter }) =>
        (notBefore === undefined || Date.parse(notBefore) <= nowMs) &&
        (notAfter === undefined || nowMs < Date.parse(notAfter)),
    )
    .map(({ secret }) => secret);
}

/** The value of `X-Sim-Signature` for a request. */
export function signRequest(
  secret: string,
  timestamp: string,
  method: string,
  path: string,
  body: string | Buffer,
): string {
  return hmac(secret, [`${timestamp}.${method}.${path}.`, body]).toString('hex');
}

/** The value of `X-Sim-Signature` for a callback: one hex MAC for each secret, comma between. */
export function signCallback(secrets: readonly string[], timestamp: string, body: string): string {
  return secrets.map((secret) => hmac(secret, [`${timestamp}.`, body]).toString('hex')).join(',');
}

export type SignedRequest = {
  readonly method: string;
  /** As on the request line, with the query. */
  readonly path: string;
  readonly body: Buffer;
  readonly account: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
};

/**
 * Checks who calls. Every answer names what is wrong: this provider exists to be integrated with.
 */
export function authenticate(
  request: SignedRequest,
  accounts: ReadonlyMap<string, Account>,
  nowMs: number,
): { ok: true; account: Account } | Refusal {
  const { account: id, timestamp, signature } = request;
  if (!id || !timestamp || !signature) {
    const names = 'X-Sim-Account, X-Sim-Timestamp and X-Sim-Signature';
    return refuse(401, 'signature_missing', `send the headers ${names}`);
  }
  const account = accounts.get(id);
  if (!account) return refuse(401, 'unknown_account', `no account ${id.slice(0, 64)}`);
  if (!/^\d{1,12}$/.test(timestamp)) {
    return refuse(401, 'timestamp_invalid', 'X-Sim-Timestamp is Unix seconds');
  }
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > TIMESTAMP_WINDOW_S) {
    return refuse(401, 'timestamp_out_of_window', 'X-Sim-Timestamp is over 5 minutes off');
  }
  const given = Buffer.from(signature, 'hex');
  const prefix = `${timestamp}.${request.method}.${request.path}.`;
  for (const secret of liveSecrets(account.apiSecrets, nowMs)) {
    const expected = hmac(secret, [prefix, request.body]);
    if (given.length === expected.length && timingSafeEqual(given, expected)) {
      return { ok: true, account };
    }
  }
  const base = 'timestamp.METHOD.path?query.body';
  return refuse(401, 'signature_mismatch', `X-Sim-Signature is not the HMAC-SHA256 of ${base}`);
}
