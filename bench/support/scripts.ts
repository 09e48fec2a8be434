/** The yardstick's SQL: the rows that the product writes, one request per transaction. */
import { onDatabase } from './cluster.ts';
import type { BenchMerchant } from './merchants.ts';
import type { Script } from './pgbench.ts';
import { idOfStored, partOf } from './stored.ts';

const ID_MAX = (1n << 62n) - 1n;

/** One order row, one autocommitted statement. */
export function createScript(merchants: readonly BenchMerchant[]): Script {
  const { id, collectAppId } = merchants[0] as BenchMerchant;
  return {
    name: 'create',
    firstSets: false,
    variables: [['id', 1n, ID_MAX]],
    statements: [
      `insert into orders (shard, id, merchant_id, app_id, kind, scope, merchant_ref, digest,
         channel, asset, amount_minor, paid_minor, fee_minor, refunded_minor, state, corrected,
         notice_count, connector, account, detail, created_at, expires_at)
       values (0, :id, ${id}, ${collectAppId}, 'payin', 'order', 'Y' || :id::bigint,
         '09f7e02f1290be211da707a266f153b309f7e02f1290be211da707a266f153b3', 'TEST_PAYIN', 'PHP/2',
         10000, 0, 0, 0, 'created', false, 0, 'simulator', 'main',
         '{"fee": {"r": "25000", "f": "0"}, "settle": 1, "fields": {}, "echo": {}, "notifyUrl": ""}',
         now(), now() + interval '1 hour')
       on conflict (shard, merchant_id, scope, merchant_ref) do nothing returning id`,
    ],
  };
}

/** The orders that `paymentScript` pays: stored ones by their number. */
export async function makeYard(
  url: string,
  merchants: readonly BenchMerchant[],
  from: number,
  count: number,
): Promise<void> {
  const numbers = Array.from({ length: count }, (_, i) => from + i);
  const ids = numbers.map((i) => idOfStored(partOf(merchants, i), i));
  const shards = numbers.map((i) => partOf(merchants, i).bucket % 4);
  await onDatabase(url, async (client) => {
    await client.query('create table yard (n int primary key, shard smallint, id bigint)');
    await client.query(
      'insert into yard select * from unnest($1::int[], $2::smallint[], $3::bigint[])',
      [numbers.map((i) => i - from), shards, ids],
    );
    await client.query('analyze');
  });
}

/**
 * One payment as a transaction of its own, with every row that the product writes for it: the
 * order locked and paid, the balance moved, the balanced entry, the provider's report, the
 * dispatch looked at (it was answered before), the notification.
 */
export function paymentScript(name: string, orderCount: number): Script {
  return {
    name,
    firstSets: true,
    variables: [
      ['n', 0n, BigInt(orderCount) - 1n],
      ['salt', 1n, ID_MAX],
      ['notice', 1n, 32_000n],
    ],
    statements: [
      `select o.shard, o.id, o.merchant_id, o.app_id from yard y
         join orders o on o.shard = y.shard and o.id = y.id where y.n = :n for update of o`,
      `insert into news (shard, source, key, order_id)
         values (:shard, 'simulator/main', 'payment: ' || :salt::bigint, :id)
         on conflict (shard, source, key) do nothing`,
      `update orders set state = 'paid', paid_minor = 10000, fee_minor = 250, final_at = now(),
           settle_at = now() + interval '1 day', payment_ref = 'PAY', notice_count = 1
         where shard = :shard and id = :id`,
      `update balance set seq = seq + 1, pending = pending + 9750, fees = fees + 250, upstream = upstream - 10000
         where shard = :shard and merchant_id = :merchant_id and mode = 'test'
           and asset = 'PHP/2'`,
      `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, connector, account,
           purse, available, pending, reserved, fees, upstream, suspense)
         values (:shard, :id, 'payin.paid ' || :salt::bigint, :merchant_id, 'test', 'PHP/2', 1,
           'simulator', 'main', 'collect', 0, 9750, 0, 250, -10000, 0)`,
      `update dispatch set state = 'done', note = 'news'
         where shard = :shard and order_id = :id and state <> 'done'`,
      `insert into notification (shard, order_id, n, merchant_id, app_id, endpoint, event, url,
           payload, state, next_at, created_at)
         values (:shard, :id, :notice, :merchant_id, :app_id, 'shop.example', 'payin.paid',
           'https://shop.example/notify', '${PAYLOAD}', 'due', now(), now())
         on conflict (shard, order_id, n) do nothing`,
    ],
  };
}

/** As large as an order is as JSON, without what pgbench would take for a variable. */
const PAYLOAD = JSON.stringify(
  Object.fromEntries(Array.from({ length: 36 }, (_, i) => [`member${i}`, `a value ${i}`])),
).replaceAll(':', ': ');
