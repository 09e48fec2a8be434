import fc from 'fast-check';
import { FREE } from '../../src/domain/fee.ts';
import { type Balance, type Entry, post, ZERO_BALANCE } from '../../src/domain/ledger.ts';
import type { Fact } from '../../src/domain/news.ts';
import type { Order } from '../../src/domain/order.ts';

/** The moment at which sample orders are made, and at which samples are decided. */
export const AT = new Date('2026-11-20T12:00:00Z');

/** A payin of 100.00 PHP that upstream has not confirmed; the rest as a test wants it. */
export function sampleOrder(changes: Partial<Order> = {}): Order {
  return {
    id: 514_190_000_000_000_001n,
    shard: 1,
    merchantId: 514_190_000_000_000_000n,
    appId: 7n,
    kind: 'payin',
    scope: 'order',
    merchantRef: 'R-1',
    digest: '00',
    channel: 'PH_GCASH_URL',
    asset: 'PHP/2',
    amountMinor: 10_000n,
    paidMinor: 0n,
    feeMinor: 0n,
    refundedMinor: 0n,
    refundingMinor: 0n,
    feeBackMinor: 0n,
    voided: false,
    state: 'created',
    corrected: false,
    failure: null,
    connector: 'fake',
    account: 'main',
    upstreamId: null,
    paymentRef: null,
    bankRef: null,
    parentId: null,
    parent: null,
    code: null,
    choices: null,
    terms: { fee: FREE, settleAfterDays: 0 },
    fields: {},
    echo: {},
    instructions: null,
    notifyUrl: 'https://shop.example/notify',
    returnUrl: null,
    noticeCount: 0,
    createdAt: AT,
    expiresAt: null,
    finalAt: null,
    settleAt: null,
    ...changes,
  };
}

/** A report that this much was paid. */
export function paid(minor: bigint, paymentRef = 'P1', asset = 'PHP/2') {
  const amount = { asset, minor };
  return { kind: 'paid', amount, paymentRef, bankRef: null, upstreamId: null } as const;
}

export const accepted = { kind: 'accepted', upstreamId: 'U1', instructions: null } as const;
export const declined = {
  kind: 'declined',
  failure: { code: 'declined', text: 'no funds' },
} as const;
export const expired = { kind: 'expired' } as const;
export const reversed = { kind: 'reversed', reason: 'chargeback' } as const;
/** Upstream has cancelled the order, and keeps no payment of it. */
export const cancelled = { kind: 'cancelled' } as const;
export const unclear = { kind: 'unclear', reason: 'word unknown' } as const;

/** One of each kind of fact. */
export const FACTS: readonly Fact[] = [
  accepted,
  paid(10_000n),
  declined,
  expired,
  reversed,
  cancelled,
  unclear,
];

/** Sums per asset of a list of entries. */
export function booked(entries: readonly Entry[], asset = 'PHP/2'): Balance {
  return entries.filter((e) => e.asset === asset).reduce(post, ZERO_BALANCE);
}

/** A list in any order, with some of its members told again. */
export function toldInDisorder<T>(facts: fc.Arbitrary<readonly T[]>): fc.Arbitrary<readonly T[]> {
  return facts.chain((once) =>
    fc.array(fc.nat(Math.max(0, once.length - 1)), { maxLength: 4 }).chain((again) => {
      const all = [...once, ...again.flatMap((index) => once.slice(index, index + 1))];
      return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
    }),
  );
}
