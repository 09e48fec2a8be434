/** Cases, closed by a person. */
import { shardOf } from '../../domain/id.ts';
import type { CaseKey } from '../../ports/core.ts';
import type { CaseWrites } from '../../ports/privileged.ts';
import { type Queryable, run } from '../database/pool.ts';
import { CLOSE_CASE } from '../statements/cases.ts';
import { BOOK_PROVIDER_REPORT } from '../statements/provider-reports.ts';

export function caseWrites(client: Queryable, shardCount: number): CaseWrites {
  return {
    async book(key, booking, by, resolution) {
      const shard = shardOf(key.orderId, shardCount);
      const booked = await run(client, BOOK_PROVIDER_REPORT, shard, [key.orderId, booking]);
      if (booked.rows.length === 0) return false;
      const parameters = [key.orderId, key.kind, key.key, by, resolution];
      await run(client, CLOSE_CASE, shard, parameters);
      return true;
    },
    async close({ orderId, kind, key }: CaseKey, by: string, resolution: string) {
      const shard = shardOf(orderId, shardCount);
      const parameters = [orderId, kind, key, by, resolution];
      return (await run(client, CLOSE_CASE, shard, parameters)).rows.length === 1;
    },
  };
}
