/** What a provider reverses of a payment is neither refunded, settled nor paid out once more. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { paid } from '../../tests/support/sample.ts';
import { settleOrder } from '../../tests/support/settle.ts';
import { payinRequest, payoutRequest, refundRequest } from '../../tests/support/shop.ts';
import { FREE } from '../domain/fee.ts';
import { ZERO_BALANCE } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';

const DAY_MS = 86_400_000;

async function payment(shop: Shop): Promise<Order> {
  const order = orderIn(await shop.ask(payinRequest('in')));
  assert.equal(await shop.report(order, paid(10_000n)), 'applied');
  return shop.order(order);
}

const reverseBooked = (shop: Shop, order: Order, minor: bigint, reversalRef: string) =>
  shop.report(order, {
    kind: 'reversed',
    reason: 'chargeback',
    payment: { ref: 'P1', amount: { asset: 'PHP/2', minor }, reversalRef },
  });

const refundPart = (shop: Shop, { id }: Order, ref: string, amountMinor: bigint) =>
  shop.ask(refundRequest(ref, { kind: 'id', id }, { amountMinor }));

describe('a payment of which a part was reversed', () => {
  test('refunds the rest and no more: never more leaves than came', async () => {
    const shop = openShop();
    const payin = await payment(shop);
    assert.equal(await reverseBooked(shop, payin, 6_000n, 'D1'), 'applied');
    for (const [ref, minor] of [
      ['R1', 10_000n],
      ['R2', 4_001n],
    ] as const) {
      const refused = await refundPart(shop, payin, ref, minor);
      assert.ok(!refused.ok);
      const { code, reason } = refused.refusal;
      assert.deepEqual([code, reason], ['refund_exceeds_paid', 'reversed_part']);
    }
    const refund = orderIn(await refundPart(shop, payin, 'R3', 4_000n));
    await shop.report(refund, paid(4_000n, 'PR'));
    assert.deepEqual(shop.balance(), ZERO_BALANCE);
    assert.equal(codeOf(await refundPart(shop, payin, 'R4', 1n)), 'refund_exceeds_paid');
  });

  test('twice is all of it: the order is reversed, the merchant notified, and nothing can be paid out', async () => {
    const shop = openShop();
    const payin = await payment(shop);
    for (const ref of ['D1', 'D2']) await reverseBooked(shop, payin, 5_000n, ref);
    assert.deepEqual([shop.order(payin).state, shop.order(payin).lostMinor], ['reversed', 10_000n]);
    const reported = [...shop.lanes.rows.events.values()].map(({ type }) => type);
    assert.deepEqual(reported, ['payin.paid', 'payin.part_reversed', 'payin.reversed']);
    const payout = await shop.ask(payoutRequest('O', { amountMinor: 1n }));
    assert.equal(codeOf(payout), 'insufficient_balance');
    assert.deepEqual(shop.balance(), ZERO_BALANCE);
  });

  test('before its day settles the rest alone', async () => {
    const shop = openShop({ terms: { PAY: { fee: FREE, settle: 1 } } });
    const payin = await payment(shop);
    await reverseBooked(shop, payin, 9_999n, 'D1');
    shop.passes(DAY_MS + 1);
    assert.equal(await settleOrder(shop.deps, payin.id), true);
    assert.deepEqual(shop.balance(), { ...ZERO_BALANCE, available: 1n, upstream: -1n });
    assert.equal(shop.order(payin).pendingMinor, 0n);
  });

  test('cannot be voided, for a void gives the whole payment back', async () => {
    const shop = openShop({ terms: { PAY: { fee: FREE, settle: 1 } } });
    const payin = await payment(shop);
    await reverseBooked(shop, payin, 1n, 'D1');
    const what = { operation: 'void' } as const;
    const refused = await shop.ask(refundRequest('V', { kind: 'id', id: payin.id }, what));
    assert.ok(!refused.ok);
    const { code, reason } = refused.refusal;
    assert.deepEqual([code, reason], ['not_supported', 'reversed_part']);
  });
});
