/** What Airwallex answers, as values; its words are left to `status.ts` (upstream notes, 3-7). */
import type { JsonObject } from '../../../wire/json-value.ts';
import type { UpstreamReply } from '../../contract.ts';
import {
  cut,
  itemsAt,
  type ProviderError,
  type Read,
  readJsonReply,
  textAt,
  unread,
} from '../../read-json.ts';
import { type Resource, readResource, type Shape } from './resource.ts';

/** One resource, a page of a list, or a refusal (`code` and `message`). */
export type Answer =
  | { readonly kind: 'one'; readonly http: number; readonly resource: Resource }
  | {
      readonly kind: 'list';
      readonly http: number;
      readonly resources: readonly Resource[];
      readonly hasMore: boolean;
    }
  | { readonly kind: 'refusal'; readonly http: number; readonly error: ProviderError };

const CODE_MAX = 64;
const TEXT_MAX = 256;

/** The answer to a create or a query; unreadable when it says nothing. */
export function readAnswer(shape: Shape, reply: UpstreamReply): Read<Answer> {
  const json = readJsonReply(reply);
  if (!json.ok) return json;
  const { status: http, body } = json.value;
  const isList = body.members.has('items');
  const isOne = body.members.has('id');
  const isRefusal = body.members.has('code');
  if ([isList, isOne, isRefusal].filter(Boolean).length !== 1) {
    return unread(`HTTP ${http}: nothing that is known`);
  }
  if (isRefusal) return { ok: true, value: { kind: 'refusal', http, error: errorIn(body) } };
  const read = isList ? listIn(shape, http, body) : oneIn(shape, http, body);
  return read.ok ? read : unread(`HTTP ${http}: ${read.reason}`);
}

function oneIn(shape: Shape, http: number, body: JsonObject): Read<Answer> {
  const resource = readResource(shape, body);
  if (!resource.ok) return resource;
  return { ok: true, value: { kind: 'one', http, resource: resource.value } };
}

/** All of the page's items; refused when one of them cannot be read, for it might be ours. */
function listIn(shape: Shape, http: number, body: JsonObject): Read<Answer> {
  const items = itemsAt(body, 'items');
  const hasMore = body.members.get('has_more');
  if (items === null || hasMore?.kind !== 'boolean') return unread('the list cannot be read');
  const resources: Resource[] = [];
  for (const item of items) {
    const read: Read<Resource> =
      item.kind === 'object' ? readResource(shape, item) : unread('an item is no object');
    if (!read.ok) return read;
    resources.push(read.value);
  }
  return { ok: true, value: { kind: 'list', http, resources, hasMore: hasMore.value } };
}

/** Code and message; the trace id, by which Airwallex's support finds the call, stays with it. */
function errorIn(body: JsonObject): ProviderError {
  const text = textAt(body, 'message') ?? '';
  const source = textAt(body, 'source') ?? '';
  const trace = textAt(body, 'trace_id') ?? '';
  const where = source === '' ? '' : ` (${cut(source, CODE_MAX)})`;
  const found = trace === '' ? '' : ` [trace ${cut(trace, CODE_MAX)}]`;
  return {
    code: cut(textAt(body, 'code') ?? '', CODE_MAX),
    text: `${cut(text, TEXT_MAX)}${where}${found}`,
  };
}
