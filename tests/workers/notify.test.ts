import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Dialect } from '../../src/dialects/contract.ts';
import type { Egress } from '../../src/egress/contract.ts';
import {
  createNotificationDesk,
  createNotificationQueue,
} from '../../src/store/queues/notifications.ts';
import { Notifier } from '../../src/workers/notify.ts';
import type { NotificationQueue } from '../../src/workers/ports.ts';
import { plainDialect } from './plain-dialect.ts';
import {
  addApp,
  noticeOf,
  openEgress,
  openReceiver,
  openWorld,
  orderOf,
  SHARDS,
  until,
  type World,
} from './world.ts';

interface Settings {
  readonly dialect?: Dialect;
  readonly egress?: Pick<Egress, 'send'>;
  readonly queue?: NotificationQueue;
  readonly random?: () => number;
}

/** A notifier that is moved by hand: one round of one shard, and the pushes to their end. */
function notifierOf(t: TestContext, world: World, settings: Settings = {}) {
  const wakes: number[] = [];
  const notifier = new Notifier(
    {
      queue: settings.queue ?? createNotificationQueue(world.pool),
      snapshot: world.snapshot,
      dialects: new Map([['plain', settings.dialect ?? plainDialect()]]),
      egress: settings.egress ?? openEgress(t),
      shardCount: SHARDS,
      log: world.log,
      events: {},
      nowMs: Date.now,
      random: settings.random ?? (() => 0),
    },
    (shard) => wakes.push(shard),
  );
  t.after(() => notifier.stop());
  const rounds = async (shard: number) => {
    while (await notifier.round(shard));
  };
  return { notifier, rounds, wakes };
}

async function statesOf(world: World): Promise<string[]> {
  const rows = await world.query<{ state: string }>(
    'select state from notification order by order_id, n',
  );
  return rows.map(({ state }) => state);
}

const settledIn = (world: World, state: string) => async () =>
  (await statesOf(world)).every((one) => one === state);

describe('delivering notifications', () => {
  test('an acknowledged push is delivered, once, with one recorded attempt', async (t) => {
    const world = await openWorld(t);
    const receiver = await openReceiver(t, () => [200, 'success']);
    const app = addApp(world, 5);
    const order = orderOf(world, app);
    await world.commit(order, { notices: [noticeOf(order, `${receiver.url}/hook`)] });
    const { rounds } = notifierOf(t, world);
    await rounds(order.shard);
    await until(settledIn(world, 'delivered'), 'delivered');
    await rounds(order.shard);
    assert.equal(receiver.calls.length, 1);
    assert.equal(receiver.calls[0]?.path, '/hook');
    const attempts = await createNotificationDesk(world.pool, SHARDS).attemptsOf(order.id);
    assert.equal(attempts.length, 1);
    assert.deepEqual(
      { ...attempts[0], at: null, tookMs: null },
      { n: 1, attempt: 1, at: null, tookMs: null, status: 200, error: null, reply: 'success' },
    );
    assert.deepEqual(world.logged, []);
  });
});
