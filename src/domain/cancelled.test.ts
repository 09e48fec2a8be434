/**
 * A provider that cancels an order may have been paid already, and does not say so (PayerMax).
 * Reported in any order, payment and cancelling leave books that hold nothing, and a person who
 * knows.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AT, sampleOrder } from '../../tests/support/order.ts';
import {
  accepted,
  booked,
  cancelled,
  declined,
  expired,
  inAnyOrder,
  paid,
} from '../../tests/support/sample.ts';
import { runs } from '../wire/test-support/runs.ts';
import type { Case } from './case.ts';
import { FREE } from './fee.ts';
import { type Entry, post, ZERO_BALANCE } from './ledger.ts';
import type { Order } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import { advancePayin, type PayinEvent, type PayinSetting } from './payin.ts';
import { type Fact, movementKey } from './provider-event.ts';

const CASES = { numRuns: runs(2_000, 100_000) };
const close = { kind: 'close' } as const;

interface Reported {
  readonly order: Order;
  readonly entries: readonly Entry[];
  readonly cases: readonly Case[];
  readonly events: readonly OrderEvent[];
}

/** Reports the events one after the other, a payment once. */
function report(
  begin: Order,
  events: readonly PayinEvent[],
  latePolicy: PayinSetting['latePolicy'] = 'accept',
): Reported {
  let reported: Reported = { order: begin, entries: [], cases: [], events: [] };
  const seen = new Set<string>();
  for (const event of events) {
    const key = movementKey(begin.id, event as Fact);
    if (key !== null && seen.has(key)) continue;
    if (key !== null) seen.add(key);
    const balance = reported.entries.reduce(post, ZERO_BALANCE);
    const setting = { amountPolicy: 'accept', latePolicy, balance } as const;
    const effect = advancePayin(reported.order, event, setting, AT);
    reported = {
      order: effect.order,
      entries: [...reported.entries, ...effect.entries],
      cases: [...reported.cases, ...effect.cases],
      events: [...reported.events, ...effect.events],
    };
  }
  const names = reported.entries.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, `booked twice: ${names}`);
  return reported;
}

const minor = fc.bigInt({ min: 1n, max: 30_000n });
const terms = fc.record({
  fee: fc.record({
    ...{ ratePpm: fc.constant(0n), minMinor: fc.constant(null), maxMinor: fc.constant(null) },
    fixedMinor: fc.constantFrom(0n, 250n),
  }),
  settle: fc.constantFrom(0, 2),
});
const policy = fc.constantFrom('accept', 'suspense');

describe('an order that was paid, and is cancelled at the provider', () => {
  test('after its end leaves no money in any account, and a case, whatever is reported first', () => {
    const ends = fc.subarray<PayinEvent>([close, expired, { kind: 'expire' }, declined], {
      minLength: 1,
    });
    const story = fc.tuple(minor, ends).chain(([amount, list]) => {
      const both = inAnyOrder(fc.constant([paid(amount), cancelled, accepted]));
      return both.map((rest): readonly PayinEvent[] => [...list, ...rest]);
    });
    fc.assert(
      fc.property(terms, policy, story, (agreed, latePolicy, events) => {
        const { order, entries, cases } = report(
          sampleOrder({ terms: agreed }),
          events,
          latePolicy,
        );
        assert.deepEqual(booked(entries), ZERO_BALANCE);
        assert.ok(cases.length > 0, 'a person knows');
        assert.notEqual(order.state, 'paid');
      }),
      CASES,
    );
  });

  test('while it was open leaves none either', () => {
    const story = minor.chain((amount) =>
      inAnyOrder<PayinEvent>(fc.constant([paid(amount), cancelled, accepted, close, expired])),
    );
    fc.assert(
      fc.property(terms, policy, story, (agreed, latePolicy, events) => {
        const { order, entries, cases } = report(
          sampleOrder({ terms: agreed }),
          events,
          latePolicy,
        );
        assert.deepEqual(booked(entries), ZERO_BALANCE);
        assert.ok(cases.length > 0, 'a person knows');
        assert.notEqual(order.state, 'paid');
      }),
      CASES,
    );
  });

  test('reverses what its merchant has spent as a debt', () => {
    const free = { fee: FREE, settle: 0 };
    const { order } = report(sampleOrder({ terms: free }), [paid(10_000n)]);
    const setting = { amountPolicy: 'accept', latePolicy: 'accept' } as const;
    const spent = { ...ZERO_BALANCE, available: 4_000n };
    const back = advancePayin(order, cancelled, { ...setting, balance: spent }, AT);
    assert.deepEqual(booked(back.entries), {
      ...ZERO_BALANCE,
      upstream: 10_000n,
      available: -4_000n,
      debt: -6_000n,
    });
    assert.deepEqual(back.cases.map(({ kind }) => kind).toSorted(), ['contradiction', 'debt']);
    assert.equal(back.events.at(-1)?.type, 'payin.reversed');
  });
});

describe('an order that was not paid, and is cancelled at the provider', () => {
  test('stays what it is when it has ended, and nobody is bothered', () => {
    const ended = report(sampleOrder(), [close]);
    const reported = report(ended.order, [cancelled, cancelled]);
    assert.deepEqual([reported.order.state, reported.entries, reported.cases], ['closed', [], []]);
    assert.deepEqual(reported.events, []);
    assert.equal(reported.order.failure?.text, 'closed by the merchant');
  });

  test('fails when it was open, and its merchant hears of it once', () => {
    const reported = report(sampleOrder({ state: 'pending' }), [cancelled, cancelled]);
    assert.deepEqual([reported.order.state, reported.order.failure?.code], ['failed', 'closed']);
    assert.deepEqual(
      reported.events.map(({ type: event }) => event),
      ['payin.failed'],
    );
  });
});

describe('a payment that came after the end and lies in suspense', () => {
  const late = (back: PayinEvent, ...more: readonly PayinEvent[]) =>
    report(sampleOrder(), [close, paid(10_000n), back, ...more], 'suspense');
  const back = (amount: bigint) => {
    const taken = { ref: 'P1', amount: { asset: 'PHP/2', minor: amount } };
    return { kind: 'reversed', reason: 'chargeback', payment: taken } as const;
  };

  test('leaves it when it is reversed by name, all of it or a part', () => {
    const reported = late(back(10_000n), cancelled);
    assert.deepEqual(booked(reported.entries), ZERO_BALANCE);
    assert.equal(reported.order.state, 'closed');
    assert.deepEqual(
      reported.cases.map(({ kind }) => kind),
      ['late_payment', 'contradiction'],
    );
    assert.equal(booked(late(back(4_000n)).entries).suspense, 6_000n);
    assert.deepEqual(booked(late(back(4_000n), cancelled).entries), ZERO_BALANCE);
  });

  test('is stored with the order as text, for a column of JSON', () => {
    const { order } = report(sampleOrder(), [close, paid(10_000n)], 'suspense');
    assert.deepEqual(JSON.parse(JSON.stringify(order.failure)), order.failure);
    assert.deepEqual(order.failure?.late, { ref: 'P1', minor: '10000' });
  });
});
