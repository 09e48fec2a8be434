import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { applyDispute, disputeStory, report } from '../../tests/support/disputes.ts';
import { AT } from '../../tests/support/order.ts';
import { kindsOf, paidOrder } from '../../tests/support/payin.ts';
import { net } from '../../tests/support/sample.ts';
import { settlePayin } from '../../tests/support/settle.ts';
import { runs } from '../wire/test-support/runs.ts';
import { daysAfter } from './day.ts';
import { DISPUTE_STATES } from './dispute.ts';
import { FREE } from './fee.ts';
import { ACCOUNTS, entry, post, ZERO_BALANCE } from './ledger.ts';
import type { Order } from './order.ts';
import { PART_REFUNDS, reserveRefund } from './refund.ts';

const FEE = { ...FREE, fixedMinor: 280n };
const LATER = { fee: FEE, settle: 1 };

/** A payment of 100.00, and nothing else in the books. */
function story(changes: Partial<Order> = {}) {
  const { order, balance } = paidOrder(changes);
  return disputeStory(order, balance);
}

const sums = ({ available, pending, disputed, debt, upstream, fees }: typeof ZERO_BALANCE) => ({
  ...{ available, pending, disputed, debt, upstream, fees },
});
const eventsOf = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);

describe('a dispute', () => {
  test('holds what is disputed, and a refund of it is refused while it does', () => {
    const reported = story();
    applyDispute(reported, report('open', { minor: 6_000n }));
    assert.deepEqual([reported.order.state, reported.order.disputedMinor], ['paid', 6_000n]);
    const { available, disputed, upstream } = reported.balance;
    assert.deepEqual([available, disputed, upstream], [4_000n, 6_000n, -10_000n]);
    const ask = (minor: bigint) =>
      reserveRefund(reported.order, minor, PART_REFUNDS, { at: AT, zoneMinutes: 0 });
    const refused = ask(4_001n);
    assert.ok(!refused.ok);
    assert.equal(refused.refusal.reason, 'disputed');
    assert.ok(ask(4_000n).ok);
    applyDispute(reported, report('won', { minor: 6_000n }));
    assert.ok(ask(10_000n).ok, 'a dispute won restores what can be refunded');
    assert.equal(reported.balance.available, 10_000n);
  });

  test('takes what is pending of its payment first, and gives it back to where it was', () => {
    const reported = story({ terms: LATER });
    applyDispute(reported, report('open'));
    assert.deepEqual(
      { ...sums(reported.balance) },
      {
        available: 0n,
        pending: 0n,
        disputed: 10_000n,
        debt: -280n,
        upstream: -10_000n,
        fees: 280n,
      },
    );
    applyDispute(reported, report('withdrawn'));
    assert.deepEqual([reported.balance.pending, reported.balance.debt], [9_720n, 0n]);
    assert.equal(reported.order.pendingMinor, 9_720n);
  });

  test('won after the day of settlement makes the money available', () => {
    const reported = story({ terms: LATER });
    applyDispute(reported, report('open', { minor: 4_000n }));
    const settled = settlePayin(reported.order, reported.balance);
    assert.ok(settled !== null);
    reported.order = settled.order;
    reported.balance = settled.entries.reduce(post, reported.balance);
    assert.equal(reported.balance.available, 5_720n, 'only the rest settles');
    applyDispute(reported, report('won', { minor: 4_000n }));
    assert.deepEqual([reported.balance.available, reported.balance.disputed], [9_720n, 0n]);
  });

  test('lost in all is a reversed order, and in part one that is paid by the rest', () => {
    const whole = story();
    applyDispute(whole, report('open'));
    const lost = applyDispute(whole, report('lost'));
    assert.deepEqual([whole.order.state, whole.order.lostMinor], ['reversed', 10_000n]);
    assert.deepEqual(eventsOf(lost.events), ['payin.reversed']);
    assert.deepEqual(whole.balance, ZERO_BALANCE);
    const part = story();
    applyDispute(part, report('open'));
    const decided = { asset: 'PHP/2', minor: 6_000n };
    const back = applyDispute(part, report('lost', { decided }));
    assert.deepEqual([part.order.state, part.order.lostMinor], ['paid', 6_000n]);
    assert.deepEqual(eventsOf(back.events), ['payin.part_reversed']);
    assert.deepEqual([part.balance.available, part.balance.upstream], [4_000n, -4_000n]);
  });

  test('won after it was lost makes the order paid again, and notifies its merchant', () => {
    const reported = story();
    applyDispute(reported, report('lost', { at: AT }));
    const won = applyDispute(reported, report('won', { round: 2 }));
    assert.deepEqual([reported.order.state, reported.order.failure], ['paid', null]);
    assert.deepEqual(eventsOf(won.events), ['payin.paid']);
    assert.equal(won.events[0]?.order.corrected, true);
    assert.deepEqual([reported.balance.available, reported.balance.upstream], [10_000n, -10_000n]);
  });

  test('is an inquiry first: that takes nothing, and lapses into nothing', () => {
    const asked = { inquiry: true, taken: false };
    for (const end of ['lapsed', 'withdrawn', 'answered'] as const) {
      const reported = story();
      for (const state of ['inquiry', end] as const) applyDispute(reported, report(state, asked));
      assert.deepEqual([reported.entries, reported.order.disputedMinor], [[], 0n]);
    }
    const accepted = story();
    applyDispute(accepted, report('inquiry', asked));
    const effect = applyDispute(accepted, report('accepted', asked));
    assert.equal(effect.entries[0]?.purse, 'collect', 'the provider has refunded it');
    assert.equal(accepted.order.state, 'reversed');
  });

  test('in a second round holds once more, and costs its fee once more', () => {
    const fee = { ...FREE, fixedMinor: 1_500n };
    const dispute = { fee, refundedWhenWon: false, refundsFee: true };
    const reported = story({ terms: { ...LATER, settle: 0, dispute } });
    for (const state of ['open', 'answered', 'won'] as const) applyDispute(reported, report(state));
    assert.deepEqual([reported.balance.available, reported.balance.fees], [8_220n, 1_780n]);
    applyDispute(reported, report('open', { round: 2 }));
    assert.equal(reported.balance.disputed, 10_000n);
    applyDispute(reported, report('lost', { round: 2 }));
    const { debt, fees, upstream } = reported.balance;
    assert.deepEqual([debt, fees, upstream], [-3_000n, 3_000n, 0n]);
  });

  test('won gives its own fee back where the terms say so, of all its rounds', () => {
    const fee = { ...FREE, fixedMinor: 1_500n };
    const dispute = { fee, refundedWhenWon: true, refundsFee: false };
    const reported = story({ terms: { ...LATER, settle: 0, dispute } });
    applyDispute(reported, report('open'));
    assert.deepEqual([reported.balance.debt, reported.balance.fees], [-1_780n, 1_780n]);
    applyDispute(reported, report('lost'));
    applyDispute(reported, report('open', { round: 2 }));
    assert.equal(reported.balance.fees, 3_280n, 'each round costs');
    applyDispute(reported, report('won', { round: 2 }));
    assert.deepEqual([reported.balance.available, reported.balance.fees], [9_720n, 280n]);
    applyDispute(reported, report('won', { round: 2 }));
    assert.equal(reported.balance.available, 9_720n, 'reported twice it comes back once');
  });

  test('lost gives a share of the fee back, and takes that when it is won after all', () => {
    const dispute = { fee: FREE, refundedWhenWon: false, refundsFee: true };
    const reported = story({ terms: { ...LATER, settle: 0, dispute } });
    const stands = () => [
      reported.balance.available,
      reported.balance.fees,
      reported.order.refundedFeeMinor,
    ];
    applyDispute(reported, report('lost', { minor: 5_000n }));
    assert.deepEqual(stands(), [4_860n, 140n, 140n]);
    applyDispute(reported, report('lost', { minor: 5_000n, ref: 'D2' }));
    assert.deepEqual(stands(), [0n, 0n, 280n]);
    applyDispute(reported, report('won', { minor: 5_000n, round: 2 }));
    assert.deepEqual(stands(), [4_860n, 140n, 140n]);
    applyDispute(reported, report('lost', { minor: 5_000n, round: 3 }));
    assert.deepEqual(stands(), [0n, 0n, 280n]);
  });

  test('turned from won to lost costs its fee after all', () => {
    const fee = { ...FREE, fixedMinor: 1_500n };
    const dispute = { fee, refundedWhenWon: true, refundsFee: false };
    const reported = story({ terms: { ...LATER, settle: 0, dispute } });
    applyDispute(reported, report('open'));
    applyDispute(reported, report('won', { at: AT }));
    assert.equal(reported.balance.fees, 280n);
    applyDispute(reported, report('lost', { at: daysAfter(AT, 1) }));
    assert.deepEqual([reported.balance.debt, reported.balance.fees], [-1_780n, 1_780n]);
  });

  test('beside another holds its own part, and both lost are the whole payment', () => {
    const reported = story();
    for (const ref of ['D1', 'D2']) applyDispute(reported, report('open', { ref, minor: 5_000n }));
    assert.equal(reported.order.disputedMinor, 10_000n);
    applyDispute(reported, report('won', { ref: 'D1', minor: 5_000n }));
    applyDispute(reported, report('lost', { ref: 'D2', minor: 5_000n }));
    assert.deepEqual([reported.order.state, reported.order.lostMinor], ['paid', 5_000n]);
    assert.deepEqual([reported.balance.available, reported.balance.disputed], [5_000n, 0n]);
  });

  test('of what was refunded is refunded twice, and of what is not there a debt', () => {
    const reported = story();
    const refunded = { available: 0n, debt: 0n };
    reported.order = { ...reported.order, refundedMinor: 10_000n };
    reported.balance = { ...reported.balance, ...refunded, upstream: 0n };
    const effect = applyDispute(reported, report('open'));
    assert.deepEqual(kindsOf(effect as never), ['debt', 'given_back_twice']);
    assert.equal(reported.balance.debt, -10_000n);
  });

  test('of an amount in another currency holds nothing, and asks a person', () => {
    const reported = story();
    const effect = applyDispute(
      reported,
      report('open', { amount: { asset: 'USD/2', minor: 5n } }),
    );
    assert.deepEqual([effect.entries, kindsOf(effect as never)], [[], ['dispute']]);
    applyDispute(reported, report('open', { minor: 300n }));
    assert.equal(reported.balance.disputed, 300n);
  });

  test('with two ends of one round keeps the first, and shows the other', () => {
    const reported = story();
    for (const state of ['open', 'won'] as const) applyDispute(reported, report(state));
    const effect = applyDispute(reported, report('lost'));
    assert.deepEqual([effect.entries, kindsOf(effect as never)], [[], ['dispute']]);
    assert.equal(reported.disputes.get('D1')?.state, 'won');
  });
});

const reported = fc.record({
  ref: fc.constantFrom('D1', 'D2'),
  state: fc.constantFrom(...DISPUTE_STATES),
  round: fc.constantFrom(1, 1, 2),
  stage: fc.constantFrom('inquiry', 'untaken', 'taken', 'taken'),
  minor: fc.constantFrom(1n, 2_500n, 10_000n, 10_001n),
  at: fc.option(fc.nat(5)),
});

describe('disputes of one payment, reported in any order and again', () => {
  test('keep the books, the order and the disputes at one another', () => {
    const begin = fc.record({
      settle: fc.constantFrom(0, 1),
      funds: fc.constantFrom(0n, 400n, 50_000n),
      refundsFee: fc.boolean(),
      refundedWhenWon: fc.boolean(),
      settles: fc.nat(8),
    });
    fc.assert(
      fc.property(begin, fc.array(reported, { maxLength: 8 }), (from, reports) => {
        const { refundedWhenWon, refundsFee } = from;
        const fee = { ...FREE, fixedMinor: 15n };
        const dispute = { fee, refundedWhenWon, refundsFee };
        const { settle: days } = from;
        const { order, balance } = paidOrder({ terms: { fee: FEE, settle: days, dispute } });
        const legs = { net: net(from.funds), upstream: -from.funds };
        const funded = from.funds === 0n ? balance : post(balance, entry(order, 'funds', legs));
        const one = disputeStory(order, funded);
        reports.forEach(({ stage, at, ...each }, i) => {
          if (i === from.settles) settle(one);
          const time = at === null ? null : daysAfter(AT, at);
          const where = { inquiry: stage === 'inquiry', taken: stage === 'taken' };
          const { state, ...rest } = each;
          const said = report(state, { ...rest, ...where, at: time });
          applyDispute(one, said);
          assertSound(one, from.funds);
          const before = one.balance;
          applyDispute(one, said);
          assert.deepEqual(one.balance, before, 'reported again, nothing moves');
        });
        const names = one.entries.map(({ name }) => name);
        assert.equal(new Set(names).size, names.length);
      }),
      { numRuns: runs(2_000, 100_000) },
    );
  });
});

type Story = ReturnType<typeof disputeStory>;

function settle(one: Story): void {
  const settled = settlePayin(one.order, one.balance);
  if (settled === null) return;
  one.order = settled.order;
  one.balance = settled.entries.reduce(post, one.balance);
}

function assertSound({ order, balance, disputes }: Story, funds: bigint): void {
  const { available, pending, disputed, debt, upstream, fees } = balance;
  assert.equal(
    ACCOUNTS.reduce((sum, account) => sum + balance[account], 0n),
    0n,
  );
  assert.ok(available >= 0n && pending >= 0n && disputed >= 0n && debt <= 0n);
  assert.ok(debt === 0n || available === 0n, 'who owes has nothing');
  const sum = (of: 'heldMinor' | 'lostMinor' | 'fromPendingMinor' | 'chargedMinor') =>
    [...disputes.values()].reduce((total, one) => total + one[of], 0n);
  assert.deepEqual([disputed, order.disputedMinor], [sum('heldMinor'), sum('heldMinor')]);
  assert.equal(order.lostMinor, sum('lostMinor'));
  assert.equal(pending, order.pendingMinor);
  assert.ok(pending === 0n || order.settleAt !== null, 'what is pending settles');
  assert.ok(sum('fromPendingMinor') <= disputed);
  assert.equal(upstream, -funds - 10_000n + order.lostMinor, 'the provider’s side is what moved');
  assert.ok(order.refundedFeeMinor <= order.feeMinor);
  assert.equal(fees, order.feeMinor - order.refundedFeeMinor + sum('chargedMinor'));
  assert.equal(order.state === 'reversed', order.lostMinor >= order.paidMinor);
}
