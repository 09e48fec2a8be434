import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Order } from '../../domain/order.ts';
import type { OrderEventType } from '../../domain/order-event.ts';
import { webhookSecretOf } from '../../signatures/rsa-keys.ts';
import { parseWebhookSecret, verifyWebhook } from '../../wire/standard-webhooks.ts';
import { accepted } from '../../wire/test-support/parsed-assert.ts';
import { verifyNotification } from './client.ts';
import { openApi } from './dialect.ts';
import {
  NOTIFICATIONS,
  SEED_ACKNOWLEDGEMENT,
  SEED_NOTIFICATION_PARAM,
} from './fixtures/published.ts';
import { at, newPair, SAMPLE_APP, SAMPLE_KEYS, sampleKey, sampleOrder } from './fixtures/sample.ts';

async function notification(event: OrderEventType, changes: Partial<Order>, keys = SAMPLE_KEYS) {
  const order = sampleOrder({ finalAt: at('2025-01-06 10:22:11'), ...changes });
  const orderEvent = {
    type: event,
    order,
    n: 1,
    url: 'https://shop.example/notify',
    at: new Date(),
  };
  const signed = await openApi.notification(orderEvent, SAMPLE_APP, keys);
  assert.ok(signed !== null);
  const envelope = JSON.parse(signed.body) as { sign: string; param: string };
  return { signed, envelope, param: JSON.parse(envelope.param) };
}

const CURRENCIES: Readonly<Record<string, string>> = {
  PH: 'PHP/2',
  ID: 'IDR/0',
  MY: 'MYR/2',
  TH: 'THB/2',
  RU: 'RUB/2',
};

/** The order that a printed notification reports. */
function orderOf(param: Readonly<Record<string, string | number>>, country: string) {
  const refund = 'mchRefundOrderId' in param;
  const text = (name: string) => String(param[name] ?? '');
  const minor = BigInt(text(refund ? 'refundAmount' : 'amount'));
  const id = text(refund ? 'refundTransactionId' : 'transactionId');
  const metadata = {
    version: 'v1',
    channelCode: text('channelCode'),
    remark: text('remark'),
    refundReason: text('refundReason'),
  };
  const original = text('originalTransactionId');
  const code = { kind: 'code', ref: text('mchOrderId') } as const;
  const arrived = text('eventName').startsWith('static');
  return {
    id: BigInt(id.slice(1)),
    kind: refund ? 'refund' : id.startsWith('D') ? 'payout' : 'payin',
    merchantRef: arrived ? 'U-1' : text(refund ? 'mchRefundOrderId' : 'mchOrderId'),
    parent: arrived ? code : null,
    parentId: refund ? BigInt(original.slice(1)) : null,
    asset: CURRENCIES[country] as string,
    amountMinor: minor,
    paidMinor: minor,
    state: 'paid',
    metadata,
    createdAt: at(text(refund ? 'refundCreateTime' : 'createTime')),
    finalAt: at(text(refund ? 'refundReturnTime' : 'returnTime')),
  } as const;
}

describe('the published notifications, to the letter', () => {
  const EVENTS: Readonly<Record<string, OrderEventType>> = {
    'disbursement.success': 'payout.paid',
    'order.payment.success': 'payin.paid',
    'payment.refund.success': 'refund.paid',
    'static.order.payment.success': 'payin.paid',
  };
  const COUNTRY_OF_CHAPTER = ['', '', 'PH', 'ID', 'MY', 'TH', 'RU', 'PH'];

  for (const { section, param } of NOTIFICATIONS) {
    const event = EVENTS[String(param.eventName)];
    assert.ok(event !== undefined);
    test(`${section} ${param.eventName}`, async () => {
      const country = COUNTRY_OF_CHAPTER[Number(section[0])] as string;
      const { envelope } = await notification(event, orderOf(param, country));
      assert.equal(envelope.param, JSON.stringify(param));
    });
  }

  test('of seed 001, but for the sign inside param, which no table has', async () => {
    const { sign: _, ...param } = JSON.parse(SEED_NOTIFICATION_PARAM);
    const { envelope } = await notification('payin.paid', orderOf(param, 'ID'));
    assert.equal(envelope.param, JSON.stringify(param));
    assert.ok(openApi.acknowledged({ status: 200, body: SEED_ACKNOWLEDGEMENT }));
  });
});

describe('a notification', () => {
  test('has exactly sign and param, and says its event with each of the published names', async () => {
    const cases = [
      ['payin.failed', { state: 'expired' }, 'order.payment.failed', 'FAILED'],
      ['payin.reversed', { state: 'reversed' }, 'order.payment.failed', 'FAILED'],
      ['payout.failed', { kind: 'payout', state: 'failed' }, 'disbursement.failed', 'FAILED'],
      ['payout.reversed', { kind: 'payout', state: 'reversed' }, 'disbursement.failed', 'FAILED'],
    ] as const;
    for (const [event, changes, name, status] of cases) {
      const { envelope, param } = await notification(event, changes);
      assert.deepEqual(Object.keys(envelope), ['sign', 'param']);
      assert.deepEqual([param.eventName, param.transactionStatus], [name, status]);
      assert.ok(Number.isInteger(param.failedCode) && param.failedCode < 0);
    }
  });

  test('reports a cancelled refund as cancelled, a failed one as failed by the channel', async () => {
    const cancelled = await notification('refund.failed', { kind: 'refund', state: 'closed' });
    assert.equal(cancelled.param.eventName, 'payment.refund.cancel');
    assert.equal(cancelled.param.refundStatus, 'CANCEL');
    const failure = { code: 'declined', text: 'no' } as const;
    const failed = await notification('refund.failed', {
      kind: 'refund',
      state: 'failed',
      failure,
    });
    assert.equal(failed.param.eventName, 'payment.refund.failed');
    assert.deepEqual(
      [failed.param.failedCode, failed.param.failedMessage],
      [-10009, 'Channel Refund Failed'],
    );
  });

  for (const [code, number, message] of [
    ['declined', -10004, 'Transaction Channel Rejected'],
    ['insufficient_balance', -10003, 'Transaction Insufficient Balance'],
    ['invalid_account', -10005, 'Transaction Destination Account Error'],
    ['limit_exceeded', -10001, 'Transaction Exceed Limit'],
    ['invalid_request', -10002, 'Transaction Params Error'],
    ['no_answer', -10007, 'Transaction Channel Timeout'],
    ['expired', -10008, 'Transaction Expired'],
    ['closed', -10010, 'Transaction Cancelled'],
    ['reversed', -10000, 'Transaction Service Error'],
    ['upstream_unavailable', -10006, 'Transaction Network Reject'],
  ] as const) {
    test(`says ${code} as ${number}, a number`, async () => {
      const failure = { code, text: 'our own words' };
      const { param } = await notification('payin.failed', { state: 'failed', failure });
      assert.deepEqual([param.failedCode, param.failedMessage], [number, message]);
    });
  }

  test('of a v2 order says country and currency, and its times in ISO 8601 of UTC+8', async () => {
    const metadata = { version: 'v2' };
    for (const kind of ['payin', 'payout'] as const) {
      const { param } = await notification(`${kind}.paid`, { kind, state: 'paid', metadata });
      assert.deepEqual([param.countryCode, param.currency], ['PH', 'PHP']);
      assert.equal(param.createTime, '2025-01-06T10:20:30+08:00');
      assert.equal(param.returnTime, '2025-01-06T10:22:11+08:00');
    }
  });

  test('reports what came, not what was ordered', async () => {
    const { param } = await notification('payin.paid', { state: 'paid', paidMinor: 49_000n });
    assert.equal(param.amount, 49_000);
  });

  test('is signed by the older of two keys, and carries webhook headers of both', async () => {
    const newer = await newPair();
    const keys = [
      sampleKey('notification-2', 'notification', newer.privateKey, '2026-02-01'),
      ...SAMPLE_KEYS,
    ];
    const { signed } = await notification('payin.paid', { state: 'paid' }, keys);
    assert.ok(!verifyNotification(Buffer.from(signed.body), [newer.publicKey]).ok);
    for (const key of keys.filter(({ purpose }) => purpose === 'notification')) {
      const secret = accepted(parseWebhookSecret(webhookSecretOf(key)));
      const nowS = Math.floor(Date.now() / 1000);
      assert.ok(verifyWebhook(signed.headers, signed.body, [secret], nowS).ok);
    }
  });

  test('cannot be signed without a key', async () => {
    await assert.rejects(notification('payin.paid', { state: 'paid' }, []), /no key to sign/);
  });
});
