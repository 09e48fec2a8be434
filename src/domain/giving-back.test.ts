/**
 * One payment, and everything that can become of it: refunds and voids that are paid, refused or
 * come back, its settlement, a chargeback, days that pass. Whatever happens in whatever order, the
 * books balance, nobody has less than nothing, and no more goes back than came (promise P15).
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AT, sampleOrder } from '../../tests/support/order.ts';
import { declined, paid, reversed } from '../../tests/support/sample.ts';
import { settlePayin } from '../../tests/support/settle.ts';
import { runs } from '../wire/test-support/runs.ts';
import type { RefundRules } from './channel.ts';
import { daysAfter } from './day.ts';
import type { Effect } from './effect.ts';
import { FREE } from './fee.ts';
import { ACCOUNTS, type Balance, type Entry, post, ZERO_BALANCE } from './ledger.ts';
import { isFinal, type Order } from './order.ts';
import { advancePayin } from './payin.ts';
import { advanceOutgoing, hold } from './payout.ts';
import type { Fact } from './provider-event.ts';
import { countRefund, PART_REFUNDS, refundedFeeOf, reserveRefund, reserveVoid } from './refund.ts';

type Step =
  | { kind: 'refund'; minor: bigint }
  | { kind: 'void' }
  | { kind: 'part_back'; minor: bigint }
  | { kind: 'end'; which: number; fact: 'exact' | 'less' | 'more' | 'declined' | 'reversed' }
  | { kind: 'settle' | 'next_day' | 'chargeback' };

const PAID = 10_000n;
const minor = fc.oneof(
  fc.constantFrom(1n, 333n, 2_500n, 5_000n, PAID),
  fc.bigInt({ min: 1n, max: PAID }),
);
const ends = ['exact', 'exact', 'declined', 'reversed', 'less', 'more'] as const;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('refund' as const), minor }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('void' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('part_back' as const), minor }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      which: fc.nat(7),
      fact: fc.constantFrom(...ends),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('settle', 'settle', 'next_day', 'chargeback') }),
  },
);

/** What was agreed before anything happens. */
interface Begin {
  readonly rules: Pick<RefundRules, 'partialSameDay' | 'feeBackOnFull' | 'feeBackOnPartial'>;
  readonly settle: number;
  readonly feeMinor: bigint;
  readonly refundFee: bigint;
  /** What the merchant had before. */
  readonly funds: bigint;
}

const story: fc.Arbitrary<Begin & { readonly steps: readonly Step[] }> = fc.record({
  steps: fc.array(step, { maxLength: 25 }),
  rules: fc.record({
    partialSameDay: fc.boolean(),
    feeBackOnFull: fc.boolean(),
    feeBackOnPartial: fc.boolean(),
  }),
  settle: fc.constantFrom(0, 1, 3),
  feeMinor: fc.constantFrom(0n, 1n, 250n, 333n, PAID),
  refundFee: fc.constantFrom(0n, 15n),
  funds: fc.constantFrom(0n, 400n, 50_000n),
});

/** 100.00 with a fee of 2.50, of a merchant that had nothing; it settles on the next day. */
const CALM: Begin = {
  rules: { partialSameDay: true, feeBackOnFull: false, feeBackOnPartial: false },
  settle: 1,
  feeMinor: 250n,
  refundFee: 0n,
  funds: 0n,
};

/** The payment, what was asked of it, and the books. */
class World {
  at = AT;
  balance: Balance;
  payin: Order;
  readonly refunds: Order[] = [];
  readonly names = new Set<string>();
  caseCount = 0;
  /** What the provider has reversed, in parts and at once. */
  takenMinor = 0n;
  readonly #rules: RefundRules;
  readonly #refundFee: bigint;

  constructor(begin: Begin) {
    const { feeMinor, funds, settle } = begin;
    this.#rules = { ...PART_REFUNDS, ...begin.rules };
    this.#refundFee = begin.refundFee;
    this.balance = { ...ZERO_BALANCE, available: funds, upstream: -funds };
    const terms = { fee: { ...FREE, fixedMinor: feeMinor }, settle };
    this.payin = sampleOrder({ terms, state: 'pending' });
    this.#take(this.#advancePayin(paid(PAID)));
  }

  take(one: Step): void {
    switch (one.kind) {
      case 'next_day':
        this.at = daysAfter(this.at, 1);
        return;
      case 'settle':
        this.#settle();
        return;
      case 'chargeback':
        if (this.payin.state === 'paid') this.takenMinor = PAID;
        this.#take(this.#advancePayin(reversed));
        return;
      case 'part_back': {
        const minor = least(one.minor, PAID - this.takenMinor);
        if (minor === 0n) return;
        this.takenMinor += minor;
        const reversalRef = `D${this.names.size}`;
        const payment = { ref: 'P1', amount: { asset: 'PHP/2', minor }, reversalRef };
        this.#take(this.#advancePayin({ ...reversed, payment }));
        return;
      }
      case 'refund':
        this.#ask(
          this.#newRefund(one.minor, {
            feeMinor: this.#refundFee,
            refundedFeeMinor: refundedFeeOf(this.payin, one.minor, this.#rules),
          }),
        );
        return;
      case 'void': {
        const { paidMinor, feeMinor: refundedFeeMinor } = this.payin;
        this.#ask(this.#newRefund(paidMinor, { refundedFeeMinor, voided: true }));
        return;
      }
      case 'end':
        this.#end(one.which, one.fact);
    }
  }

  #newRefund(amountMinor: bigint, changes: Partial<Order>): Order {
    const id = this.payin.id + BigInt(this.refunds.length + 1);
    return sampleOrder({ id, kind: 'refund', parentId: this.payin.id, amountMinor, ...changes });
  }

  #ask(order: Order): void {
    const today = { at: this.at, zoneMinutes: 480 };
    const counted = order.voided
      ? reserveVoid(this.payin, true, today)
      : reserveRefund(this.payin, order.amountMinor, this.#rules, today);
    if (!counted.ok) return;
    const held = hold(order, this.balance);
    assert.ok(held !== null || !order.voided, 'what did not settle is there');
    if (held === null) return;
    this.payin = counted.payin;
    this.refunds.push(order);
    this.#book([held]);
  }

  #end(which: number, word: (typeof ends)[number]): void {
    const order = this.refunds[which % Math.max(1, this.refunds.length)];
    if (order === undefined) return;
    const { amountMinor } = order;
    const left = { exact: amountMinor, less: (amountMinor + 1n) / 2n, more: amountMinor + 7n };
    const facts: Record<typeof word, Fact> = {
      exact: paid(left.exact, `P${order.id}`),
      less: paid(left.less, `P${order.id}`),
      more: paid(left.more, `P${order.id}`),
      declined,
      reversed,
    };
    // Upstream does not contradict itself here: see `disorder.test.ts`.
    if (isFinal(order.state) && (word !== 'reversed' || order.state !== 'paid')) return;
    const effect = advanceOutgoing(order, facts[word], this.at, this.balance, this.payin);
    this.payin = countRefund(this.payin, order, effect.order);
    this.refunds[which % this.refunds.length] = effect.order;
    this.#book(effect.entries);
    this.caseCount += effect.cases.length;
  }

  #settle(): void {
    if (this.payin.settleAt === null || this.payin.settleAt > this.at) return;
    const settled = settlePayin(this.payin, this.balance);
    assert.ok(settled !== null);
    this.payin = settled.order;
    this.#book(settled.entries);
  }

  #advancePayin(fact: Fact): Effect {
    const setting = {
      amountPolicy: 'accept',
      latePolicy: 'accept',
      balance: this.balance,
    } as const;
    return advancePayin(this.payin, fact, setting, this.at);
  }

  #take({ order, entries, cases }: Effect): void {
    this.payin = order;
    this.#book(entries);
    this.caseCount += cases.length;
  }

  #book(entries: readonly Entry[]): void {
    for (const one of entries) {
      const key = `${one.subjectId} ${one.name}`;
      assert.ok(!this.names.has(key), `${one.name} happened twice`);
      this.names.add(key);
      this.balance = post(this.balance, one);
    }
  }
}

function assertSound(world: World, fundsBefore: bigint): void {
  const { balance, payin, refunds, takenMinor } = world;
  const { available, pending, reserved, debt, fees, upstream } = balance;
  assert.equal(
    ACCOUNTS.reduce((sum, account) => sum + balance[account], 0n),
    0n,
  );
  assert.ok(available >= 0n && pending >= 0n && reserved >= 0n, 'nobody has less than nothing');
  assert.ok(debt <= 0n && (debt === 0n || available === 0n), 'who owes has nothing');
  const sum = (list: readonly Order[], of: (order: Order) => bigint) =>
    list.reduce((total, order) => total + of(order), 0n);
  const open = refunds.filter(({ state }) => !isFinal(state));
  const made = refunds.filter(({ state }) => state === 'paid');
  assert.equal(
    payin.refundingMinor,
    sum(open, (order) => order.amountMinor),
  );
  assert.equal(
    payin.refundedMinor,
    sum([...open, ...made], (order) => order.amountMinor),
  );
  assert.ok(payin.refundedMinor <= payin.paidMinor, 'no more goes back than came');
  if (payin.refundedMinor + payin.lostMinor > PAID) assert.ok(world.caseCount > 0, 'twice');
  const byRefunds = sum([...made, ...back(refunds)], (order) => order.refundedFeeMinor);
  const isBack = payin.state === 'reversed';
  assert.equal(payin.refundedFeeMinor, isBack ? payin.feeMinor : byRefunds);
  assert.ok(payin.refundedFeeMinor <= payin.feeMinor, 'no more of the fee than it was');
  assert.equal(
    reserved,
    sum(open, (o) => o.amountMinor + o.feeMinor - (o.voided ? o.refundedFeeMinor : 0n)),
  );
  assert.equal(pending, payin.pendingMinor, 'what is pending is its own');
  assert.ok(payin.settleAt !== null || pending === 0n, 'what is pending settles');
  assert.equal(payin.lostMinor, takenMinor);
  const kept = payin.feeMinor - payin.refundedFeeMinor;
  assert.equal(fees, kept + sum(made, (order) => order.feeMinor));
  const stayed = PAID - takenMinor - sum(made, (order) => order.paidMinor);
  assert.equal(upstream, -fundsBefore - stayed, 'the provider’s side is what really moved');
}

/** Of a refund that came back smaller than its share of the fee, some of that stays given. */
const back = (refunds: readonly Order[]) => refunds.filter(({ state }) => state === 'reversed');

describe('a payment of which parts are refunded or reversed', () => {
  test('keeps its books whatever happens', () => {
    fc.assert(
      fc.property(story, ({ steps, ...begin }) => {
        const world = new World(begin);
        for (const one of steps) {
          world.take(one);
          assertSound(world, begin.funds);
          const { suspense, debt } = world.balance;
          if (suspense !== 0n || debt !== 0n) assert.ok(world.caseCount > 0, 'a case is opened');
        }
      }),
      { numRuns: runs(3_000, 100_000) },
    );
  });

  test('does not settle while a void of it is under way, and settles when that failed', () => {
    const world = new World(CALM);
    const took = (...steps: readonly Step[]) => {
      for (const one of steps) world.take(one);
      assertSound(world, CALM.funds);
      return [world.balance.pending, world.balance.reserved, world.balance.available];
    };
    const end = { kind: 'end', which: 0 } as const;
    assert.deepEqual(took({ kind: 'void' }, { kind: 'next_day' }, { kind: 'settle' }), [
      0n,
      9_750n,
      0n,
    ]);
    assert.deepEqual(took({ ...end, fact: 'declined' }), [9_750n, 0n, 0n]);
    assert.deepEqual(took({ kind: 'settle' }, { kind: 'void' }), [0n, 0n, 9_750n]);
    assert.equal(world.refunds.length, 1, 'what is settled is not voided');
  });

  test('charged back while its void is under way owes what has gone twice, if it has', () => {
    for (const [fact, debt] of [
      ['declined', 0n],
      ['exact', -PAID],
    ] as const) {
      const world = new World(CALM);
      world.take({ kind: 'void' });
      world.take({ kind: 'chargeback' });
      // Owed, and refunded twice.
      assert.deepEqual([world.balance.debt, world.caseCount], [-9_750n, 2]);
      world.take({ kind: 'end', which: 0, fact });
      assertSound(world, CALM.funds);
      assert.equal(world.balance.debt, debt);
      assert.equal(world.caseCount, fact === 'exact' ? 3 : 2);
    }
  });

  test('leaves the merchant what it had and was paid, less what it refunded', () => {
    const calm = story.map(({ steps, ...rest }) => ({
      ...rest,
      steps: steps
        .filter((one) => one.kind !== 'chargeback' && one.kind !== 'part_back')
        .map(exactly),
    }));
    fc.assert(
      fc.property(calm, ({ steps, ...begin }) => {
        const world = new World(begin);
        for (const one of steps) world.take(one);
        const { available, pending, reserved, debt } = world.balance;
        const { payin, refunds } = world;
        const gone = refunds
          .filter(({ state }) => state === 'paid')
          .reduce((sum, { amountMinor, feeMinor }) => sum + amountMinor + feeMinor, 0n);
        const total = available + pending + reserved + debt;
        assert.equal(total, begin.funds + PAID - payin.feeMinor - gone + payin.refundedFeeMinor);
        assert.equal(world.balance.suspense, 0n);
      }),
      { numRuns: runs(1_000, 20_000) },
    );
  });
});

function exactly(one: Step): Step {
  if (one.kind !== 'end' || (one.fact !== 'less' && one.fact !== 'more')) return one;
  return { ...one, fact: 'exact' };
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
