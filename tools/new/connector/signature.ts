/** Signatures in both directions. */
import type { Credentials, RawCallback } from '../../../src/connectors/contract.ts';
import { unwritten } from './unwritten.ts';

/** The headers by which the provider knows that a request is ours. */
export function signatureHeaders(
  _body: string,
  _credentials: Credentials,
  _nowMs: number,
): Readonly<Record<string, string>> {
  return unwritten('signature.ts: signatureHeaders, how a request is signed');
}

/**
 * The account whose secret signed the callback; null when none did. In constant time, over the raw
 * bytes, with every version of `credentials`, within the window of the provider's timestamp.
 */
export function signerOf(
  _raw: RawCallback,
  _credentials: readonly Credentials[],
  _nowMs: number,
): string | null {
  return unwritten('signature.ts: signerOf, how a callback is verified');
}
