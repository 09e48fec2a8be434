/** The cases over PostgreSQL. See `ports/core.ts`. */
import { type Id, shardOf } from '../../domain/id.ts';
import type { CaseFilter, Cases } from '../../ports/core.ts';
import { type Queryable, run } from '../database/pool.ts';
import { type CaseRow, caseViewOf } from '../read/case-row.ts';
import { ALL_CASES, CASES_OF_ORDER, OPEN_CASES } from '../statements/cases.ts';

export function createCases(pool: Queryable, shardCount: number): Cases {
  return {
    async list({ state, merchantId, mode = null }: CaseFilter, limit: number) {
      const shards =
        merchantId === null
          ? Array.from({ length: shardCount }, (_, shard) => shard)
          : [shardOf(merchantId, shardCount)];
      const statement = state === 'open' ? OPEN_CASES : ALL_CASES;
      const found = await Promise.all(
        shards.map((shard) => run<CaseRow>(pool, statement, shard, [merchantId, limit, mode])),
      );
      const cases = found.flatMap(({ rows }) => rows.map(caseViewOf));
      const oldestFirst = cases.sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime());
      return (state === 'open' ? oldestFirst : oldestFirst.reverse()).slice(0, limit);
    },
    async ofOrder(orderId: Id) {
      const shard = shardOf(orderId, shardCount);
      const { rows } = await run<CaseRow>(pool, CASES_OF_ORDER, shard, [orderId]);
      return rows.map(caseViewOf);
    },
  };
}
