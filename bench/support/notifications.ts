/** Notifications that wait to be delivered, as a payment's commit leaves them. */

import type { Order } from '../../src/domain/order.ts';
import type { Delivery } from '../../src/domain/subscription.ts';
import { createPool, run } from '../../src/store/database/pool.ts';
import { orderToJson } from '../../src/store/statements/order-row.ts';
import { INSERT_NOTIFICATIONS, notificationParameters } from '../../src/store/statements/outbox.ts';
import { sampleOrder } from '../../tests/support/order.ts';
import type { BenchMerchant } from './merchants.ts';
import { idOfStored, partOf, referenceOf } from './stored.ts';

/** The apps that notifications are measured for: MD5, RSA-2048, RSA-4096. */
export type NotifiedApp = 'collectAppId' | 'rechargeAppId' | 'openApiPhAppId';

const CHUNK = 1_000;

/** `count` paid orders' notifications for the apps of one dialect, spread over the merchants. */
export function eventsFor(
  merchants: readonly BenchMerchant[],
  app: NotifiedApp,
  urls: readonly string[],
  count: number,
): readonly Delivery[] {
  const at = new Date();
  return Array.from({ length: count }, (_, i) => {
    const merchant = partOf(merchants, i);
    const url = partOf(urls, i);
    const order = paidOrder(merchant, BigInt(merchant[app]), url, i, at);
    return { type: 'payin.paid', order, n: 1, url, at };
  });
}

/** Writes them with the product's own statement. */
export async function storeEvents(url: string, events: readonly Delivery[]): Promise<void> {
  const pool = createPool({ url }, 'bench', 1);
  try {
    for (const [shard, ofShard] of Map.groupBy(events, ({ order }) => order.shard)) {
      for (let at = 0; at < ofShard.length; at += CHUNK) {
        const rows = ofShard.slice(at, at + CHUNK);
        await run(pool, INSERT_NOTIFICATIONS, shard, notificationParameters(rows));
      }
    }
    await pool.query('analyze notification');
  } finally {
    await pool.end();
  }
}

/** The same as the payloads of a library's jobs. */
export function payloadsOf(
  events: readonly Delivery[],
): readonly { payload: unknown; url: string }[] {
  return events.map(({ order, url }) => ({ payload: JSON.parse(orderToJson(order)), url }));
}

function paidOrder(
  merchant: BenchMerchant,
  appId: bigint,
  notifyUrl: string,
  i: number,
  at: Date,
): Order {
  return sampleOrder({
    id: idOfStored(merchant, i),
    shard: merchant.bucket % 4,
    merchantId: BigInt(merchant.id),
    appId,
    merchantRef: referenceOf(i),
    digest: '09f7e02f1290be211da707a266f153b309f7e02f1290be211da707a266f153b3',
    channel: 'TEST_PAYIN',
    paidMinor: 10_000n,
    feeMinor: 250n,
    state: 'paid',
    connector: 'simulator',
    upstreamId: `UP${i}`,
    paymentRef: `PAY${i}`,
    terms: {
      fee: { ratePpm: 25_000n, fixedMinor: 0n, minMinor: null, maxMinor: null },
      settle: 1,
    },
    // What `open-api-ph` knows a web payment by.
    metadata: { form: 'web', channelCode: 'GCASH_URL' },
    notifyUrl,
    eventCount: 1,
    createdAt: at,
    finalAt: at,
    settleAt: at,
  });
}
