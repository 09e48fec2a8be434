/** Reports that could not be booked, over PostgreSQL. See `ports/provider-report.ts`. */
import { createHash } from 'node:crypto';
import { BUCKET_COUNT, shardOfBucket } from '../../domain/id.ts';
import type { Ids } from '../../ports/core.ts';
import type { ProviderReports } from '../../ports/provider-report.ts';
import { type Queryable, run } from '../database/pool.ts';
import { KEEP_PROVIDER_REPORT } from '../statements/provider-reports.ts';

/** No order's and no merchant's: what it is of is not known. */
const NOBODY = 0n;

export function createProviderReports(
  pool: Queryable,
  shardCount: number,
  ids: Ids,
): ProviderReports {
  return {
    async keep({ source, key, reason, detail, body }) {
      const from = `${source.connector}/${source.account}`;
      const bucket = bucketOfKey(`${from} ${key}`);
      await run(pool, KEEP_PROVIDER_REPORT, shardOfBucket(bucket, shardCount), [
        from,
        key,
        ids.next(bucket),
        reason,
        Buffer.from(body),
        NOBODY,
        `${from}: ${detail}`,
      ]);
    },
  };
}

/** The same report, told again, comes to the same shard. */
function bucketOfKey(text: string): number {
  return createHash('sha256').update(text).digest().readUInt16BE(0) % BUCKET_COUNT;
}
