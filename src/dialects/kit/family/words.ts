/** Words that the APIs of one family have in common. */
import type { Order } from '../../../domain/order.ts';
import type { OrderEventType } from '../../../domain/order-event.ts';

/** How an event ends; a payment or payout that was reversed is reported as failed. */
export const EVENT_ENDINGS: Readonly<Partial<Record<OrderEventType, string>>> = {
  'payin.paid': 'success',
  'payin.failed': 'failed',
  'payin.reversed': 'failed',
  'payout.paid': 'success',
  'payout.failed': 'failed',
  'payout.reversed': 'failed',
  'refund.paid': 'success',
  'refund.failed': 'failed',
  'mandate.active': 'success',
  'mandate.failed': 'failed',
  'mandate.ended': 'cancel',
  'verification.passed': 'success',
  'verification.failed': 'failed',
};

/** Of permissions to debit, spelt as published. */
type TokenStatus = 'ACTIVED' | 'INACTIVED';

export function tokenStatusOf({ state }: Pick<Order, 'state'>): TokenStatus {
  return state === 'active' ? 'ACTIVED' : 'INACTIVED';
}

const ENDED_BY = {
  merchant: 'MCH_CANCEL',
  payer: 'USER_CANCEL',
  provider: 'PLATFORM_CANCEL',
} as const;

/** Why a permission is no longer one; null while it is, or before. */
export function inactiveTypeOf({ state, failure }: Order): string | null {
  if (state === 'expired') return 'EXPIRED';
  return state === 'closed' ? ENDED_BY[failure?.by ?? 'provider'] : null;
}
