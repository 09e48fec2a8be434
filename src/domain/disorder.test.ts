/**
 * Events come in any order, and more than once (promises P9 and P10). A payment counts once: the
 * command in front of the domain sees to it (`app/apply-provider-event.ts`), so it does here as
 * well.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AT, sampleOrder } from '../../tests/support/order.ts';
import {
  accepted,
  declined,
  expired,
  inAnyOrder,
  paid,
  reversed,
  unclear,
} from '../../tests/support/sample.ts';
import { runs } from '../wire/test-support/runs.ts';
import type { Case } from './case.ts';
import type { Effect } from './effect.ts';
import { type Balance, type Entry, post, ZERO_BALANCE } from './ledger.ts';
import { isFinal, type Order } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import { advancePayin, type PayinEvent, type PayinSetting } from './payin.ts';
import { advanceOutgoing, hold } from './payout.ts';
import { type Fact, movementKey } from './provider-event.ts';

const CASES = { numRuns: runs(2_000, 100_000) };

interface Story {
  order: Order;
  readonly entries: Entry[];
  readonly events: OrderEvent[];
  readonly cases: Case[];
  readonly balances: Map<string, Balance>;
}

const balanceIn = (story: Story, asset: string) => story.balances.get(asset) ?? ZERO_BALANCE;

/**
 * Reports the events one after the other, a payment once; checks what must hold at every moment.
 */
function report(
  begin: Order,
  events: readonly PayinEvent[],
  step: (story: Story, event: PayinEvent) => Effect,
  funds: Balance = ZERO_BALANCE,
): Story {
  const balances = new Map([[begin.asset, funds]]);
  const story: Story = { order: begin, entries: [], events: [], cases: [], balances };
  const payments = new Set<string>();
  for (const event of events) {
    const key = movementKey(begin.id, event as Fact);
    if (key !== null && payments.has(key)) continue;
    if (key !== null) payments.add(key);
    const effect = step(story, event);
    if (event.kind === 'unclear') assert.equal(effect.order, story.order);
    for (const entry of effect.entries) {
      story.balances.set(entry.asset, post(balanceIn(story, entry.asset), entry));
    }
    for (const { available, pending, reserved } of story.balances.values()) {
      assert.ok(
        available >= 0n && pending >= 0n && reserved >= 0n,
        'what is there is not negative',
      );
    }
    story.order = effect.order;
    story.entries.push(...effect.entries);
    story.events.push(...effect.events);
    story.cases.push(...effect.cases);
  }
  assertReported(story);
  return story;
}

/** Effects happen once, notifications are counted, and the last word to the merchant is true. */
function assertReported({ order, entries, events: notified }: Story): void {
  const names = entries.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, `an effect happened twice: ${names}`);
  assert.deepEqual(
    notified.map(({ n }) => n),
    notified.map((_, index) => index + 1),
  );
  assert.equal(order.eventCount, notified.length);
  const words = notified.map(({ type: event }) => event);
  assert.equal(new Set(words).size, words.length, `reported twice: ${words}`);
  assert.equal(words.length > 0, isFinal(order.state));
  const last = words.at(-1) ?? '';
  assert.equal(/\.(paid|part_reversed)$/.test(last), order.state === 'paid');
  assert.equal(last === 'payin.part_reversed', order.state === 'paid' && order.lostMinor > 0n);
}

function reportPayin(order: Order, events: readonly PayinEvent[], setting: Partial<PayinSetting>) {
  return report(order, events, (story, event) => {
    const balance = balanceIn(story, order.asset);
    const policies = { amountPolicy: 'accept', latePolicy: 'accept', ...setting } as const;
    return advancePayin(story.order, event, { ...policies, balance }, AT);
  });
}

const FUNDS: Balance = { ...ZERO_BALANCE, available: 50_000n, upstream: -50_000n };

/** A payout or refund whose hold was made, reported in this order. */
function reportOutgoing(order: Order, events: readonly PayinEvent[]): Story {
  const held = post(FUNDS, hold(order, FUNDS) as Entry);
  const step = (story: Story, event: PayinEvent) =>
    advanceOutgoing(
      story.order,
      event as Parameters<typeof advanceOutgoing>[1],
      AT,
      balanceIn(story, order.asset),
    );
  return report(order, events, step, held);
}

const minor = fc.bigInt({ min: 1n, max: 30_000n });
const fee = fc.record({
  ratePpm: fc.bigInt({ min: 0n, max: 100_000n }),
  fixedMinor: fc.bigInt({ min: 0n, max: 500n }),
  minMinor: fc.constant(null),
  maxMinor: fc.option(fc.bigInt({ min: 0n, max: 900n })),
});
const terms = fc.record({ fee, settle: fc.constantFrom(0, 2) });
const setting = fc.record({
  amountPolicy: fc.constantFrom('accept', 'excess_to_suspense'),
  latePolicy: fc.constantFrom('accept', 'suspense'),
});

const payments = fc
  .array(fc.tuple(minor, fc.constantFrom('PHP/2', 'PHP/2', 'USD/2')), { maxLength: 3 })
  .map((list) => list.map(([amount, asset], i) => paid(amount, `P${i}`, asset)));
const own = [{ kind: 'expire' }, { kind: 'close' }] as const;
const words = fc.subarray<PayinEvent>([accepted, declined, expired, reversed, unclear, ...own]);
const anyEvent = fc.tuple(payments, words).map(([a, b]): readonly PayinEvent[] => [...a, ...b]);

/** What came in an asset, and what of it went back. */
function moved(events: readonly PayinEvent[], { order }: Story, asset: string): bigint {
  const seen = new Map(events.flatMap((e) => (e.kind === 'paid' ? [[e.paymentRef, e]] : [])));
  let sum = 0n;
  for (const { amount } of seen.values()) if (amount.asset === asset) sum += amount.minor;
  return asset === order.asset && order.state === 'reversed' ? sum - order.paidMinor : sum;
}

describe('a payin reported in any order', () => {
  test('books exactly what came, less what went back, in every asset', () => {
    fc.assert(
      fc.property(terms, setting, inAnyOrder(anyEvent), (agreed, policies, events) => {
        const story = reportPayin(sampleOrder({ terms: agreed }), events, policies);
        for (const asset of ['PHP/2', 'USD/2']) {
          const { upstream, ...ours } = balanceIn(story, asset);
          const sum = Object.values(ours).reduce((total, one) => total + one, 0n);
          assert.equal(sum, moved(events, story, asset));
          assert.equal(upstream, -sum);
        }
      }),
      CASES,
    );
  });

  test('shows a person all money that is not the merchant’s yet', () => {
    fc.assert(
      fc.property(setting, inAnyOrder(anyEvent), (policies, events) => {
        const { cases, entries } = reportPayin(sampleOrder(), events, policies);
        for (const { legs, name } of entries) {
          if (!legs.some(({ account }) => account === 'suspense')) continue;
          const ref = name.split(':')[1];
          assert.ok(cases.some(({ key, kind }) => key === ref || kind === 'amount_difference'));
        }
      }),
      CASES,
    );
  });

  test('ends the same when the events do not contradict each other', () => {
    const agreeing = fc
      .tuple(
        fc.option(minor.map((amount) => paid(amount))),
        fc.option(minor.map((amount) => paid(amount, 'P9', 'USD/2'))),
        fc.subarray<PayinEvent>([accepted, expired, reversed, unclear, { kind: 'expire' }]),
      )
      .map(([a, b, rest]) => [a, b, ...rest].filter((event) => event !== null));
    const twice = agreeing.chain((set) =>
      fc.tuple(inAnyOrder(fc.constant(set)), inAnyOrder(fc.constant(set))),
    );
    fc.assert(
      fc.property(terms, setting, twice, (agreed, { amountPolicy }, [one, other]) => {
        const order = sampleOrder({ terms: agreed });
        const ends = [one, other].map((events) =>
          endOf(reportPayin(order, events, { amountPolicy })),
        );
        assert.deepEqual(ends[0], ends[1]);
      }),
      CASES,
    );
  });
});

/** A reversal that names its payment, of all or a part of it. */
function reversalOf({ paymentRef, amount }: ReturnType<typeof paid>, minor = amount.minor) {
  const payment = { ref: paymentRef, amount: { ...amount, minor } };
  return { kind: 'reversed', reason: 'chargeback', payment } as const;
}

describe('a payin of which named payments go back, reported in any order', () => {
  const movements = payments.chain((list) =>
    fc
      .array(fc.constantFrom('none', 'all', 'part'), { minLength: 3, maxLength: 3 })
      .map((fates): readonly PayinEvent[] =>
        list.flatMap((one, i) => {
          if (fates[i] === 'none') return [one];
          return [one, reversalOf(one, fates[i] === 'all' ? one.amount.minor : 1n)];
        }),
      ),
  );
  const event = fc
    .tuple(movements, fc.subarray<PayinEvent>([accepted, expired, unclear, ...own]))
    .map(([a, b]) => [...a, ...b]);

  test('books what came less what went back, payment by payment', () => {
    fc.assert(
      fc.property(terms, setting, inAnyOrder(event), (agreed, { amountPolicy }, events) => {
        const story = reportPayin(sampleOrder({ terms: agreed }), events, { amountPolicy });
        for (const asset of ['PHP/2', 'USD/2']) {
          assert.equal(-balanceIn(story, asset).upstream, stayed(events, asset));
        }
      }),
      CASES,
    );
  });

  test('ends the same for one payment, in state and in every account', () => {
    const [amount, part] = [minor.filter((one) => one > 1n), fc.boolean()];
    const set = fc.tuple(amount, part, fc.subarray<PayinEvent>([accepted, expired, unclear]));
    const twice = set.chain(([one, isPart, rest]) => {
      const came = paid(one);
      const all = fc.constant([came, reversalOf(came, isPart ? 1n : one), ...rest]);
      return fc.tuple(inAnyOrder(all), inAnyOrder(all));
    });
    fc.assert(
      fc.property(terms, setting, twice, (agreed, { amountPolicy }, [one, other]) => {
        const order = sampleOrder({ terms: agreed });
        const ends = [one, other].map((events) =>
          endOf(reportPayin(order, events, { amountPolicy })),
        );
        assert.deepEqual(ends[0], ends[1]);
      }),
      CASES,
    );
  });
});

/** What came in an asset and did not go back. */
function stayed(events: readonly PayinEvent[], asset: string): bigint {
  const moves = new Map<string, bigint>();
  for (const event of events) {
    if (event.kind === 'paid' && event.amount.asset === asset) {
      moves.set(event.paymentRef, event.amount.minor);
    } else if (event.kind === 'reversed' && event.payment?.amount.asset === asset) {
      moves.set(`back ${event.payment.ref}`, -event.payment.amount.minor);
    }
  }
  return [...moves.values()].reduce((sum, one) => sum + one, 0n);
}

/** All that must not depend on the order in which the same things were reported. */
function endOf({ order, entries, cases }: Story): unknown {
  const { corrected, eventCount, ...rest } = order;
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  const keys = cases.map(({ kind, key }) => `${kind} ${key}`).sort();
  return { order: rest, entries: entries.toSorted(byName), keys };
}

describe('where the order of events does matter, it matters as written down', () => {
  const order = sampleOrder();
  const end = (events: readonly PayinEvent[], policies: Partial<PayinSetting> = {}) => {
    const { order: last, cases, balances } = reportPayin(order, events, policies);
    const { available, suspense } = balances.get('PHP/2') as Balance;
    return [last.state, available, suspense, cases.map(({ kind }) => kind).join()];
  };

  test('declined and paid: the first word stands, and a case is opened', () => {
    const money = paid(10_000n);
    assert.deepEqual(end([declined, money]), ['failed', 0n, 10_000n, 'contradiction']);
    assert.deepEqual(end([money, declined]), ['paid', 10_000n, 0n, 'contradiction']);
  });

  test('paid after the end: the merchant’s policy on late money decides', () => {
    const late = { latePolicy: 'suspense' } as const;
    const money = paid(10_000n);
    assert.deepEqual(end([expired, money], late), ['expired', 0n, 10_000n, 'late_payment']);
    assert.deepEqual(end([money, expired], late), ['paid', 10_000n, 0n, '']);
    assert.deepEqual(end([expired, money]), ['paid', 10_000n, 0n, '']);
  });

  test('two payments: the first one pays the order, the other waits for a person', () => {
    const [small, large] = [paid(1n, 'P1'), paid(9n, 'P2')];
    assert.deepEqual(end([small, large]), ['paid', 1n, 9n, 'second_payment']);
    assert.deepEqual(end([large, small]), ['paid', 9n, 1n, 'second_payment']);
  });

  test('declined, expired and closed: the first end stands', () => {
    assert.deepEqual(end([declined, expired]), ['failed', 0n, 0n, '']);
    assert.deepEqual(end([expired, declined]), ['expired', 0n, 0n, '']);
  });

  test('declined and reversed: the first word stands', () => {
    assert.deepEqual(end([declined, reversed]), ['failed', 0n, 0n, 'contradiction']);
    assert.deepEqual(end([reversed, declined]), ['reversed', 0n, 0n, '']);
  });

  test('what the merchant is notified of is the history: paid after it had expired is corrected', () => {
    const received = (events: readonly PayinEvent[]) => {
      const { events: notified } = reportPayin(order, events, {});
      return notified.map((event) => `${event.type} ${event.order.corrected}`);
    };
    assert.deepEqual(received([expired, paid(1n)]), ['payin.failed false', 'payin.paid true']);
    assert.deepEqual(received([paid(1n), expired]), ['payin.paid false']);
  });
});

describe('a payout or refund reported in any order', () => {
  const kind = fc.constantFrom('payout', 'refund');
  const leaving = (kindOf: Order['kind'], feeMinor: bigint) =>
    sampleOrder({ kind: kindOf, feeMinor });
  const ownAsset = fc
    .array(minor, { maxLength: 3 })
    .map((list) => list.map((amount, i) => paid(amount, `P${i}`)));
  const event = fc
    .tuple(ownAsset, fc.subarray<PayinEvent>([accepted, declined, expired, reversed, unclear]))
    .map(([a, b]): readonly PayinEvent[] => [...a, ...b]);
  const feeMinor = fc.bigInt({ min: 0n, max: 500n });

  test('holds exactly while it is open, and books exactly what left', () => {
    fc.assert(
      fc.property(kind, feeMinor, inAnyOrder(event), (kindOf, feeOf, events) => {
        const story = reportOutgoing(leaving(kindOf, feeOf), events);
        const { order } = story;
        const { upstream, reserved, fees } = balanceIn(story, 'PHP/2');
        assert.equal(reserved, isFinal(order.state) ? 0n : order.amountMinor + order.feeMinor);
        assert.equal(fees, order.state === 'paid' ? order.feeMinor : 0n);
        assert.equal(upstream - FUNDS.upstream, left(events, order));
      }),
      CASES,
    );
  });

  test('never gives the merchant more than it had, or a payment twice', () => {
    fc.assert(
      fc.property(kind, feeMinor, inAnyOrder(event), (kindOf, feeOf, events) => {
        const story = reportOutgoing(leaving(kindOf, feeOf), events);
        assert.ok(balanceIn(story, 'PHP/2').available <= FUNDS.available);
      }),
      CASES,
    );
  });

  test('ends in the same state and balance when the events do not contradict each other', () => {
    const agreeing = fc
      .tuple(fc.boolean(), fc.subarray<PayinEvent>([accepted, reversed, unclear]))
      .map(([isPaid, rest]) => (isPaid ? [paid(10_000n), ...rest] : rest));
    const twice = agreeing.chain((set) =>
      fc.tuple(inAnyOrder(fc.constant(set)), inAnyOrder(fc.constant(set))),
    );
    fc.assert(
      fc.property(kind, feeMinor, twice, (kindOf, feeOf, [one, other]) => {
        const begin = leaving(kindOf, feeOf);
        const ends = [one, other].map((events) => {
          const { order, balances } = reportOutgoing(begin, events);
          return { state: order.state, upstreamId: order.upstreamId, balances };
        });
        assert.deepEqual(ends[0], ends[1]);
      }),
      CASES,
    );
  });
});

/** What left in the order's asset, less the payment that came back. */
function left(events: readonly PayinEvent[], order: Order): bigint {
  const seen = new Map(events.flatMap((e) => (e.kind === 'paid' ? [[e.paymentRef, e]] : [])));
  if (order.state === 'reversed') seen.delete(order.paymentRef ?? '');
  return [...seen.values()].reduce((sum, { amount }) => sum + amount.minor, 0n);
}
