import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ZERO_BALANCE } from '../../domain/ledger.ts';
import type { App } from '../../domain/merchant.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Outcome } from '../../domain/request.ts';
import { collect } from './dialect.ts';
import { SEED_BALANCE_REPLY, SEED_PAY_REPLY, SEED_QUERY_REPLY } from './fixtures/published.ts';
import { SAMPLE_APP, sampleOrder } from './fixtures/sample.ts';
import type { OperationName } from './operations.ts';

function bodyOf(outcome: Outcome, operation: OperationName, app: App | null = SAMPLE_APP): string {
  const reply = collect.reply(outcome, operation, app, 0);
  assert.equal(reply.status, 200);
  assert.equal(reply.headers['content-type'], 'application/json;charset=UTF-8');
  return reply.body;
}

function orderReply(changes: Parameters<typeof sampleOrder>[0]): string {
  return bodyOf(
    { ok: true, kind: 'order', payUrl: '', order: sampleOrder(changes) },
    'order_query',
  );
}

describe('answers', () => {
  test('to /pay/create are the seed’s, byte for byte', () => {
    const order = sampleOrder({ kind: 'payout', id: 122145557788n });
    const body = bodyOf({ ok: true, kind: 'created', order, payUrl: '' }, 'pay_create');
    assert.equal(body, SEED_PAY_REPLY);
  });

  test('to /collect/create hold the cashier page and our order number', () => {
    const payUrl = 'https://pay.example/p/8b1c';
    const body = bodyOf(
      { ok: true, kind: 'created', order: sampleOrder(), payUrl },
      'collect_create',
    );
    assert.deepEqual(JSON.parse(body).data, { url: payUrl, platOrderId: '236130395249311744' });
  });

  test('to /order/query are the seed’s, byte for byte', () => {
    assert.equal(orderReply({ bankRef: '310310600223' }), SEED_QUERY_REPLY);
  });

  test('to /order/balance are the seed’s, byte for byte', () => {
    const balance = { ...ZERO_BALANCE, available: 100_000n };
    const outcome: Outcome = { ok: true, kind: 'balance', balances: [{ asset: 'INR/2', balance }] };
    assert.equal(bodyOf(outcome, 'order_balance'), SEED_BALANCE_REPLY);
  });
});

describe('an order that is queried', () => {
  const STATUS = [
    ['created', 0],
    ['pending', 0],
    ['paid', 1],
    ['failed', 2],
    ['expired', 2],
    ['closed', 2],
    ['reversed', 2],
  ] as const;
  for (const [state, status] of STATUS) {
    test(`has status ${status} when ${state}`, () => {
      assert.match(orderReply({ state }), new RegExp(`"status":${status},`));
    });
  }

  test('shows the amount paid once it is paid, and the ordered amount before', () => {
    assert.match(orderReply({}), /"amount":1000,/);
    assert.match(orderReply({ state: 'paid', paidMinor: 99_950n }), /"amount":999\.5,/);
    assert.match(orderReply({ state: 'failed' }), /"amount":1000,/);
  });

  test('writes numbers in their shortest text, at any size and scale', () => {
    const big = { asset: 'KWD/3', amountMinor: 900_719_925_474_099_310n, feeMinor: 5n };
    assert.match(orderReply(big), /"amount":900719925474099\.31,.*"fee":0\.005}/);
    assert.match(orderReply({ asset: 'IDR/0', amountMinor: 1000n }), /"amount":1000,/);
  });

  test('has an empty utr until the bank gave one', () => {
    assert.match(orderReply({}), /"utr":"",/);
  });
});

describe('the balance', () => {
  const inr = { asset: 'INR/2', balance: { ...ZERO_BALANCE, available: 50n, pending: 25n } };
  const brl = { asset: 'BRL/2', balance: { ...ZERO_BALANCE, reserved: 700n, available: 200n } };
  const noSetting: App = { ...SAMPLE_APP, settings: {} };

  function dataOf(balances: (typeof inr)[], app: App): unknown {
    return JSON.parse(bodyOf({ ok: true, kind: 'balance', balances }, 'order_balance', app)).data;
  }

  test('counts what is pending and reserved as part of all, and not as usable', () => {
    assert.deepEqual(dataOf([inr], SAMPLE_APP), { balanceAll: 0.75, balanceUsable: 0.5 });
    assert.deepEqual(dataOf([brl], noSetting), { balanceAll: 9, balanceUsable: 2 });
  });

  test('is that of the chosen asset, zero before there is any', () => {
    assert.deepEqual(dataOf([brl, inr], SAMPLE_APP), { balanceAll: 0.75, balanceUsable: 0.5 });
    assert.deepEqual(dataOf([brl], SAMPLE_APP), { balanceAll: 0, balanceUsable: 0 });
    assert.deepEqual(dataOf([], noSetting), { balanceAll: 0, balanceUsable: 0 });
  });

  test('is refused rather than added up over currencies', () => {
    const outcome: Outcome = { ok: true, kind: 'balance', balances: [brl, inr] };
    const { code, success, data } = JSON.parse(bodyOf(outcome, 'order_balance', noSetting));
    assert.deepEqual([code, success, data], [400, false, null]);
  });
});

describe('refusals', () => {
  const TEXTS = [
    [refuse('missing_field', 'orderId'), 'collect_create', 'orderId is required'],
    [refuse('missing_field', 'payer.taxId'), 'collect_create', 'remark is required'],
    [refuse('missing_field', 'payer.phone'), 'collect_create', 'number is required'],
    [refuse('missing_field', 'beneficiary.bankCode'), 'pay_create', 'remark is required'],
    [refuse('invalid_field', 'beneficiary.accountType'), 'pay_create', 'remark is invalid'],
    [refuse('invalid_field', 'beneficiary.account'), 'pay_create', 'bankAccount is invalid'],
    [refuse('unknown_app'), 'order_query', 'merchant does not exist'],
    [refuse('app_disabled'), 'order_query', 'merchant disabled'],
    [refuse('bad_signature'), 'order_query', 'signature error'],
    [refuse('channel_unavailable', 'channel'), 'collect_create', 'payCode unavailable'],
    [refuse('amount_invalid', 'amount'), 'collect_create', 'amount error'],
    [refuse('amount_out_of_limits', 'amount'), 'collect_create', 'amount error'],
    [refuse('duplicate_order'), 'collect_create', 'orderId already exists'],
    [refuse('insufficient_balance'), 'pay_create', 'insufficient balance'],
    [refuse('not_found'), 'order_query', 'order does not exist'],
    [refuse('ip_not_allowed'), 'pay_create', 'ip not allowed'],
  ] as const;
  for (const [refused, operation, msg] of TEXTS) {
    test(`${refused.refusal.code} is 400, ${msg}`, () => {
      const body = JSON.parse(bodyOf(refused, operation, null));
      assert.equal(body.msg, msg);
      assert.ok(body.desc.startsWith(msg));
      assert.deepEqual([body.code, body.success, body.data], [400, false, null]);
    });
  }

  test('a fault of ours is 500 and discloses nothing', () => {
    const body = bodyOf(refuse('internal', undefined, 'stack trace'), 'pay_create');
    assert.equal(
      body,
      '{"code":500,"success":false,"msg":"system error","desc":"system error","data":null}',
    );
  });

  test('the detail stands in desc', () => {
    const refused = refuse('invalid_field', 'payer.taxId', 'the check digits are wrong');
    const { msg, desc } = JSON.parse(bodyOf(refused, 'collect_create'));
    assert.equal(msg, 'remark is invalid');
    assert.equal(desc, 'remark is invalid: the check digits are wrong');
  });

  test('a wrong signature is answered with how to sign, and nothing of what was expected', () => {
    const { desc } = JSON.parse(bodyOf(refuse('bad_signature', 'sign', 'close'), 'order_query'));
    assert.match(desc, /sort the fields by name.*MD5/);
    assert.doesNotMatch(desc, /close/);
  });

  test('a core field that the wire does not have is not named', () => {
    const { msg } = JSON.parse(bodyOf(refuse('missing_field', 'payer.userId'), 'collect_create'));
    assert.equal(msg, 'a field is required');
  });
});
