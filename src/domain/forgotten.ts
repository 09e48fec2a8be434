/** Orders that a restored database had forgotten, as they are made again. */
import type { Dispatch } from './dispatch.ts';
import { type Balance, type Entry, entry } from './ledger.ts';
import { debitByFact } from './netting.ts';
import type { Order } from './order.ts';
import { refundableMinor } from './refund.ts';
import type { AccountKey } from './routing.ts';

/**
 * What a payout or refund that was sent holds. It was covered when it was made: what is not there
 * now, for what brought it is not known again, is owed until it is. Null: a void whose payin has
 * not what it takes, or what a case pays for, which a person must book.
 */
export function holdForgotten(order: Order, balance: Balance): Entry | null {
  const { amountMinor, feeMinor, refundedFeeMinor, voided, kind } = order;
  if (order.caseKey !== undefined) return null;
  const name = `${kind}.hold`;
  if (voided) {
    const minor = amountMinor - refundedFeeMinor;
    return balance.pending < minor
      ? null
      : entry(order, name, { pending: -minor, reserved: minor });
  }
  const minor = amountMinor + feeMinor;
  return entry(order, name, { net: debitByFact(balance, minor), reserved: minor });
}

/** The payin with a refund counted on it that was sent; null: it has not as much left. */
export function countForgotten(payin: Order, refund: Order): Order | null {
  const { amountMinor, voided } = refund;
  if (amountMinor > refundableMinor(payin) || (voided && payin.settleAt === null)) return null;
  const { refundedMinor, refundingMinor } = payin;
  const counted = {
    ...payin,
    refundedMinor: refundedMinor + amountMinor,
    refundingMinor: refundingMinor + amountMinor,
  };
  return voided ? { ...counted, voided: true, settleAt: null, pendingMinor: 0n } : counted;
}

/** Its create, as one that was sent and has no answer: it is asked about, and not sent again. */
export function forgottenDispatch(
  order: Pick<Order, 'id' | 'shard'>,
  { connector, account }: AccountKey,
  n: number,
  operation: Dispatch['operation'],
  at: Date,
): Dispatch {
  return {
    ...{ shard: order.shard, orderId: order.id, n, operation, connector, account },
    ...{ state: 'doubt', leaseNo: 0, queryCount: 0, nextAt: at, version: null },
  };
}
