/** The questions over PostgreSQL. See `ports/question.ts`. */
import { shardOf } from '../../domain/id.ts';
import type { AccountKey } from '../../domain/routing.ts';
import type { LeasedQuestion, QuestionQueue, Questions } from '../../ports/question.ts';
import { type Queryable, run } from '../database/pool.ts';
import {
  ACCOUNTS_TO_ASK,
  END_QUESTION,
  LEASE_QUESTIONS,
  RAISE_QUESTION,
} from '../statements/questions.ts';

interface Row {
  readonly order_id: bigint;
  readonly connector: string;
  readonly account: string;
  readonly upstream_id: string | null;
  readonly raised_count: number;
  readonly lease_no: number;
}

export function createQuestions(pool: Queryable, shardCount: number): Questions & QuestionQueue {
  return {
    async raise({ orderId, source: { connector, account }, upstreamId }) {
      const shard = shardOf(orderId, shardCount);
      await run(pool, RAISE_QUESTION, shard, [orderId, connector, account, upstreamId]);
    },
    async accountsToAsk(shard) {
      type Account = AccountKey & Record<string, unknown>;
      return (await run<Account>(pool, ACCOUNTS_TO_ASK, shard)).rows;
    },
    async lease(shard, capacities) {
      const { rows } = await run<Row & Record<string, unknown>>(pool, LEASE_QUESTIONS, shard, [
        capacities.map(({ connector }) => connector),
        capacities.map(({ account }) => account),
        capacities.map(({ free }) => free),
        capacities.map(({ leaseMs }) => leaseMs),
      ]);
      return rows.map(leasedOf);
    },
    async end({ orderId, leaseNo, raisedCount }, asked) {
      const shard = shardOf(orderId, shardCount);
      const isFruitful = asked === 'fruitful';
      const parameters = [orderId, leaseNo, raisedCount, isFruitful, asked === 'again'];
      await run(pool, END_QUESTION, shard, parameters);
    },
  };
}

function leasedOf(row: Row): LeasedQuestion {
  return {
    orderId: row.order_id,
    source: { connector: row.connector, account: row.account },
    upstreamId: row.upstream_id,
    raisedCount: row.raised_count,
    leaseNo: row.lease_no,
  };
}
