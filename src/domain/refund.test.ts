import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sampleOrder } from '../../tests/support/sample.ts';
import { reserveRefund, returnRefund } from './refund.ts';

const payin = sampleOrder({ state: 'paid', paidMinor: 9_000n });

describe('refunds', () => {
  test('never exceed what was paid, whatever is asked in whatever order', () => {
    const asked = fc.array(fc.bigInt({ min: -100n, max: 6_000n }), { maxLength: 20 });
    fc.assert(
      fc.property(asked, (amounts) => {
        let order = payin;
        let made = 0n;
        for (const amount of amounts) {
          const reserved = reserveRefund(order, amount, 'partial');
          assert.equal(reserved.ok, amount > 0n && made + amount <= 9_000n);
          if (!reserved.ok) continue;
          made += amount;
          order = reserved.payin;
          assert.equal(order.refundedMinor, made);
        }
      }),
    );
  });

  test('can be made again for what came back', () => {
    const once = reserveRefund(payin, 9_000n, 'partial');
    assert.ok(once.ok);
    assert.ok(!reserveRefund(once.payin, 1n, 'partial').ok);
    assert.deepEqual(returnRefund(once.payin, 9_000n), payin);
  });

  test('are made of paid payins only', () => {
    for (const state of [
      'created',
      'pending',
      'failed',
      'expired',
      'closed',
      'reversed',
    ] as const) {
      const refused = reserveRefund({ ...payin, state }, 1n, 'partial');
      assert.ok(!refused.ok && refused.refusal.code === 'not_supported', state);
    }
    for (const kind of ['payout', 'refund'] as const) {
      const refused = reserveRefund({ ...payin, kind }, 1n, 'partial');
      assert.ok(!refused.ok && refused.refusal.code === 'not_found', kind);
    }
  });

  test('are as whole as the channel can make them', () => {
    assert.ok(reserveRefund(payin, 9_000n, 'full').ok);
    for (const [amount, ability] of [
      [8_999n, 'full'],
      [9_000n, 'none'],
    ] as const) {
      const refused = reserveRefund(payin, amount, ability);
      assert.ok(!refused.ok && refused.refusal.code === 'not_supported');
    }
  });

  test('refused say why: nothing asked for, or more than is left', () => {
    const none = reserveRefund(payin, 0n, 'partial');
    assert.ok(!none.ok && none.refusal.code === 'amount_invalid');
    const more = reserveRefund(payin, 9_001n, 'partial');
    assert.ok(!more.ok && more.refusal.code === 'refund_exceeds_paid');
  });
});
