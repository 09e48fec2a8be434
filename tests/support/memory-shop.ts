/** A merchant's shop over memory, with commands, events and time in a test's hand. */
import assert from 'node:assert/strict';
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import { handle } from '../../src/app/handle.ts';
import { referenceOf } from '../../src/domain/dispatch.ts';
import type { Order } from '../../src/domain/order.ts';
import type { Fact } from '../../src/domain/provider-event.ts';
import type { Outcome } from '../../src/domain/request.ts';
import type { Cases } from '../../src/ports/core.ts';
import { MemoryLanes } from './memory-lanes.ts';
import { appOf, CALLER_IP, merchantOf, type ShopOptions, SOURCE, shopOf } from './shop.ts';

/** One merchant's shop over memory, at a time that the test moves. */
export function openShop(options: Partial<ShopOptions> = {}) {
  let nowMs = Date.UTC(2026, 10, 20);
  let reported = 0;
  const merchant = options.merchants?.[0] ?? merchantOf(5);
  const lanes = new MemoryLanes(4, () => new Date(nowMs));
  const deps = shopOf({
    lanes,
    reader: lanes.reader,
    merchants: [merchant],
    nowMs: () => nowMs,
    ...options,
  });
  const caller = { appId: appOf(merchant).id, ip: CALLER_IP };
  return {
    lanes,
    deps,
    cases: casesIn(lanes),
    merchant,
    ask: (request: Parameters<typeof handle>[2], from = caller) => handle(deps, from, request),
    /** Events of a dispatch, each reported under a new event key unless the test says one. */
    report: (order: Order, fact: Fact, eventKey = `E${++reported}`) => {
      const reference = referenceOf({ orderId: order.id, n: 1, operation: order.kind });
      return applyProviderEvent(deps, SOURCE, { reference, eventKey, fact });
    },
    passes: (ms: number) => {
      nowMs += ms;
    },
    order: (order: Order) => lanes.rows.orders.get(order.id) as Order,
    balance: () => {
      const all = [...lanes.rows.balances.values()];
      return all.find(({ asset }) => asset === 'PHP/2')?.balance;
    },
  };
}

/** The cases as operators find them. */
function casesIn(lanes: MemoryLanes): Cases {
  const opened = { openedAt: new Date(0), closedAt: null, closedBy: null, resolution: null };
  const all = () => [...lanes.rows.cases.values()].map((one) => ({ ...one, ...opened }));
  return {
    list: async ({ state }) => all().filter((one) => state === null || one.state === state),
    ofOrder: async (id) => all().filter(({ orderId }) => orderId === id),
  };
}

export type Shop = ReturnType<typeof openShop>;

/** The order that a request made. */
export function orderIn(outcome: Outcome): Order {
  assert.ok(outcome.ok && outcome.kind === 'created', JSON.stringify(outcome, textOfBigint));
  return outcome.order;
}

const textOfBigint = (_: string, value: unknown) =>
  typeof value === 'bigint' ? `${value}` : value;
/** `ok`, or the code of the refusal. */
export const codeOf = (outcome: Outcome) => (outcome.ok ? 'ok' : outcome.refusal.code);
