/** What never became whole goes back to whoever paid it, where the merchant agreed to that. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { declined, expired, paid } from '../../tests/support/sample.ts';
import { payinRequest } from '../../tests/support/shop.ts';
import { firstDispatch } from '../domain/dispatch.ts';
import { ZERO_BALANCE } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import { buildIntent } from './build-intent.ts';
import { returnShort } from './return-short.ts';

const ruleOf = (rule: 'hold' | 'return') => ({
  short: { rule, tolerancePpm: 0n, toleranceMinor: 0n },
});

/** An order of 100.00 of which 30.00 and 20.00 came. */
async function paidInPart(rule: 'hold' | 'return' = 'return') {
  const shop = openShop({ amountRules: ruleOf(rule) });
  const order = orderIn(await shop.ask(payinRequest('in')));
  await shop.report(order, paid(3_000n, 'P1'));
  await shop.report(order, paid(2_000n, 'P2'));
  const returned = () => returnShort({ ...shop.deps, cases: shop.cases }, order.id);
  return { shop, order, returned };
}

const refundsIn = ({ lanes }: Shop): readonly Order[] =>
  [...lanes.rows.orders.values()].filter(({ kind }) => kind === 'refund');
const heldIn = ({ lanes }: Shop) => [...lanes.rows.cases.values()].map((one) => one.heldMinor);

describe('parts of an order that was never whole', () => {
  test('go back when it has ended, each to who paid it, and not before', async () => {
    const { shop, order, returned } = await paidInPart();
    assert.equal(await returned(), 0, 'the rest may still come');
    await shop.report(order, expired);
    assert.equal(await returned(), 2);
    const reserved = { ...ZERO_BALANCE, reserved: 5_000n, upstream: -5_000n };
    assert.deepEqual([shop.balance(), heldIn(shop)], [reserved, [0n]]);
    const refunds = refundsIn(shop);
    const intents = await Promise.all(
      refunds.map((one) => buildIntent(shop.deps, one, firstDispatch(one))),
    );
    assert.deepEqual(
      intents.map((one) => [one?.about?.order.paymentRef, one?.order.amountMinor]),
      [
        ['P1', 3_000n],
        ['P2', 2_000n],
      ],
    );
    for (const [n, one] of refunds.entries()) {
      await shop.report(one, paid(one.amountMinor, `F${n}`));
    }
    assert.deepEqual(shop.balance(), ZERO_BALANCE);
    assert.equal(shop.order(order).refundedMinor, 0n, 'its merchant had nothing of it');
  });

  test('are tried once: what comes back is a person’s', async () => {
    const { shop, order, returned } = await paidInPart();
    await shop.report(order, expired);
    for (const _ of [1, 2]) await returned();
    const refunds = refundsIn(shop);
    assert.equal(refunds.length, 2);
    await shop.report(refunds[0] as Order, declined);
    await returned();
    assert.deepEqual([refundsIn(shop).length, heldIn(shop)], [2, [3_000n]]);
  });

  test('stay with their case where the merchant did not agree to it', async () => {
    const { shop, order, returned } = await paidInPart('hold');
    await shop.report(order, expired);
    assert.deepEqual([await returned(), heldIn(shop)], [0, [5_000n]]);
  });

  test('are the order’s when the rest comes', async () => {
    const { shop, order, returned } = await paidInPart();
    await shop.report(order, paid(5_000n, 'P3'));
    assert.equal(shop.order(order).state, 'paid');
    assert.deepEqual([await returned(), heldIn(shop)], [0, [0n]]);
  });
});
