/** Reads without locks. Each names one shard, found from the id or the merchant's bucket. */

import type { Dispatch } from '../../domain/dispatch.ts';
import { type Id, shardOf } from '../../domain/id.ts';
import type { Balance } from '../../domain/ledger.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import type { Reader } from '../../ports/core.ts';
import { type Queryable, run } from '../database/pool.ts';
import { BALANCES_OF_MERCHANT } from '../statements/ledger.ts';
import { type OrderRow, orderOf } from '../statements/order-row.ts';
import {
  CODES_OF_GROUP,
  MANDATES_OF_PAYER,
  ORDER_BY_ID,
  ORDER_BY_REFERENCE,
  ORDERS_BY_PROVIDER_ID,
  ORDERS_OF_PARENT,
} from '../statements/orders.ts';
import { DISPATCHES_OF_ORDER, PROVIDER_EVENTS_RECORDED } from '../statements/outbox.ts';
import { statementsOf } from './merchant-statement.ts';
import { movedPayments } from './moved-payments.ts';

export interface DispatchRow {
  readonly shard: number;
  readonly order_id: bigint;
  readonly n: number;
  readonly operation: Dispatch['operation'];
  readonly connector: string;
  readonly account: string;
  readonly state: Dispatch['state'];
  readonly lease_no: number;
  readonly query_count: number;
  readonly next_at: Date;
  readonly version: number | null;
}

export function dispatchOf(row: DispatchRow): Dispatch {
  return {
    shard: row.shard,
    orderId: row.order_id,
    n: row.n,
    operation: row.operation,
    connector: row.connector,
    account: row.account,
    state: row.state,
    leaseNo: row.lease_no,
    queryCount: row.query_count,
    nextAt: row.next_at,
    version: row.version,
  };
}

/** The order that was paid by the id, else the one that was made as it; several are none. */
export function theOne(orders: readonly Order[], providerId: string): Order | null {
  const paid = orders.filter(({ paymentRef }) => paymentRef === providerId);
  const [one, other] = paid.length > 0 ? paid : orders;
  return one === undefined || other !== undefined ? null : one;
}

/** A merchant's id holds its bucket, as every id does. */
type BalanceRow = Balance & { readonly mode: Mode; readonly asset: string };

export function createReader(pool: Queryable, shardCount: number): Reader {
  const first = (rows: readonly OrderRow[]) => (rows[0] === undefined ? null : orderOf(rows[0]));
  return {
    async orderByRef({ merchantId, mode, scope, merchantRef }) {
      const shard = shardOf(merchantId, shardCount);
      const parameters = [merchantId, mode, scope, merchantRef];
      return first((await run<OrderRow>(pool, ORDER_BY_REFERENCE, shard, parameters)).rows);
    },
    async orderById(id: Id) {
      return first((await run<OrderRow>(pool, ORDER_BY_ID, shardOf(id, shardCount), [id])).rows);
    },
    async dispatchesOf(id: Id) {
      const shard = shardOf(id, shardCount);
      const { rows } = await run<DispatchRow>(pool, DISPATCHES_OF_ORDER, shard, [id]);
      return rows.map(dispatchOf);
    },
    async orderByProviderId({ connector, account }, providerId) {
      const shards = Array.from({ length: shardCount }, (_, shard) => shard);
      const parameters = [providerId, connector, account];
      const found = await Promise.all(
        shards.map((shard) => run<OrderRow>(pool, ORDERS_BY_PROVIDER_ID, shard, parameters)),
      );
      return theOne(
        found.flatMap(({ rows }) => rows.map(orderOf)),
        providerId,
      );
    },
    async childrenOf(parentId, kind, appIds, within, limit) {
      const shard = shardOf(parentId, shardCount);
      const { rows } = await run<OrderRow>(pool, ORDERS_OF_PARENT, shard, [
        parentId,
        kind,
        appIds,
        within?.from ?? null,
        within?.to ?? null,
        limit,
      ]);
      return rows.map(orderOf);
    },
    async codesOf({ merchantId, mode, merchantRef }, scopes) {
      const shard = shardOf(merchantId, shardCount);
      const parameters = [merchantId, mode, scopes, merchantRef];
      const { rows } = await run<OrderRow>(pool, CODES_OF_GROUP, shard, parameters);
      return rows.map(orderOf);
    },
    ...movedPayments(pool),
    ...statementsOf(pool, shardCount),
    async mandatesOf(merchantId, appIds, userId, limit) {
      const shard = shardOf(merchantId, shardCount);
      const parameters = [merchantId, appIds, userId, limit];
      const { rows } = await run<OrderRow>(pool, MANDATES_OF_PAYER, shard, parameters);
      return rows.map(orderOf);
    },
    async wasRecorded(merchantId, source, key) {
      const shard = shardOf(merchantId, shardCount);
      const { rows } = await run(pool, PROVIDER_EVENTS_RECORDED, shard, [[source], [key]]);
      return rows.length > 0;
    },
    async balances(merchantId: Id) {
      const shard = shardOf(merchantId, shardCount);
      const { rows } = await run<BalanceRow>(pool, BALANCES_OF_MERCHANT, shard, [merchantId]);
      return rows.map(({ mode, asset, ...balance }) => ({ mode, asset, balance }));
    },
  };
}
