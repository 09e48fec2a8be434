/**
 * Signatures in both directions: HMAC-SHA256 in lower-case hex (docs/simulator.md, sections 1, 3).
 * `Credentials.secrets` holds `apiSecret`, which signs requests, and `callbackSecret`, which
 * verifies callbacks; `Credentials.account` is the provider's account id.
 */
import { equalHex } from '../../wire/hex.ts';
import { hmacSha256 } from '../../wire/hmac.ts';
import type { Credentials, RawCallback } from '../contract.ts';

/** How far a callback's timestamp may be from our clock, either way. */
const WINDOW_S = 300;
/** One for each live secret of the provider; more is no honest header. */
const SIGNATURES_MAX = 8;
const SIGNATURE = /^[0-9a-f]{64}$/;
const TIMESTAMP = /^[0-9]{1,12}$/;

/** Signs when nobody's secret could be meant, so that this costs the same work. */
const NOBODY: Credentials = { account: '', version: 0, baseUrl: '', secrets: {} };

/** The headers that sign a request; `target` is path and query as on the request line. */
export function signatureHeaders(
  method: string,
  target: string,
  body: string,
  { account, secrets }: Credentials,
  nowMs: number,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const base = `${timestamp}.${method}.${target}.${body}`;
  return {
    'x-sim-account': account,
    'x-sim-timestamp': timestamp,
    'x-sim-signature': hmacSha256(secrets.apiSecret ?? '', base).toString('hex'),
  };
}

/**
 * The account whose callback secret signed these bytes now; null when none did. Any of the
 * header's signatures may match any of the credentials; all are tried, in constant time.
 */
export function signerOf(
  { headers, body }: RawCallback,
  credentials: readonly Credentials[],
  nowMs: number,
): string | null {
  const timestamp = headers['x-sim-timestamp'] ?? '';
  const given = (headers['x-sim-signature'] ?? '').split(',', SIGNATURES_MAX + 1);
  const wellFormed =
    given.length <= SIGNATURES_MAX && given.every((signature) => SIGNATURE.test(signature));
  const mayBe = credentials.filter(
    ({ account, secrets }) => account === headers['x-sim-account'] && secrets.callbackSecret,
  );
  let signer: string | null = null;
  for (const { account, secrets } of mayBe.length === 0 ? [NOBODY] : mayBe) {
    const mac = hmacSha256(secrets.callbackSecret ?? '', timestamp, '.', body).toString('hex');
    const matches = given.filter((signature) => equalHex(mac, signature)).length > 0;
    if (matches && account !== '') signer = account;
  }
  return wellFormed && isTimely(timestamp, nowMs) ? signer : null;
}

function isTimely(timestamp: string, nowMs: number): boolean {
  if (!TIMESTAMP.test(timestamp)) return false;
  return Math.abs(nowMs - Number.parseInt(timestamp, 10) * 1000) <= WINDOW_S * 1000;
}
