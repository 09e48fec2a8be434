/** The provider's list of orders (docs/simulator.md, section 2). */
import type { SentKind } from '../../../domain/order.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import type { ListedOrder, OrderPage, UpstreamReply } from '../../contract.ts';
import { idAt, itemsAt, readJsonObject, textAt } from '../../read-json.ts';
import { KIND_WORDS } from './status-words.ts';

/** A line that cannot be read makes the page none: what it is of would be forgotten twice. */
export function orderPageOf(reply: UpstreamReply): OrderPage | null {
  if (reply.kind !== 'response' || reply.status !== 200 || reply.truncated) return null;
  const json = readJsonObject(reply.body);
  if (!json.ok) return null;
  const items = itemsAt(json.value, 'orders');
  const hasMore = json.value.members.get('hasMore');
  if (items === null || hasMore?.kind !== 'boolean') return null;
  const orders = items.map((item) => (item.kind === 'object' ? lineOf(item) : null));
  if (!orders.every((one) => one !== null)) return null;
  return { orders, next: hasMore.value ? (orders.at(-1)?.upstreamId ?? null) : null };
}

function lineOf(item: JsonObject): ListedOrder | null {
  const word = textAt(item, 'kind');
  const kinds = Object.entries(KIND_WORDS) as readonly (readonly [SentKind, string])[];
  const operation = kinds.find(([, known]) => known === word)?.[0];
  const [reference, upstreamId] = [textAt(item, 'reference'), idAt(item, 'id')];
  const madeAtMs = Date.parse(textAt(item, 'createdAt') ?? '');
  if (operation === undefined || reference === null || upstreamId === null) return null;
  if (Number.isNaN(madeAtMs)) return null;
  const said = ['status', 'amountMinor', 'asset', 'merchantOrder'].map((at) => textAt(item, at));
  const [status, minor, asset, merchantOrder] = said.map((text) => text ?? '');
  const text = `${word} ${reference}: ${minor} minor units of ${asset}, ${status}, for ${merchantOrder}`;
  return { operation, reference, upstreamId, madeAtMs, seal: textAt(item, 'memo'), text };
}
