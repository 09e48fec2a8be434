import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleIntent } from '../../sample.fixture.ts';
import { createCall, queryPath } from './request.ts';

const ENVELOPE = {
  order: '236130395249311744',
  merchantOrder: 'ORD-2026/0001',
  asset: 'PHP/2',
  amountMinor: '10050',
  callbackUrl: 'https://pay.example/hooks/sample/main',
};

describe('requests to the simulated provider', () => {
  it('a payin says who is paid, how, until when, and where the browser goes', () => {
    const intent = sampleIntent('payin', 'va', {
      fields: { 'payer.name': 'Maria', 'payer.phone': '+639171234567', description: 'Two coffees' },
      expiresAt: new Date('2026-11-20T10:00:00.000Z'),
    });
    const { path, body } = createCall(intent);
    assert.equal(path, '/v1/payments');
    assert.deepEqual(JSON.parse(body), {
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

  it('a payout says who receives, in the words of the provider', () => {
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
    assert.deepEqual(JSON.parse(body), {
      ...ENVELOPE,
      reference: '236130395249311744',
      beneficiary: { name: 'Maria Santos', account: '00123', bank: 'BPI' },
    });
  });

  it('a refund names the payment that was booked, or else the payin', () => {
    const intent = sampleIntent('refund', 'redirect');
    const common = { ...ENVELOPE, reference: 'R236130395249311744' };
    const { path, body } = createCall(intent);
    assert.equal(path, '/v1/refunds');
    assert.deepEqual(JSON.parse(body), { ...common, paymentId: 'txn_0001' });
    assert.ok(intent.about !== null);
    const order = { ...intent.about.order, paymentRef: null };
    const unbooked = { ...intent, about: { ...intent.about, order } };
    assert.deepEqual(JSON.parse(createCall(unbooked).body), {
      ...common,
      paymentReference: '236130395249300000',
    });
  });

  it('texts are cut to what the provider takes, never inside a character', () => {
    const fields = { description: `${'x'.repeat(255)}💸`, 'payer.name': 'y'.repeat(200) };
    const sent = JSON.parse(createCall(sampleIntent('payin', 'qr', { fields })).body);
    assert.equal(sent.description, 'x'.repeat(255));
    assert.equal(sent.payerName, 'y'.repeat(128));
  });

  it('a query is about the kind of order that was created', () => {
    const paths = (['payin', 'payout', 'refund'] as const).map((operation) =>
      queryPath(sampleIntent(operation, 'redirect')),
    );
    assert.deepEqual(paths, [
      '/v1/payments/by-reference/236130395249311744',
      '/v1/payouts/by-reference/236130395249311744',
      '/v1/refunds/by-reference/R236130395249311744',
    ]);
  });
});
