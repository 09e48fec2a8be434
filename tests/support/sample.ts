import fc from 'fast-check';
import { type Balance, type Entry, post, ZERO_BALANCE } from '../../src/domain/ledger.ts';
import type { Netted } from '../../src/domain/netting.ts';
import type { Fact } from '../../src/domain/provider-event.ts';

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

/** Legs of `available` and `debt`, whatever they come from. */
export const net = (available: bigint, debt = 0n) => ({ available, debt }) as Netted;

/** Sums per asset of a list of entries. */
export function booked(entries: readonly Entry[], asset = 'PHP/2'): Balance {
  return entries.filter((e) => e.asset === asset).reduce(post, ZERO_BALANCE);
}

/** A list in any order, with some of its members repeated. */
export function inAnyOrder<T>(facts: fc.Arbitrary<readonly T[]>): fc.Arbitrary<readonly T[]> {
  return facts.chain((once) =>
    fc.array(fc.nat(Math.max(0, once.length - 1)), { maxLength: 4 }).chain((again) => {
      const all = [...once, ...again.flatMap((index) => once.slice(index, index + 1))];
      return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
    }),
  );
}
