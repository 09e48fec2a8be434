/** The goods of an order, as its merchant listed them: recharge API, `products[]`. */
import type { Order } from '../../../domain/order.ts';
import { readAmount } from '../../../wire/amount.ts';
import { type JsonObject, type JsonValue, jsonNumber } from '../../../wire/json-value.ts';
import { readJsonText } from '../../../wire/raw-json.ts';
import { amountOf, objectOf } from '../../build-json.ts';
import { cut, textAt } from '../../read-json.ts';
import { AMOUNT_FORM } from '../capabilities.ts';

const PRODUCTS_MAX = 100;
/** Longest text of each member (upstream notes, section 3). */
const TEXT_MAX = { code: 128, name: 255, desc: 500, type: 128 } as const;
const QUANTITY = /^[1-9][0-9]{0,8}$/;

/** Nothing where nothing was listed, or what was listed cannot be read: it is not needed to pay. */
export function productsOf(order: Order): readonly JsonObject[] {
  const json = readJsonText(order.metadata.products ?? '');
  if (!json.ok || json.value.kind !== 'array') return [];
  const items = json.value.items.slice(0, PRODUCTS_MAX);
  return items.flatMap((item) => (item.kind === 'object' ? [productOf(item, order)] : []));
}

function productOf(item: JsonObject, { asset }: Order): JsonObject {
  const price = item.members.get('unit_price');
  const unitPrice = price === undefined ? null : readAmount(price, asset, AMOUNT_FORM);
  const text = (name: keyof typeof TEXT_MAX) => cut(textAt(item, name) ?? '', TEXT_MAX[name]);
  return objectOf({
    code: text('code'),
    name: text('name'),
    desc: text('desc'),
    quantity: quantityOf(item.members.get('quantity')),
    unit_price: unitPrice?.ok === true ? amountOf(unitPrice.value, AMOUNT_FORM) : null,
    type: text('type'),
  });
}

function quantityOf(value: JsonValue | undefined): JsonValue | null {
  if (value?.kind !== 'string' && value?.kind !== 'number') return null;
  const text = value.kind === 'string' ? value.value : value.text;
  return QUANTITY.test(text) ? jsonNumber(text) : null;
}
