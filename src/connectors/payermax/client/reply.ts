/** What PayerMax answers, as values; its words are left to `status.ts` (upstream notes, 1-6). */
import type { DispatchOperation } from '../../../domain/dispatch.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import type { Credentials, UpstreamReply } from '../../contract.ts';
import {
  cut,
  objectAt,
  type ProviderError,
  type Read,
  readJsonReply,
  textAt,
  unread,
} from '../../read-json.ts';
import { isSigned } from '../signature.ts';
import { type Resource, readResource, shapeOf } from './resource.ts';

interface Refusal {
  readonly kind: 'refusal';
  readonly error: ProviderError;
}

/** What was asked about, or a refusal (`code` and `msg`). */
export type Answer = { readonly kind: 'one'; readonly resource: Resource } | Refusal;

/** The request was taken; says nothing of the order. */
export const TAKEN = 'APPLY_SUCCESS';

const CODE_MAX = 64;
const TEXT_MAX = 256;

/** The answer to a create or a query. */
export function readAnswer(
  operation: DispatchOperation,
  reply: UpstreamReply,
  credentials: Credentials,
): Read<Answer> {
  const taken = readTaken(reply, credentials);
  if (!taken.ok) return taken;
  if (taken.value.kind === 'refusal') return { ok: true, value: taken.value };
  const resource = readResource(shapeOf(operation), taken.value.data);
  return resource.ok ? { ok: true, value: { kind: 'one', resource: resource.value } } : resource;
}

type Taken = { readonly kind: 'taken'; readonly data: JsonObject } | Refusal;

/**
 * The data of any reply. What was taken counts only under PayerMax's signature of the raw bytes; a
 * refusal may come unsigned, but not wrongly signed.
 */
export function readTaken(reply: UpstreamReply, credentials: Credentials): Read<Taken> {
  const json = readJsonReply(reply);
  if (!json.ok) return json;
  const { status: http, body } = json.value;
  if (http !== 200 || reply.kind !== 'response') return unread(`HTTP ${http}`);
  const code = textAt(body, 'code');
  if (code === null || code === '') return unread('nothing that is known');
  const signature = reply.headers.sign ?? '';
  const mustBeSigned = code === TAKEN || signature !== '';
  if (mustBeSigned && !isSigned(reply.body, signature, credentials)) {
    return unread('the reply is not signed by PayerMax');
  }
  if (code !== TAKEN) {
    const text = cut(textAt(body, 'msg') ?? '', TEXT_MAX);
    return { ok: true, value: { kind: 'refusal', error: { code: cut(code, CODE_MAX), text } } };
  }
  const data = objectAt(body, 'data');
  return data === null
    ? unread('taken, without data')
    : { ok: true, value: { kind: 'taken', data } };
}
