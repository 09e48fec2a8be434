import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sampleOrder } from '../../tests/support/order.ts';
import { advance, eventsOf, kindsOf, paidOrder } from '../../tests/support/payin.ts';
import {
  accepted,
  booked,
  declined,
  expired,
  FACTS,
  paid,
  reversed,
  unclear,
} from '../../tests/support/sample.ts';
import { settlePayin } from '../../tests/support/settle.ts';
import { FREE } from './fee.ts';
import { post, ZERO_BALANCE } from './ledger.ts';
import type { OrderState } from './order.ts';
import type { PayinEvent } from './payin.ts';

const STATES: readonly OrderState[] = [
  'created',
  'pending',
  'paid',
  'failed',
  'expired',
  'closed',
  'reversed',
];
const EVENTS: readonly PayinEvent[] = [...FACTS, { kind: 'expire' }, { kind: 'close' }];

describe('every state of a payin has an answer to every event', () => {
  for (const state of STATES) {
    for (const event of EVENTS) {
      test(`${event.kind} while ${state}`, () => {
        const before = sampleOrder({ state, paymentRef: state === 'paid' ? 'P0' : null });
        const effect = advance(before, event);
        const moved = effect.order !== before || effect.entries.length > 0;
        assert.ok(moved || effect.note !== null, 'what moves nothing says why');
        for (const { order } of effect.events) assert.deepEqual(order, effect.order);
      });
    }
  }

  test('an unclear report moves nothing in any state', () => {
    for (const state of STATES) {
      const before = sampleOrder({ state });
      const effect = advance(before, unclear);
      assert.deepEqual(effect, {
        order: before,
        entries: [],
        events: [],
        cases: [],
        note: 'unclear: word unknown',
      });
    }
  });
});

describe('a payin that is paid', () => {
  test('is available at once where that was agreed, less the fee', () => {
    const terms = { fee: { ...FREE, ratePpm: 25_000n }, settle: 0 };
    const effect = advance(sampleOrder({ terms }), paid(10_000n));
    assert.equal(effect.order.state, 'paid');
    assert.equal(effect.order.settleAt, null);
    assert.deepEqual(booked(effect.entries), {
      ...ZERO_BALANCE,
      available: 9_750n,
      fees: 250n,
      upstream: -10_000n,
    });
    assert.deepEqual(eventsOf(effect), ['payin.paid']);
  });

  test('waits in pending for T+n, and is then settled exactly once', () => {
    const terms = { fee: { ...FREE, fixedMinor: 100n }, settle: 2 };
    const { order, entries } = advance(sampleOrder({ terms }), paid(10_000n));
    assert.equal(booked(entries).pending, 9_900n);
    assert.equal(booked(entries).available, 0n);
    assert.equal(order.settleAt?.toISOString(), '2026-11-22T12:00:00.000Z');
    const settled = settlePayin(order, ZERO_BALANCE);
    assert.ok(settled !== null);
    assert.equal(settled.order.settleAt, null);
    assert.equal(booked([...entries, ...settled.entries]).available, 9_900n);
    assert.equal(booked([...entries, ...settled.entries]).pending, 0n);
    assert.equal(settlePayin(settled.order, ZERO_BALANCE), null);
  });

  test('whose fee takes everything is settled without an entry', () => {
    const terms = { fee: { ...FREE, fixedMinor: 20_000n }, settle: 1 };
    const { order } = advance(sampleOrder({ terms }), paid(10_000n));
    assert.equal(order.feeMinor, 10_000n);
    assert.deepEqual(settlePayin(order, ZERO_BALANCE)?.entries, []);
  });

  test('with less than ordered is booked with what came', () => {
    const effect = advance(sampleOrder(), paid(9_999n));
    assert.equal(effect.order.paidMinor, 9_999n);
    assert.equal(booked(effect.entries).available, 9_999n);
  });

  test('with more than ordered goes where the policy says', () => {
    const all = advance(sampleOrder(), paid(12_000n));
    assert.equal(booked(all.entries).available, 12_000n);
    assert.deepEqual(kindsOf(all), []);
    const held = advance(sampleOrder(), paid(12_000n), { amountPolicy: 'excess_to_suspense' });
    assert.equal(held.order.paidMinor, 10_000n);
    assert.equal(booked(held.entries).available, 10_000n);
    assert.equal(booked(held.entries).suspense, 2_000n);
    assert.deepEqual(kindsOf(held), ['amount_difference']);
  });

  test('in another currency is not paid: that money waits for a person', () => {
    const effect = advance(sampleOrder({ state: 'pending' }), paid(500n, 'P1', 'USD/2'));
    assert.equal(effect.order.state, 'pending');
    assert.equal(booked(effect.entries, 'USD/2').suspense, 500n);
    assert.deepEqual(booked(effect.entries), ZERO_BALANCE);
    assert.deepEqual(kindsOf(effect), ['wrong_asset']);
    assert.deepEqual(eventsOf(effect), []);
  });

  test('with nothing is a contradiction, not a payment', () => {
    for (const minor of [0n, -1n]) {
      const effect = advance(sampleOrder(), paid(minor));
      assert.equal(effect.order.state, 'created');
      assert.deepEqual(effect.entries, []);
      assert.deepEqual(kindsOf(effect), ['contradiction']);
    }
  });

  test('reported again is ignored; a second payment waits for a person', () => {
    const { order } = paidOrder();
    const again = advance(order, paid(10_000n));
    assert.equal(again.order, order);
    assert.deepEqual(again.entries, []);
    const second = advance(order, paid(10_000n, 'P2'));
    assert.equal(second.order, order);
    assert.equal(booked(second.entries).suspense, 10_000n);
    assert.deepEqual(kindsOf(second), ['second_payment']);
    assert.deepEqual(eventsOf(second), []);
  });
});

describe('money that comes late', () => {
  for (const end of [expired, { kind: 'expire' }, { kind: 'close' }] as const) {
    test(`after ${end.kind} is accepted or held as the merchant wants`, () => {
      const over = advance(sampleOrder({ state: 'pending' }), end);
      assert.deepEqual(eventsOf(over), ['payin.failed']);
      const taken = advance(over.order, paid(10_000n));
      assert.equal(taken.order.state, 'paid');
      assert.equal(taken.order.corrected, true);
      assert.equal(taken.order.failure, null);
      assert.deepEqual(eventsOf(taken), ['payin.paid']);
      const held = advance(over.order, paid(10_000n), { latePolicy: 'suspense' });
      assert.equal(held.order.state, over.order.state);
      assert.equal(booked(held.entries).suspense, 10_000n);
      assert.deepEqual(kindsOf(held), ['late_payment']);
    });
  }

  test('after a decline always waits for a person: a failed order stays failed', () => {
    const failed = advance(sampleOrder(), declined);
    const effect = advance(failed.order, paid(10_000n));
    assert.equal(effect.order.state, 'failed');
    assert.equal(booked(effect.entries).suspense, 10_000n);
    assert.deepEqual(kindsOf(effect), ['contradiction']);
  });
});

describe('a payin whose money went back', () => {
  test('before settlement reverses what was pending', () => {
    const terms = { fee: { ...FREE, fixedMinor: 100n }, settle: 2 };
    const { order, balance } = paidOrder({ terms });
    const effect = advance(order, reversed, { balance });
    assert.deepEqual([effect.order.state, effect.order.settleAt], ['reversed', null]);
    assert.deepEqual(effect.entries.reduce(post, balance), ZERO_BALANCE);
    assert.deepEqual(kindsOf(effect), []);
    assert.equal(settlePayin(effect.order, ZERO_BALANCE), null);
  });

  test('after settlement takes what is available, and the rest is a debt', () => {
    const { order, balance } = paidOrder({});
    const spent = { ...balance, available: 4_000n, reserved: 6_000n };
    const effect = advance(order, reversed, { balance: spent });
    assert.deepEqual(effect.entries.reduce(post, spent), {
      ...ZERO_BALANCE,
      reserved: 6_000n,
      debt: -6_000n,
    });
    assert.deepEqual(kindsOf(effect), ['debt']);
    assert.deepEqual(eventsOf(effect), ['payin.reversed']);
  });

  test('never takes available below zero', () => {
    const { order } = paidOrder();
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 20_000n }), (available) => {
        const effect = advance(order, reversed, { balance: { ...ZERO_BALANCE, available } });
        assert.ok(available + booked(effect.entries).available >= 0n);
        assert.equal(booked(effect.entries).upstream, 10_000n);
      }),
    );
  });

  test('is reported once', () => {
    const { order, balance } = paidOrder();
    const first = advance(order, reversed, { balance });
    const again = advance(first.order, reversed);
    assert.deepEqual([again.order, again.entries, again.cases], [first.order, [], []]);
  });

  test('before its payment was reported is reversed without ever being available', () => {
    const early = advance(sampleOrder(), reversed);
    assert.equal(early.order.state, 'reversed');
    assert.deepEqual(early.entries, []);
    assert.deepEqual(eventsOf(early), ['payin.failed']);
    const late = advance(early.order, paid(10_000n));
    assert.deepEqual([late.order.state, late.order.paidMinor], ['reversed', 10_000n]);
    assert.deepEqual(
      late.entries.map(({ name }) => name),
      ['payin.paid', 'payin.reversed'],
    );
    assert.deepEqual(booked(late.entries), ZERO_BALANCE);
    assert.deepEqual([late.events, late.cases], [[], []]);
    const second = advance(late.order, paid(10_000n, 'P2'));
    assert.deepEqual(kindsOf(second), ['second_payment']);
  });

  test('while it is failed is shown to a person, who may hold money of it', () => {
    const failed = advance(sampleOrder(), declined).order;
    assert.deepEqual(kindsOf(advance(failed, reversed)), ['contradiction']);
  });
});

describe("upstream's first word", () => {
  const instructions = { kind: 'redirect', url: 'https://pay.example/1' } as const;

  test('opens the order', () => {
    const { order } = advance(sampleOrder(), { ...accepted, instructions });
    assert.deepEqual(
      [order.state, order.upstreamId, order.instructions],
      ['pending', 'U1', instructions],
    );
  });

  test('is kept also when another event was quicker, and never replaced', () => {
    const opened = advance(sampleOrder(), { ...accepted, upstreamId: null }).order;
    const reported = advance(opened, { ...accepted, instructions });
    assert.deepEqual(
      [reported.order.upstreamId, reported.order.instructions],
      ['U1', instructions],
    );
    assert.equal(reported.note, null);
    const again = advance(reported.order, { ...accepted, upstreamId: 'U2' });
    assert.equal(again.order, reported.order);
    const { order } = paidOrder();
    assert.equal(advance(order, accepted).order.upstreamId, 'U1');
    assert.equal(advance(order, accepted).order.state, 'paid');
  });
});

describe('a notification', () => {
  test('is counted per order, also for whoever subscribes when the order has no address', () => {
    const first = advance(sampleOrder({ state: 'pending' }), expired);
    assert.equal(first.events[0]?.n, 1);
    assert.equal(advance(first.order, paid(1n)).events[0]?.n, 2);
    const silent = advance(sampleOrder({ notifyUrl: null }), paid(1n));
    assert.deepEqual(
      silent.events.map(({ n, url }) => [n, url]),
      [[1, null]],
    );
    assert.equal(silent.order.eventCount, 1);
  });

  test('after a final result says that it was corrected', () => {
    const { order } = paidOrder();
    assert.equal(order.corrected, false);
    assert.equal(advance(order, reversed).events[0]?.order.corrected, true);
  });
});
