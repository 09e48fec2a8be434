/** Parts of an order that have fields of their own (seed 004, request table). */
import type { Field } from '../contract.ts';
import { optional, required } from '../kit/fields.ts';
import { changed, text, textOrNumber } from '../kit/forms.ts';

export const WHOLE = /^(?:0|[1-9][0-9]*)$/;
/** (10,2): eight digits before the point, two behind. */
export const MONEY_TEXT = /^(?:0|[1-9][0-9]{0,7})(?:\.[0-9]{1,2})?$/;

const NO_NUMBER = 'it is not a number of this form';

function numeric(max: number, form: RegExp) {
  const fault = (value: string) => (form.test(value) ? null : NO_NUMBER);
  return changed(textOrNumber(max), { fault });
}

export const PRODUCT_FIELDS: readonly Field[] = [
  optional('code', text(64), 'your code of the product'),
  optional('desc', text(100), 'what it is'),
  optional('name', text(100), 'its name'),
  optional('quantity', numeric(16, WHOLE), 'how many'),
  optional('unit_price', numeric(11, MONEY_TEXT), 'price of one, in major units'),
  // An int in the doc; a word at the provider that it is meant for.
  optional(
    'type',
    changed(textOrNumber(64), {
      fault: (value, token) => (token === 'number' && !WHOLE.test(value) ? NO_NUMBER : null),
    }),
    'kind of product',
  ),
];

/** All three or none (a later addition). */
export const METADATA_FIELDS: readonly Field[] = [
  required('openid', text(128), 'who plays'),
  required('channel_name', text(128), 'where'),
  required('merchant', text(128), 'whose'),
];
