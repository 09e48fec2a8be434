/** Less, more or later than was ordered: what is booked, what is held, and what can be reported. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AT, sampleOrder } from '../../tests/support/order.ts';
import { advance, eventsOf, kindsOf } from '../../tests/support/payin.ts';
import { booked, cancelled, expired, paid, reversed } from '../../tests/support/sample.ts';
import { type AmountRuleRow, amountRulesOf, type ShortRule } from './amount-rules.ts';
import type { Effect } from './effect.ts';
import { FREE } from './fee.ts';
import type { Order } from './order.ts';
import type { PayinEvent, PayinSetting } from './payin.ts';

const NONE = { tolerancePpm: 0n, toleranceMinor: 0n };
const HOLD = { short: { ...NONE, rule: 'hold' } } as const;
const order = () => sampleOrder({ terms: { fee: { ...FREE, fixedMinor: 100n }, settle: 0 } });

/** Reports one after the other. */
function story(
  events: readonly PayinEvent[],
  setting: Partial<PayinSetting> = HOLD,
  from = order(),
) {
  const effects: Effect[] = [];
  let now: Order = from;
  for (const event of events) {
    const effect = advance(now, event, setting);
    effects.push(effect);
    now = effect.order;
  }
  const entries = effects.flatMap((effect) => effect.entries);
  const reported = effects.flatMap(eventsOf);
  return { order: now, effects, entries, reported, books: booked(entries) };
}

describe('a payment of less than was ordered, where it is held', () => {
  test('is not paid: nobody is notified, it waits in suspense, and nothing of it is the merchant’s', () => {
    const { order: now, reported, books, effects } = story([paid(1n)]);
    assert.deepEqual([now.state, now.paidMinor, reported], ['pending', 0n, []]);
    assert.deepEqual([books.suspense, books.available, books.upstream], [1n, 0n, -1n]);
    assert.deepEqual(effects.map(kindsOf), [['short_payment']]);
  });

  test('is paid once the rest has come, in whole, and reported once', () => {
    const parts = [paid(6_000n, 'A'), paid(1_000n, 'B'), paid(3_000n, 'C')];
    const { order: now, reported, books } = story(parts);
    assert.deepEqual([now.state, now.paidMinor, reported], ['paid', 10_000n, ['payin.paid']]);
    assert.deepEqual([books.suspense, books.available, books.fees], [0n, 9_900n, 100n]);
    assert.equal(books.upstream, -10_000n);
  });

  test('after its order has ended it is held as well, and nothing is corrected by it', () => {
    const { order: now, reported, books } = story([expired, paid(6_000n, 'A')]);
    assert.deepEqual([now.state, now.corrected, reported], ['expired', false, ['payin.failed']]);
    assert.equal(books.suspense, 6_000n);
    const whole = story([expired, paid(10_000n, 'A')]);
    assert.deepEqual([whole.order.state, whole.order.corrected], ['paid', true]);
  });

  test('goes back with an order that its provider cancels, before its end or after it', () => {
    for (const before of [[], [expired]]) {
      const { order: now, books } = story([paid(6_000n, 'A'), ...before, cancelled]);
      assert.deepEqual([books.suspense, books.upstream], [0n, 0n]);
      assert.deepEqual([now.partPayments, now.failure?.cancelled], [[], true]);
    }
  });

  test('reported again is the same part', () => {
    const { order: now, books } = story([paid(6_000n, 'A'), paid(6_000n, 'A')]);
    assert.deepEqual([now.state, books.suspense], ['pending', 6_000n]);
    const whole = story([paid(6_000n, 'A'), paid(4_000n, 'B'), paid(6_000n, 'A')]);
    assert.deepEqual([whole.books.suspense, whole.books.available], [0n, 9_900n]);
  });

  test('with more than the rest: the excess goes where the merchant wants it', () => {
    const parts = [paid(6_000n, 'A'), paid(5_000n, 'B')];
    const all = story(parts);
    assert.deepEqual([all.order.paidMinor, all.books.suspense], [11_000n, 0n]);
    const aside = story(parts, { ...HOLD, amountPolicy: 'excess_to_suspense' });
    assert.deepEqual([aside.order.paidMinor, aside.books.suspense], [10_000n, 1_000n]);
    assert.deepEqual(aside.effects.map(kindsOf), [['short_payment'], ['amount_difference']]);
  });

  test('that never becomes whole stays with its case when the order ends, and nothing is added', () => {
    const { order: now, reported, books } = story([paid(6_000n, 'A'), expired, paid(4_000n, 'B')]);
    assert.deepEqual([now.state, reported], ['expired', ['payin.failed']]);
    assert.deepEqual([books.suspense, books.available], [10_000n, 0n]);
  });

  test('goes back before the order is whole, and after', () => {
    const back = (ref: string, minor: bigint) =>
      ({ ...reversed, payment: { ref, amount: { asset: 'PHP/2', minor } } }) as const;
    const open = story([paid(6_000n, 'A'), back('A', 6_000n), paid(4_000n, 'B')]);
    assert.deepEqual([open.order.state, open.books.suspense], ['pending', 4_000n]);
    const whole = story([paid(6_000n, 'A'), paid(4_000n, 'B'), back('A', 6_000n)]);
    assert.deepEqual([whole.order.state, whole.order.lostMinor], ['paid', 6_000n]);
    assert.deepEqual([whole.books.suspense, whole.books.upstream], [0n, -4_000n]);
  });

  test('is whole where no more is missing than is tolerated', () => {
    const within = (short: Omit<NonNullable<PayinSetting['short']>, 'rule'>, minor: bigint) =>
      story([paid(minor)], { short: { ...short, rule: 'hold' } }).order.state;
    assert.equal(within({ ...NONE, toleranceMinor: 5n }, 9_995n), 'paid');
    assert.equal(within({ ...NONE, toleranceMinor: 5n }, 9_994n), 'pending');
    assert.equal(within({ ...NONE, tolerancePpm: 10_000n }, 9_900n), 'paid');
    assert.equal(within({ ...NONE, tolerancePpm: 10_000n }, 9_899n), 'pending');
  });

  test('in any parts and order: what came is held or booked, and paid means whole', () => {
    const part = fc.record({
      ref: fc.constantFrom('A', 'B', 'C', 'D'),
      minor: fc.integer({ min: 1, max: 9_000 }),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.nat(8), (parts, endsAt) => {
        const events: PayinEvent[] = parts.map(({ ref, minor }) => paid(BigInt(minor), ref));
        events.splice(endsAt, 0, expired);
        const { order: now, books, reported } = story(events);
        const first = new Map<string, bigint>();
        for (const { ref, minor } of parts) if (!first.has(ref)) first.set(ref, BigInt(minor));
        const came = [...first.values()].reduce((sum, minor) => sum + minor, 0n);
        // A reference reported again with another amount after the end is held as what it says.
        if (parts.length === first.size) assert.equal(-books.upstream, came);
        assert.equal(now.state === 'paid', reported.includes('payin.paid'));
        if (now.state === 'paid') assert.ok(now.paidMinor >= now.amountMinor);
        else assert.equal(books.suspense, -books.upstream);
      }),
    );
  });
});

describe('money that comes late', () => {
  test('is accepted within the hours that the merchant agreed to, and held after them', () => {
    const ended = (hoursAgo: number) =>
      sampleOrder({ state: 'expired', finalAt: new Date(AT.getTime() - hoursAgo * 3_600_000) });
    const rules = { lateHours: 24 };
    assert.equal(story([paid(10_000n)], rules, ended(24)).order.state, 'paid');
    const late = story([paid(10_000n)], rules, ended(25));
    assert.deepEqual([late.order.state, late.books.suspense], ['expired', 10_000n]);
    assert.equal(story([paid(10_000n)], {}, ended(25)).order.state, 'paid');
  });
});

describe('the rules of a merchant', () => {
  const merchant = { amountPolicy: 'accept', latePolicy: 'suspense' } as const;
  const row = (changes: Partial<AmountRuleRow>): AmountRuleRow => ({
    ...{ merchantId: 1n, channelCode: null, short: null, ...NONE },
    ...{ over: null, late: null, lateHours: null, second: null, ...changes },
  });

  test('are the channel’s, else those for all, else as it was made and its API can report', () => {
    const rows = [
      row({ short: 'accept', late: 'accept' }),
      row({ channelCode: 'QR', short: 'hold' }),
    ];
    const of = (channel: string, some = rows, shown: ShortRule = 'hold') => {
      const { short, latePolicy } = amountRulesOf(merchant, some, channel, shown);
      return [short?.rule, latePolicy];
    };
    assert.deepEqual(of('QR'), ['hold', 'suspense']);
    assert.deepEqual(of('VA'), ['accept', 'accept']);
    assert.deepEqual(of('VA', []), ['hold', 'suspense']);
    assert.deepEqual(of('VA', [], 'accept'), ['accept', 'suspense']);
  });
});
