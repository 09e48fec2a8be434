import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import { applyVerdict } from '../../src/app/apply-verdict.ts';
import { buildIntent } from '../../src/app/build-intent.ts';
import { changeTerms } from '../../src/app/change-terms.ts';
import { createRefund } from '../../src/app/create-refund.ts';
import type { Intent } from '../../src/connectors/contract.ts';
import { FOR_EVER } from '../../src/connectors/contract.ts';
import { ACCOUNTS } from '../../src/domain/ledger.ts';
import type { Fact } from '../../src/domain/provider-event.ts';
import { Dispatcher } from '../../src/workers/dispatch.ts';
import { paid, reversed } from '../support/sample.ts';
import { CALLER_IP, NO_REPORTS, refundRequest } from '../support/shop.ts';
import { until } from '../support/until.ts';
import {
  createsOf,
  dispatchRow,
  letTimePass,
  openDispatching,
  orderState,
  payin,
  payout,
  reserved,
} from './dispatching.ts';
import { openUpstream } from './fake-upstream.ts';
import { addApp, dispatchOf, orderOf } from './world.ts';

const CAPACITY = { connector: 'fake', account: 'main', free: 100, leaseMs: 60_000, version: 1 };

describe('sending a dispatch', () => {
  test('it is sent in the database before the provider sees it, and done after', async (t) => {
    const { world, fake, send } = await openDispatching(t);
    const order = await payin(world);
    const seen: string[] = [];
    fake.beforeAnswer = async () => {
      seen.push((await dispatchRow(world, order.id)).state);
    };
    await send(order.shard);
    assert.deepEqual(seen, ['sent']);
    assert.equal((await dispatchRow(world, order.id)).state, 'done');
    const stored = await world.reader.orderById(order.id);
    assert.equal(stored?.state, 'pending');
    assert.equal(stored?.upstreamId, 'u1');
    assert.deepEqual(world.logged, []);
  });

  test('what waits for an account of the other mode is never sent there', async (t) => {
    const { world, fake, deps } = await openDispatching(t);
    const order = await payout(world);
    const behind = { ...world.snapshot.current(), accountMode: () => 'test' as const };
    const dispatcher = new Dispatcher({ ...deps, snapshot: { current: () => behind } });
    while (await dispatcher.round(order.shard)) await dispatcher.idle();
    assert.equal(fake.creates.size, 0);
    assert.equal(await orderState(world, order.id), 'failed');
    assert.equal(await reserved(world, order), 0n);
    assert.match((await dispatchRow(world, order.id)).state, /done/);
  });

  test('a change that its provider does not know is not sent, and its merchant hears it', async (t) => {
    const { world, fake, dispatcher, deps } = await openDispatching(t);
    const code = { minMinor: 100n, maxMinor: 500n, single: false };
    const state = { kind: 'code', state: 'active', amountMinor: 0n, code } as const;
    const order = orderOf(world, addApp(world, 5), state);
    await world.commit(order);
    const asking = { ...deps, clock: { nowMs: Date.now }, dispatchNow: dispatcher };
    const outcome = await changeTerms(asking, order, { maxMinor: 900n });
    assert.ok(!outcome.ok && outcome.refusal.code === 'upstream_declined');
    assert.deepEqual(
      [outcome.refusal.reason, outcome.refusal.detail, fake.creates.size],
      [undefined, 'fake has no such operation: update', 0],
    );
    assert.deepEqual((await world.reader.orderById(order.id))?.code, code);
  });

  test('two workers make each creation once between them', async (t) => {
    const { world, fake, dispatcherOf } = await openDispatching(t, { timeoutMs: 5_000 });
    const orders = await Promise.all(Array.from({ length: 60 }, () => payin(world)));
    const workers = [dispatcherOf(), dispatcherOf()];
    const shard = orders[0]?.shard as number;
    for (let states: string[] = []; !states.every((s) => s === 'done') || states.length === 0; ) {
      await Promise.all(workers.map((worker) => worker.round(shard)));
      await Promise.all(workers.map((worker) => worker.idle()));
      const rows = await world.query<{ state: string }>('select state from dispatch');
      states = rows.map(({ state }) => state);
    }
    assert.deepEqual([...fake.creates.values()], new Array(60).fill(1));
  });

  test('an account never has more sends under way than it may', async (t) => {
    const { world, fake, dispatcherOf } = await openDispatching(t, { timeoutMs: 5_000 });
    const orders = await Promise.all(Array.from({ length: 21 }, () => payin(world)));
    // Nobody is answered before three wait: more would be seen, fewer would wait for ever.
    const waiting: (() => void)[] = [];
    fake.beforeAnswer = async () => {
      const answered = new Promise<void>((resolve) => waiting.push(resolve));
      if (waiting.length === 3) for (const answer of waiting.splice(0)) answer();
      await answered;
    };
    const worker = dispatcherOf({ ceiling: 3 });
    const shard = orders[0]?.shard as number;
    const woken: number[] = [];
    worker.onCapacity((which) => woken.push(which));
    while (fake.creates.size < 21) {
      await worker.round(shard);
      await worker.idle();
    }
    assert.equal(fake.open.most, 3);
  });

  test('a permit is held for the attempt alone, not for the commit of what came of it', async (t) => {
    const { world, fake, dispatcherOf } = await openDispatching(t, { timeoutMs: 5_000 });
    const dispatcher = dispatcherOf({ ceiling: 1 });
    const [first, second] = [await payin(world), await payin(world)];
    const holder = await world.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select from orders where id = $1 for update', [first.id]);
      // The verdict of the first waits for its order's row; the second goes out beside it.
      await dispatcher.run(await dispatchRow(world, first.id), 100);
      assert.equal(createsOf(fake, first), 1);
      const sent = dispatcher.run(await dispatchRow(world, second.id), 5_000);
      await until(async () => createsOf(fake, second) === 1);
      assert.equal((await dispatchRow(world, first.id)).state, 'sent');
      await holder.query('rollback');
      await sent;
    } finally {
      holder.release();
    }
    await dispatcher.idle();
    assert.equal(await orderState(world, first.id), 'pending');
    assert.equal(await orderState(world, second.id), 'pending');
  });

  test('an account that hangs delays no other', async (t) => {
    const slow = await openUpstream(t);
    slow.beforeAnswer = () => new Promise(() => undefined);
    const { world, dispatcherOf } = await openDispatching(t, {
      others: { slow },
      timeoutMs: 60_000,
    });
    const dispatcher = dispatcherOf({ ceiling: 3 });
    const stuck = await Promise.all(Array.from({ length: 5 }, () => payin(world, 'slow')));
    const quick = await Promise.all(Array.from({ length: 20 }, () => payin(world)));
    const hanging = stuck.map(async (one) => {
      await dispatcher.run(await dispatchRow(world, one.id), 1_000);
    });
    await until(async () => slow.open.now === 3);
    for (const one of quick) await dispatcher.run(await dispatchRow(world, one.id), 5_000);
    for (const one of quick) assert.equal(await orderState(world, one.id), 'pending');
    assert.equal(slow.open.now, 3);
    await Promise.all(hanging);
    slow.beforeAnswer = async () => undefined;
    slow.hangUp();
    await dispatcher.idle();
  });

  test('a provider that says "too many, come in a second" is left alone until then', async (t) => {
    const { world, fake, upstream, dispatcher } = await openDispatching(t);
    const [first, second] = [await payin(world), await payin(world)];
    fake.onCreate = 'too_many';
    await dispatcher.run(await dispatchRow(world, first.id), 5_000);
    const [load] = upstream.gates.list();
    assert.ok(load !== undefined && load.pausedMs > 50_000);
    assert.equal(await dispatcher.round(second.shard), false);
    await dispatcher.run(await dispatchRow(world, second.id), 50);
    assert.equal(createsOf(fake, second), 0);
    assert.equal((await dispatchRow(world, second.id)).state, 'ready');
  });

  test('a decline of a payout releases its hold; nothing else was created', async (t) => {
    const { world, fake, send } = await openDispatching(t);
    fake.onCreate = 'decline';
    const order = await payout(world);
    assert.equal(await reserved(world, order), 10_000n);
    await send(order.shard);
    assert.equal(await orderState(world, order.id), 'failed');
    assert.equal(await reserved(world, order), 0n);
  });

  test('what provably was not sent is sent again later, and at last declined', async (t) => {
    const { world, deps, queue } = await openDispatching(t);
    const order = await payout(world);
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      assert.equal(await orderState(world, order.id), 'created');
      const [leased] = await queue.leaseToSend(order.shard, [CAPACITY]);
      assert.ok(leased);
      const verdict = { kind: 'not_executed', reason: 'connection refused' } as const;
      await applyVerdict(deps, leased.dispatch, null, verdict);
      const { nextAt, state } = await dispatchRow(world, order.id);
      if (attempt < 5) assert.equal(state, 'ready');
      waits.push(Math.ceil((nextAt.getTime() - Date.now()) / 1_000));
      await letTimePass(world);
    }
    assert.deepEqual(waits.slice(0, 4), [2, 4, 8, 16]);
    assert.equal(await orderState(world, order.id), 'failed');
    assert.equal(await reserved(world, order), 0n);
  });

  test('a refund that was not sent yet is not sent once its payment has gone back', async (t) => {
    const dispatching = await openDispatching(t);
    assert.deepEqual(await refundOfReversed(dispatching, 5, reversed), {});
    // Of a part, the rest stays the merchant's.
    const payment = { ref: 'P1', amount: { asset: 'PHP/2', minor: 1n } };
    const left = await refundOfReversed(dispatching, 9, { ...reversed, payment });
    assert.deepEqual(left, { available: 9_999n, upstream: -9_999n });
  });
  test('an account without credentials sends nothing', async (t) => {
    const { world, fake, deps, upstream } = await openDispatching(t);
    const order = await payin(world);
    const intent = (await buildIntent(deps, order, await dispatchRow(world, order.id))) as Intent;
    const elsewhere = { connector: 'fake', account: 'unknown' };
    const verdict = await upstream.create(elsewhere, intent, performance.now() + 60_000);
    assert.equal(verdict.kind, 'not_executed');
    assert.equal(fake.creates.size, 0);
  });
});

describe('a lease that is lost', () => {
  test('a worker that was stopped before sending finds its time gone and sends nothing', async (t) => {
    const { world, fake, deps, upstream } = await openDispatching(t);
    const order = await payin(world);
    const intent = (await buildIntent(deps, order, await dispatchRow(world, order.id))) as Intent;
    const verdict = await upstream.create(CAPACITY, intent, performance.now() + 300);
    assert.deepEqual(verdict, { kind: 'not_executed', reason: 'the lease ended before sending' });
    assert.equal(fake.creates.size, 0);
  });

  test('its holder cannot move the dispatch any more', async (t) => {
    const { world, deps, queue } = await openDispatching(t);
    const order = await payout(world);
    const [lost] = await queue.leaseToSend(order.shard, [{ ...CAPACITY, leaseMs: 0 }]);
    const [held] = await queue.leaseToResolve(order.shard, [CAPACITY]);
    assert.equal(held?.dispatch.leaseNo, 2);
    assert.ok(lost);
    const verdict = { kind: 'not_executed', reason: 'late' } as const;
    await applyVerdict(deps, lost.dispatch, null, verdict);
    assert.equal((await dispatchRow(world, order.id)).state, 'doubt');
    assert.deepEqual(await queue.leaseToSend(order.shard, [CAPACITY]), []);
    assert.equal(await reserved(world, order), 10_000n);
  });

  test('after a crash between lease and send it is asked about, never sent again', async (t) => {
    const { world, fake, queue, send, resolve } = await openDispatching(t, {
      idempotentForMs: FOR_EVER,
    });
    const order = await payout(world);
    await queue.leaseToSend(order.shard, [{ ...CAPACITY, leaseMs: 0 }]);
    await send(order.shard);
    await resolve(order.shard);
    assert.deepEqual(fake.queries, [`${order.id}`]);
    for (let i = 0; i < 12; i += 1) {
      await letTimePass(world);
      await send(order.shard);
      await resolve(order.shard);
    }
    assert.equal(fake.creates.size, 0);
    assert.equal(await reserved(world, order), 10_000n);
    fake.states.set(`${order.id}`, 'paid');
    await letTimePass(world);
    await resolve(order.shard);
    assert.equal(await orderState(world, order.id), 'paid');
    assert.equal(await reserved(world, order), 0n);
  });
});

describe('carrying a dispatch out now', () => {
  test('it resolves when the verdict is applied', async (t) => {
    const { world, dispatcher } = await openDispatching(t);
    const order = await payin(world);
    await dispatcher.run(await dispatchRow(world, order.id), 5_000);
    assert.equal((await world.reader.orderById(order.id))?.instructions?.kind, 'redirect');
  });

  test('together with the queue it is still one attempt, and it waits for it', async (t) => {
    const { world, fake, dispatcher, dispatcherOf } = await openDispatching(t);
    const other = dispatcherOf();
    for (let i = 0; i < 20; i += 1) {
      const order = await payin(world);
      const dispatch = await dispatchRow(world, order.id);
      await Promise.all([
        dispatcher.run(dispatch, 5_000),
        dispatcher.round(order.shard),
        other.round(order.shard),
      ]);
      assert.equal(await orderState(world, order.id), 'pending');
      assert.equal(createsOf(fake, order), 1);
    }
  });

  test('after its time it returns; the attempt goes on and is recorded', async (t) => {
    const { world, fake, dispatcher } = await openDispatching(t, { timeoutMs: 5_000 });
    let answer: () => void = () => undefined;
    fake.beforeAnswer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const order = await payin(world);
    await dispatcher.run(await dispatchRow(world, order.id), 100);
    assert.equal(await orderState(world, order.id), 'created');
    answer();
    await dispatcher.idle();
    assert.equal(await orderState(world, order.id), 'pending');
  });
});

describe('providers with a login', () => {
  test('one login serves many, and a refused token is replaced once', async (t) => {
    const { world, fake, send } = await openDispatching(t, { withSession: true });
    const first = await Promise.all(Array.from({ length: 10 }, () => payin(world)));
    await send(first[0]?.shard as number);
    assert.equal(fake.logins, 1);
    fake.goodToken = 'revoked';
    const order = await payin(world);
    await send(order.shard);
    assert.equal(fake.logins, 2);
    assert.equal(createsOf(fake, order), 1);
    assert.equal(await orderState(world, order.id), 'pending');
  });
});

/** What is left of a payment of which something goes back before its refund is sent. */
async function refundOfReversed(
  { world, fake, send, deps }: Awaited<ReturnType<typeof openDispatching>>,
  bucket: number,
  back: Fact,
) {
  const order = orderOf(world, addApp(world, bucket));
  await world.commit(order, { dispatches: [dispatchOf(order, { state: 'done' })] });
  const source = { connector: 'fake', account: 'main' };
  const report = (eventKey: string, fact: Fact) =>
    applyProviderEvent(deps, source, { reference: `${order.id}`, eventKey, fact });
  await report('a', paid(10_000n));
  fake.onCreate = 'turn_away';
  const dispatchNow = { run: async () => null };
  const made = await createRefund(
    { ...deps, ...{ clock: { nowMs: Date.now }, reports: NO_REPORTS, dispatchNow } } as never,
    { appId: order.appId, ip: CALLER_IP },
    refundRequest('back', { kind: 'id', id: order.id }, { scope: 'refund' }),
  );
  assert.ok(made.ok && made.kind === 'created');
  const refund = made.order;
  await send(order.shard);
  assert.equal((await dispatchRow(world, refund.id)).state, 'ready');
  await report('b', back);
  fake.onCreate = 'accept';
  const tried = fake.creates.get(`R${refund.id}`);
  await letTimePass(world);
  await send(order.shard);
  assert.equal(fake.creates.get(`R${refund.id}`), tried, 'the provider hears of it no more');
  assert.equal(await orderState(world, refund.id), 'failed');
  const [books] = await world.reader.balances(order.merchantId);
  const sums = ACCOUNTS.map((account) => [account, books?.balance[account]] as const);
  return Object.fromEntries(sums.filter(([, minor]) => minor !== 0n));
}
