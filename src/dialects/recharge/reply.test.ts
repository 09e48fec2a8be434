import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { App } from '../../domain/merchant.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Outcome } from '../../domain/request.ts';
import { orderNoOf, thirdOrderSignOf } from './codec.ts';
import { recharge } from './dialect.ts';
import {
  SEED_CREATE_REPLY,
  SEED_INFO_REPLY,
  SEED_ORDER_NO,
  SEED_THIRD_ORDER_SIGN,
  SEED_URL,
} from './fixtures/published.ts';
import { SAMPLE_APP, sampleOrder } from './fixtures/sample.ts';
import type { OperationName } from './operations.ts';

const NOW_MS = Date.parse('2022-10-27T08:51:19Z');
const PAY_URL = 'https://pay.example/pay/8b1c';

function bodyOf(outcome: Outcome, operation: OperationName, app: App | null = SAMPLE_APP): string {
  const reply = recharge.reply(outcome, operation, app, NOW_MS);
  assert.equal(reply.status, 200);
  return reply.body;
}

function created(changes: Parameters<typeof sampleOrder>[0]) {
  const order = sampleOrder(changes);
  return bodyOf({ ok: true, kind: 'created', order, payUrl: PAY_URL }, 'recharge_create');
}

function asked(changes: Parameters<typeof sampleOrder>[0], app: App | null = SAMPLE_APP) {
  return bodyOf(
    { ok: true, kind: 'order', payUrl: '', order: sampleOrder(changes) },
    'recharge_info',
    app,
  );
}

describe('the answer to a new order', () => {
  const { id } = sampleOrder();

  test('is the seed’s but for the numbers, with the provider’s own page', () => {
    const expected = SEED_CREATE_REPLY.replace(SEED_ORDER_NO, orderNoOf(id)).replace(
      SEED_THIRD_ORDER_SIGN,
      thirdOrderSignOf(id),
    );
    assert.equal(created({ instructions: { kind: 'redirect', url: SEED_URL } }), expected);
  });

  test('shows our cashier until the provider has a page, in the language asked for', () => {
    assert.equal(JSON.parse(created({})).data.url, PAY_URL);
    const fields = { 'payer.language': 'zh-CN' };
    assert.equal(JSON.parse(created({ fields })).data.url, `${PAY_URL}?lang=zh-CN`);
    const instructions = { kind: 'qr', payload: '0002', url: 'https://up.example' } as const;
    assert.equal(JSON.parse(created({ instructions })).data.url, PAY_URL);
  });

  test('has a number of the provider’s for PayerMax only', () => {
    const { data } = JSON.parse(created({ metadata: { payType: 'airwallex' } }));
    assert.deepEqual(Object.keys(data), ['url', 'orderNo']);
  });
});

describe('the answer to a question', () => {
  test('is the seed’s but for the number', () => {
    const expected = SEED_INFO_REPLY.replace(SEED_ORDER_NO, orderNoOf(sampleOrder().id));
    assert.equal(asked({ state: 'closed' }), expected);
  });

  const finalAt = new Date('2026-11-20T09:30:00.250Z');
  const STATES = [
    ['created', 'CREATE', null],
    ['pending', 'PAYING', null],
    ['paid', 'IN_PROGRESS', '2026-11-20T09:30:00.250+00:00'],
    ['failed', 'FAILED', null],
    ['expired', 'REVERSED', null],
    ['closed', 'REVERSED', null],
    ['reversed', 'REFUSE', null],
  ] as const;
  for (const [state, status, payTime] of STATES) {
    test(`says ${status} when it is ${state}`, () => {
      const { data } = JSON.parse(asked({ state, finalAt }));
      assert.deepEqual([data.status, data.payTime], [status, payTime]);
    });
  }

  test('shows the amount ordered, with two decimals in every currency', () => {
    const amount = (asset: string, amountMinor: bigint) =>
      JSON.parse(asked({ asset, amountMinor, state: 'paid', paidMinor: 1n })).data.amount;
    assert.equal(amount('SGD/2', 1_000n), '10.00');
    assert.equal(amount('IDR/0', 15_000n), '15000.00');
    assert.equal(amount('KWD/3', 10_250n), '10.25');
    assert.equal(amount('USD/2', 9_999_999_999n), '99999999.99');
  });
});

describe('a refusal', () => {
  const CASES = [
    [refuse('malformed', 'money', 'a comma'), 400, 'money cannot be read: a comma'],
    [refuse('malformed'), 400, 'request body cannot be read'],
    [refuse('missing_field', 'payer.userId'), 400, 'userId is required'],
    [refuse('invalid_field', 'payer.taxId'), 400, 'request is invalid'],
    [refuse('invalid_field', 'description', 'too long'), 400, 'good is invalid: too long'],
    [refuse('amount_out_of_limits', 'amount', 'limits'), 400, 'money error: limits'],
    [refuse('bad_signature', 'sign', 'nearly right'), 401, 'sign error'],
    [refuse('unknown_app', undefined, 'unknown'), 403, 'mchId does not exist'],
    [refuse('app_disabled'), 403, 'mchId disabled'],
    [refuse('channel_unavailable', 'channel', 'closed'), 403, 'payType unavailable: closed'],
    [refuse('not_found', undefined, 'of another'), 404, 'orderNo does not exist'],
    [refuse('bad_timestamp', 'timestamp'), 408, 'timestamp outside the window'],
    [refuse('internal', undefined, 'stack'), 500, 'system error'],
    [refuse('overloaded'), 500, 'system busy, nothing was done'],
    [refuse('upstream_declined', undefined, 'no'), 502, 'declined by the channel: no'],
  ] as const;
  for (const [refused, code, msg] of CASES) {
    test(`${refused.refusal.code} is ${code} ${msg}, without data`, () => {
      const body = JSON.parse(bodyOf(refused, 'recharge_create', null));
      assert.deepEqual(body, { code, msg, timestamp: '2022-10-27T08:51:19.000+00:00' });
    });
  }
});
