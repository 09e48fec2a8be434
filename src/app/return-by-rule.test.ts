/** What lies in cases goes back to whoever paid it, where the merchant agreed to that. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { declined, expired, paid, reversed } from '../../tests/support/sample.ts';
import { PAYIN_CHANNEL, payinRequest } from '../../tests/support/shop.ts';
import type { AmountRules } from '../domain/amount-rules.ts';
import { firstDispatch } from '../domain/dispatch.ts';
import { ZERO_BALANCE } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import { buildIntent } from './build-intent.ts';
import { returnByRule } from './return-by-rule.ts';

const ruleOf = (rule: 'hold' | 'return') => ({
  short: { rule, tolerancePpm: 0n, toleranceMinor: 0n },
});

/** What the worker does with each case: how many payments are on their way back. */
async function returnedIn(shop: Shop): Promise<number> {
  const { deps, cases, lanes } = shop;
  let count = 0;
  for (const one of [...lanes.rows.cases.values()]) {
    count += await returnByRule({ ...deps, cases }, one);
  }
  return count;
}

/** An order of 100.00 of which 30.00 and 20.00 came. */
async function paidInPart(rule: 'hold' | 'return' = 'return') {
  const shop = openShop({ amountRules: ruleOf(rule) });
  const order = orderIn(await shop.ask(payinRequest('in')));
  await shop.report(order, paid(3_000n, 'P1'));
  await shop.report(order, paid(2_000n, 'P2'));
  return { shop, order, returned: () => returnedIn(shop) };
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

const RULES = { amountPolicy: 'return', latePolicy: 'return', second: 'return' } as const;

describe('what is more, comes late or comes once more', () => {
  const of = async (rules: Partial<AmountRules>) => {
    const shop = openShop({ amountRules: rules });
    const order = orderIn(await shop.ask(payinRequest('in')));
    return { shop, order };
  };
  /** The refunds that are on their way, by the payment that each is of, and what they end with. */
  async function goesBack(shop: Shop, order: Order) {
    await returnedIn(shop);
    assert.equal(await returnedIn(shop), 0, 'once');
    const refunds = refundsIn(shop);
    const intents = await Promise.all(
      refunds.map((one) => buildIntent(shop.deps, one, firstDispatch(one))),
    );
    for (const [n, one] of refunds.entries()) {
      await shop.report(one, paid(one.amountMinor, `F${n}`));
    }
    assert.equal(shop.order(order).refundedMinor, 0n, 'its merchant had nothing of it');
    return intents.map((one) => [one?.about?.order.paymentRef, one?.order.amountMinor]);
  }

  test('more than ordered: the merchant has what was ordered, the payer the rest', async () => {
    const { shop, order } = await of(RULES);
    await shop.report(order, paid(11_000n, 'P1'));
    assert.deepEqual(await goesBack(shop, order), [['P1', 1_000n]]);
    const mine = { available: 10_000n, upstream: -10_000n };
    assert.deepEqual([shop.balance(), heldIn(shop)], [{ ...ZERO_BALANCE, ...mine }, [0n]]);
  });

  test('more than ordered, of a payment that is taken back: nothing is sent', async () => {
    const { shop, order } = await of(RULES);
    await shop.report(order, paid(11_000n, 'P1'));
    await shop.report(order, reversed);
    assert.deepEqual(await goesBack(shop, order), []);
  });

  test('late: all of it, and the order stays over', async () => {
    const { shop, order } = await of(RULES);
    await shop.report(order, expired);
    await shop.report(order, paid(10_000n, 'P1'));
    assert.deepEqual(await goesBack(shop, order), [['P1', 10_000n]]);
    assert.deepEqual([shop.order(order).state, shop.balance()], ['expired', ZERO_BALANCE]);
  });

  test('late, but within the hours that were agreed: it is the merchant’s', async () => {
    const { shop, order } = await of({ ...RULES, lateHours: 24 });
    await shop.report(order, expired);
    shop.passes(24 * 3_600_000);
    await shop.report(order, paid(10_000n, 'P1'));
    assert.deepEqual([await goesBack(shop, order), shop.order(order).state], [[], 'paid']);
    const other = orderIn(await shop.ask(payinRequest('other')));
    await shop.report(other, expired);
    shop.passes(24 * 3_600_000 + 1);
    await shop.report(other, paid(10_000n, 'P2'));
    assert.deepEqual(await goesBack(shop, other), [['P2', 10_000n]]);
  });

  test('once more: what paid the order stays', async () => {
    const { shop, order } = await of(RULES);
    await shop.report(order, paid(10_000n, 'P1'));
    await shop.report(order, paid(10_000n, 'P2'));
    assert.deepEqual(await goesBack(shop, order), [['P2', 10_000n]]);
    assert.equal(shop.order(order).state, 'paid');
  });

  test('stays with its case where the merchant did not agree to it', async () => {
    const { shop, order } = await of({
      ...{ amountPolicy: 'excess_to_suspense', latePolicy: 'suspense', second: 'suspense' },
    });
    await shop.report(order, paid(11_000n, 'P1'));
    await shop.report(order, paid(10_000n, 'P2'));
    assert.deepEqual([await goesBack(shop, order), heldIn(shop)], [[], [1_000n, 10_000n]]);
  });

  test('stays where its channel refunds whole payments alone, and it is a part', async () => {
    const refund = { ...PAYIN_CHANNEL.abilities.refund, full: true, partial: false };
    const channel = { ...PAYIN_CHANNEL, abilities: { ...PAYIN_CHANNEL.abilities, refund } };
    const shop = openShop({ amountRules: RULES, channels: [channel] });
    const order = orderIn(await shop.ask(payinRequest('in', { channel })));
    await shop.report(order, paid(11_000n, 'P1'));
    await shop.report(order, paid(10_000n, 'P2'));
    assert.deepEqual(
      [await goesBack(shop, order), heldIn(shop)],
      [[['P2', 10_000n]], [1_000n, 0n]],
    );
  });
});
