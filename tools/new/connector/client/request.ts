/** What we ask, in the provider's form. */
import type { Credentials, Intent, UpstreamRequest } from '../../../../src/connectors/contract.ts';
import { unwritten } from '../unwritten.ts';

/** The call that creates what the intent asks for, under `intent.reference`. */
export function createCall(
  _intent: Intent,
  _credentials: Credentials,
  _nowMs: number,
): UpstreamRequest {
  return unwritten('client/request.ts: createCall, the create of each operation');
}

/** The question what became of the intent. */
export function queryCall(
  _intent: Intent,
  _credentials: Credentials,
  _nowMs: number,
): UpstreamRequest {
  return unwritten('client/request.ts: queryCall, the query of each operation');
}
