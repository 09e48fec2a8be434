import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyDispute, disputeStory, report } from '../../tests/support/disputes.ts';
import { sampleOrder } from '../../tests/support/order.ts';
import { advance, eventsOf, kindsOf, paidOrder } from '../../tests/support/payin.ts';
import { booked, paid } from '../../tests/support/sample.ts';
import { settlePayin } from '../../tests/support/settle.ts';
import { FREE } from './fee.ts';
import { post, ZERO_BALANCE } from './ledger.ts';
import { type Fact, movementKey } from './provider-event.ts';

describe('a payin of which one payment went back', () => {
  const reversedMinor = (ref: string, minor: bigint, asset = 'PHP/2') =>
    ({
      kind: 'reversed',
      reason: 'chargeback',
      payment: { ref, amount: { asset, minor } },
    }) as const;

  /** 40.00 of it, under the provider's own name for that. */
  const part = (reversalRef: string): Fact => {
    const { payment, ...fact } = reversedMinor('P1', 4_000n);
    return { ...fact, payment: { ...payment, reversalRef } };
  };

  test('stays paid when it was the second payment, which leaves suspense', () => {
    const { order, balance } = paidOrder();
    const second = advance(order, paid(500n, 'P2'));
    const back = advance(second.order, reversedMinor('P2', 500n), { balance });
    assert.equal(back.order, order);
    assert.deepEqual(booked([...second.entries, ...back.entries]), ZERO_BALANCE);
    assert.deepEqual([back.events, kindsOf(back)], [[], ['contradiction']]);
  });

  test('more of it than was paid is missing, and a case is opened', () => {
    const { order, balance } = paidOrder();
    const back = advance(order, reversedMinor('P1', 12_000n), { balance });
    assert.equal(back.order.state, 'reversed');
    assert.equal(booked(back.entries).suspense, -2_000n);
    assert.deepEqual(kindsOf(back), ['amount_difference']);
  });

  test('in two equal parts counts both, where the provider names its reversals', () => {
    const { order, balance } = paidOrder();
    const keys = ['D1', 'D2'].map((ref) => movementKey(order.id, part(ref)));
    assert.equal(new Set(keys).size, 2);
    assert.equal(movementKey(order.id, part('D1')), keys[0]);
    const one = advance(order, part('D1'), { balance });
    const after = one.entries.reduce(post, balance);
    const two = advance(one.order, part('D2'), { balance: after });
    assert.notEqual(one.entries[0]?.name, two.entries[0]?.name);
    assert.deepEqual([two.order.state, two.order.lostMinor], ['paid', 8_000n]);
    const { available, upstream } = two.entries.reduce(post, after);
    assert.deepEqual([available, upstream], [2_000n, -2_000n]);
    assert.deepEqual([...kindsOf(one), ...kindsOf(two)], []);
    assert.deepEqual(eventsOf(two), ['payin.part_reversed']);
  });

  test('in parts that are all of it is reversed, and its fee comes back with the last', () => {
    const terms = { fee: { ...FREE, fixedMinor: 250n }, settle: 0 };
    const { order, balance } = paidOrder({ terms });
    const first = advance(order, reversedMinor('P1', 6_000n), { balance });
    const after = first.entries.reduce(post, balance);
    assert.deepEqual([after.available, after.fees], [3_750n, 250n]);
    const last = advance(first.order, part('D2'), { balance: after });
    assert.deepEqual([last.order.state, last.order.lostMinor], ['reversed', 10_000n]);
    assert.deepEqual(eventsOf(last), ['payin.reversed']);
    assert.deepEqual(last.entries.reduce(post, after), ZERO_BALANCE);
  });

  test('in all, and in all once more after a dispute was won, books both, and its fee once', () => {
    const terms = { fee: { ...FREE, fixedMinor: 250n }, settle: 0 };
    const { order, balance } = paidOrder({ terms });
    const reported = disputeStory(order, balance);
    const takes = (minor: bigint, name: string) => {
      const { payment, ...fact } = reversedMinor('P1', minor);
      const named = { ...fact, payment: { ...payment, reversalRef: name } };
      const back = advance(reported.order, named, { balance: reported.balance });
      reported.order = back.order;
      reported.balance = back.entries.reduce(post, reported.balance);
      reported.entries.push(...back.entries);
    };
    applyDispute(reported, report('lost', { minor: 6_000n }));
    takes(4_000n, 'R1');
    assert.deepEqual([reported.order.state, reported.balance], ['reversed', ZERO_BALANCE]);
    applyDispute(reported, report('won', { minor: 6_000n, round: 2 }));
    assert.deepEqual([reported.order.state, reported.balance.available], ['paid', 6_000n]);
    takes(6_000n, 'R2');
    assert.deepEqual([reported.order.state, reported.balance], ['reversed', ZERO_BALANCE]);
    const names = reported.entries.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length, `${names}`);
  });

  test('in part takes what is pending of it first, and only the rest settles', () => {
    const terms = { fee: { ...FREE, fixedMinor: 250n }, settle: 1 };
    const { order, balance } = paidOrder({ terms });
    for (const [minor, pending, available] of [
      [4_000n, 5_750n, 0n],
      [9_900n, 0n, -150n],
    ] as const) {
      const back = advance(order, reversedMinor('P1', minor), { balance });
      const after = back.entries.reduce(post, balance);
      assert.deepEqual([after.pending, after.available + after.debt], [pending, available]);
      const settled = settlePayin(back.order, after);
      const moved = booked(settled?.entries ?? []);
      assert.deepEqual([moved.pending, moved.available + moved.debt], [-pending || 0n, pending]);
    }
  });

  test('in two equal parts before the payment was reported counts both as well', () => {
    const first = advance(sampleOrder(), part('D1'));
    const second = advance(first.order, part('D2'));
    const late = advance(second.order, paid(10_000n));
    assert.equal(late.order.state, 'paid');
    const sums = booked([...first.entries, ...second.entries, ...late.entries]);
    assert.deepEqual([sums.upstream, sums.available, sums.suspense], [-2_000n, 2_000n, 0n]);
    assert.deepEqual(
      [late.order.lostMinor, eventsOf(late)],
      [8_000n, ['payin.paid', 'payin.part_reversed']],
    );
  });

  test('reverses the excess as well, where the policy held it', () => {
    const policy = { amountPolicy: 'excess_to_suspense' } as const;
    const first = advance(sampleOrder(), paid(12_000n), policy);
    const balance = first.entries.reduce(post, ZERO_BALANCE);
    const back = advance(first.order, reversedMinor('P1', 12_000n), { ...policy, balance });
    assert.equal(back.order.state, 'reversed');
    assert.deepEqual(back.entries.reduce(post, balance), ZERO_BALANCE);
  });

  test('in part stays paid by the rest, and the books follow the provider', () => {
    const { order, balance } = paidOrder();
    const back = advance(order, reversedMinor('P1', 4_000n), { balance });
    const { state, paidMinor, lostMinor, corrected } = back.order;
    assert.deepEqual([state, paidMinor, lostMinor, corrected], ['paid', 10_000n, 4_000n, true]);
    const { upstream, available, suspense } = booked(back.entries);
    assert.deepEqual([upstream, available, suspense], [4_000n, -4_000n, 0n]);
    assert.deepEqual([eventsOf(back), kindsOf(back)], [['payin.part_reversed'], []]);
  });

  test('in part after it was refunded is refunded twice, and a case is opened', () => {
    const { order, balance } = paidOrder();
    const refunded = { ...order, refundedMinor: 7_000n };
    assert.deepEqual(kindsOf(advance(refunded, reversedMinor('P1', 3_000n), { balance })), []);
    const back = advance(refunded, reversedMinor('P1', 4_000n), { balance });
    assert.deepEqual(kindsOf(back), ['given_back_twice']);
  });
});
