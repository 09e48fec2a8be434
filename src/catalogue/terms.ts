/** General terms: our own choice, for merchants with whom nothing else was agreed. */
import type { Terms } from '../domain/channel.ts';

/** 2.5 %, available on the next day. */
export const PAYIN_TERMS: Terms = {
  fee: { ratePpm: 25_000n, fixedMinor: 0n, minMinor: null, maxMinor: null },
  settle: 1,
};

/** 3.5 %, available after three days: card payments can be disputed. */
export const CARD_TERMS: Terms = {
  fee: { ratePpm: 35_000n, fixedMinor: 0n, minMinor: null, maxMinor: null },
  settle: 3,
};

/** 1 % and a fixed part (minor units) for each transfer. Payouts have nothing to settle. */
export function payoutTerms(fixedMinor: bigint): Terms {
  return {
    fee: { ratePpm: 10_000n, fixedMinor, minMinor: null, maxMinor: null },
    settle: 0,
  };
}
