/** What lies in suspense has ways out, each a posting; words alone never close what holds money. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { paid, reversed } from '../../tests/support/sample.ts';
import {
  HOLD_SHORT,
  merchantOf,
  PAYIN_CHANNEL,
  payinRequest,
  payoutRequest,
  refundRequest,
} from '../../tests/support/shop.ts';
import type { HeldCase } from '../domain/case.ts';
import type { CaseExit } from '../domain/case-exit.ts';
import { type Dispatch, firstDispatch, referenceOf } from '../domain/dispatch.ts';
import { ZERO_BALANCE } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import { NO_REFUNDS } from '../domain/refund.ts';
import { applyProviderEvent } from './apply-provider-event.ts';
import { buildIntent } from './build-intent.ts';
import { type ExitResult, exitCase } from './exit-case.ts';

const TERMS = {
  PAY: {
    fee: { ratePpm: 20_000n, fixedMinor: 0n, minMinor: null, maxMinor: null },
    settle: 0,
  },
};

const PESOS = { asset: 'PHP/2', minor: 10_000n };

const ALL: CaseExit = {
  way: 'merchant',
  amountMinor: null,
  withFee: false,
  targetId: null,
  evidence: 'letter 1',
};

const filesOf = (shop: Shop) => [...shop.lanes.rows.cases.values()];

function exit(shop: Shop, held: HeldCase, how: Partial<CaseExit> = {}): Promise<ExitResult> {
  const deps = { ...shop.deps, cases: shop.cases };
  return exitCase(deps, held, { ...ALL, ...how }, 'ann', 'as the letter says');
}

/** An order of 100.00 that was paid twice. */
async function twicePaid() {
  const shop = openShop({ terms: TERMS });
  const order = orderIn(await shop.ask(payinRequest('in')));
  await shop.report(order, paid(10_000n, 'P1'));
  await shop.report(order, paid(10_000n, 'P2'));
  return { shop, order, held: () => filesOf(shop)[0] as HeldCase };
}

const balanceOf = (shop: Shop, of: object) =>
  assert.deepEqual(shop.balance(), { ...ZERO_BALANCE, ...of });

describe('money in suspense', () => {
  test('is a case’s, to the unit', async () => {
    const { shop, held } = await twicePaid();
    const { state, asset, mode, heldMinor } = held();
    assert.deepEqual([state, mode, asset, heldMinor], ['open', 'live', 'PHP/2', 10_000n]);
    balanceOf(shop, { available: 9_800n, fees: 200n, suspense: 10_000n, upstream: -20_000n });
  });

  test('goes to the merchant, less the fee, and that closes the case', async () => {
    const { shop, held } = await twicePaid();
    assert.deepEqual(await exit(shop, held(), { withFee: true }), { ok: true });
    balanceOf(shop, { available: 19_600n, fees: 400n, upstream: -20_000n });
    assert.deepEqual([held().state, held().heldMinor], ['closed', 0n]);
  });

  test('goes in parts, and the last of them closes the case', async () => {
    const { shop, held } = await twicePaid();
    await exit(shop, held(), { way: 'provider', amountMinor: 4_000n });
    assert.deepEqual([held().state, held().heldMinor], ['open', 6_000n]);
    await exit(shop, held(), { way: 'platform', evidence: 'letter 2' });
    assert.deepEqual([held().state, held().heldMinor], ['closed', 0n]);
    balanceOf(shop, { available: 9_800n, fees: 200n, platform: 6_000n, upstream: -16_000n });
  });

  test('leaves once by one document, and never more than there is', async () => {
    const { shop, held } = await twicePaid();
    const part = { amountMinor: 4_000n };
    for (const _ of [1, 2]) assert.deepEqual(await exit(shop, held(), part), { ok: true });
    assert.equal(held().heldMinor, 6_000n);
    const more = { amountMinor: 6_001n, evidence: 'letter 2' };
    assert.deepEqual(await exit(shop, held(), more), { ok: false, why: 'too_much' });
    // What was refused is not used up.
    await exit(shop, held(), { ...more, amountMinor: 6_000n });
    assert.equal(held().heldMinor, 0n);
    const empty = await exit(shop, held(), { evidence: 'letter 3' });
    assert.deepEqual(empty, { ok: false, why: 'empty' });
  });

  test('that its provider reverses leaves its case, and closes it', async () => {
    const { shop, order, held } = await twicePaid();
    const payment = { ref: 'P2', amount: { asset: 'PHP/2', minor: 10_000n } };
    await shop.report(order, { ...reversed, payment });
    assert.deepEqual([filesOf(shop).length, held().state, held().heldMinor], [1, 'closed', 0n]);
    balanceOf(shop, { available: 9_800n, fees: 200n, upstream: -10_000n });
  });

  test('that goes back after it was given away is missing, in the same case', async () => {
    const { shop, order, held } = await twicePaid();
    await exit(shop, held());
    const payment = { ref: 'P2', amount: { asset: 'PHP/2', minor: 10_000n } };
    await shop.report(order, { ...reversed, payment });
    const open = filesOf(shop).filter(({ state }) => state === 'open');
    assert.deepEqual(
      open.map(({ heldMinor }) => heldMinor),
      [-10_000n],
    );
    assert.deepEqual(await exit(shop, open[0] as HeldCase), { ok: true });
    balanceOf(shop, { available: 9_800n, fees: 200n, upstream: -10_000n });
  });
});

describe('money in suspense that is somebody’s', () => {
  /** An order of 100.00 that expired, and was paid then: its merchant takes no late money. */
  async function latePaid() {
    const shop = openShop({ terms: TERMS, merchants: [merchantOf(5, { latePolicy: 'suspense' })] });
    const order = orderIn(await shop.ask(payinRequest('in')));
    await shop.report(order, { kind: 'expired' });
    await shop.report(order, paid(10_000n, 'P1'));
    return { shop, order, held: () => filesOf(shop)[0] as HeldCase };
  }

  test('pays the order that it came too late for', async () => {
    const { shop, order, held } = await latePaid();
    const own = { way: 'order', targetId: order.id } as const;
    for (const _ of [1, 2]) assert.deepEqual(await exit(shop, held(), own), { ok: true });
    const { state, corrected, paymentRef } = shop.order(order);
    assert.deepEqual([state, corrected, paymentRef], ['paid', true, 'P1']);
    balanceOf(shop, { available: 9_800n, fees: 200n, upstream: -10_000n });
    assert.equal(held().state, 'closed');
    // What its provider reverses now is the order's.
    await shop.report(order, { ...reversed, payment: { ref: 'P1', amount: PESOS } });
    assert.equal(shop.order(order).state, 'reversed');
    balanceOf(shop, {});
  });

  test('pays another order of the merchant, once', async () => {
    const { shop, held } = await latePaid();
    const other = orderIn(await shop.ask(payinRequest('in-2', { amountMinor: 4_000n })));
    const part = { way: 'order', targetId: other.id, amountMinor: 4_000n } as const;
    assert.deepEqual(await exit(shop, held(), part), { ok: true });
    assert.equal(shop.order(other).state, 'paid');
    assert.deepEqual([held().state, held().heldMinor], ['open', 6_000n]);
    const again = await exit(shop, held(), { ...part, evidence: 'letter 2' });
    assert.deepEqual(again, { ok: false, why: 'target' }, 'it is paid already');
    const payout = orderIn(await shop.ask(payoutRequest('o', { amountMinor: 1_000n })));
    const wrong = { way: 'order', targetId: payout.id, evidence: 'letter 3' } as const;
    assert.deepEqual(await exit(shop, held(), wrong), { ok: false, why: 'target' });
  });

  for (const end of ['paid', 'declined', 'reversed'] as const) {
    test(`goes back to the payer by a refund of the case’s, which is ${end}`, async () => {
      const { shop, order, held } = await twicePaid();
      const before = shop.order(order);
      const back = { way: 'payer' } as const;
      for (const _ of [1, 2]) assert.deepEqual(await exit(shop, held(), back), { ok: true });
      balanceOf(shop, { available: 9_800n, fees: 200n, reserved: 10_000n, upstream: -20_000n });
      assert.deepEqual([held().state, held().heldMinor], ['closed', 0n]);
      const refunds = [...shop.lanes.rows.orders.values()].filter(({ kind }) => kind === 'refund');
      assert.equal(refunds.length, 1);
      const refund = refunds[0] as Order;
      const sent = [...shop.lanes.rows.dispatches.values()].at(-1) as Dispatch;
      const intent = await buildIntent(shop.deps, refund, sent);
      assert.deepEqual(
        [intent?.about?.order.paymentRef, intent?.order.amountMinor],
        ['P2', 10_000n],
      );
      const declined = { kind: 'declined', failure: { code: 'declined', text: 'no' } } as const;
      if (end !== 'declined') await shop.report(refund, paid(10_000n, 'R1'));
      if (end !== 'paid') await shop.report(refund, end === 'declined' ? declined : reversed);
      const isBack = end !== 'paid';
      assert.deepEqual(
        [held().state, held().heldMinor],
        isBack ? ['open', 10_000n] : ['closed', 0n],
      );
      const rest = isBack ? { suspense: 10_000n, upstream: -20_000n } : { upstream: -10_000n };
      balanceOf(shop, { available: 9_800n, fees: 200n, ...rest });
      assert.deepEqual(shop.order(order), before, 'what is refunded of the payment is as it was');
      // What was carried out stays so; it can be tried once more, by another document.
      const same = await exit(shop, held(), back);
      assert.deepEqual(same, isBack ? { ok: false, why: 'came_back' } : { ok: true });
      const more = await exit(shop, held(), { ...back, evidence: 'letter 2' });
      assert.deepEqual(more, isBack ? { ok: true } : { ok: false, why: 'empty' });
    });
  }

  test('is at the account that it came through, and leaves from there', async () => {
    const { shop, order } = await twicePaid();
    // The payer had chosen another way before, and pays by that as well.
    const left = { connector: 'fake', account: 'second' };
    await shop.deps.lanes.submit({
      shard: order.shard,
      orderIds: [order.id],
      balanceKeys: () => [],
      decide: (rows) => {
        const sent = firstDispatch({ ...(rows.order(order.id) as Order), ...left });
        return { changes: { dispatches: [{ ...sent, n: 2 }] }, answer: null };
      },
    });
    const reference = referenceOf({ orderId: order.id, n: 2, operation: 'payin' });
    const fact = paid(3_000n, 'P3');
    await applyProviderEvent(shop.deps, left, { reference, eventKey: 'third', fact });
    const [, third] = filesOf(shop) as [HeldCase, HeldCase];
    const back = { way: 'payer', evidence: 'letter 3', amountMinor: 1_000n } as const;
    assert.deepEqual(await exit(shop, third, back), { ok: true });
    const sent = [...shop.lanes.rows.dispatches.values()].at(-1) as Dispatch;
    assert.deepEqual([sent.operation, sent.account], ['refund', 'second']);
    assert.deepEqual(await exit(shop, third, { way: 'provider' }), { ok: true });
    const last = [...shop.lanes.rows.entries.values()].at(-1);
    assert.deepEqual([last?.account, last?.purse], ['second', 'collect']);
    assert.ok(last?.legs.some(({ account, minor }) => account === 'upstream' && minor === 2_000n));
  });

  test('does not go back by a channel that has no refunds', async () => {
    const { abilities } = PAYIN_CHANNEL;
    const none = { ...PAYIN_CHANNEL, abilities: { ...abilities, refund: NO_REFUNDS } };
    const shop = openShop({ channels: [none] });
    const order = orderIn(await shop.ask(payinRequest('in')));
    for (const ref of ['P1', 'P2']) await shop.report(order, paid(10_000n, ref));
    const held = filesOf(shop)[0] as HeldCase;
    const back = await exit(shop, held, { way: 'payer' });
    assert.deepEqual(back, { ok: false, why: 'no_refunds' });
  });
});

describe('a refund', () => {
  /** What a refund of an order asks its provider for. */
  async function askedFor(shop: Shop, { id }: Order) {
    const amount = { amountMinor: 1_000n };
    const refund = orderIn(await shop.ask(refundRequest('back', { kind: 'id', id }, amount)));
    const sent = [...shop.lanes.rows.dispatches.values()].at(-1) as Dispatch;
    const intent = await buildIntent(shop.deps, refund, sent);
    return intent?.about?.order.paymentRef ?? null;
  }

  test('of an order that several payments have paid names none of them', async () => {
    const shop = openShop({ amountRules: HOLD_SHORT });
    const order = orderIn(await shop.ask(payinRequest('in')));
    await shop.report(order, paid(6_000n, 'P1'));
    await shop.report(order, paid(4_000n, 'P2'));
    assert.equal(await askedFor(shop, order), null);
  });

  test('of an order that a case has paid names the payment of the case', async () => {
    const merchants = [merchantOf(5, { amountPolicy: 'excess_to_suspense' })];
    const shop = openShop({ merchants, amountRules: HOLD_SHORT });
    const order = orderIn(await shop.ask(payinRequest('in')));
    await shop.report(order, paid(16_000n, 'P1'));
    const other = orderIn(await shop.ask(payinRequest('other')));
    const to = { way: 'order', targetId: other.id } as const;
    assert.deepEqual(await exit(shop, filesOf(shop)[0] as HeldCase, to), { ok: true });
    assert.equal(shop.order(other).paymentRef, 'P1:rest');
    assert.equal(await askedFor(shop, other), 'P1');
  });

  test('of an order that its own part has paid finds it as its provider does', async () => {
    const shop = openShop({ amountRules: HOLD_SHORT });
    const order = orderIn(await shop.ask(payinRequest('in')));
    await shop.report(order, paid(6_000n, 'P1'));
    const to = { way: 'order', targetId: order.id } as const;
    assert.deepEqual(await exit(shop, filesOf(shop)[0] as HeldCase, to), { ok: true });
    assert.equal(shop.order(order).paymentRef, 'P1');
    assert.equal(await askedFor(shop, order), null);
  });
});

describe('what was lost to nobody yet', () => {
  async function strayPayout() {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('in')));
    await shop.report(order, paid(20_000n, 'P1'));
    const payout = orderIn(await shop.ask(payoutRequest('out', { amountMinor: 15_000n })));
    await shop.report(payout, { kind: 'declined', failure: { code: 'declined', text: 'no' } });
    await shop.report(payout, paid(15_000n, 'O1'));
    return { shop, held: () => filesOf(shop)[0] as HeldCase };
  }

  test('the merchant bears, and owes what it does not have', async () => {
    const { shop, held } = await strayPayout();
    assert.equal(held().heldMinor, -15_000n);
    await shop.report(
      orderIn(await shop.ask(payoutRequest('2', { amountMinor: 10_000n }))),
      paid(10_000n, 'O2'),
    );
    assert.deepEqual(await exit(shop, held()), { ok: true });
    balanceOf(shop, { debt: -5_000n, upstream: 5_000n });
    assert.ok(filesOf(shop).some(({ kind }) => kind === 'debt'));
  });

  test('the platform bears, or the provider brings back', async () => {
    const { shop, held } = await strayPayout();
    await exit(shop, held(), { way: 'platform', amountMinor: 5_000n });
    await exit(shop, held(), { way: 'provider', evidence: 'letter 2' });
    assert.equal(held().state, 'closed');
    balanceOf(shop, { available: 20_000n, platform: -5_000n, upstream: -15_000n });
  });
});

describe('a case', () => {
  test('opens again when it is reported anew', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('in')));
    await shop.report(order, paid(10_000n, 'P1'));
    const late = { kind: 'declined', failure: { code: 'declined', text: 'no' } } as const;
    await shop.report(order, late, 'E-1');
    const [one] = filesOf(shop) as [HeldCase];
    await shop.deps.lanes.submit({
      shard: order.shard,
      balanceKeys: () => [],
      decide: () => ({
        changes: { closedCases: [{ ...one, by: 'ann', resolution: 'looked into it' }] },
        answer: null,
      }),
    });
    assert.equal(filesOf(shop)[0]?.state, 'closed');
    await shop.report(order, late, 'E-2');
    assert.equal(filesOf(shop)[0]?.state, 'open');
  });
});
