/** Notifications, sent again because a person wants it. */
import { shardOf } from '../../domain/id.ts';
import type { NotificationWrites } from '../../ports/privileged.ts';
import { type Queryable, run } from '../database/pool.ts';
import { filterParameters } from '../queues/notifications.ts';
import { time } from '../statements/columns.ts';
import { RESEND_DEAD_LETTERED, RESEND_ONE } from '../statements/notification-queue.ts';

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function notificationWrites(
  client: Queryable,
  shardCount: number,
  now: () => Date | null = () => null,
): NotificationWrites {
  return {
    async resend(orderId, n) {
      const parameters = [time(now()), orderId, n];
      const shard = shardOf(orderId, shardCount);
      return (await run(client, RESEND_ONE, shard, parameters)).rows.length === 1;
    },
    async resendDeadLettered(filter, limit) {
      const parameters = [time(now()), ...filterParameters(filter), limit];
      const { merchantId } = filter;
      const shards =
        merchantId === null
          ? Array.from({ length: shardCount }, (_, shard) => shard)
          : [shardOf(merchantId, shardCount)];
      let count = 0;
      for (const shard of shards) {
        count += (await run(client, RESEND_DEAD_LETTERED, shard, parameters)).rows.length;
      }
      return count;
    },
  };
}
