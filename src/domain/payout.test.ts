import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AT, sampleOrder } from '../../tests/support/order.ts';
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
import type { Effect } from './effect.ts';
import { FREE } from './fee.ts';
import { type Balance, type Entry, post, ZERO_BALANCE } from './ledger.ts';
import type { Order, OrderState } from './order.ts';
import { advanceOutgoing, hold, outgoingFee, refusedAtOnce } from './payout.ts';
import type { Fact } from './provider-event.ts';
import { refuse } from './refusal.ts';

const STATES: readonly OrderState[] = [
  'created',
  'pending',
  'paid',
  'failed',
  'expired',
  'closed',
  'reversed',
];
const FUNDS: Balance = { ...ZERO_BALANCE, available: 20_000n, upstream: -20_000n };

const advance = (order: Order, fact: Fact, balance = ZERO_BALANCE) =>
  advanceOutgoing(order, fact, AT, balance);
const eventsOf = ({ events }: Effect) => events.map(({ type: event }) => event);
const kindsOf = ({ cases }: Effect) => cases.map(({ kind }) => kind);

/** A payout of 100.00 with a fee of 1.00, held from 200.00. */
function heldPayout(changes: Partial<Order> = {}): { order: Order; balance: Balance } {
  const order = sampleOrder({ kind: 'payout', feeMinor: 100n, ...changes });
  return { order, balance: post(FUNDS, hold(order, FUNDS) as Entry) };
}

function after(balance: Balance, ...effects: readonly Effect[]): Balance {
  return effects.flatMap(({ entries }) => entries).reduce(post, balance);
}

describe('every state of a payout and a refund has an answer to every fact', () => {
  for (const kind of ['payout', 'refund'] as const) {
    for (const state of STATES) {
      for (const fact of FACTS) {
        test(`${fact.kind} while a ${kind} is ${state}`, () => {
          const before = sampleOrder({ kind, state });
          const effect = advance(before, fact);
          const moved = effect.order !== before || effect.entries.length > 0;
          assert.ok(moved || effect.note !== null, 'what moves nothing says why');
          for (const { order, type: event } of effect.events) {
            assert.deepEqual(order, effect.order);
            assert.ok(event.startsWith(kind));
          }
        });
      }
    }
  }
});

describe('a hold', () => {
  test('takes amount and fee, if available covers them to the unit, and otherwise nothing', () => {
    const order = sampleOrder({ kind: 'payout', feeMinor: 100n });
    fc.assert(
      fc.property(fc.bigInt({ min: 10_000n, max: 10_200n }), (available) => {
        const entry = hold(order, { ...ZERO_BALANCE, available });
        assert.equal(entry !== null, available >= 10_100n);
        if (entry !== null) {
          assert.deepEqual(booked([entry]), {
            ...ZERO_BALANCE,
            available: -10_100n,
            reserved: 10_100n,
          });
        }
      }),
    );
  });

  test('does not count what is pending, reserved or in suspense', () => {
    const rich = { ...ZERO_BALANCE, pending: 1n << 40n, reserved: 1n << 40n, suspense: 1n << 40n };
    assert.equal(hold(sampleOrder({ kind: 'payout' }), rich), null);
  });

  test('that was refused leaves a failed order without a fee, with what was answered', () => {
    for (const [code, as] of [
      ['insufficient_balance', 'insufficient_balance'],
      ['duplicate_order', 'limit_exceeded'],
    ] as const) {
      const { refusal } = refuse(code);
      const { state, feeMinor, ...rest } = refusedAtOnce(heldPayout().order, refusal, AT);
      assert.deepEqual([state, feeMinor, rest.finalAt], ['failed', 0n, AT]);
      assert.deepEqual([rest.failure?.code, rest.failure?.refusal], [as, refusal]);
    }
  });

  test('is kept while upstream is unclear, or only accepted', () => {
    const { order } = heldPayout();
    for (const fact of [unclear, accepted]) assert.deepEqual(advance(order, fact).entries, []);
  });
});

describe('a payout', () => {
  test('that is paid ends its hold, and the fee is earned', () => {
    const { order, balance } = heldPayout();
    const effect = advance(order, paid(10_000n));
    assert.equal(effect.order.state, 'paid');
    const expected = { ...FUNDS, available: 9_900n, fees: 100n, upstream: -10_000n };
    assert.deepEqual(after(balance, effect), expected);
    assert.deepEqual(eventsOf(effect), ['payout.paid']);
  });

  test('that failed gives everything back, the fee too', () => {
    for (const fact of [declined, expired]) {
      const { order, balance } = heldPayout();
      const effect = advance(order, fact);
      assert.deepEqual([effect.order.state, effect.order.feeMinor], ['failed', 0n]);
      assert.deepEqual(after(balance, effect), FUNDS);
      assert.deepEqual(eventsOf(effect), ['payout.failed']);
    }
  });

  test('that came back after it was paid returns amount and fee, and is reported', () => {
    const { order, balance } = heldPayout();
    const done = advance(order, paid(10_000n));
    const back = advance(done.order, reversed);
    assert.deepEqual([back.order.state, back.order.corrected], ['reversed', true]);
    assert.deepEqual(after(balance, done, back), FUNDS);
    assert.deepEqual(eventsOf(back), ['payout.reversed']);
    assert.deepEqual(advance(back.order, reversed).entries, []);
  });

  test('that came back before it was reported as paid ends in the same balance and state', () => {
    const { order, balance } = heldPayout();
    const back = advance(order, reversed);
    assert.equal(back.order.state, 'reversed');
    const reported = advance(back.order, paid(10_000n));
    assert.equal(reported.order.state, 'reversed');
    assert.deepEqual(after(balance, back, reported), FUNDS);
    assert.deepEqual([reported.entries, reported.events, reported.cases], [[], [], []]);
    assert.deepEqual(kindsOf(advance(reported.order, paid(10_000n, 'P2'))), ['contradiction']);
  });

  test('of which another amount left books what left, and shows the difference', () => {
    for (const left of [9_000n, 11_000n]) {
      const { order, balance } = heldPayout();
      const effect = advance(order, paid(left));
      assert.equal(effect.order.paidMinor, left);
      const { reserved, upstream, suspense } = after(balance, effect);
      assert.deepEqual([reserved, upstream], [0n, -20_000n + left]);
      assert.equal(suspense, 10_000n - left);
      assert.deepEqual(kindsOf(effect), ['amount_difference']);
    }
  });

  test('paid with nothing, or in another currency, keeps its hold for a person', () => {
    for (const fact of [paid(0n), paid(-1n), paid(500n, 'P1', 'USD/2')]) {
      const { order } = heldPayout();
      const effect = advance(order, fact);
      assert.equal(effect.order, order);
      assert.deepEqual(effect.entries, []);
      assert.deepEqual(kindsOf(effect), ['contradiction']);
    }
  });

  test('reported as failed after it was paid is a contradiction', () => {
    const { order } = advance(heldPayout().order, paid(10_000n));
    for (const fact of [declined, expired]) {
      const effect = advance(order, fact);
      assert.equal(effect.order, order);
      assert.deepEqual(kindsOf(effect), ['contradiction']);
    }
  });

  test('paid after it had failed: the money that is missing stands in suspense', () => {
    const failed = advance(heldPayout().order, declined).order;
    const effect = advance(failed, paid(10_000n));
    assert.equal(effect.order.state, 'failed');
    assert.deepEqual(booked(effect.entries), {
      ...ZERO_BALANCE,
      upstream: 10_000n,
      suspense: -10_000n,
    });
    assert.deepEqual(kindsOf(effect), ['contradiction']);
    assert.deepEqual(advance(failed, paid(0n)).entries, []);
  });

  test('paid twice: the second payment stands in suspense, the same one reported again does not', () => {
    const { order } = advance(heldPayout().order, paid(10_000n));
    assert.deepEqual(advance(order, paid(10_000n)).entries, []);
    const second = advance(order, paid(10_000n, 'P2'));
    assert.equal(second.order, order);
    assert.equal(booked(second.entries).suspense, -10_000n);
    assert.deepEqual(kindsOf(second), ['contradiction']);
  });

  test("keeps the provider's id whenever it is reported, and never replaces it", () => {
    const { order } = advance(heldPayout().order, paid(10_000n));
    const reported = advance(order, accepted);
    assert.deepEqual([reported.order.state, reported.order.upstreamId], ['paid', 'U1']);
    assert.equal(advance(reported.order, { ...accepted, upstreamId: 'U2' }).order, reported.order);
  });

  test('has its fee on top of the amount', () => {
    const terms = { fee: { ...FREE, ratePpm: 10_000n, fixedMinor: 5n }, settle: 0 };
    assert.equal(outgoingFee(sampleOrder({ kind: 'payout', terms })), 105n);
  });
});

describe('a refund', () => {
  test('uses the words for refunds towards a merchant', () => {
    const order = sampleOrder({ kind: 'refund' });
    const done = advance(order, paid(10_000n));
    assert.deepEqual(eventsOf(done), ['refund.paid']);
    assert.deepEqual(eventsOf(advance(order, declined)), ['refund.failed']);
    assert.deepEqual(eventsOf(advance(done.order, reversed)), ['refund.failed']);
  });
});
