import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Order } from '../../domain/order.ts';
import { orderFromJson, orderToJson } from './order-row.ts';

const AT = new Date('2026-03-04T05:06:07.089Z');

const ORDER: Order = {
  id: 9_223_372_036_854_775_807n,
  shard: 3,
  merchantId: 2n ** 60n + 1n,
  appId: 2n ** 60n + 2n,
  mode: 'test',
  kind: 'refund',
  scope: 'order',
  merchantRef: '12',
  digest: 'd0',
  channel: 'PAY',
  asset: 'PHP/2',
  amountMinor: 2n ** 62n,
  paidMinor: 1n,
  feeMinor: 2n,
  refundedMinor: 3n,
  refundingMinor: 2n ** 61n + 1n,
  refundedFeeMinor: 4n,
  pendingMinor: 8n,
  disputedMinor: 9n,
  lostMinor: 10n,
  voided: true,
  state: 'failed',
  corrected: true,
  failure: { code: 'expired', text: 'not paid in time' },
  connector: 'fake',
  account: 'main',
  dispatchN: 1,
  leftDispatches: [],
  partPayments: [],
  upstreamId: '13',
  paymentRef: null,
  bankRef: '14',
  parentId: 2n ** 60n + 3n,
  parent: null,
  code: null,
  choices: null,
  terms: {
    fee: { ratePpm: 25_000n, fixedMinor: 5n, minMinor: 6n, maxMinor: null },
    settle: 1,
  },
  // Names and values that look like the order's own.
  fields: { id: '15', createdAt: 'yesterday' },
  metadata: { paidMinor: '16' },
  instructions: { kind: 'qr', payload: '000201' },
  notifyUrl: 'https://shop.example/notify',
  returnUrl: null,
  eventCount: 2,
  createdAt: AT,
  expiresAt: new Date(AT.getTime() + 1),
  finalAt: null,
  settleAt: new Date(AT.getTime() + 2),
  settleOn: null,
  batch: null,
};

test('an order kept as JSON comes back as it was, to the last digit', () => {
  assert.deepEqual(orderFromJson(JSON.parse(orderToJson(ORDER))), ORDER);
});

test('an order without a payin, and with all bounds of its fee, comes back as it was', () => {
  const fee = { ratePpm: 0n, fixedMinor: 0n, minMinor: null, maxMinor: 2n ** 61n };
  const order = { ...ORDER, parentId: null, terms: { fee, settle: 0 } };
  assert.deepEqual(orderFromJson(JSON.parse(orderToJson(order))), order);
});

test('what WeChat asks for comes back as it was, signature and all', () => {
  const wechat = {
    shortUrl: 'https://provider.example/s/1',
    prepayId: 'wx1',
    timeStamp: '1736130030',
    nonceStr: '5f8e1a',
    pkg: 'prepay_id=wx1',
    signType: 'RSA',
    paySign: 'QUJD+/==',
  } as const;
  const order: Order = {
    ...ORDER,
    instructions: { kind: 'redirect', url: 'https://provider.example/p/1', wechat },
  };
  assert.deepEqual(orderFromJson(JSON.parse(orderToJson(order))), order);
});

test('an order with fees for refunds and disputes comes back as it was', () => {
  const refundFee = { ratePpm: 1n, fixedMinor: 2n ** 61n, minMinor: null, maxMinor: 4n };
  const dispute = { fee: { ...refundFee, ratePpm: 7n }, refundedWhenWon: true, refundsFee: false };
  const order = { ...ORDER, terms: { ...ORDER.terms, refundFee, dispute } };
  assert.deepEqual(orderFromJson(JSON.parse(orderToJson(order))), order);
});

test('an order kept before there were voids has none', () => {
  const { refundingMinor, feeBackMinor, voided, ...old } = JSON.parse(orderToJson(ORDER));
  assert.deepEqual([refundingMinor, feeBackMinor, voided], [`${2n ** 61n + 1n}`, '4', true]);
  const none = { refundingMinor: 0n, refundedFeeMinor: 0n, voided: false };
  assert.deepEqual(orderFromJson(old), { ...ORDER, ...none });
});

test('an order is kept under the names that stored rows have', () => {
  const { echo, feeBackMinor, noticeCount, ...rest } = JSON.parse(orderToJson(ORDER));
  assert.deepEqual([echo, feeBackMinor, noticeCount], [{ paidMinor: '16' }, '4', 2]);
  for (const name of ['metadata', 'refundedFeeMinor', 'eventCount']) assert.ok(!(name in rest));
});
