import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { firstRoute } from '../../src/app/choose-route.ts';
import { BREAKER } from '../../src/domain/breaker.ts';
import { Health } from '../../src/workers/health.ts';
import { until } from '../support/until.ts';
import { openDispatching, payin, payout } from './dispatching.ts';
import { openUpstream } from './fake-upstream.ts';
import { CHANNEL } from './world.ts';

const MAIN = { connector: 'fake', account: 'main' };

/** Two providers behind breakers, on a clock that the test moves. */
async function openHealth(t: TestContext) {
  let nowMs = 1_000_000;
  const changes: string[] = [];
  const health = new Health({
    rule: BREAKER,
    ticks: () => nowMs,
    random: Math.random,
    changed: ({ account }, state) => changes.push(`${account} ${state}`),
  });
  const second = await openUpstream(t);
  const hands = await openDispatching(t, {
    others: { second },
    routing: health,
    timeoutMs: 10_000,
    record: (account, isTrouble) => health.recordOutcome(account, isTrouble),
  });
  const route = (account: string, priority: number) => ({
    ...{ channelCode: CHANNEL.code, connector: 'fake', account, priority, weight: 1 },
    ...{ enabled: true, merchantIds: null, minMinor: null, maxMinor: null },
  });
  hands.world.routes.push(route('main', 0), route('second', 1));
  const wait = (ms: number) => {
    nowMs += ms;
  };
  const wanted = {
    id: null,
    channel: CHANNEL.code,
    merchantId: 1n,
    amountMinor: 1n,
    mode: 'live',
  } as const;
  /** Where a new order would go. */
  const goes = () => firstRoute(hands.deps, wanted)?.account;
  const sendOne = async (make = payin) => {
    const order = await make(hands.world);
    await hands.send(order.shard);
    return order;
  };
  const stateOf = (account: string) =>
    health.list().find((one) => one.account === account)?.state ?? 'closed';
  return { ...hands, second, health, changes, wait, goes, sendOne, stateOf };
}

describe('the health of an account', () => {
  test('trouble opens its breaker, orders go elsewhere, and successes close it', async (t) => {
    const { fake, second, changes, wait, goes, sendOne, stateOf } = await openHealth(t);
    fake.onCreate = 'nonsense';
    for (let i = 0; i < BREAKER.troubles; i += 1) {
      assert.equal(goes(), 'main');
      await sendOne();
    }
    assert.equal(stateOf('main'), 'open');
    assert.equal(goes(), 'second');
    // An order that was given to it before is not risked: nothing reaches the provider.
    const reached = fake.creates.size;
    await sendOne();
    await sendOne(payout);
    assert.equal(fake.creates.size, reached);
    assert.equal(second.creates.size, reached + 2);

    fake.onCreate = 'accept';
    wait(BREAKER.pauseMs);
    assert.equal(stateOf('main'), 'half_open');
    for (let i = 0; i < BREAKER.successes; i += 1) {
      assert.equal(goes(), 'main');
      await sendOne();
    }
    assert.equal(stateOf('main'), 'closed');
    assert.deepEqual(changes, ['main open', 'main closed']);
    assert.equal(fake.creates.size, reached + BREAKER.successes);
  });

  test('one order at a time tries an account that was in trouble', async (t) => {
    const { fake, second, health, wait, sendOne, world, send, goes } = await openHealth(t);
    for (let i = 0; i < BREAKER.troubles; i += 1) health.recordOutcome(MAIN, true);
    wait(BREAKER.pauseMs);
    let answer: () => void = () => undefined;
    fake.beforeAnswer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const orders = [await payin(world), await payin(world), await payin(world)];
    const sent = send(orders[0]?.shard as number);
    const rows = () => world.query('select 1 from dispatch');
    await until(async () => (await rows()).length === 5, 'one tries, and two go on elsewhere');
    assert.equal(goes(), 'second');
    answer();
    await sent;
    assert.deepEqual([fake.creates.size, second.creates.size], [1, 2]);
    fake.beforeAnswer = async () => undefined;
    assert.equal(goes(), 'main');
    await sendOne();
    assert.equal(fake.creates.size, 2);
  });

  test('a payer`s refusal is no trouble, however often it comes', async (t) => {
    const { fake, sendOne, stateOf, goes, health } = await openHealth(t);
    fake.onCreate = 'decline';
    for (let i = 0; i < BREAKER.ofLast; i += 1) await sendOne();
    assert.equal(stateOf('main'), 'closed');
    assert.equal(goes(), 'main');
    const { connector, account, troubles, outcomes } = health.list()[0] ?? {};
    assert.deepEqual([connector, account, troubles, outcomes], ['fake', 'main', 0, 20]);
  });

  test('when no account works the best one is tried all the same', async (t) => {
    const { fake, health, sendOne, world, goes } = await openHealth(t);
    for (const account of ['main', 'second']) {
      for (let i = 0; i < BREAKER.troubles; i += 1) {
        health.recordOutcome({ connector: 'fake', account }, true);
      }
    }
    assert.equal(goes(), 'main');
    const order = await sendOne();
    assert.equal(fake.creates.size, 1);
    assert.equal((await world.reader.orderById(order.id))?.state, 'pending');
  });
});
