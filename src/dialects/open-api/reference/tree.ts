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

const PHILIPPINES = chapter('2', 'Philippines', [
  chapter('2.1', 'Payout', [
    channels('Payout Channel List', 'payout', 'PH'),
    operation('2.1.1', 'Create Payout', 'ph_payout_create'),
    operation('2.1.2', 'Check Payment Status', 'ph_payout_check'),
    notification('2.1.3', 'Payout Notification', 'payout', 'ph_payout_create'),
  ]),
  chapter('2.2', 'Payment - dynamic order', [
    channels('Philippines Payment Channel List', 'payin', 'PH', 'once'),
    operation('2.2.1', 'Create Payment', 'ph_payment_create'),
    operation('2.2.2', 'Check Payment Status', 'ph_payment_query'),
    notification('2.2.3', 'Payment Notification', 'payment', 'ph_payment_create'),
  ]),
  chapter('2.3', 'Payment - static order', [
    channels('Philippines Payment Channel List', 'payin', 'PH', 'codes'),
    operation('2.3.1', 'Create Payment', 'ph_code_create'),
    operation('2.3.2', 'Payment Code Detail', 'ph_code_detail'),
    operation('2.3.3', 'Query Static Payment List', 'ph_code_payments'),
    notification('2.3.4', 'Payment Notification', 'code_payment', 'ph_code_create'),
    operation('2.3.5', 'PaymentCode Cancel', 'ph_code_cancel'),
  ]),
]);

const INDONESIA = chapter('3', 'Indonesia', [
  chapter('3.1', 'Payout', [
    channels('Disburse Channel List', 'payout', 'ID'),
    operation('3.1.1', 'Create Payout', 'id_payout_create'),
    operation('3.1.2', 'Check Payout Status', 'id_payout_check'),
    notification('3.1.3', 'Payout Notification', 'payout', 'id_payout_create'),
  ]),
  chapter('3.2', 'Payment - dynamic order', [
    channels('Indonesia Payment Channel List', 'payin', 'ID', 'once'),
    operation('3.2.1', 'Create Payment', 'id_payment_create'),
    operation('3.2.2', 'Check Payment Status', 'id_payment_query'),
    notification('3.2.3', 'Payment Notification', 'payment', 'id_payment_create'),
  ]),
  chapter('3.3', 'Payment - static order', [
    channels('Channel List', 'payin', 'ID', 'codes'),
    operation('3.3.1', 'Create Payment', 'id_code_create'),
    operation('3.3.2', 'Payment Code Detail', 'id_code_detail'),
    operation('3.3.3', 'Query Static Payment List', 'id_code_payments'),
    notification('3.3.4', 'Payment Notification', 'code_payment', 'id_code_create'),
  ]),
]);

const MALAYSIA = chapter('4', 'Malaysia', [
  chapter('4.1', 'Payout', [
    channels('Payout Channel List', 'payout', 'MY'),
    operation('4.1.1', 'Create Payout', 'my_payout_create'),
    operation('4.1.2', 'Check Payout Status', 'my_payout_check'),
    notification('4.1.3', 'Payout Notification', 'payout', 'my_payout_create'),
  ]),
  chapter('4.2', 'Payment', [
    channels('Malaysia Payment Channel List', 'payin', 'MY'),
    operation('4.2.1', 'Create Payment', 'my_payment_create'),
    operation('4.2.2', 'Check Payment Status', 'my_payment_query'),
    notification('4.2.3', 'Payment Notification', 'payment', 'my_payment_create'),
  ]),
]);

const THAILAND = chapter('5', 'Thailand', [
  chapter('5.1', 'Payout', [
    channels('Payout Channel List', 'payout', 'TH'),
    operation('5.1.1', 'Create Payout', 'th_payout_create'),
    operation('5.1.2', 'Check Payout Status', 'th_payout_check'),
    notification('5.1.3', 'Payout Notification', 'payout', 'th_payout_create'),
  ]),
  chapter('5.2', 'Payment - dynamic order', [
    channels('Thailand Payment Channel List', 'payin', 'TH', 'once'),
    article('Wechat Webpage Authorization Reference', 'open-api-wechat-authorization'),
    article('Wechat Calls Payment Reference', 'open-api-wechat-payment'),
    operation('5.2.1', 'Create Payment', 'th_payment_create'),
    operation('5.2.2', 'Check Payment Status', 'th_payment_query'),
    notification('5.2.3', 'Payment Notification', 'payment', 'th_payment_create'),
  ]),
  chapter('5.3', 'Payment - static order', [
    channels('Channel List', 'payin', 'TH', 'codes'),
    operation('5.3.1', 'Create Payment', 'th_code_create'),
    operation('5.3.2', 'Payment Code Detail', 'th_code_detail'),
    operation('5.3.3', 'Query Static Payment List', 'th_code_payments'),
    notification('5.3.4', 'Payment Notification', 'code_payment', 'th_code_create'),
  ]),
]);

const RUSSIA = chapter('6', 'Russia', [
  chapter('6.1', 'Payment', [
    channels('Russia Payment Channel List', 'payin', 'RU'),
    operation('6.1.1', 'Create Payment', 'ru_payment_create'),
    operation('6.1.2', 'Check Payment Status', 'ru_payment_query'),
    notification('6.1.3', 'Payment Notification', 'payment', 'ru_payment_create'),
  ]),
]);

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
    article('Wechat Webpage Authorization Reference', 'open-api-wechat-authorization'),
    article('Wechat Calls Payment Reference', 'open-api-wechat-payment'),
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
