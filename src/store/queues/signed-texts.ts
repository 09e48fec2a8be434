/** Signed texts over PostgreSQL. See `ports/signed-texts.ts`. */
import { shardOf } from '../../domain/id.ts';
import { mayServe } from '../../domain/signed-once.ts';
import type { SignedTexts } from '../../ports/signed-texts.ts';
import { type Queryable, run } from '../database/pool.ts';
import { time } from '../statements/columns.ts';
import { CLAIM_SIGNED_TEXT } from '../statements/signed-texts.ts';

export function createSignedTexts(pool: Queryable, shardCount: number): SignedTexts {
  return {
    async claim(appId, { digest, operation, isRead, until }) {
      const text = Buffer.from(digest, 'hex');
      type Row = { readonly operation: string; readonly is_read: boolean };
      const { rows } = await run<Row>(pool, CLAIM_SIGNED_TEXT, shardOf(appId, shardCount), [
        ...[appId, text, operation, isRead, time(until)],
      ]);
      const [served] = rows;
      const first = served && { operation: served.operation, isRead: served.is_read };
      return first !== undefined && mayServe(first, { operation, isRead });
    },
  };
}
