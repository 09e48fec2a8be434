/** The cases over PostgreSQL. See `ports/core.ts`. */

import type { CaseKind } from '../../domain/case.ts';
import { type Id, shardOf } from '../../domain/id.ts';
import type { CaseFilter, Cases, CaseView } from '../../ports/core.ts';
import { type Queryable, run } from '../database/pool.ts';
import { ALL_CASES, CASES_OF_ORDER, OPEN_CASES } from '../statements/cases.ts';

interface CaseRow {
  readonly order_id: bigint;
  readonly kind: CaseKind;
  readonly key: string;
  readonly merchant_id: bigint;
  readonly detail: string;
  readonly state: CaseView['state'];
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly resolution: string | null;
}

export function createCases(pool: Queryable, shardCount: number): Cases {
  return {
    async list({ state, merchantId }: CaseFilter, limit: number) {
      const shards =
        merchantId === null
          ? Array.from({ length: shardCount }, (_, shard) => shard)
          : [shardOf(merchantId, shardCount)];
      const statement = state === 'open' ? OPEN_CASES : ALL_CASES;
      const found = await Promise.all(
        shards.map((shard) => run<CaseRow & Row>(pool, statement, shard, [merchantId, limit])),
      );
      const cases = found.flatMap(({ rows }) => rows.map(caseOf));
      const oldestFirst = cases.sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime());
      return (state === 'open' ? oldestFirst : oldestFirst.reverse()).slice(0, limit);
    },
    async ofOrder(orderId: Id) {
      const shard = shardOf(orderId, shardCount);
      const { rows } = await run<CaseRow & Row>(pool, CASES_OF_ORDER, shard, [orderId]);
      return rows.map(caseOf);
    },
  };
}

type Row = Record<string, unknown>;

function caseOf(row: CaseRow): CaseView {
  return {
    orderId: row.order_id,
    kind: row.kind,
    key: row.key,
    merchantId: row.merchant_id,
    detail: row.detail,
    state: row.state,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    resolution: row.resolution,
  };
}
