import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleOrder } from '../../tests/support/order.ts';
import { ZERO_BALANCE } from './ledger.ts';
import type { Order } from './order.ts';
import { replan, settleOrders } from './settlement.ts';
import type { Calendars, CalendarTerms } from './settlement-day.ts';

const AT = new Date('2026-06-15T00:00:00Z');
const TERMS: CalendarTerms = {
  ...{ kind: 'business', n: 1, cutoff: null, zone: 'Asia/Manila' },
  ...{ calendars: ['PH'], trade: 'following' },
};
const NOTHING_HELD = { balance: ZERO_BALANCE, rule: null };
const BATCH = { id: 9n, date: '2026-06-12' };

function waiting(changes: Partial<Order> = {}): Order {
  const order = sampleOrder();
  return {
    ...order,
    ...{ state: 'paid', paidMinor: 10_000n, feeMinor: 100n, pendingMinor: 9_900n },
    ...{ finalAt: new Date('2026-06-11T02:00:00Z'), settleAt: new Date('2026-06-11T16:00:00Z') },
    settleOn: { date: '2026-06-12', calendar: 'PH/2026:1' },
    terms: { ...order.terms, settle: TERMS },
    ...changes,
  };
}

const batchOf = ({ merchantId, mode, asset }: Order) => ({ ...BATCH, merchantId, mode, asset });

describe('settling orders of a batch', () => {
  test('is one entry for all that are due, and leaves the others', () => {
    const [one, two] = [waiting(), waiting({ id: 2n, pendingMinor: 4_900n })];
    const later = waiting({ id: 3n, settleAt: new Date(AT.getTime() + 1) });
    const reversed = waiting({ id: 4n, state: 'reversed', pendingMinor: 0n });
    const orders = [one, two, later, reversed];
    const settled = settleOrders(batchOf(one), orders, NOTHING_HELD, AT);
    assert.deepEqual(
      settled?.orders.map(({ id, batch, pendingMinor }) => [id, batch, pendingMinor]),
      [
        [one.id, { id: 9n, minor: 9_900n }, 0n],
        [2n, { id: 9n, minor: 4_900n }, 0n],
      ],
    );
    assert.equal(settled?.entries.length, 1);
    const { orders: count, takenMinor, netMinor, creditedMinor } = settled?.part ?? {};
    assert.deepEqual([count, takenMinor, netMinor, creditedMinor], [2n, 5_000n, 14_800n, 14_800n]);
    assert.equal(settleOrders(batchOf(one), settled?.orders ?? [], NOTHING_HELD, AT), null);
  });

  test('of which nothing is left has no entry, and is settled all the same', () => {
    const order = waiting({ pendingMinor: 0n });
    const settled = settleOrders(batchOf(order), [order], NOTHING_HELD, AT);
    assert.deepEqual([settled?.entries, settled?.part.orders], [[], 1n]);
  });
});

describe('planning again', () => {
  const days = { '2026-06-12': { is: 'closed', name: 'declared late' } } as const;
  const calendars: Calendars = () => ({ version: 2, days });

  test('moves what is due on a day that was closed afterwards, and says by which version', () => {
    const moved = replan(waiting(), calendars);
    assert.deepEqual(moved?.settleOn, { date: '2026-06-15', calendar: 'PH/2026:2' });
    assert.equal(moved?.settleAt?.toISOString(), '2026-06-14T16:00:00.000Z');
    assert.equal(moved !== null && moved !== undefined && replan(moved, calendars), null);
  });

  test('leaves what stays on its day, what is settled, and what no calendar decides', () => {
    assert.equal(
      replan(waiting(), () => ({ version: 2, days: {} })),
      null,
    );
    assert.equal(replan(waiting({ settleAt: null }), calendars), null);
    assert.equal(replan(waiting({ settleOn: null }), calendars), null);
  });
});
