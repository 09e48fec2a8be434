/** A merchant with money, orders, cases and notifications, written by the real write path. */
import type { TestContext } from 'node:test';
import type { Case } from '../../../src/domain/case.ts';
import type { Dispatch } from '../../../src/domain/dispatch.ts';
import { caseOf } from '../../../src/domain/effect.ts';
import { type Entry, entry } from '../../../src/domain/ledger.ts';
import type { App } from '../../../src/domain/merchant.ts';
import type { Order } from '../../../src/domain/order.ts';
import type { OrderEvent } from '../../../src/domain/order-event.ts';
import { addApp, dispatchOf, openWorld, orderOf, type World } from '../../workers/world.ts';
import { type Causeway, causeway } from './run.ts';

export interface Books {
  readonly world: World;
  readonly program: Causeway;
  readonly app: App;
  /** Commits an order with what belongs to it. */
  book(order: Order, beside?: Beside): Promise<Order>;
}

interface Beside {
  readonly entries?: readonly Entry[];
  readonly dispatches?: readonly Dispatch[];
  readonly events?: readonly OrderEvent[];
  readonly cases?: readonly Case[];
}

export const SHOP = 'Corner Shop';

/** An empty platform with one merchant, and the program over its database. */
export async function openBooks(t: TestContext): Promise<Books> {
  const world = await openWorld(t);
  const program = await causeway(t, world.connection);
  const app = addApp(world, 5, 'collect');
  const insert = 'insert into merchant (id, name, bucket) values ($1, $2, 5)';
  await world.query(insert, [app.merchantId, SHOP]);
  return {
    world,
    program,
    app,
    async book(order, beside = {}) {
      await world.lanes.submit({
        shard: order.shard,
        claim: order,
        balanceKeys: () => [order],
        decide: () => ({ changes: { orders: [order], ...beside }, answer: null }),
      });
      return order;
    },
  };
}

/** A paid payin: its net amount is available. */
export async function bookPayin(books: Books, changes: Partial<Order> = {}): Promise<Order> {
  const order = orderOf(books.world, books.app, {
    state: 'paid',
    paidMinor: 10_000n,
    feeMinor: 100n,
    finalAt: new Date(),
    fields: { 'payer.email': 'asha.rao@mail.example', 'payer.name': 'Jo' },
    ...changes,
  });
  const legs = { upstream: -10_000n, available: 9_900n, fees: 100n };
  return await books.book(order, { entries: [entry(order, 'payin.paid', legs)] });
}

/** A payout that was sent, and whose outcome the provider does not report. */
export async function bookDoubt(books: Books, changes: Partial<Order> = {}): Promise<Order> {
  const order = orderOf(books.world, books.app, {
    kind: 'payout',
    amountMinor: 2_500n,
    feeMinor: 25n,
    notifyUrl: 'https://shop.example/notify',
    ...changes,
  });
  const legs = { available: -2_525n, reserved: 2_525n };
  return await books.book(order, {
    entries: [entry(order, 'payout.hold', legs)],
    dispatches: [dispatchOf(order, { state: 'doubt', queryCount: 6, leaseNo: 1 })],
    cases: [caseOf(order, 'doubt', '1', 'no answer')],
  });
}
