import type { TestContext } from 'node:test';
import type { Dialect } from '../../src/dialects/contract.ts';
import type { Egress } from '../../src/egress/contract.ts';
import type { NotificationQueue } from '../../src/ports/workers.ts';
import { createNotificationQueue } from '../../src/store/queues/notifications.ts';
import { Notifier } from '../../src/workers/notify.ts';
import { plainDialect } from './plain-dialect.ts';
import { openEgress, SHARDS, type World } from './world.ts';

export interface Settings {
  readonly dialect?: Dialect;
  readonly egress?: Pick<Egress, 'send'>;
  readonly queue?: NotificationQueue;
  readonly random?: () => number;
}

/** A notifier that is moved by hand: `rounds` takes all that a shard has capacity for. */
export function notifierOf(t: TestContext, world: World, settings: Settings = {}) {
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

/** True while every notification is in this state. */
export const settledIn = (world: World, state: string) => async () => {
  const rows = await world.query('select 1 from notification where state <> $1 limit 1', [state]);
  return rows.length === 0;
};

/** Copies the notification of an order `count` times: same endpoint, orders of their own. */
export async function queueRows(world: World, orderId: bigint, count: number): Promise<void> {
  await world.query(
    `insert into notification (shard, order_id, n, merchant_id, app_id, endpoint, event, url,
       payload, state, next_at, created_at)
     select shard, order_id + i, n, merchant_id, app_id, endpoint, event, url,
       jsonb_set(payload, '{id}', to_jsonb((order_id + i)::text)), state, next_at, created_at
     from notification, generate_series(1, $2::int) as i where order_id = $1`,
    [orderId, count],
  );
}
