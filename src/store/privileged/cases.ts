/** Cases, closed by a person. */
import { shardOf } from '../../domain/id.ts';
import type { CaseKey } from '../../ports/core.ts';
import type { CaseWrites } from '../../ports/privileged.ts';
import { type Queryable, run } from '../database/pool.ts';
import { CLOSE_CASE } from '../statements/cases.ts';

export function caseWrites(client: Queryable, shardCount: number): CaseWrites {
  return {
    async close({ orderId, kind, key }: CaseKey, by: string, resolution: string) {
      const shard = shardOf(orderId, shardCount);
      const parameters = [orderId, kind, key, by, resolution];
      return (await run(client, CLOSE_CASE, shard, parameters)).rows.length === 1;
    },
  };
}
