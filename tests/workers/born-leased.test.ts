import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { createPayin } from '../../src/app/create-payin.ts';
import { createPayout } from '../../src/app/create-payout.ts';
import type { Dispatch } from '../../src/domain/dispatch.ts';
import { FREE } from '../../src/domain/fee.ts';
import type { Order } from '../../src/domain/order.ts';
import type { CreatePayin } from '../../src/domain/request.ts';
import { ANY_TEXT, GROUP_LINKS, NO_REPORTS, payinRequest, payoutRequest } from '../support/shop.ts';
import { until } from '../support/until.ts';
import { dispatchRow, giveMoney, letTimePass, openDispatching } from './dispatching.ts';
import { addApp, CHANNEL } from './world.ts';

/** A merchant's calls in a process that can send; what it reads and leases for them. */
async function openShop(t: TestContext, options: Parameters<typeof openDispatching>[1] = {}) {
  const dispatching = await openDispatching(t, options);
  const { world, deps, queue, dispatcher, upstream } = dispatching;
  world.routes.push({
    ...{ channelCode: CHANNEL.code, connector: 'fake', account: 'main', priority: 0, weight: 1 },
    ...{ enabled: true, merchantIds: null, minMinor: null, maxMinor: null },
  });
  const asked: string[] = [];
  const read = world.reader.orderById;
  world.reader.orderById = (id) => {
    asked.push('order');
    return read(id);
  };
  const leaseThese = queue.leaseThese;
  queue.leaseThese = (...rows) => {
    asked.push('lease');
    return leaseThese(...rows);
  };
  const { id: appId, merchantId } = addApp(world, 5);
  const terms = { fee: FREE, settle: 0 };
  const core = {
    ...{ ...deps, clock: { nowMs: Date.now }, dispatchNow: dispatcher },
    snapshot: { current: () => ({ ...world.snapshot.current(), terms: () => terms }) },
    ...{ reports: NO_REPORTS, groupLinks: GROUP_LINKS, signedTexts: ANY_TEXT },
    notifyUrlProblem: () => null,
  };
  const caller = { appId, ip: '192.0.2.1' };
  const waiting = { channel: CHANNEL, wait: 'instructions' } as const;
  return {
    ...dispatching,
    asked,
    merchantId,
    payin: (ref: string, changes: Partial<CreatePayin> = {}) =>
      createPayin(core, caller, payinRequest(ref, { ...waiting, ...changes })),
    payout: (ref: string) =>
      createPayout(core, caller, payoutRequest(ref, { ...waiting, channel: CHANNEL })),
    load: () => upstream.gates.list()[0],
  };
}

function orderIn(outcome: Awaited<ReturnType<typeof createPayin>>): Order {
  assert.ok(outcome.ok && outcome.kind === 'created');
  return outcome.order;
}

describe('a payin that is sent at once', () => {
  test('is born leased: sent in the database before the provider sees it, nothing read again', async (t) => {
    const { world, fake, payin, asked } = await openShop(t);
    const seen: Dispatch[] = [];
    fake.beforeAnswer = async (reference) => {
      seen.push(await dispatchRow(world, BigInt(reference)));
    };
    const order = orderIn(await payin('A'));
    assert.deepEqual(
      [order.state, order.upstreamId, order.instructions?.kind],
      ['pending', 'u1', 'redirect'],
    );
    assert.deepEqual(asked, []);
    const [born] = seen;
    assert.deepEqual([born?.state, born?.leaseNo, born?.version], ['sent', 1, 1]);
    assert.ok((born?.nextAt.getTime() ?? 0) > Date.now(), 'its lease is under way');
    const [row] = await world.query<{ sent: boolean }>(
      'select sent_at is not null as sent from dispatch where order_id = $1',
      [order.id],
    );
    assert.equal(row?.sent, true);
    assert.equal((await dispatchRow(world, order.id)).state, 'done');
  });

  test('whose process ends between commit and send is asked about, and sent by proof alone', async (t) => {
    const { world, fake, payin, dispatcher, resolve } = await openShop(t, {
      idempotentForMs: 60_000,
    });
    const begin = dispatcher.run.bind(dispatcher);
    dispatcher.run = async () => null;
    const order = orderIn(await payin('A'));
    dispatcher.run = begin;
    assert.equal((await dispatchRow(world, order.id)).state, 'sent');
    while (await dispatcher.round(order.shard)) await dispatcher.idle();
    assert.equal(fake.creates.size, 0, 'nobody else sends what may have been sent');
    await letTimePass(world);
    await resolve(order.shard);
    assert.deepEqual(fake.queries, [`${order.id}`]);
    assert.equal(fake.creates.get(`${order.id}`), 1);
    assert.equal((await dispatchRow(world, order.id)).state, 'done');
  });

  test('that is refused gives its place back', async (t) => {
    const { payin, load } = await openShop(t);
    orderIn(await payin('A'));
    const again = await payin('A', { digest: 'another' });
    assert.equal(again.ok, false);
    assert.deepEqual([load()?.underWay, load()?.waiting], [0, 0]);
  });

  test('for which its account has no place is left ready, and sent when it has', async (t) => {
    const { world, fake, payin, upstream, asked } = await openShop(t, { timeoutMs: 5_000 });
    const places = upstream.gates.places({ connector: 'fake', account: 'main' }, 1_000);
    const made = payin('A');
    const row = await until(async () => {
      return (await world.query<{ state: string }>('select state from dispatch'))[0];
    });
    assert.equal(row.state, 'ready');
    for (const place of places) place.drop();
    const order = orderIn(await made);
    assert.equal(order.state, 'pending');
    assert.equal(fake.creates.get(`${order.id}`), 1);
    assert.equal(asked.includes('lease'), true);
  });
});

test('a payout is never born leased: a crash in between must leave no doubt', async (t) => {
  const { world, payout, asked, merchantId, dispatcher } = await openShop(t);
  await giveMoney(world, 1, merchantId);
  const states: string[] = [];
  const run = dispatcher.run.bind(dispatcher);
  dispatcher.run = async (dispatch, ...rest) => {
    states.push((await dispatchRow(world, dispatch.orderId)).state);
    return await run(dispatch, ...rest);
  };
  assert.equal(orderIn(await payout('A')).state, 'pending');
  assert.deepEqual(states, ['ready']);
  assert.deepEqual(asked, ['lease', 'order'], 'the answer is not read again');
});
