import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Intent } from '../../src/connectors/contract.ts';
import { DEFAULT_LIMIT } from '../../src/domain/account-limit.ts';
import { bornLeased, firstDispatch } from '../../src/domain/dispatch.ts';
import { AccountGates } from '../../src/workers/account-gates.ts';
import { until } from '../support/until.ts';
import {
  dispatchRow,
  letTimePass,
  openDispatching,
  orderState,
  payin,
  payout,
} from './dispatching.ts';
import { openUpstream, upstreamOf } from './fake-upstream.ts';
import { addApp, openEgress, orderOf } from './world.ts';

const MAIN = { connector: 'fake', account: 'main' };

/** Says how many wait for a place or a permit. */
const waitingAt = (gates: AccountGates) => gates.list()[0]?.waiting ?? 0;

describe('callers who wait for an account', () => {
  test('do not keep the queue from it: a payout goes out between their payins', async (t) => {
    const { world, fake, dispatcherOf } = await openDispatching(t, { timeoutMs: 8_000 });
    const dispatcher = dispatcherOf({ floor: 1, ceiling: 1 });
    dispatcher.onCapacity((shard) => void dispatcher.round(shard));
    const came: string[] = [];
    const answers: (() => void)[] = [];
    fake.beforeAnswer = async (reference) => {
      came.push(reference);
      await new Promise<void>((resolve) => answers.push(resolve));
    };
    const first = await payin(world);
    const waited = [dispatcher.run(await dispatchRow(world, first.id), 8_000)];
    await until(() => came.length === 1);
    const out = await payout(world);
    for (let i = 0; i < 4; i += 1) {
      const order = await payin(world);
      waited.push(dispatcher.run(await dispatchRow(world, order.id), 8_000));
    }
    await dispatcher.round(out.shard);
    for (let i = 0; i < 6; i += 1) {
      await until(() => answers.length > 0, 'the next request');
      answers.shift()?.();
    }
    await Promise.all(waited);
    await dispatcher.idle();
    assert.equal(came.length, 6);
    assert.ok(came.indexOf(`${out.id}`) <= 2, `${came.indexOf(`${out.id}`)} were sent before it`);
  });
});

describe('a permit', () => {
  test('is released where it cannot be seen whether the order is still wanted', async (t) => {
    const fake = await openUpstream(t);
    let nowMs = 0;
    const limitOf = () => ({ ...DEFAULT_LIMIT, floor: 1, ceiling: 1 });
    const gates = new AccountGates({ limitOf, nowMs: () => nowMs });
    const upstream = upstreamOf(openEgress(t), fake, {}, gates);
    const before = await gates.acquire(MAIN, 0);
    const made = upstream.create(MAIN, { reference: '1' } as Intent, performance.now() + 60_000, {
      endedMeanwhile: () => Promise.reject(new Error('the database is away')),
    });
    await until(() => waitingAt(gates) === 1);
    nowMs += 1_000;
    before?.release(null);
    assert.equal((await made).kind, 'not_executed');
    assert.equal(fake.creates.size, 0);
    assert.equal(gates.list()[0]?.underWay, 0);
  });

  test('is released where the way out fails', async (t) => {
    const fake = await openUpstream(t);
    const gates = new AccountGates({ limitOf: () => DEFAULT_LIMIT, nowMs: () => 0 });
    const send = () => Promise.reject(new Error('a defect'));
    const upstream = upstreamOf({ send }, fake, {}, gates);
    const made = upstream.create(MAIN, { reference: '1' } as Intent, performance.now() + 60_000);
    await assert.rejects(made, /a defect/);
    assert.equal(gates.list()[0]?.underWay, 0);
  });
});

test('a payout whose order cannot be read is sent later: nothing was sent, so nothing is in doubt', async (t) => {
  const { world, fake, dispatcher, send } = await openDispatching(t);
  const order = await payout(world);
  const read = world.reader.orderById;
  const now = performance.now.bind(performance);
  world.reader.orderById = () => {
    // Longer than reading is tried again.
    t.mock.method(performance, 'now', () => now() + 6_000);
    return Promise.reject(new Error('the database is away'));
  };
  await dispatcher.round(order.shard);
  await dispatcher.idle();
  assert.equal((await dispatchRow(world, order.id)).state, 'ready');
  world.reader.orderById = read;
  await letTimePass(world);
  await send(order.shard);
  assert.equal(fake.creates.get(`${order.id}`), 1);
  assert.equal(await orderState(world, order.id), 'pending');
});

test('a process that ends sends what it has promised to send', async (t) => {
  const { world, fake, dispatcher } = await openDispatching(t);
  const order = orderOf(world, addApp(world, 5));
  const promise = dispatcher.promise(MAIN);
  assert.ok(promise !== null);
  const dropped = dispatcher.promise(MAIN);
  let isStopped = false;
  const stopped = dispatcher.stop().then(() => {
    isStopped = true;
  });
  dropped?.drop();
  const dispatch = bornLeased(firstDispatch(order), promise, new Date());
  await world.commit(order, { dispatches: [dispatch] });
  assert.equal(isStopped, false);
  await dispatcher.run(dispatch, 5_000, { promise, order });
  await stopped;
  assert.equal(fake.creates.get(`${order.id}`), 1);
  assert.equal((await dispatchRow(world, order.id)).state, 'done');
});
