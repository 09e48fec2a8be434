import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Channel } from '../../../domain/channel.ts';
import { sampleClosing, sampleIntent } from '../../sample.fixture.ts';
import { createCall, queryPath } from './request.ts';

const ENVELOPE = {
  order: '236130395249311744',
  merchantOrder: 'ORD-2026/0001',
  asset: 'PHP/2',
  amountMinor: '10050',
  callbackUrl: 'https://pay.example/hooks/sample/main',
};

describe('requests to the simulated provider', () => {
  test('a payin says who is paid, how, until when, and where the browser goes', () => {
    const intent = sampleIntent('payin', 'va', {
      fields: { 'payer.name': 'Maria', 'payer.phone': '+639171234567', description: 'Two coffees' },
      expiresAt: new Date('2026-11-20T10:00:00.000Z'),
    });
    const { path, body } = createCall(intent);
    assert.equal(path, '/v1/payments');
    assert.deepEqual(JSON.parse(body ?? ''), {
      ...ENVELOPE,
      reference: '236130395249311744',
      method: 'va',
      returnUrl: 'https://pay.example/p/8b1c',
      expiresAt: '2026-11-20T10:00:00.000Z',
      description: 'Two coffees',
      payerName: 'Maria',
      attributes: { bank: 'Sample va', name: 'Sample Shop' },
    });
  });

  test('a payout says who receives, in the words of the provider', () => {
    const intent = sampleIntent('payout', 'payout', {
      fields: {
        'beneficiary.name': 'Maria Santos',
        'beneficiary.account': '00123',
        'beneficiary.bankCode': 'BPI',
        'beneficiary.email': '',
        'payer.name': 'not asked for',
      },
    });
    const { path, body } = createCall(intent);
    assert.equal(path, '/v1/payouts');
    assert.deepEqual(JSON.parse(body ?? ''), {
      ...ENVELOPE,
      reference: '236130395249311744',
      beneficiary: { name: 'Maria Santos', account: '00123', bank: 'BPI' },
    });
  });

  test('a refund names the payment that was booked, or else the payin', () => {
    const intent = sampleIntent('refund', 'redirect');
    const common = { ...ENVELOPE, reference: 'R236130395249311744' };
    const { path, body } = createCall(intent);
    assert.equal(path, '/v1/refunds');
    assert.deepEqual(JSON.parse(body ?? ''), { ...common, paymentId: 'txn_0001' });
    assert.ok(intent.about !== null);
    const order = { ...intent.about.order, paymentRef: null };
    const unbooked = { ...intent, about: { ...intent.about, order } };
    assert.deepEqual(JSON.parse(createCall(unbooked).body ?? ''), {
      ...common,
      paymentReference: '236130395249300000',
    });
    const undone = createCall(sampleIntent('refund', 'card', { voided: true }));
    assert.equal(JSON.parse(undone.body ?? '').void, true);
  });

  test('texts are cut to what the provider takes, never inside a character', () => {
    const fields = { description: `${'x'.repeat(255)}💸`, 'payer.name': 'y'.repeat(200) };
    const sent = JSON.parse(createCall(sampleIntent('payin', 'qr', { fields })).body ?? '');
    assert.equal(sent.description, 'x'.repeat(255));
    assert.equal(sent.payerName, 'y'.repeat(128));
  });

  test('a code says what it takes, and how often', () => {
    const code = { minMinor: 10_000n, maxMinor: null, single: true };
    const changes = { amountMinor: 0n, code, fields: { description: 'Table 4' } };
    const { path, body } = createCall(sampleIntent('code', 'qr', changes));
    assert.equal(path, '/v1/codes');
    const { amountMinor: _, ...named } = ENVELOPE;
    assert.deepEqual(JSON.parse(body ?? ''), {
      ...named,
      reference: 'C236130395249311744',
      method: 'qr',
      name: 'Sample Shop',
      description: 'Table 4',
      minAmountMinor: '10000',
      maxPayments: 1,
      attributes: { bank: 'Sample qr', name: 'Sample Shop' },
    });
    const fixed = createCall(sampleIntent('code', 'va', { code: { ...code, minMinor: null } }));
    assert.equal(JSON.parse(fixed.body ?? '').amountMinor, '10050');
  });

  test('a mandate says who is asked, and a debit by which mandate', () => {
    const asked = sampleIntent('mandate', 'direct_debit', {
      amountMinor: 0n,
      fields: { 'payer.userId': 'u-1' },
      expiresAt: new Date('2026-11-20T10:00:00.000Z'),
    });
    const { path, body } = createCall(asked);
    assert.equal(path, '/v1/mandates');
    const { amountMinor: _, ...named } = ENVELOPE;
    assert.deepEqual(JSON.parse(body ?? ''), {
      ...named,
      reference: '236130395249311744',
      user: 'u-1',
      bank: 'Sample direct_debit',
      name: 'Sample Shop',
      description: 'Sample Shop',
      returnUrl: 'https://pay.example/p/8b1c',
      expiresAt: '2026-11-20T10:00:00.000Z',
    });
    const about = { order: asked.order, reference: '236130395249299999_2' };
    const debit = createCall({ ...sampleIntent('payin', 'direct_debit'), about });
    const sent = JSON.parse(debit.body ?? '');
    assert.deepEqual(
      [debit.path, sent.method, sent.mandateReference],
      ['/v1/payments', 'direct_debit', '236130395249299999_2'],
    );
  });

  test('a closing names what it closes, as the provider knows it, and has no body', () => {
    const cases = [
      ['payin', '/v1/payments/by-reference/236130395249311744/close'],
      ['code', '/v1/codes/by-reference/C236130395249311744/close'],
      ['mandate', '/v1/mandates/by-reference/236130395249311744/revoke'],
    ] as const;
    for (const [kind, path] of cases) {
      const closing = sampleClosing(sampleIntent(kind, 'qr'));
      assert.deepEqual(createCall(closing), { path, body: null });
    }
  });

  test("a channel's own numbers, QR texts and WeChat calls are asked for", () => {
    const codeData = {
      scheme: 'qris',
      bank: 'BCA',
      vaPrefix: '99014',
      vaLength: 16,
      merchant: {},
    } as const;
    const attributesOf = (channel: Partial<Channel>, fields = {}) => {
      const intent = sampleIntent('payin', 'redirect', { fields });
      const call = createCall({ ...intent, channel: { ...intent.channel, ...channel } });
      return JSON.parse(call.body ?? '').attributes;
    };
    const { name } = attributesOf({});
    assert.deepEqual(attributesOf({ codeData }), {
      name,
      bank: 'BCA',
      scheme: 'qris',
      vaPrefix: '99014',
      vaLength: '16',
    });
    const wechat = { openid: 'o-1', appid: 'wx1' };
    const inside = { 'payer.userId': 'o-1', 'payer.appId': 'wx1' };
    const bank = 'Sample redirect';
    assert.deepEqual(attributesOf({ wechat: 'jsapi' }, inside), {
      name,
      bank,
      wechat: 'jsapi',
      ...wechat,
    });
    const clientIp = '203.0.113.7';
    assert.deepEqual(attributesOf({ wechat: 'h5' }, { 'payer.clientIp': clientIp }), {
      name,
      bank,
      wechat: 'h5',
      clientIp,
    });
    for (const way of ['h5', 'jsapi'] as const) {
      assert.deepEqual(attributesOf({ wechat: way }, { 'payer.userId': 'o-1' }), { name, bank });
    }
  });

  test('a query is about the kind of order that was created', () => {
    const kinds = ['payin', 'payout', 'refund', 'code', 'mandate'] as const;
    const paths = kinds.map((operation) => queryPath(sampleIntent(operation, 'redirect')));
    assert.deepEqual(paths, [
      '/v1/payments/by-reference/236130395249311744',
      '/v1/payouts/by-reference/236130395249311744',
      '/v1/refunds/by-reference/R236130395249311744',
      '/v1/codes/by-reference/C236130395249311744',
      '/v1/mandates/by-reference/236130395249311744',
    ]);
  });
});
