import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { report } from '../../tests/support/disputes.ts';
import { AT } from '../../tests/support/order.ts';
import {
  DISPUTE_STATES,
  type DisputeState,
  isOver,
  moveOf,
  newDispute,
  withReport,
} from './dispute.ts';

const about = { id: 9n, connector: 'fake', account: 'main', orderId: 1n, merchantId: 2n } as const;
const known = (changes: Parameters<typeof report>[1] = {}, state: DisputeState = 'open') =>
  newDispute(report(state, changes), { ...about, mode: 'live', asset: 'PHP/2' }, AT);
const later = new Date(AT.getTime() + 1);

describe('a report of a dispute', () => {
  for (const state of DISPUTE_STATES) {
    test(`reported again while ${state} is the same`, () => {
      assert.equal(moveOf(known({}, state), report(state)), 'same');
    });
  }

  test('of a later stage moves whatever was before; of an earlier one is stale', () => {
    for (const state of DISPUTE_STATES) {
      const before = known({ inquiry: true, taken: false }, state);
      assert.equal(moveOf(before, report('open', { taken: false })), 'move');
      assert.equal(moveOf(known({ round: 2 }, state), report('lost')), 'stale');
      assert.equal(moveOf(known({}, state), report('open', { round: 2 })), 'move');
    }
  });

  test('of another end needs a later time to be believed', () => {
    for (const [first, then] of [
      ['won', 'lost'],
      ['lost', 'won'],
      ['accepted', 'withdrawn'],
    ] as const) {
      assert.equal(moveOf(known({}, first), report(then)), 'turn');
      const timed = known({ at: AT }, first);
      assert.equal(moveOf(timed, report(then, { at: AT })), 'turn');
      assert.equal(moveOf(timed, report(then, { at: later })), 'move');
    }
  });

  test('never opens again what is over, and asks again only when that is reported later', () => {
    const ends = DISPUTE_STATES.filter((state) => isOver({ state }));
    for (const state of ends) {
      assert.equal(moveOf(known({ at: AT }, state), report('open', { at: later })), 'stale');
    }
    const answered = known({ at: AT }, 'answered');
    assert.equal(moveOf(answered, report('open')), 'stale');
    assert.equal(moveOf(answered, report('open', { at: later })), 'move');
  });

  test('with the times reported, what stands at the end does not depend on their order', () => {
    const reported = (state: DisputeState, ms: number, minor: bigint) =>
      report(state, { minor, at: new Date(AT.getTime() + ms) });
    const after = (reports: readonly ReturnType<typeof reported>[]) => {
      const [first, ...rest] = reports as [ReturnType<typeof reported>];
      return rest.reduce(
        (now, one) => (moveOf(now, one) === 'stale' ? now : withReport(now, one, AT)),
        newDispute(first, { ...about, mode: 'live', asset: 'PHP/2' }, AT),
      );
    };
    const stands = ({ state, amountMinor }: ReturnType<typeof known>) => [state, amountMinor];
    for (const [first, then, last] of [
      ['open', 'open', 'open'],
      ['open', 'answered', 'open'],
      ['open', 'lost', 'won'],
      ['open', 'lost', 'lapsed'],
      ['won', 'accepted', 'withdrawn'],
      ['answered', 'won', 'lost'],
    ] as const) {
      const three = [
        reported(first, 1, 100n),
        reported(then, 2, 60n),
        reported(last, 3, 70n),
      ] as const;
      for (const order of [
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
      ] as const) {
        const shuffled = order.map((index) => three[index]);
        assert.deepEqual(stands(after(shuffled)), [last, 70n], `${first} ${then} ${last} ${order}`);
      }
    }
  });
});
