import type { Deps } from '../../src/app/deps.ts';
import type { Command } from '../../src/domain/decision.ts';
import { shardOfBucket } from '../../src/domain/id.ts';
import { entry } from '../../src/domain/ledger.ts';
import type { Merchant } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import { sampleOrder } from '../support/order.ts';
import { net } from '../support/sample.ts';

/** Commands that must fail, and must fail alone. */
export const POISONS = [
  'throws',
  'throws after its claim',
  'cannot name its balances',
  'posts to a balance it did not name',
  'posts twice under one name',
  'takes what is not there',
  'claims an amount of zero',
  'claims a time that is none',
  'claims a text with a zero byte',
  'claims a number that is too large',
  'throws after the provider event',
] as const;
export type Poison = (typeof POISONS)[number];

function orderOf(deps: Deps, merchant: Merchant, shard: number): Order {
  const id = deps.ids.next(merchant.bucket);
  const merchantRef = `poison-${id}`;
  return sampleOrder({ id, shard, merchantId: merchant.id, appId: merchant.id, merchantRef });
}

/** Something to spend: 20.00 that came from nowhere. */
export function seeded(deps: Deps, merchant: Merchant, shards: number): Command<string> {
  const order = orderOf(deps, merchant, shardOfBucket(merchant.bucket, shards));
  const seed = entry(order, 'seed', { upstream: -20_000n, net: net(20_000n) });
  return {
    shard: order.shard,
    balanceKeys: () => [order],
    decide: () => ({ changes: { entries: [seed] }, answer: 'seeded' }),
  };
}

/** A command of one kind of poison. Its first entry is sound, so that half of it would show. */
export function poisoned(
  poison: Poison,
  deps: Deps,
  merchant: Merchant,
  shard: number,
): Command<string> {
  const order = orderOf(deps, merchant, shard);
  const sound = entry(order, 'sound', { upstream: -1n, net: net(1n) });
  const fail = (): never => {
    throw new Error(poison);
  };
  const posts = (...entries: ReturnType<typeof entry>[]): Command<string> => ({
    shard,
    balanceKeys: () => [order],
    decide: () => ({ changes: { entries: [sound, ...entries] }, answer: poison }),
  });
  const claims = (changes: Partial<Order>): Command<string> => ({
    ...posts(),
    claim: { ...order, ...changes },
  });
  switch (poison) {
    case 'throws':
      return { ...posts(), decide: fail };
    case 'throws after its claim':
      return { ...claims({}), decide: fail };
    case 'cannot name its balances':
      return { ...posts(), balanceKeys: fail };
    case 'posts to a balance it did not name':
      return posts(entry(order, 'other', { upstream: -1n, net: net(1n) }, { asset: 'XTS/0' }));
    case 'posts twice under one name':
      return posts(sound);
    case 'takes what is not there':
      return posts(entry(order, 'other', { upstream: 1n << 50n, net: net(-(1n << 50n)) }));
    case 'claims an amount of zero':
      return claims({ amountMinor: 0n });
    case 'claims a time that is none':
      return claims({ expiresAt: new Date(Number.NaN) });
    case 'claims a text with a zero byte':
      return claims({ digest: 'a\0b' });
    case 'claims a number that is too large':
      return claims({ amountMinor: 1n << 63n });
    case 'throws after the provider event': {
      const event = { source: 'fake/main', key: `poison ${order.id}`, orderId: order.id };
      return { ...posts(), providerEvent: event, decide: fail };
    }
  }
}
