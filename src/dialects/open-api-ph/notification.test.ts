/** Notifications to a merchant, and questions. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { App } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderEventType } from '../../domain/order-event.ts';
import { verifyNotification } from './client.ts';
import { openApiPh } from './dialect.ts';
import { at, PLATFORM, SAMPLE_APP, SAMPLE_KEYS, SECRET, sampleOrder } from './fixtures/sample.ts';

const MADE = at('2026-01-15 10:18:58');
const ENDED = at('2026-01-15 10:20:00');

async function bodyOf(
  type: OrderEventType,
  changes: Partial<Order>,
  settings: App['settings'] = {},
): Promise<Record<string, unknown>> {
  const order = sampleOrder({ createdAt: MADE, finalAt: ENDED, ...changes });
  const event = { type, order, n: 1, url: 'https://m.example.com/cb', at: ENDED };
  const signed = await openApiPh.notification(event, { ...SAMPLE_APP, settings }, SAMPLE_KEYS);
  assert.ok(signed !== null);
  return JSON.parse(signed.body) as Record<string, unknown>;
}

const PAID = { state: 'paid', paidMinor: 150_000n } as const;
const ID = { id: 2011000000000000002n } as const;
const TIMES = { createTime: '2026-01-15 10:18:58', returnTime: '2026-01-15 10:20:00' };

/** Without `sign`, whose value other tests check. */
function unsigned({ sign, ...rest }: Record<string, unknown>) {
  assert.match(String(sign), /^[0-9a-f]{40}$/);
  return rest;
}

describe('notifications hold what their tables print', () => {
  test('of a payment at a static virtual account', async () => {
    const body = await bodyOf('payin.paid', {
      ...{ ...PAID, ...ID, channel: 'PHL_7ELEVEN_STATIC_VA', metadata: { form: 'bill' } },
      parent: { kind: 'code', ref: 'USR0000001' },
      instructions: { kind: 'bill', biller: 'DEMO LENDING', number: 'PC0000710000067' },
    });
    assert.deepEqual(unsigned(body), {
      ...TIMES,
      eventName: 'payment.success',
      mchOrderId: 'USR0000001',
      transactionId: 'C2011000000000000002',
      amount: 150_000,
      transactionStatus: 'COMPLETE',
      channelCode: '7ELEVEN_STATIC_VA',
      referenceNumber: 'PC0000710000067',
      paymentCode: 'PC0000710000067',
    });
  });

  test('of a transfer to an account', async () => {
    const body = await bodyOf('payin.paid', {
      ...{ ...PAID, ...ID, channel: 'PHL_INSTA_TRANSFER_ACC' },
      metadata: { form: 'account', remark: 'loan 17' },
      parent: { kind: 'code', ref: 'USR0000001' },
      instructions: { kind: 'bank_transfer', bank: 'AllBank', account: '999100000199', name: 'D' },
    });
    assert.deepEqual(unsigned(body), {
      ...TIMES,
      eventName: 'transfer.payment.success',
      mchOrderId: 'USR0000001',
      transactionId: 'C2011000000000000002',
      amount: 150_000,
      transactionStatus: 'COMPLETE',
      channelCode: 'INSTA_TRANSFER_ACC',
      paymentAccount: '999100000199',
      remark: 'loan 17',
    });
  });

  test('of a payout that failed: the code is a number, with its minus', async () => {
    const body = await bodyOf('payout.failed', {
      ...{ ...ID, kind: 'payout', state: 'failed', amountMinor: 50_010n },
      merchantRef: 'PO20260115001',
      failure: { code: 'limit_exceeded', text: 'no' },
      metadata: { remark: 'salary' },
    });
    assert.deepEqual(unsigned(body), {
      ...TIMES,
      eventName: 'disbursement.failed',
      mchOrderId: 'PO20260115001',
      transactionId: 'D2011000000000000002',
      amount: 50_010,
      transactionStatus: 'FAILED',
      failedCode: -10001,
      failedMessage: 'Transaction Exceed Limit',
      remark: 'salary',
    });
  });

  test('of a checkout that ended unpaid, with the ids of its own', async () => {
    const { eventName, transactionStatus, checkoutId, currency, channelCode, channelType } =
      await bodyOf('payin.failed', {
        ...{ ...ID, state: 'closed', choices: ['PHL_GCASH_URL'] },
        ...{ failure: { code: 'closed', text: '' }, metadata: { form: 'checkout' } },
      });
    assert.deepEqual(
      [eventName, transactionStatus, checkoutId, currency, channelCode, channelType],
      [
        ...['checkout.payment.failed', 'CLOSED', 'CH2011000000000000002'],
        ...['PHP', 'GCASH_URL', 'EWALLET'],
      ],
    );
  });

  test('of a refund that failed at its channel, or was cancelled', async () => {
    const refund = { ...ID, kind: 'refund', parentId: 2011000000000000004n } as const;
    const failed = await bodyOf('refund.failed', {
      ...{ ...refund, state: 'failed', failure: { code: 'declined', text: 'no' } },
    });
    assert.equal(failed.eventName, 'payment.refund.failed');
    assert.deepEqual(
      [failed.refundStatus, failed.failedCode, failed.originalTransactionId, failed.feeRefunded],
      ['FAILED', -10009, 'C2011000000000000004', 0],
    );
    const cancelled = await bodyOf('refund.failed', { ...refund, state: 'closed' });
    assert.deepEqual(
      [cancelled.eventName, cancelled.refundStatus],
      ['payment.refund.cancel', 'CANCEL'],
    );
  });

  test('of a permission: agreed to, and ended by whom', async () => {
    const fields = { 'payer.userId': 'u0001' };
    const mandate = { ...ID, kind: 'mandate', merchantRef: 'AUTH1', fields } as const;
    const agreed = await bodyOf('mandate.active', {
      ...{ ...mandate, state: 'active', finalAt: null, expiresAt: at('2036-01-15 09:20:00') },
    });
    assert.deepEqual(
      [agreed.eventName, agreed.userId, agreed.tokenStatus, agreed.expiresTime],
      ['directdebit.auth.success', 'u0001', 'ACTIVED', '2036-01-15 09:20:00'],
    );
    const ended = await bodyOf('mandate.ended', {
      ...{ ...mandate, state: 'closed', failure: { code: 'closed', text: '', by: 'payer' } },
    });
    assert.deepEqual(
      [ended.eventName, ended.tokenStatus, ended.inactiveType, ended.payToken],
      ['directdebit.auth.cancel', 'INACTIVED', 'USER_CANCEL', agreed.payToken],
    );
  });
});

test('an app can have its notifications signed with the platform’s key instead', async () => {
  const settings = { callbackSignature: 'rsa' };
  const body = Buffer.from(JSON.stringify(await bodyOf('payin.paid', PAID, settings)));
  assert.ok(verifyNotification(body, [{ publicKey: PLATFORM.publicKey }]).ok);
  assert.ok(!verifyNotification(body, [{ secret: SECRET }]).ok);
});

describe('the question before a bill is paid', () => {
  const check = openApiPh.paymentCheck;
  assert.ok(check !== undefined);
  const order = sampleOrder({
    ...{ kind: 'code', state: 'active', merchantRef: 'USR0000001' },
    instructions: { kind: 'bill', biller: 'DEMO LENDING', number: 'PC0000710000024' },
  });

  test('is asked where the app says, or not at all', () => {
    const url = 'https://m.example.com/verify';
    assert.equal(check.urlOf(SAMPLE_APP, order), null);
    assert.equal(check.urlOf({ ...SAMPLE_APP, settings: { verificationUrl: url } }, order), url);
  });

  test('holds what its table prints, and is signed as notifications are', async () => {
    for (const payerPhone of ['09171234567', '']) {
      const amount = { asset: 'PHP/2', minor: 150_000n };
      const question = { order, amount, payerPhone, at: at('2026-01-15 10:18:57') };
      const { body } = await check.ask(question, SAMPLE_APP, SAMPLE_KEYS);
      assert.deepEqual(unsigned(JSON.parse(body)), {
        eventName: 'payment.verification',
        mchOrderId: 'USR0000001',
        referenceNumber: 'PC0000710000024',
        amount: 150_000,
        mobile: payerPhone,
        createTime: '2026-01-15 10:18:57',
      });
      assert.ok(verifyNotification(Buffer.from(body), [{ secret: SECRET }]).ok);
    }
  });

  test('is a yes by 2000 alone; 1000, 1001 and 1002 are a no, and nothing else is an answer', () => {
    const read = (body: string, status = 200) => check.read({ status, body })?.collect ?? null;
    assert.equal(read('{"code":2000,"msg":"Success"}'), true);
    assert.equal(read('{"code":"2000"}', 201), true);
    for (const code of [1000, 1001, 1002]) assert.equal(read(`{"code":${code}}`), false);
    for (const body of ['{"code":1}', '{"code":200}', 'success', '', '{}', '[2000]']) {
      assert.equal(read(body), null, body);
    }
    assert.equal(read('{"code":2000}', 500), null);
    const no = check.read({ status: 200, body: '{"code":1002,"msg":"The amount exceed limit"}' });
    assert.deepEqual(no, { collect: false, detail: '1002 The amount exceed limit' });
  });
});
