/** What the provider answers, as values; what its words mean is left to `status.ts`. */
import type { UpstreamReply } from '../../../../src/connectors/contract.ts';
import {
  type ProviderError,
  type Read,
  readJsonReply,
} from '../../../../src/connectors/read-json.ts';
import type { DispatchOperation } from '../../../../src/domain/dispatch.ts';
import { unwritten } from '../unwritten.ts';

/** What was asked about, or a refusal. Add what `status.ts` must know, as it is written there. */
export type Answer =
  | { readonly kind: 'one'; readonly id: string; readonly status: string }
  | { readonly kind: 'refusal'; readonly http: number; readonly error: ProviderError };

/** The answer to a create or a query; a reply that cannot be read is a reason for doubt. */
export function readAnswer(_operation: DispatchOperation, reply: UpstreamReply): Read<Answer> {
  const json = readJsonReply(reply);
  if (!json.ok) return json;
  return unwritten('client/reply.ts: readAnswer, the fields of each answer');
}
