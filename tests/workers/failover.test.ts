import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import { applyVerdict } from '../../src/app/apply-verdict.ts';
import { createPayin } from '../../src/app/create-payin.ts';
import { FOR_EVER } from '../../src/connectors/contract.ts';
import type { Route } from '../../src/domain/channel.ts';
import { FREE } from '../../src/domain/fee.ts';
import type { Order } from '../../src/domain/order.ts';
import type { ProviderEvent } from '../../src/domain/provider-event.ts';
import { ANY_TEXT, GROUP_LINKS, NO_REPORTS, payinRequest } from '../support/shop.ts';
import { until } from '../support/until.ts';
import {
  dispatchRow,
  letTimePass,
  openDispatching,
  payin,
  payout,
  reserved,
} from './dispatching.ts';
import { type FakeOptions, openUpstream } from './fake-upstream.ts';
import { addApp, CHANNEL, dispatchOf, orderOf, type World } from './world.ts';

const MAIN = { connector: 'fake', account: 'main' };
const SECOND = { connector: 'other', account: 'second' };

const route = (account: string, priority = 0): Route => ({
  ...{ channelCode: CHANNEL.code, account, priority, weight: 1 },
  connector: account === 'second' ? 'other' : 'fake',
  ...{ enabled: true, merchantIds: null, minMinor: null, maxMinor: null },
});

/** Two providers: orders begin at the first, and may go on at the second. */
async function openTwo(t: TestContext, options: FakeOptions = {}) {
  const second = await openUpstream(t);
  const hands = await openDispatching(t, { others: { second }, ...options });
  hands.world.routes.push(route('main'), route('second', 1));
  return { ...hands, second };
}

const stored = async (world: World, { id }: Order) => (await world.reader.orderById(id)) as Order;

/** The order's dispatches: account and state. */
async function trail(world: World, { id }: Order): Promise<string[]> {
  const all = await world.reader.dispatchesOf(id);
  return all.map(({ account, state }) => `${account} ${state}`);
}

const paidEvent = (order: Order, reference: string, paymentRef: string): ProviderEvent => ({
  reference,
  eventKey: `e-${paymentRef}`,
  fact: {
    ...{ kind: 'paid', amount: { asset: order.asset, minor: order.amountMinor }, paymentRef },
    ...{ bankRef: null, upstreamId: null },
  },
});

const entriesOf = (world: World, { id }: Order) =>
  world.query('select name, connector from entry where subject_id = $1 order by name', [id]);

describe('an order whose provider provably did nothing', () => {
  for (const onCreate of ['turn_away', 'unable'] as const) {
    test(`goes on at the next one, payin and payout alike (${onCreate})`, async (t) => {
      for (const make of [payin, payout]) {
        const { world, fake, second, send } = await openTwo(t);
        fake.onCreate = onCreate;
        const order = await make(world);
        await send(order.shard);
        const now = await stored(world, order);
        assert.deepEqual([now.state, now.connector, now.account], ['pending', 'other', 'second']);
        assert.deepEqual(await trail(world, order), ['main done', 'second done']);
        assert.deepEqual([...second.creates], [[`${order.id}_2`, 1]]);
        assert.deepEqual(now.terms, order.terms);
        if (make === payout) assert.equal(await reserved(world, order), order.amountMinor);
      }
    });
  }

  test('goes on past accounts that refuse the connection or are not configured', async (t) => {
    const second = await openUpstream(t);
    // Nobody listens on port 1.
    const others = { second, closed: { url: 'http://127.0.0.1:1' } };
    const { world, send } = await openDispatching(t, { others });
    world.routes.push(route('closed'), route('unknown', 1), route('second', 2));
    const order = orderOf(world, addApp(world, 5), { account: 'closed' });
    await world.commit(order, { dispatches: [dispatchOf(order, { account: 'closed' })] });
    await send(order.shard);
    assert.deepEqual(await trail(world, order), ['closed done', 'unknown done', 'second done']);
    assert.deepEqual([...second.creates], [[`${order.id}_3`, 1]]);
  });

  test('stays where it is when the payer was refused', async (t) => {
    const { world, fake, second, send } = await openTwo(t);
    fake.onCreate = 'decline';
    const order = await payin(world);
    await send(order.shard);
    assert.equal((await stored(world, order)).state, 'failed');
    assert.equal(second.creates.size, 0);
  });

  test('asks each account once, then tries the last one again and gives up', async (t) => {
    const { world, fake, second, send } = await openTwo(t);
    fake.onCreate = 'turn_away';
    second.onCreate = 'turn_away';
    const order = await payout(world);
    for (let i = 0; i < 6; i += 1) {
      await send(order.shard);
      await letTimePass(world);
    }
    const now = await stored(world, order);
    assert.deepEqual([now.state, now.failure?.code], ['failed', 'upstream_unavailable']);
    assert.equal(await reserved(world, order), 0n);
    assert.equal(fake.creates.get(`${order.id}`), 1);
    assert.equal(second.creates.get(`${order.id}_2`), 5);
  });

  test('is moved once, though its verdict is reported twice or by who has lost the lease', async (t) => {
    const { world, deps, queue } = await openTwo(t);
    const order = await payout(world);
    const capacity = { ...MAIN, free: 9, leaseMs: 60_000, version: 1 };
    const [leased] = await queue.leaseToSend(order.shard, [capacity]);
    assert.ok(leased);
    const verdict = { kind: 'not_executed', reason: 'refused' } as const;
    const stale = { ...leased.dispatch, leaseNo: 0 };
    const { applied } = await applyVerdict(deps, stale, null, verdict, { next: route('second') });
    assert.equal(applied, 'applied');
    assert.deepEqual(await trail(world, order), ['main sent']);
    const report = () =>
      applyVerdict(deps, leased.dispatch, null, verdict, { next: route('second') });
    const [once, twice] = [await report(), await report()];
    assert.deepEqual(once.applied, twice.applied);
    assert.deepEqual(await trail(world, order), ['main done', 'second ready']);
    // And a third account has no part in it: the order is not with the first one any more.
    await applyVerdict(deps, leased.dispatch, null, verdict, { next: route('third') });
    assert.deepEqual(await trail(world, order), ['main done', 'second ready']);
  });
});

describe('an order in doubt', () => {
  for (const onCreate of ['hang', 'drop', 'nonsense'] as const) {
    test(`is not paid out elsewhere, whatever the doubt is (${onCreate})`, async (t) => {
      const { world, fake, second, send, resolve } = await openTwo(t, {
        idempotentForMs: FOR_EVER,
      });
      fake.onCreate = onCreate;
      const order = await payout(world);
      for (let i = 0; i < 8; i += 1) {
        await send(order.shard);
        await letTimePass(world);
        await resolve(order.shard);
      }
      assert.deepEqual(await trail(world, order), ['main doubt']);
      assert.equal(second.creates.size, 0);
      assert.equal(fake.creates.get(`${order.id}`), 1);
      assert.equal(await reserved(world, order), order.amountMinor);
    });
  }

  test('is moved as a payin of which the payer has seen nothing, and asked about further', async (t) => {
    const { world, fake, second, send, resolve } = await openTwo(t, { idempotentForMs: FOR_EVER });
    fake.onCreate = 'nonsense';
    const order = await payin(world);
    await send(order.shard);
    assert.deepEqual(await trail(world, order), ['main doubt', 'second done']);
    const now = await stored(world, order);
    assert.deepEqual([now.account, now.instructions?.kind], ['second', 'redirect']);
    await letTimePass(world);
    await resolve(order.shard);
    // Not found there: that attempt is over, and is not made again.
    assert.deepEqual(await trail(world, order), ['main done', 'second done']);
    assert.equal(fake.creates.get(`${order.id}`), 1);
    assert.deepEqual([...second.creates.values()], [1]);
  });

  test('stays where it is when a wallet may have asked the payer already', async (t) => {
    const { world, fake, second, send } = await openTwo(t);
    world.channels.set(CHANNEL.code, { ...CHANNEL, method: 'wallet' });
    fake.onCreate = 'nonsense';
    const order = await payin(world);
    await send(order.shard);
    assert.deepEqual(await trail(world, order), ['main doubt']);
    assert.equal(second.creates.size, 0);
  });
});

describe('events of the account that an order has left', () => {
  async function moved(t: TestContext, make: typeof payin) {
    const hands = await openTwo(t);
    hands.fake.onCreate = 'turn_away';
    const order = await make(hands.world);
    await hands.send(order.shard);
    const report = (event: ProviderEvent, source = MAIN) =>
      applyProviderEvent(hands.deps, source, event);
    return { ...hands, order, report };
  }

  test('counts as payment, is booked where the money came, and the second one is held', async (t) => {
    const { world, order, report } = await moved(t, payin);
    assert.equal(await report(paidEvent(order, `${order.id}`, 'P1')), 'applied');
    const now = await stored(world, order);
    assert.deepEqual([now.state, now.account, now.paymentRef], ['paid', 'main', 'P1']);
    await report(paidEvent(order, `${order.id}_2`, 'P2'), SECOND);
    assert.equal((await stored(world, order)).account, 'main');
    const [balance] = await world.reader.balances(order.merchantId);
    assert.deepEqual(
      [balance?.balance.available, balance?.balance.suspense],
      [order.amountMinor, order.amountMinor],
    );
    const kinds = await world.query('select kind from case_file where order_id = $1', [order.id]);
    assert.deepEqual(kinds, [{ kind: 'second_payment' }]);
    assert.deepEqual(await entriesOf(world, order), [
      { name: 'payin.paid', connector: 'fake' },
      { name: 'payin.suspense:P2', connector: 'other' },
    ]);
  });

  test('moves nothing when it reports an end: the order lives on elsewhere', async (t) => {
    for (const make of [payin, payout]) {
      const { world, order, report } = await moved(t, make);
      const before = await stored(world, order);
      const failure = { code: 'declined', text: 'no' } as const;
      for (const fact of [
        { kind: 'declined', failure },
        { kind: 'expired' },
        { kind: 'accepted', upstreamId: 'other', instructions: null },
        { kind: 'reversed', reason: 'returned' },
      ] as const) {
        const eventKey = `e-${fact.kind}`;
        assert.equal(await report({ reference: `${order.id}`, eventKey, fact }), 'ignored');
      }
      // What it calls its side of it is kept with the dispatch that was left.
      const leftDispatches = before.leftDispatches.map((left) => ({
        ...left,
        upstreamId: 'other',
      }));
      assert.deepEqual(await stored(world, order), { ...before, leftDispatches });
      if (make === payout) assert.equal(await reserved(world, order), order.amountMinor);
    }
  });

  test('of a payout that it had proved not to have paid is booked, and a case is opened', async (t) => {
    const { world, order, report } = await moved(t, payout);
    assert.equal(await report(paidEvent(order, `${order.id}`, 'T1')), 'applied');
    const now = await stored(world, order);
    assert.deepEqual([now.state, now.account], ['paid', 'main']);
    assert.equal(await reserved(world, order), 0n);
    const cases = await world.query('select kind, key from case_file');
    assert.deepEqual(cases, [{ kind: 'contradiction', key: 'left:T1' }]);
    // Should the second one pay as well, the missing money stands in suspense.
    await report(paidEvent(order, `${order.id}_2`, 'T2'), SECOND);
    const [balance] = await world.reader.balances(order.merchantId);
    assert.equal(balance?.balance.suspense, -order.amountMinor);
  });

  test('of an account that it was never sent to is a contradiction, as before', async (t) => {
    const { world, order, report } = await moved(t, payin);
    const unrelated = { connector: 'fake', account: 'third' };
    assert.equal(await report(paidEvent(order, `${order.id}`, 'P9'), unrelated), 'ignored');
    assert.equal((await stored(world, order)).state, 'pending');
    const cases = await world.query('select kind from case_file');
    assert.deepEqual(cases, [{ kind: 'contradiction' }]);
  });

  test('reported again counts once', async (t) => {
    const { world, order, report } = await moved(t, payin);
    const event = paidEvent(order, `${order.id}`, 'P1');
    assert.deepEqual([await report(event), await report(event)], ['applied', 'repeat']);
    assert.equal((await entriesOf(world, order)).length, 1);
  });
});

describe('a merchant who waits for instructions', () => {
  test('is answered with those of the second provider', async (t) => {
    const { world, fake, deps, dispatcher } = await openTwo(t);
    fake.onCreate = 'nonsense';
    const { id: appId } = addApp(world, 5);
    const terms = { fee: FREE, settle: 0 };
    const current = () => ({ ...world.snapshot.current(), terms: () => terms });
    const outcome = await createPayin(
      {
        ...{ ...deps, snapshot: { current }, clock: { nowMs: Date.now }, dispatchNow: dispatcher },
        ...{
          reports: NO_REPORTS,
          groupLinks: GROUP_LINKS,
          signedTexts: ANY_TEXT,
          notifyUrlProblem: () => null,
        },
      },
      { appId, ip: '192.0.2.1' },
      payinRequest('R-1', { channel: CHANNEL, wait: 'instructions' }),
    );
    assert.ok(outcome.ok && outcome.kind === 'created');
    const { account, instructions, terms: agreed } = outcome.order;
    assert.deepEqual([account, instructions?.kind, agreed], ['second', 'redirect', terms]);
  });

  test('gets those of the second account within the same call', async (t) => {
    const { world, fake, dispatcher } = await openTwo(t);
    fake.onCreate = 'nonsense';
    const order = await payin(world);
    const beganMs = performance.now();
    await dispatcher.run(await dispatchRow(world, order.id), 5_000);
    assert.ok(performance.now() - beganMs < 5_000);
    const now = await stored(world, order);
    assert.deepEqual([now.account, now.instructions?.kind], ['second', 'redirect']);
  });

  test('gets them also when another process executes both dispatches', async (t) => {
    const { world, fake, dispatcher, dispatcherOf } = await openTwo(t);
    fake.onCreate = 'turn_away';
    let answer: () => void = () => undefined;
    fake.beforeAnswer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const other = dispatcherOf();
    const order = await payin(world);
    const dispatch = await dispatchRow(world, order.id);
    await other.round(order.shard);
    const ran = dispatcher.run(dispatch, 5_000);
    await until(() => fake.open.now === 1, 'the other process has sent');
    answer();
    await ran;
    assert.equal((await stored(world, order)).instructions?.kind, 'redirect');
  });

  test('waits no longer than its time, and the order goes on', async (t) => {
    const { world, fake, second, dispatcher, send } = await openTwo(t, { timeoutMs: 5_000 });
    fake.onCreate = 'turn_away';
    let answer: () => void = () => undefined;
    second.beforeAnswer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const order = await payin(world);
    const beganMs = performance.now();
    await dispatcher.run(await dispatchRow(world, order.id), 700);
    assert.ok(performance.now() - beganMs < 3_000);
    answer();
    await dispatcher.idle();
    await send(order.shard);
    assert.equal((await stored(world, order)).account, 'second');
  });
});
