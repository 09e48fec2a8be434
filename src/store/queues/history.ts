/** Entries and delivered notifications, looked up by people. */

import { type Id, shardOf } from '../../domain/id.ts';
import { ACCOUNTS, type Balance } from '../../domain/ledger.ts';
import type { Notification } from '../../domain/order-event.ts';
import type { EntryView } from '../../ports/operator.ts';
import { type Queryable, run } from '../database/pool.ts';
import { time } from '../statements/columns.ts';
import { DELIVERED_NOTIFICATIONS } from '../statements/history.ts';
import { ENTRIES_OF_ORDER } from '../statements/ledger.ts';

/** A delivered notification. */
export interface DeliveredView
  extends Pick<Notification, 'orderId' | 'n' | 'merchantId' | 'event' | 'url' | 'attemptCount'> {
  readonly createdAt: Date;
  readonly doneAt: Date | null;
}

export interface History {
  entriesOf(orderId: Id): Promise<readonly EntryView[]>;
  /** Newest orders first. Null does not filter. */
  delivered(
    filter: { merchantId: Id | null; event: string | null; from: Date | null },
    limit: number,
  ): Promise<readonly DeliveredView[]>;
}

type EntryRow = Omit<EntryView, 'legs'> & Balance;

interface DeliveredRow extends Omit<DeliveredView, 'orderId' | 'merchantId' | 'attemptCount'> {
  readonly order_id: bigint;
  readonly merchant_id: bigint;
  readonly attempt_count: number;
  readonly created_at: Date;
  readonly done_at: Date | null;
}

export function createHistory(pool: Queryable, shardCount: number): History {
  return {
    async entriesOf(orderId) {
      const shard = shardOf(orderId, shardCount);
      const { rows } = await run<EntryRow & Row>(pool, ENTRIES_OF_ORDER, shard, [orderId]);
      return rows.map(({ name, asset, connector, at, ...row }) => {
        const legs = Object.fromEntries(ACCOUNTS.map((a) => [a, row[a]])) as unknown as Balance;
        return { name, asset, connector, legs, at };
      });
    },
    async delivered({ merchantId, event, from }, limit) {
      const shards =
        merchantId === null
          ? Array.from({ length: shardCount }, (_, shard) => shard)
          : [shardOf(merchantId, shardCount)];
      const parameters = [merchantId, event, time(from), limit];
      const found = await Promise.all(
        shards.map((shard) =>
          run<DeliveredRow & Row>(pool, DELIVERED_NOTIFICATIONS, shard, parameters),
        ),
      );
      const views = found.flatMap(({ rows }) => rows.map(deliveredOf));
      return views.sort((a, b) => (a.orderId < b.orderId ? 1 : -1)).slice(0, limit);
    },
  };
}

type Row = Record<string, unknown>;

function deliveredOf(row: DeliveredRow): DeliveredView {
  return {
    orderId: row.order_id,
    n: row.n,
    merchantId: row.merchant_id,
    event: row.event,
    url: row.url,
    attemptCount: row.attempt_count,
    createdAt: row.created_at,
    doneAt: row.done_at,
  };
}
