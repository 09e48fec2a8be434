/** Where an event is sent, and under which numbers. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { sampleOrder } from '../../tests/support/order.ts';
import type { Subscription } from './merchant.ts';
import { ORDER_EVENT_TYPES, type OrderEvent } from './order-event.ts';
import {
  deliveriesOf,
  eventNumberOf,
  numberAt,
  parseEvents,
  SUBSCRIPTIONS_MAX,
  slotOf,
} from './subscription.ts';

const EVENT: OrderEvent = {
  ...{ type: 'payin.paid', order: sampleOrder(), n: 2 },
  ...{ url: 'https://shop.example/own', at: new Date(0) },
};
const subscription = (slot: number, changes: Partial<Subscription> = {}): Subscription => ({
  ...{ slot, url: `https://books.example/${slot}`, events: [], enabled: true },
  key: { id: 'k', purpose: 'notification', material: 's', notBefore: new Date(0), notAfter: null },
  ...changes,
});
const reported = (event: OrderEvent, ...subscriptions: readonly Subscription[]) =>
  deliveriesOf(event, subscriptions).map(({ url, n }) => [url, n]);

describe('an event', () => {
  test("is sent to the order's address and to each subscription that wants it", () => {
    assert.deepEqual(
      reported(
        EVENT,
        subscription(1),
        subscription(2, { events: ['refund.paid'] }),
        subscription(3, { events: ['payin.failed', 'payin.paid'] }),
        subscription(4, { enabled: false }),
      ),
      [
        ['https://shop.example/own', 2],
        ['https://books.example/1', 1_002],
        ['https://books.example/3', 3_002],
      ],
    );
  });

  test('of an order without an address is reported to subscriptions alone, or nowhere', () => {
    const event = { ...EVENT, url: null };
    assert.deepEqual(reported(event, subscription(5)), [['https://books.example/5', 5_002]]);
    assert.deepEqual(reported(event), []);
  });
});

test('numbers lead back to slot and event, and fit their column', () => {
  for (let slot = 0; slot <= SUBSCRIPTIONS_MAX; slot += 1) {
    for (const n of [1, 2, 999]) {
      assert.deepEqual([slotOf(numberAt(slot, n)), eventNumberOf(numberAt(slot, n))], [slot, n]);
    }
  }
  assert.ok(numberAt(SUBSCRIPTIONS_MAX, 999) < 2 ** 15);
  const far = { ...EVENT, n: 1_000 };
  assert.deepEqual(reported(far, subscription(1)), [['https://shop.example/own', 1_000]]);
});

test('events are read by their names, each once', () => {
  assert.deepEqual(parseEvents(''), []);
  assert.deepEqual(parseEvents(' payin.paid, refund.paid,payin.paid '), [
    'payin.paid',
    'refund.paid',
  ]);
  assert.equal(parseEvents('payin.paid, constructor'), null);
});

test('docs/subscriptions.md names every event that can be chosen', () => {
  const page = readFileSync(new URL('../../docs/subscriptions.md', import.meta.url), 'utf8');
  const chosen = /^Events: ([\s\S]*?);/m.exec(page)?.[1] ?? '';
  assert.deepEqual(parseEvents(chosen.replaceAll('`', '')), ORDER_EVENT_TYPES);
});
