/** 5 QrCode: for one payment of a fixed amount, or for many. */
import type { CreateCode, CreatePayin, OrderKey } from '../../../domain/request.ts';
import { createdAs, orderWithPageAs } from '../../kit/answers.ts';
import { daysIn, expiryMinutesIn, missing } from '../../kit/family/asks.ts';
import { ok, type Result } from '../../kit/result.ts';
import { wholeList } from '../../kit/whole-lists.ts';
import { ARRIVAL, QR } from '../members-qr.ts';
import {
  amountIn,
  call,
  channelIn,
  digestOf,
  factsOf,
  kept,
  notifyUrlIn,
  type PhAsk,
  type PhOperation,
  SCOPES,
} from './ask.ts';
import * as field from './fields.ts';

/** Published: at least 20 pesos; an hour, which is also the default. */
const RANGE = { min: 2_000n, max: null } as const;
const EXPIRY = { min: 60, max: 3_600 } as const;
const EXPIRY_MINUTES = 60;

/** A QR code for one payment is an order of its own, one for many is a code. */
const KINDS = ['code', 'payin'] as const;

const qrCreate = call({
  name: 'qrcode_create',
  title: 'Create a QR code',
  method: 'POST',
  paths: ['/api/v1/qrcode'],
  fields: [
    ...[field.APP_NAME, field.MCH_ORDER_ID, field.CHANNEL_CODE, field.mayBe(field.AMOUNT)],
    // Published as needed; clients leave it out and are served.
    ...[field.mayBe(field.CUSTOMER_NAME), field.mayBe(field.EMAIL), field.CALLBACK_URL],
    ...[field.REMARK, field.EXPIRE_SECONDS],
  ],
  blanks: new Map([['amount', 1020]]),
  requests: ['create_payin', 'create_code'],
  request(ask) {
    const found = channelIn(ask, ask.text('channelCode'), ({ method }) => method === 'qr');
    if (!found.ok) return found;
    const about = {
      channel: found.value,
      scope: SCOPES.qr,
      merchantRef: ask.text('mchOrderId'),
      digest: digestOf(ask),
      metadata: { ...kept(ask, 'channelCode'), form: 'qr' },
      notifyUrl: notifyUrlIn(ask, 'callbackUrl'),
      onRepeat: 'refuse',
      // The answer shows the text of the QR.
      wait: 'instructions',
      fields: factsOf(ask),
    } as const;
    return found.value.abilities.static ? forMany(ask, about) : forOne(ask, about);
  },
  answers: { created: createdAs(QR) },
});

/** What both have in common. */
type About = Omit<CreatePayin, 'kind' | 'amountMinor' | 'returnUrl' | 'expiryMinutes' | 'mandate'>;

/** The payer says how much, unless the merchant has. */
function forMany(ask: PhAsk, about: About): Result<CreateCode> {
  const amountMinor = ask.text('amount') === '' ? ok(0n) : amountIn(ask, 'amount');
  if (!amountMinor.ok) return amountMinor;
  const rule = { minMinor: null, maxMinor: null, single: false, expiresAt: null };
  return ok({ ...about, ...rule, kind: 'create_code', amountMinor: amountMinor.value });
}

function forOne(ask: PhAsk, about: About): Result<CreatePayin> {
  if (ask.text('amount') === '') return missing('amount');
  const amountMinor = amountIn(ask, 'amount', RANGE);
  if (!amountMinor.ok) return amountMinor;
  const expiry = expiryMinutesIn(ask, EXPIRY);
  if (!expiry.ok) return expiry;
  return ok({
    ...about,
    kind: 'create_payin',
    amountMinor: amountMinor.value,
    returnUrl: null,
    expiryMinutes: expiry.value ?? EXPIRY_MINUTES,
  });
}

const qrDetail = call({
  name: 'qrcode_detail',
  title: 'Query a QR code',
  method: 'GET',
  paths: ['/api/v1/qrcode/detail', '/api/v1/qrcode'],
  fields: [field.OWN_ORDER_ID],
  requests: ['query_order'],
  request: (ask) => ok({ kind: 'query_order', key: qrKey(ask), kinds: KINDS }),
  answers: { order: orderWithPageAs(QR) },
});

const qrPayments = call({
  name: 'qrcode_payments',
  title: 'List the payments of a QR code',
  method: 'GET',
  paths: ['/api/v1/qrcode/:mchOrderId/payments'],
  fields: [field.ORDER_IN_PATH, ...field.DAYS],
  requests: ['list_children'],
  request(ask) {
    const within = daysIn(ask);
    if (!within.ok) return within;
    const parentFilter = { kinds: KINDS };
    const about = { parent: qrKey(ask), parentFilter, childKind: 'payin' } as const;
    return ok({ kind: 'list_children', ...about, within: within.value });
  },
  answers: { orders: wholeList(ARRIVAL) },
});

const qrCancel = call({
  name: 'qrcode_cancel',
  title: 'Cancel a QR code',
  method: 'POST',
  paths: ['/api/v1/qrcode/cancel'],
  fields: [field.OWN_ORDER_ID],
  isExact: true,
  requests: ['close_order'],
  request: (ask) =>
    ok({ kind: 'close_order', key: qrKey(ask), kinds: KINDS, onRepeat: 'return_first' }),
  answers: { order: orderWithPageAs(QR) },
});

/** What it is called changes, and whom we notify; amount and channel never do. */
const qrUpdate = call({
  name: 'qrcode_update',
  title: 'Update a QR code',
  method: 'POST',
  paths: ['/api/v1/qrcode/update'],
  fields: [
    ...[field.OWN_ORDER_ID, field.CUSTOMER_NAME, field.CALLBACK_URL],
    ...[field.mayBe(field.EMAIL), field.REMARK],
  ],
  isExact: true,
  requests: ['update_order'],
  request(ask) {
    const [notifyUrl, remark] = [ask.text('callbackUrl'), ask.text('remark')];
    const changes = {
      fields: factsOf(ask),
      ...(remark === '' ? {} : { metadata: { remark } }),
      ...(notifyUrl === '' ? {} : { notifyUrl }),
    };
    return ok({ kind: 'update_order', key: qrKey(ask), kinds: KINDS, changes });
  },
  answers: { order: orderWithPageAs(QR) },
});

export const QR_CODES: readonly PhOperation[] = [
  qrCreate,
  qrDetail,
  qrPayments,
  qrCancel,
  qrUpdate,
];

function qrKey({ text }: PhAsk): OrderKey {
  return { kind: 'merchantRef', scope: SCOPES.qr, merchantRef: text('mchOrderId') };
}
