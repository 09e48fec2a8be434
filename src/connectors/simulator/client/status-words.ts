/** The words that the provider has for its orders, and where an order stands by each. */
import type { SentKind } from '../../../domain/order.ts';

/** `active`: a code or mandate in use. `ended`: one that nothing comes through any more. */
export type Standing =
  | 'pending'
  | 'active'
  | 'succeeded'
  | 'failed'
  | 'expired'
  | 'reversed'
  | 'used'
  | 'ended'
  | 'passed'
  | 'rejected'
  | 'referred';

/** The provider's word for each kind: in queries `kind`, in events the part before the dot. */
export const KIND_WORDS: Readonly<Record<SentKind, string>> = {
  payin: 'payment',
  payout: 'payout',
  refund: 'refund',
  code: 'code',
  mandate: 'mandate',
  verification: 'verification',
};

const words = (...rows: readonly (readonly [word: string, standing: Standing])[]) => new Map(rows);

/** Status words of each kind of order (section 2). Maps, for `constructor` is no status word. */
export const STATUS_WORDS: Readonly<Record<SentKind, ReadonlyMap<string, Standing>>> = {
  payin: words(
    ['pending', 'pending'],
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['expired', 'expired'],
    ['reversed', 'reversed'],
  ),
  payout: words(
    ['processing', 'pending'],
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['reversed', 'reversed'],
  ),
  refund: words(['processing', 'pending'], ['succeeded', 'succeeded'], ['failed', 'failed']),
  code: words(
    ['active', 'active'],
    ['used', 'used'],
    ['closed', 'ended'],
    ['expired', 'expired'],
    ['failed', 'failed'],
  ),
  mandate: words(
    ['pending', 'pending'],
    ['active', 'active'],
    ['refused', 'failed'],
    ['failed', 'failed'],
    ['revoked', 'ended'],
    ['expired', 'expired'],
  ),
  verification: words(
    ['processing', 'pending'],
    ['passed', 'passed'],
    ['rejected', 'rejected'],
    ['referred', 'referred'],
    ['failed', 'failed'],
  ),
};
