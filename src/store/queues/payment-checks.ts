/** Questions before money is taken, over PostgreSQL. See `ports/payment-check.ts`. */
import { shardOf } from '../../domain/id.ts';
import type { CheckAnswer } from '../../domain/payment-check.ts';
import type { CheckKey, PaymentChecks } from '../../ports/payment-check.ts';
import { type Queryable, run } from '../database/pool.ts';
import { BEGIN_CHECK, CHECKS_OF_ORDER, FINISH_CHECK } from '../statements/payment-checks.ts';

interface AnswerRow {
  readonly collect: boolean | null;
  readonly reason: CheckAnswer['reason'] | null;
  readonly detail: string | null;
}

interface CheckRow extends AnswerRow {
  readonly source: string;
  readonly key: string;
  readonly amount_minor: bigint;
  readonly asset: string;
  readonly asked_at: Date;
  readonly took_ms: number | null;
  readonly status: number | null;
}

export function createPaymentChecks(pool: Queryable, shardCount: number): PaymentChecks {
  const keyOf = ({ orderId, source, key }: CheckKey) => [orderId, source, key];
  return {
    async begin(key, { minor, asset }) {
      const shard = shardOf(key.orderId, shardCount);
      const parameters = [...keyOf(key), minor, asset];
      const { rows } = await run<AnswerRow>(pool, BEGIN_CHECK, shard, parameters);
      return answerOf(rows[0]);
    },
    async finish(key, { collect, reason, detail, tookMs, status }) {
      const shard = shardOf(key.orderId, shardCount);
      const parameters = [...keyOf(key), collect, reason, detail, tookMs, status];
      const { rows } = await run<AnswerRow>(pool, FINISH_CHECK, shard, parameters);
      // The row is there: `begin` has written it.
      return answerOf(rows[0]) as CheckAnswer;
    },
    async ofOrder(orderId) {
      const shard = shardOf(orderId, shardCount);
      const { rows } = await run<CheckRow>(pool, CHECKS_OF_ORDER, shard, [orderId]);
      return rows.map((row) => ({
        source: row.source,
        key: row.key,
        amount: { asset: row.asset, minor: row.amount_minor },
        askedAt: row.asked_at,
        collect: row.collect,
        reason: row.reason,
        detail: row.detail ?? '',
        tookMs: row.took_ms,
        status: row.status,
      }));
    },
  };
}

function answerOf(row: AnswerRow | undefined): CheckAnswer | null {
  if (row === undefined || row.collect === null || row.reason === null) return null;
  return { collect: row.collect, reason: row.reason, detail: row.detail ?? '' };
}
