/** Rows that a platform in use already has: orders of the past, open orders, money. */
import type pg from 'pg';
import { onDatabase } from './cluster.ts';
import type { BenchMerchant } from './merchants.ts';

const CHUNK = 100_000;
const SHARDS = 4;

/**
 * Ids are made from a row number `i` as the platform makes them from the time, so that they grow
 * with it and hold the merchant's bucket: orders of the past lie one millisecond apart.
 */
const FIRST_ORDER_MS = Date.UTC(2026, 0, 1) - Date.UTC(2023, 0, 1);
const ID = `((${FIRST_ORDER_MS}::bigint + i) << 22) | (m.bucket::bigint << 12)`;

const DETAIL = `{"fee":{"r":"10000","f":"0","min":null,"max":null},"settle":1,"fields":{},
  "echo":{},"notifyUrl":"https://shop.example/notify","returnUrl":null}`.replace(/\s+/g, '');

/** The reference of the stored order `i`. */
export function referenceOf(i: number): string {
  return `S${i}`;
}

/** The part (merchant, address) that the stored order `i` falls to. */
export function partOf<T>(parts: readonly T[], i: number): T {
  return parts[i % parts.length] as T;
}

/** Stores orders `from` (inclusive) to `to`, spread over the merchants, with their dispatches. */
export async function storeOrders(
  url: string,
  merchants: readonly BenchMerchant[],
  from: number,
  to: number,
  state: 'paid' | 'pending',
): Promise<void> {
  await onDatabase(url, async (client) => {
    await client.query('set statement_timeout = 0');
    await client.query('create temp table m (n int, id bigint, bucket int, app bigint)');
    await client.query(
      'insert into m select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[])',
      [
        merchants.map((_, n) => n),
        merchants.map(({ id }) => id),
        merchants.map(({ bucket }) => bucket),
        merchants.map(({ collectAppId }) => collectAppId),
      ],
    );
    await client.query('create index on m (n)');
    for (let at = from; at < to; at += CHUNK) {
      await storeChunk(client, merchants.length, at, Math.min(at + CHUNK, to) - 1, state);
    }
    await client.query('analyze');
    await client.query('checkpoint');
  });
}

async function storeChunk(
  client: pg.Client,
  merchantCount: number,
  first: number,
  last: number,
  state: 'paid' | 'pending',
): Promise<void> {
  const paid = state === 'paid';
  const orders = `insert into orders (shard, id, merchant_id, app_id, mode, kind, scope, merchant_ref, digest, channel,
       asset, amount_minor, paid_minor, fee_minor, refunded_minor, state, corrected, notice_count,
       connector, account, payment_ref, detail, created_at, expires_at, final_at)
     select m.bucket % ${SHARDS}, ${ID}, m.id, m.app, 'test', 'payin', 'order', 'S' || i,
       encode(sha256(i::text::bytea), 'hex'), 'TEST_PAYIN', 'PHP/2', 10000, $3, 0, 0, $4, false, 0,
       'simulator', 'main', case when $5 then 'P' || i end, '${DETAIL}', now(),
       case when $5 then null else now() + interval '1 day' end, case when $5 then now() end
     from generate_series($1::int, $2::int) i join m on m.n = i % ${merchantCount} order by i`;
  await client.query(orders, [first, last, paid ? 10_000 : 0, state, paid]);
  const dispatches = `insert into dispatch (shard, order_id, n, operation, connector, account, state, next_at)
     select m.bucket % ${SHARDS}, ${ID}, 1, 'payin', 'simulator', 'main', 'done', now()
     from generate_series($1::int, $2::int) i join m on m.n = i % ${merchantCount} order by i`;
  await client.query(dispatches, [first, last]);
  if (!paid) return;
  const entries = `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, connector,
       account, purse, available, pending, reserved, fees, upstream, suspense)
     select m.bucket % ${SHARDS}, ${ID}, 'payin.paid', m.id, 'test', 'PHP/2', i + 1, 'simulator',
       'main', 'collect', 10000, 0, 0, 0, -10000, 0
     from generate_series($1::int, $2::int) i join m on m.n = i % ${merchantCount} order by i`;
  await client.query(entries, [first, last]);
}

/** The id of the stored order `i`, as `storeOrders` made it. */
export function idOfStored(merchant: Pick<BenchMerchant, 'bucket'>, i: number): bigint {
  return ((BigInt(FIRST_ORDER_MS) + BigInt(i)) << 22n) | (BigInt(merchant.bucket) << 12n);
}

/** Money for payouts: one entry and one balance per merchant. */
export async function giveMoney(
  url: string,
  merchants: readonly BenchMerchant[],
  minor: bigint,
): Promise<void> {
  const parameters = [
    merchants.map(({ id }) => id),
    merchants.map(({ bucket }) => bucket % SHARDS),
    minor,
  ];
  const from = 'from unnest($1::bigint[], $2::int[]) as m (id, shard)';
  await onDatabase(url, async (client) => {
    const entry = `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, connector,
         account, purse, available, pending, reserved, fees, upstream, suspense)
       select shard, id, 'payin.paid', id, 'test', 'PHP/2', 1, 'simulator', 'main', 'collect', $3, 0, 0, 0, -$3::bigint, 0 ${from}`;
    await client.query(entry, parameters);
    const balance = `insert into balance (shard, merchant_id, mode, asset, seq,
         available, pending, reserved, fees, upstream, suspense)
       select shard, id, 'test', 'PHP/2', 1, $3, 0, 0, 0, -$3::bigint, 0 ${from}`;
    await client.query(balance, parameters);
  });
}
