/** Table statistics, without which the planner takes a shard for a handful of rows. */
import type pg from 'pg';

const HOT_TABLES = 'orders, dispatch, news, entry, balance, notification, notification_attempt';

/**
 * Takes statistics when the tables have grown; at most one run at a time, and only what
 * the first shard says counts, for all shards lie in the same tables. Autovacuum does the same
 * once a minute, which is too late for a database that starts empty under load.
 */
export function createStatistics(pool: pg.Pool): (shard: number) => void {
  let running = false;
  return (shard) => {
    if (shard !== 0 || running) return;
    running = true;
    void pool
      .query(`analyze ${HOT_TABLES}`)
      .catch(() => undefined)
      .finally(() => {
        running = false;
      });
  };
}
