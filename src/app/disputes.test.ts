/** Disputes as providers report them: the books, the refunds and the merchant's events. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { report } from '../../tests/support/disputes.ts';
import { codeOf, openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { expired, paid } from '../../tests/support/sample.ts';
import { settleOrder } from '../../tests/support/settle.ts';
import {
  codeRequest,
  HOLD_SHORT,
  merchantOf,
  payinRequest,
  payoutRequest,
  refundRequest,
  SOURCE,
} from '../../tests/support/shop.ts';
import { disputeEvent } from '../connectors/dispute-event.ts';
import type { HeldCase } from '../domain/case.ts';
import { referenceOf } from '../domain/dispatch.ts';
import { FREE } from '../domain/fee.ts';
import { ZERO_BALANCE } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import { movementKey } from '../domain/provider-event.ts';
import { applyProviderEvent } from './apply-provider-event.ts';
import { exitCase } from './exit-case.ts';
import { resolveDoubt } from './resolve-case.ts';

const DAY_MS = 86_400_000;

async function payment(shop: Shop): Promise<Order> {
  const order = orderIn(await shop.ask(payinRequest('in')));
  assert.equal(await shop.report(order, paid(10_000n)), 'applied');
  return shop.order(order);
}

type Changes = Parameters<typeof report>[1];
type State = Parameters<typeof report>[0];

function dispute(shop: Shop, order: Order, state: State, changes: Changes = {}, source = SOURCE) {
  const { id: orderId, kind: operation } = order;
  const reference = referenceOf({ orderId, n: 1, operation });
  const event = disputeEvent({ reference }, report(state, changes));
  return applyProviderEvent(shop.deps, source, event);
}

const eventsIn = (shop: Shop) => [...shop.lanes.rows.events.values()].map(({ type }) => type);
const casesIn = (shop: Shop) => [...shop.lanes.rows.cases.values()].map(({ kind }) => kind);
const heldIn = (shop: Shop) =>
  [...shop.lanes.rows.cases.values()]
    .filter(({ heldMinor }) => heldMinor !== 0n)
    .map(({ kind, key, heldMinor }) => `${kind}:${key} ${heldMinor}`);
const disputesIn = (shop: Shop) => [...shop.lanes.rows.disputes.values()];

describe('a reported dispute', () => {
  test('holds its money until it ends: nothing of it is paid out, refunded or settled', async () => {
    const shop = openShop({ terms: { PAY: { fee: FREE, settle: 1 } } });
    const payin = await payment(shop);
    assert.equal(await dispute(shop, payin, 'open', { minor: 6_000n }), 'applied');
    shop.passes(DAY_MS + 1);
    await settleOrder(shop.deps, payin.id);
    const { available, pending, disputed } = shop.balance() ?? ZERO_BALANCE;
    assert.deepEqual([available, pending, disputed], [4_000n, 0n, 6_000n]);
    const by = { kind: 'id', id: payin.id } as const;
    const refused = await shop.ask(refundRequest('R', by, { amountMinor: 5_000n }));
    assert.ok(!refused.ok);
    assert.equal(refused.refusal.reason, 'disputed');
    const payout = await shop.ask(payoutRequest('O', { amountMinor: 4_001n }));
    assert.equal(codeOf(payout), 'insufficient_balance');
    assert.equal(await dispute(shop, payin, 'won', { minor: 6_000n }), 'applied');
    assert.equal(codeOf(await shop.ask(refundRequest('R2', by, { amountMinor: 10_000n }))), 'ok');
  });

  test('counts each state once, whoever reports it and however often', async () => {
    const shop = openShop();
    const payin = await payment(shop);
    for (const state of ['open', 'open', 'lost', 'lost', 'open'] as const) {
      await dispute(shop, payin, state);
    }
    assert.deepEqual(shop.balance(), ZERO_BALANCE);
    assert.deepEqual(eventsIn(shop), ['payin.paid', 'payin.reversed']);
    const [one, ...more] = disputesIn(shop);
    assert.deepEqual([one?.state, one?.lostMinor, more], ['lost', 10_000n, []]);
    // Asked about daily, it is reported under another key.
    const reference = referenceOf({ orderId: payin.id, n: 1, operation: 'payin' });
    const event = disputeEvent({ reference }, report('lost'));
    await applyProviderEvent(shop.deps, SOURCE, { ...event, eventKey: 'asked' });
    assert.deepEqual(shop.balance(), ZERO_BALANCE);
  });

  test('before its payment was reported is to come again, and then counts', async () => {
    const shop = openShop();
    const payin = orderIn(await shop.ask(payinRequest('in')));
    assert.equal(await dispute(shop, payin, 'lost'), 'too_early');
    await shop.report(payin, paid(10_000n));
    assert.equal(await dispute(shop, payin, 'lost'), 'applied');
    assert.deepEqual(shop.balance(), ZERO_BALANCE);
  });

  test('twice about halves is the whole payment, and the merchant hears of each', async () => {
    const shop = openShop();
    const payin = await payment(shop);
    for (const ref of ['D1', 'D2']) {
      for (const state of ['open', 'lost'] as const) {
        await dispute(shop, payin, state, { ref, minor: 5_000n });
      }
    }
    assert.equal(shop.order(payin).state, 'reversed');
    assert.deepEqual(eventsIn(shop), ['payin.paid', 'payin.part_reversed', 'payin.reversed']);
    assert.equal(disputesIn(shop).length, 2);
  });

  test('about a second payment holds nothing; lost, it leaves from where that lies', async () => {
    const shop = openShop();
    const payin = await payment(shop);
    await shop.report(payin, paid(3_000n, 'P2'));
    const about = { paymentRef: 'P2', minor: 3_000n };
    await dispute(shop, payin, 'open', about);
    assert.equal(shop.balance()?.disputed, 0n);
    assert.deepEqual(casesIn(shop), ['second_payment', 'dispute']);
    await dispute(shop, payin, 'lost', about);
    assert.deepEqual(shop.balance(), { ...ZERO_BALANCE, available: 10_000n, upstream: -10_000n });
    assert.equal(shop.order(payin).state, 'paid');
  });

  test('about a second payment: what comes late moves nothing, and won it comes back to its case', async () => {
    const shop = openShop();
    const payin = await payment(shop);
    await shop.report(payin, paid(3_000n, 'P2'));
    const about = { paymentRef: 'P2', minor: 3_000n };
    await dispute(shop, payin, 'lost', about);
    await dispute(shop, payin, 'open', about);
    await dispute(shop, payin, 'lost', { ...about, words: 'CASE_CLOSED' });
    assert.equal(disputesIn(shop)[0]?.state, 'lost');
    assert.deepEqual([shop.balance()?.upstream, shop.balance()?.suspense], [-10_000n, 0n]);
    await dispute(shop, payin, 'won', { ...about, round: 2 });
    assert.deepEqual([shop.balance()?.upstream, shop.balance()?.suspense], [-13_000n, 3_000n]);
    assert.deepEqual(heldIn(shop), ['second_payment:P2 3000']);
  });

  test('about a second payment that the merchant was given: a case lacks it until it is won', async () => {
    const shop = openShop();
    const payin = await payment(shop);
    await shop.report(payin, paid(3_000n, 'P2', 'USD/2'));
    const about = { paymentRef: 'P2', amount: { asset: 'USD/2', minor: 3_000n } };
    await dispute(shop, payin, 'lost', about);
    assert.deepEqual(heldIn(shop), [], 'of another currency than the order');
    await dispute(shop, payin, 'won', { ...about, round: 2 });
    assert.deepEqual(heldIn(shop), ['wrong_asset:P2 3000']);
  });

  test('before its payment was reported, of an order that has ended, counts once with it', async () => {
    const shop = openShop();
    const payin = orderIn(await shop.ask(payinRequest('in')));
    await shop.report(payin, expired);
    await dispute(shop, payin, 'lost', { minor: 6_000n });
    await shop.report(payin, paid(10_000n));
    await dispute(shop, payin, 'lost', { minor: 6_000n, words: 'CASE_CLOSED' });
    const left = { ...ZERO_BALANCE, available: 4_000n, upstream: -4_000n };
    assert.deepEqual(shop.balance(), left);
    assert.equal(shop.order(payin).lostMinor, 6_000n);
  });

  test('of one of the payments that an order is paid by holds its own part', async () => {
    const shop = openShop({ amountRules: HOLD_SHORT });
    const payin = orderIn(await shop.ask(payinRequest('in')));
    await shop.report(payin, paid(6_000n, 'P1'));
    assert.equal(await dispute(shop, payin, 'lost', { ref: 'D0', minor: 1_000n }), 'applied');
    assert.deepEqual(heldIn(shop), ['short_payment:parts 5000']);
    await shop.report(payin, paid(5_000n, 'P2'));
    assert.equal(shop.order(payin).state, 'paid');
    await dispute(shop, payin, 'open', { minor: 5_000n });
    assert.equal(shop.balance()?.disputed, 5_000n);
    await dispute(shop, payin, 'lost', { minor: 5_000n });
    await dispute(shop, payin, 'won', { minor: 5_000n, round: 2 });
    const whole = { ...ZERO_BALANCE, available: 10_000n, upstream: -10_000n };
    assert.deepEqual(shop.balance(), whole);
    assert.equal(shop.order(payin).lostMinor, 0n);
  });

  test('holds a payment that an operator resolved as paid, whatever its provider calls it', async () => {
    const shop = openShop();
    const payin = orderIn(await shop.ask(payinRequest('in')));
    const found = { kind: 'paid', ref: 'BANK 1', amountMinor: null } as const;
    await resolveDoubt({ ...shop.deps, cases: shop.cases }, payin.id, found, 'ann');
    await dispute(shop, payin, 'open');
    assert.equal(shop.balance()?.disputed, 10_000n);
    await shop.report(payin, paid(10_000n));
    await dispute(shop, payin, 'lost');
    assert.deepEqual(shop.balance(), ZERO_BALANCE);
  });

  test('by an account that never had the order moves nothing, and is shown', async () => {
    const shop = openShop();
    const payin = await payment(shop);
    const other = { connector: 'other', account: 'main' };
    assert.equal(await dispute(shop, payin, 'lost', {}, other), 'ignored');
    assert.equal(shop.balance()?.available, 10_000n);
    assert.deepEqual(casesIn(shop), ['dispute']);
  });

  test('of a payment at a code is found by the payment', async () => {
    const shop = openShop();
    const code = orderIn(await shop.ask(codeRequest('C')));
    assert.equal(await dispute(shop, code, 'lost'), 'too_early');
    await shop.report(code, paid(10_000n));
    assert.equal(await dispute(shop, code, 'lost'), 'applied');
    assert.deepEqual(shop.balance(), ZERO_BALANCE);
  });

  test('that was booked as a reversal by an earlier version is not booked again', async () => {
    const shop = openShop();
    const payin = await payment(shop);
    const payment1 = { ref: 'P1', amount: { asset: 'PHP/2', minor: 4_000n }, reversalRef: 'D1' };
    const reversal = { kind: 'reversed', reason: 'chargeback', payment: payment1 } as const;
    assert.equal(movementKey(payin.id, reversal), `reversal:${payin.id}:P1:D1`);
    await shop.report(payin, reversal);
    assert.equal(await dispute(shop, payin, 'lost', { minor: 4_000n }), 'repeat');
    assert.equal(shop.balance()?.available, 6_000n);
  });
});

describe('a payment that pays another order', () => {
  /** What came too late for one order, and another order of 100.00. */
  async function latePayment(options: Parameters<typeof openShop>[0] = {}) {
    const merchants = [merchantOf(5, { latePolicy: 'suspense' })];
    const shop = openShop({ merchants, ...options });
    const late = orderIn(await shop.ask(payinRequest('late')));
    const target = orderIn(await shop.ask(payinRequest('target')));
    await shop.report(late, expired);
    await shop.report(late, paid(10_000n));
    return { shop, late, target };
  }

  async function move(shop: Shop, from: Order, target: Order, amountMinor: bigint | null = null) {
    const held = (await shop.cases.ofOrder(from.id)).find(({ heldMinor }) => heldMinor > 0n);
    const deps = { ...shop.deps, cases: shop.cases };
    const exit = { way: 'order', amountMinor, withFee: false, targetId: target.id } as const;
    const by = { ...exit, evidence: `letter for ${target.merchantRef}` };
    assert.deepEqual(await exitCase(deps, held as HeldCase, by, 'ann', ''), { ok: true });
  }

  const whole = { ...ZERO_BALANCE, available: 10_000n, upstream: -10_000n };

  test('and is disputed under the first one is held, lost and won where it is', async () => {
    const { shop, late, target } = await latePayment();
    await move(shop, late, target);
    assert.equal(await dispute(shop, late, 'open'), 'applied');
    assert.deepEqual([shop.balance()?.disputed, shop.balance()?.available], [10_000n, 0n]);
    assert.equal(shop.order(target).disputedMinor, 10_000n);
    await dispute(shop, late, 'lost');
    assert.deepEqual([shop.order(target).state, shop.balance()], ['reversed', ZERO_BALANCE]);
    await dispute(shop, late, 'won', { round: 2 });
    assert.deepEqual([shop.order(target).state, shop.balance()], ['paid', whole]);
    assert.deepEqual(heldIn(shop), []);
  });

  test('loses what its case still holds, then what pays, and gets it back so', async () => {
    const { shop, late, target } = await latePayment();
    await move(shop, late, target, 6_000n);
    for (const words of ['LOST', 'CASE_CLOSED']) {
      await dispute(shop, late, 'lost', { minor: 7_000n, words });
      assert.deepEqual([heldIn(shop), shop.order(target).lostMinor], [[], 3_000n]);
    }
    await dispute(shop, late, 'won', { minor: 7_000n, round: 2 });
    assert.deepEqual(heldIn(shop), ['late_payment:P1 4000']);
    assert.deepEqual([shop.order(target).lostMinor, shop.balance()?.upstream], [0n, -10_000n]);
  });

  test('after its case was disputed and moved: what was lost of the case stays so', async () => {
    const { shop, late, target } = await latePayment();
    await dispute(shop, late, 'lost', { minor: 4_000n });
    await move(shop, late, target);
    await dispute(shop, late, 'lost', { minor: 4_000n, words: 'CASE_CLOSED' });
    assert.deepEqual([shop.order(target).paidMinor, shop.order(target).lostMinor], [6_000n, 0n]);
    assert.deepEqual(shop.balance(), { ...whole, available: 6_000n, upstream: -6_000n });
  });

  test('and goes back leaves it, and only what nobody has is missing in a case', async () => {
    const { shop, late, target } = await latePayment();
    await move(shop, late, target);
    const back = (ref: string, minor: bigint) => {
      const payment = { ref: 'P1', amount: { asset: 'PHP/2', minor }, reversalRef: ref };
      return shop.report(late, { kind: 'reversed', reason: 'returned', payment });
    };
    await back('R1', 4_000n);
    assert.deepEqual([shop.order(target).lostMinor, heldIn(shop)], [4_000n, []]);
    await back('R2', 7_000n);
    assert.deepEqual(shop.order(target).state, 'reversed');
    assert.deepEqual(heldIn(shop), ['contradiction:reversed:P1:R2 -1000']);
    assert.equal(shop.balance()?.available, 0n);
  });

  test('and is known by the provider’s id alone is found where it came', async () => {
    const { shop, late, target } = await latePayment();
    await move(shop, late, target, 6_000n);
    const known = disputeEvent({ reference: '', providerIds: ['P1'] }, report('lost'));
    assert.equal(await applyProviderEvent(shop.deps, SOURCE, known), 'applied');
    assert.deepEqual([shop.order(target).state, shop.balance()], ['reversed', ZERO_BALANCE]);
    assert.deepEqual(heldIn(shop), []);
  });

  test('two orders: its dispute costs its fee once a round, of all that is disputed', async () => {
    const fee = { ...FREE, ratePpm: 10_000n, fixedMinor: 1_500n };
    const costs = { fee, refundedWhenWon: true, refundsFee: false };
    const terms = { PAY: { fee: FREE, settle: 0, dispute: costs } } as const;
    const { shop, late, target } = await latePayment({ terms });
    const other = orderIn(await shop.ask(payinRequest('other')));
    await move(shop, late, target, 6_000n);
    await move(shop, late, other, 4_000n);
    for (const state of ['open', 'answered', 'open'] as const) await dispute(shop, late, state);
    const [disputed, fees, debt] = [10_000n, 1_600n, -1_600n];
    const held = { ...ZERO_BALANCE, disputed, fees, debt, upstream: -10_000n };
    assert.deepEqual(shop.balance(), held);
    await dispute(shop, late, 'lost');
    await dispute(shop, late, 'open', { round: 2 });
    assert.equal(shop.balance()?.fees, 3_200n, 'each round costs once');
    await dispute(shop, late, 'won', { round: 2 });
    assert.deepEqual(shop.balance(), whole);
  });

  test('as one of several parts is disputed by its own name', async () => {
    const shop = openShop({ amountRules: HOLD_SHORT });
    const first = orderIn(await shop.ask(payinRequest('first')));
    const target = orderIn(await shop.ask(payinRequest('target')));
    await shop.report(first, paid(3_000n, 'P1'));
    await shop.report(first, paid(4_000n, 'P2'));
    await shop.report(first, expired);
    await move(shop, first, target);
    await dispute(shop, first, 'open', { paymentRef: 'P1', minor: 3_000n });
    assert.deepEqual([shop.balance()?.disputed, heldIn(shop)], [3_000n, []]);
    await dispute(shop, first, 'lost', { paymentRef: 'P1', minor: 3_000n });
    assert.deepEqual([shop.order(target).lostMinor, heldIn(shop)], [3_000n, []]);
  });
});

test('one provider’s id of a dispute for two orders is two disputes', async () => {
  const shop = openShop();
  const [one, other] = [await payment(shop), orderIn(await shop.ask(payinRequest('in 2')))];
  await shop.report(other, paid(5_000n, 'P2'));
  await dispute(shop, one, 'lost');
  await dispute(shop, other, 'lost', { paymentRef: 'P2', minor: 5_000n });
  assert.deepEqual([shop.order(one).state, shop.order(other).state], ['reversed', 'reversed']);
});
