/**
 * The recharge-order API (seed 004): its two operations, each whole. A field that is listed nowhere
 * here is signed like any other and otherwise ignored.
 */
import { refuse } from '../../domain/refusal.ts';
import type { CreatePayin } from '../../domain/request.ts';
import { sortedJsonText } from '../../signatures/sorted-json/text.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { countryOf } from '../../wire/country-code.ts';
import { valueIn } from '../../wire/json-fields.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import type { Field } from '../contract.ts';
import { createdAs, orderAs } from '../kit/answers.ts';
import { coreFields, optional, required } from '../kit/fields.ts';
import { changed, decimal, list, object, text, textOrNumber } from '../kit/forms.ts';
import { operationFinder, operationsFor } from '../kit/operation.ts';
import { ok } from '../kit/result.ts';
import { BASE_PATHS, parseOrderNo } from './codec.ts';
import { AMOUNT, ORDER_NO, PAGE_URL, PAY_TIME, STATUS, THIRD_ORDER_SIGN } from './members.ts';
import { checkOrder, findChannel, moneyOf, type RechargeAsk } from './operations-checks.ts';
import { METADATA_FIELDS, PRODUCT_FIELDS } from './operations-parts.ts';

const operation = operationsFor<RechargeAsk>();

const SCOPE = 'recharge';

function served(path: string): readonly string[] {
  return BASE_PATHS.map((base) => base + path);
}

const TIMESTAMP = required(
  'timestamp',
  changed(text(32), { format: 'date-time' }),
  'when the request was made, as 2022-01-22T10:00:00.500+08:00',
);
const MERCHANT = required('mchId', textOrNumber(19), 'your merchant number, a whole number');

/** In the order of the published tables, later additions last, as all fields are. */
const CREATE_FIELDS: readonly Field[] = [
  TIMESTAMP,
  required('payType', text(30), 'the provider of the page: Payermax, Airwallex'),
  MERCHANT,
  required('good', text(100), 'what is bought', 'description'),
  required('currency', text(3), 'ISO 4217, in capitals'),
  required('money', decimal(['string', 'number'], 11), 'the price in major units, at most (10,2)'),
  required('returnUrl', changed(text(256), { format: 'url' }), 'where the payer returns to'),
  optional('country', text(3), 'ISO 3166-1, of two or three letters', 'payer.country'),
  optional('userId', textOrNumber(64), 'your id of the payer', 'payer.userId'),
  optional('language', text(8), 'of the page', 'payer.language'),
  optional('productId', textOrNumber(64), 'your id of the product'),
  optional('products', list(100, PRODUCT_FIELDS), 'what is bought; Airwallex needs it'),
  optional('paymentMethods', list(100), 'the methods that the page offers; all unless given'),
  optional('metadata', object(METADATA_FIELDS), 'returned in notifications'),
];

const rechargeCreate = operation({
  name: 'recharge_create',
  title: 'Create an order',
  method: 'POST',
  paths: served('/pay-center/recharge-order/create'),
  fields: CREATE_FIELDS,
  requests: ['create_payin'],
  request(ask) {
    const refusal = checkOrder(ask);
    if (refusal !== null) return refusal;
    const channel = findChannel(ask);
    if (!channel.ok) return channel;
    const amount = moneyOf(ask.text('money'), channel.value);
    if (!amount.ok) return amount;
    // The same for every spelling of the same values: blanks, order of fields, escapes.
    const digest = sha256Hex(sortedJsonText(ask.body));
    return ok({
      kind: 'create_payin',
      channel: channel.value,
      scope: SCOPE,
      // No number of the merchant's own comes with an order: what it signed is its name.
      merchantRef: digest,
      digest,
      amountMinor: amount.value,
      metadata: metadataOf(ask),
      notifyUrl: null,
      returnUrl: ask.text('returnUrl'),
      onRepeat: 'return_first',
      // The answer shows the provider's own page (seed 004, `data.url`).
      wait: 'instructions',
      fields: fieldsOf(ask),
      expiryMinutes: null,
    });
  },
  answers: { created: createdAs([PAGE_URL, ORDER_NO, THIRD_ORDER_SIGN]) },
});

const rechargeInfo = operation({
  name: 'recharge_info',
  title: 'Query an order',
  method: 'POST',
  paths: served('/pay-center/recharge-order/info'),
  fields: [
    TIMESTAMP,
    // The doc says 30; its own sample has 47.
    required('orderNo', text(64), 'our number of the order'),
    MERCHANT,
  ],
  requests: ['query_order'],
  request({ text: textOf }) {
    const id = parseOrderNo(textOf('orderNo'));
    if (id === null) return refuse('not_found', 'orderNo');
    return ok({ kind: 'query_order', key: { kind: 'id', id }, kinds: ['payin'] });
  },
  answers: { order: orderAs([AMOUNT, ORDER_NO, PAY_TIME, STATUS]) },
});

export const OPERATIONS = [rechargeCreate, rechargeInfo] as const;

export type RechargeOperation = (typeof OPERATIONS)[number];
export type OperationName = RechargeOperation['name'];

export const operationOf = operationFinder<RechargeOperation>(OPERATIONS);

/** Fields whose presence says which operation a body was signed for. */
export const DISTINCTIVE: ReadonlySet<string> = new Set([
  'payType',
  'money',
  'returnUrl',
  'orderNo',
]);

function fieldsOf(ask: RechargeAsk): CreatePayin['fields'] {
  const country = countryOf(ask.text('country'));
  const fields = coreFields(CREATE_FIELDS, ask.text);
  return country === null ? fields : { ...fields, 'payer.country': country };
}

/** Kept with the order: what its provider or its notifications may need, lists as compact JSON. */
function metadataOf({ body, text: textOf }: RechargeAsk): Readonly<Record<string, string>> {
  const metadata: Record<string, string> = { payType: textOf('payType').toLowerCase() };
  if (textOf('productId') !== '') metadata.productId = textOf('productId');
  for (const name of ['products', 'paymentMethods', 'metadata']) {
    const value = valueIn(body, name);
    if (value !== null) metadata[name] = writeJson(value, { sort: 'all', escape: 'plain' });
  }
  return metadata;
}
