/** What answers and notifications say of an order, in the words of either version. */
import { currencyOf } from '../../domain/money.ts';
import type { Order } from '../../domain/order.ts';
import { jsonNumber } from '../../wire/json-value.ts';
import { maybe, member, type OrderAnswer, text, when } from '../kit/members.ts';
import {
  amount,
  movedMinor,
  type OrderMember,
  ofOrder,
  referenceOf,
} from '../kit/order-members.ts';
import { timeText, transactionIdOf, type Version } from './codec.ts';
import { countryOfCurrency } from './codec-places.ts';
import { failedOf, transactionStatusOf } from './status.ts';

/** The version in which an order was made: it is answered in the words it was asked in. */
function versionOf({ metadata }: Order): Version {
  return metadata.version === 'v2' ? 'v2' : 'v1';
}

/** A moment, in the words of a version, or of the order's own; left out while there is none. */
export function time(
  name: string,
  description: string,
  of: (order: Order) => Date | null,
  version?: Version,
): OrderMember {
  return maybe(
    ofOrder(name, description, (order) => {
      const at = of(order);
      return at === null ? null : timeText(at, version ?? versionOf(order));
    }),
  );
}

/** True for an order whose channel the payer chooses. */
export function isCheckout({ choices }: Pick<Order, 'choices'>): boolean {
  return choices !== null;
}

export const MCH_ORDER_ID = ofOrder('mchOrderId', 'your id of the order', referenceOf);
export const TRANSACTION_ID = ofOrder('transactionId', 'our number of it', transactionIdOf);
export const IDS = [MCH_ORDER_ID, TRANSACTION_ID];

/** The payment that a refund gives back. */
export const ORIGINAL_ID = ofOrder(
  'originalTransactionId',
  'our number of the payment',
  ({ parentId }) => (parentId === null ? null : transactionIdOf({ id: parentId, kind: 'payin' })),
);

export const AMOUNT = amount('amount', 'as ordered', ({ amountMinor }) => amountMinor);
/** Of a payment, alike in answers and notifications (our reading: it is published as `amount`). */
export const PAID_AMOUNT = amount('amount', 'what was paid, or what was ordered', movedMinor);

export const STATUS = ofOrder(
  'transactionStatus',
  'PENDING, COMPLETED or FAILED',
  transactionStatusOf,
);

export const CREATE_TIME = time('createTime', 'when it was made', ({ createdAt }) => createdAt);
export const RETURN_TIME = time('returnTime', 'when it ended', ({ finalAt }) => finalAt);

export const REMARK = maybe(ofOrder('remark', 'as it was sent', ({ metadata }) => metadata.remark));

/** Left out unless the order failed. */
export const FAILED: readonly OrderMember[] = [
  maybe(
    member<OrderAnswer>('failedCode', 'number', 'why it failed', ({ order }) => {
      const why = failedOf(order);
      return why === null ? null : jsonNumber(String(why.code));
    }),
  ),
  maybe(ofOrder('failedMessage', 'the same in words', (order) => failedOf(order)?.message)),
];

/** v2 says in each answer where the money is. */
export const PLACE: readonly OrderMember[] = [
  ofOrder('countryCode', 'ISO 3166-1', ({ asset }) => countryOfCurrency(currencyOf(asset))),
  ofOrder('currency', 'ISO 4217', ({ asset }) => currencyOf(asset)),
];

/** The same where the answer is in the order's own version. */
export const PLACE_OF_V2 = PLACE.map((each) =>
  when(({ order }: OrderAnswer) => versionOf(order) === 'v2', each),
);

/** The channel as the merchant named it; of a checkout the one that was chosen, if one was. */
export const CHANNEL_CODE = ofOrder('channelCode', 'the way to pay', (order) => {
  const { metadata, channel, choices } = order;
  if (isCheckout(order) && choices?.includes(channel) !== true) return null;
  return metadata.channelCode ?? channel;
});

export const CUSTOMER_NAME = ofOrder(
  'customerName',
  'name of the payer',
  ({ fields }) => fields['payer.name'],
);
export const EMAIL = ofOrder('email', 'e-mail of the payer', ({ fields }) => fields['payer.email']);

/** What to show the payer, and what it is. Until upstream has said more it is our own page. */
function payDataOf({ order: { instructions }, payUrl }: OrderAnswer): {
  readonly data: string;
  readonly type: 'URL' | 'VA' | 'QR';
} {
  switch (instructions?.kind) {
    case 'redirect':
      return { data: instructions.url, type: 'URL' };
    case 'qr':
      return { data: instructions.payload, type: 'QR' };
    case 'va':
    case 'bill':
      return { data: instructions.number, type: 'VA' };
    case 'bank_transfer':
      return { data: instructions.account, type: 'VA' };
    default:
      return { data: payUrl, type: 'URL' };
  }
}

/** What to show the payer, under the name that a call has for it. */
export function payData(name: string): OrderMember {
  return text(
    name,
    'what to show the payer: a link, a number, a QR text',
    (source) => payDataOf(source).data,
  );
}

export const PAY_DATA = payData('payData');
export const PAY_DATA_TYPE: OrderMember = text(
  'channelType',
  'what payData is: URL, VA or QR',
  (source) => payDataOf(source).type,
);
