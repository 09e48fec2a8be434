/** The published navigation: v1 as seed 000 prints it, v2 as its own pages do. */
import { type Entry, navigationOf } from '../../reference.ts';
import { TITLES } from './titles.ts';

const { article, channels, chapter, errors, notification, operation } = navigationOf(TITLES);

const COMMON: readonly Entry[] = [
  article('Unified API Request Param', 'open-api-request'),
  article('Unified Async Notification Param', 'open-api-notification'),
  errors('Open API Common Code List'),
];

const ACCOUNT = chapter('1', 'Account', [
  article('Country Code', 'open-api-countries'),
  operation('1.1', 'Balance Inquiry', 'balance'),
  operation('1.2', 'Report Download', 'report'),
]);

function refunds(number: string): Entry {
  return chapter(number, 'Refund', [
    channels('Refund Support Channel List', 'payin', null, 'refundable'),
    article('Refund Status Enum', 'open-api-refund-status'),
    operation(`${number}.1`, 'Refund', 'refund_create'),
    operation(`${number}.2`, 'Get Refund Payments', 'refund_list'),
    notification(`${number}.3`, 'Refund Notification', 'refund', 'refund_create'),
  ]);
}

type Country = 'PH' | 'ID' | 'MY' | 'TH' | 'RU';
type Title = Parameters<typeof channels>[0];

/** Payouts of a country, whose calls begin with its code in small letters. */
function payouts(number: string, country: Country, list: Title, query: Title): Entry {
  const call = (name: string) => `${country.toLowerCase()}_payout_${name}`;
  return chapter(number, 'Payout', [
    channels(list, 'payout', country),
    operation(`${number}.1`, 'Create Payout', call('create')),
    operation(`${number}.2`, query, call('check')),
    notification(`${number}.3`, 'Payout Notification', 'payout', call('create')),
  ]);
}

/** Orders that are paid once. `form` left out: the country has no others. */
function payments(
  number: string,
  country: Country,
  list: Title,
  form?: 'once',
  articles: readonly Entry[] = [],
): Entry {
  const call = (name: string) => `${country.toLowerCase()}_payment_${name}`;
  return chapter(number, form === undefined ? 'Payment' : 'Payment - dynamic order', [
    channels(list, 'payin', country, form),
    ...articles,
    operation(`${number}.1`, 'Create Payment', call('create')),
    operation(`${number}.2`, 'Check Payment Status', call('query')),
    notification(`${number}.3`, 'Payment Notification', 'payment', call('create')),
  ]);
}

/** Codes that many payments can arrive at. */
function codes(
  number: string,
  country: Country,
  list: Title,
  closing: readonly Entry[] = [],
): Entry {
  const call = (name: string) => `${country.toLowerCase()}_code_${name}`;
  return chapter(number, 'Payment - static order', [
    channels(list, 'payin', country, 'codes'),
    operation(`${number}.1`, 'Create Payment', call('create')),
    operation(`${number}.2`, 'Payment Code Detail', call('detail')),
    operation(`${number}.3`, 'Query Static Payment List', call('payments')),
    notification(`${number}.4`, 'Payment Notification', 'code_payment', call('create')),
    ...closing,
  ]);
}

const PHILIPPINES = chapter('2', 'Philippines', [
  payouts('2.1', 'PH', 'Payout Channel List', 'Check Payment Status'),
  payments('2.2', 'PH', 'Philippines Payment Channel List', 'once'),
  codes('2.3', 'PH', 'Philippines Payment Channel List', [
    operation('2.3.5', 'PaymentCode Cancel', 'ph_code_cancel'),
  ]),
]);

const INDONESIA = chapter('3', 'Indonesia', [
  payouts('3.1', 'ID', 'Disburse Channel List', 'Check Payout Status'),
  payments('3.2', 'ID', 'Indonesia Payment Channel List', 'once'),
  codes('3.3', 'ID', 'Channel List'),
]);

const MALAYSIA = chapter('4', 'Malaysia', [
  payouts('4.1', 'MY', 'Payout Channel List', 'Check Payout Status'),
  payments('4.2', 'MY', 'Malaysia Payment Channel List'),
]);

const WECHAT: readonly Entry[] = [
  article('Wechat Webpage Authorization Reference', 'open-api-wechat-authorization'),
  article('Wechat Calls Payment Reference', 'open-api-wechat-payment'),
];

const THAILAND = chapter('5', 'Thailand', [
  payouts('5.1', 'TH', 'Payout Channel List', 'Check Payout Status'),
  payments('5.2', 'TH', 'Thailand Payment Channel List', 'once', WECHAT),
  codes('5.3', 'TH', 'Channel List'),
]);

const RUSSIA = chapter('6', 'Russia', [payments('6.1', 'RU', 'Russia Payment Channel List')]);

/** Shorter paths of the regional sites, which the seed's navigation does not have. */
const REGIONAL = chapter(null, 'Regional Calls', [
  operation(null, 'Create QR Code', 'qr_create'),
  operation(null, 'QR Code Payments', 'code_payments'),
  operation(null, 'Create Virtual Account', 'va_create'),
  operation(null, 'Create Web Payment', 'webpay_create'),
  operation(null, 'Create Payout (short path)', 'legacy_payout_create'),
]);

export const V1: readonly Entry[] = [
  ...COMMON,
  ...[ACCOUNT, PHILIPPINES, INDONESIA, MALAYSIA, THAILAND, RUSSIA],
  ...[refunds('7'), REGIONAL],
];

export const V2: readonly Entry[] = [
  ...COMMON,
  ACCOUNT,
  chapter('2', 'Checkout', [
    channels('Checkout Channel List', 'payin', null, 'once'),
    operation('2.1', 'Create Checkout Order', 'checkout_create'),
    operation('2.2', 'Check Checkout Order Status', 'checkout_query'),
    operation('2.3', 'Available Channels', 'checkout_channels'),
    operation('2.4', 'Close Checkout Order', 'checkout_close'),
    notification('2.5', 'Checkout Notification', 'checkout', 'checkout_create'),
  ]),
  chapter('3', 'Payment', [
    channels('Payment Channel List', 'payin', null, 'once'),
    ...WECHAT,
    operation('3.1', 'Create Payment', 'payment_create'),
    operation('3.2', 'Check Payment Status', 'payment_query'),
    operation('3.3', 'Close Payment', 'payment_close'),
    notification('3.4', 'Payment Notification', 'payment', 'payment_create'),
    operation('3.5', 'Payment Void', 'payment_void'),
    notification('3.6', 'Void Notification', 'void', 'payment_void'),
  ]),
  chapter('4', 'Payout', [
    channels('Payout Channel List', 'payout', null),
    operation('4.1', 'Create Payout', 'payout_create'),
    operation('4.2', 'Check Payout Status', 'payout_check'),
    notification('4.3', 'Payout Notification', 'payout', 'payout_create'),
  ]),
  refunds('5'),
  chapter('6', 'Direct Debit', [
    operation('6.1', 'Apply Authorization', 'mandate_apply'),
    operation('6.2', 'Query Authorization', 'mandate_query'),
    operation('6.3', 'Cancel Authorization', 'mandate_cancel'),
    notification('6.4', 'Authorization Notification', 'mandate', 'mandate_apply'),
  ]),
];
