/** The documentation of this API: the navigation of seed 003. */
import { EVENT_NAME } from '../../kit/event-name.ts';
import {
  checkoutInfo,
  mandateInfo,
  paymentInfo,
  payoutInfo,
  refundInfo,
  webInfo,
} from '../../kit/family/notifications.ts';
import { type NotificationInfo, navigationOf, type Reference } from '../../reference.ts';
import { EVENT } from '../members.ts';
import { EKYC_EVENT } from '../members-ekyc.ts';
import { MANDATE } from '../members-mandate.ts';
import { CHECKOUT_EVENT } from '../members-payment.ts';
import { REFUND_EVENT } from '../members-refund.ts';
import { EVENTS, PAYMENT_EVENT } from '../notification.ts';
import { operationOf } from '../operations/all.ts';
import { FAILURES } from '../status.ts';
import { TITLES } from './titles.ts';
import { CHINESE } from './zh-cn.ts';

const { article, channels, chapter, errors, notification, operation } = navigationOf(TITLES);

const NOTIFICATIONS: readonly NotificationInfo[] = [
  payoutInfo(EVENT),
  paymentInfo(
    'bill',
    'Sent for each payment that arrives at a static virtual account.',
    EVENTS.bill ?? PAYMENT_EVENT,
  ),
  paymentInfo('qr', 'Sent when a QR code is paid.', PAYMENT_EVENT),
  paymentInfo(
    'account',
    'Sent for each payment that arrives at a bank transfer account.',
    EVENTS.account ?? PAYMENT_EVENT,
  ),
  webInfo('web', PAYMENT_EVENT),
  refundInfo(REFUND_EVENT),
  checkoutInfo(CHECKOUT_EVENT),
  mandateInfo(MANDATE.event),
  paymentInfo('debit', 'Sent when a debit is done, or has failed.', PAYMENT_EVENT),
  {
    name: 'ekyc',
    description:
      'Sent when a payer has shown who they are, was rejected, or did not finish in time.',
    members: [EVENT_NAME, ...EKYC_EVENT],
    events: ['verification.passed', 'verification.failed'],
  },
];

const ENTRIES = [
  article('API Signature Process', 'open-api-ph-signature'),
  errors('API General Code'),
  chapter('1', 'Callback', [
    article(
      'Merchant Subscription Event Notification - Signature Process',
      'open-api-ph-callback-signature',
    ),
  ]),
  chapter('2', 'Account', [
    operation('2.1', 'Check Account Balance', 'balance'),
    operation('2.2', 'Payment Statement', 'payment_statement'),
    operation('2.3', 'Payout Statement', 'payout_statement'),
  ]),
  chapter('3', 'Payout', [
    article('Payout Product Flow Chart', 'open-api-ph-flow-payout'),
    channels('Open API Channel List', 'payout', 'PH'),
    operation('3.1', 'Create Payout', 'payout_create'),
    notification('3.3', 'Payout Callback Notification', 'payout', 'payout_create'),
    operation('3.2', 'Check Payout Status', 'payout_check'),
  ]),
  chapter('4', 'Bills Payment', [
    article('Bills Payment Product Flow Chart', 'open-api-ph-flow-bills'),
    channels('Bills Payment ChannelCode List', 'payin', 'PH', 'codes'),
    operation('4.1', 'Create Static Virtual Account', 'bill_create'),
    operation('4.2', 'Batch Create Static Virtual Account', 'bill_batch_create'),
    operation('4.3', 'Update Static Virtual Account', 'bill_batch_update'),
    operation('4.4', 'Get Virtual Account Cashier Short Url', 'bill_short_link'),
    operation('4.5', "Get Virtual Account's Payments", 'bill_payments'),
    article('Repayment verification API', 'open-api-ph-repayment', '4.6'),
    operation('4.7', 'Cancel Static Virtual Account', 'bill_cancel'),
    notification('4.8', 'Virtual Account Callback Notification', 'bill', 'bill_create'),
  ]),
  chapter('5', 'QrCode', [
    article('QrCode Product Flow Chart', 'open-api-ph-flow-qr'),
    channels('QrCode ChannelCode List', 'payin', 'PH', 'any'),
    operation('5.1', 'Create QR Code', 'qrcode_create'),
    operation('5.2', 'Get QR Code Detail', 'qrcode_detail'),
    operation('5.3', 'Get QR Code Payments', 'qrcode_payments'),
    operation('5.4', 'Cancel QR Code', 'qrcode_cancel'),
    operation('5.6', 'Update QR Code', 'qrcode_update'),
    notification('5.5', 'QR Code Callback Notification', 'qr', 'qrcode_create'),
  ]),
  chapter('6', 'Bank Transfer', [
    article('Bank Transfer Product Flow Chart', 'open-api-ph-flow-transfer'),
    channels('Bank Transfer ChannelCode List', 'payin', 'PH', 'codes'),
    operation('6.1', 'Batch Create Bank Transfer Account', 'account_batch_create'),
    operation('6.2', 'Batch Update Bank Transfer Account', 'account_batch_update'),
    operation('6.3', 'Bank Transfer Account Payments', 'account_payments'),
    notification('6.4', 'Bank Transfer Callback Notification', 'account', 'account_batch_create'),
  ]),
  chapter('7', 'Web payment', [
    article('Web Payment Product Flow Chart', 'open-api-ph-flow-web'),
    channels('Web Payment ChannelCode List', 'payin', 'PH', 'once'),
    operation('7.1', 'Create Web Payment', 'payment_create'),
    operation('7.2', 'Check Web Payment Status', 'payment_query'),
    operation('7.3', 'Web Payment Channels', 'payment_channels'),
    notification('7.4', 'Web Payment Callback Notification', 'web', 'payment_create'),
  ]),
  chapter('8', 'Refund', [
    channels('Refund Support Channel List', 'payin', 'PH', 'refundable'),
    operation('8.1', 'Create Refund', 'refund_create'),
    operation('8.2', 'Get Refund Payments', 'refund_query'),
    notification('8.3', 'Refund Callback Notification', 'refund', 'refund_create'),
  ]),
  chapter('9', 'Checkout', [
    operation('9.1', 'Query the channels supported by the cashier counter', 'checkout_channels'),
    operation('9.2', 'Create the checkout counter', 'checkout_create'),
    operation('9.3', 'Check the cashier counter', 'checkout_query'),
    operation('9.4', 'Close the cashier counter', 'checkout_close'),
    notification('9.5', 'Checkout Payment Notification', 'checkout', 'checkout_create'),
  ]),
  chapter('10', 'Direct Debit', [
    channels('Direct Debit Channel Code List', 'payin', 'PH', 'debit'),
    chapter(null, 'Authorization', [
      operation('10.1', 'Create Authorization Link', 'mandate_apply'),
      operation('10.2', 'Check Authorization Status', 'mandate_query'),
      operation('10.3', 'Cancel Authorization', 'mandate_cancel'),
      notification('10.4', 'Authorization Notification', 'mandate', 'mandate_apply'),
    ]),
    chapter(null, 'Orders', [
      operation('10.5', 'Create Payment', 'debit_create'),
      operation('10.6', 'Check Payment Status', 'debit_query'),
      notification('10.7', 'Payment Notification', 'debit', 'debit_create'),
    ]),
  ]),
  chapter('11', 'Ekyc', [
    channels('Ekyc Channel Code List', 'verification', 'PH'),
    operation('11.1', 'Ekyc Init', 'ekyc_init'),
    operation('11.2', 'Ekyc Check Result', 'ekyc_query'),
    notification('11.3', 'Ekyc Notification', 'ekyc', 'ekyc_init'),
  ]),
  chapter(null, 'Schemas', [article('Response body', 'open-api-ph-response')]),
];

export const OPEN_API_PH_REFERENCE: Reference = {
  dialect: 'open-api-ph',
  title: { en: 'Open API Philippines', 'zh-CN': '菲律宾 Open API' },
  summary: {
    en: 'The Philippines: payouts, bills, QR codes, transfers, web payments, checkouts and direct debit. Sorted fields are signed with RSA.',
    'zh-CN':
      '菲律宾：代付、账单、二维码、转账、网页支付、收银台与授权代扣；对排序后的字段做 RSA 签名。',
  },
  versions: [{ name: null, entries: ENTRIES }],
  notifications: NOTIFICATIONS,
  failures: FAILURES,
  chinese: CHINESE,
  signs: 'rsa',
  wrappingOf: (name) => (operationOf(name).form === 'envelope' ? 'envelope' : 'flat'),
  notificationWrapping: 'flat',
  notificationCheck: { digest: 'sha1', suffix: '&secret=YOUR_SECRET' },
  acknowledgement: 'success',
};
