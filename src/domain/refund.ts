/** A refund's guard: refunds made and under way never exceed what the payer paid. */
import type { Channel } from './channel.ts';
import type { Order } from './order.ts';
import { type Refused, refuse } from './refusal.ts';

/** The payin with the refund counted, or why it cannot be refunded by this much. */
export function reserveRefund(
  payin: Order,
  amountMinor: bigint,
  ability: Channel['abilities']['refund'],
): { ok: true; payin: Order } | Refused {
  if (payin.kind !== 'payin') return refuse('not_found');
  if (payin.state !== 'paid') return refuse('not_supported', undefined, 'the order is not paid');
  if (ability === 'none') return refuse('not_supported', undefined, 'channel has no refunds');
  if (amountMinor <= 0n) return refuse('amount_invalid');
  const rest = payin.paidMinor - payin.refundedMinor;
  if (amountMinor > rest) return refuse('refund_exceeds_paid');
  if (ability === 'full' && amountMinor !== payin.paidMinor) {
    return refuse('not_supported', undefined, 'the channel refunds the whole amount only');
  }
  return { ok: true, payin: { ...payin, refundedMinor: payin.refundedMinor + amountMinor } };
}

/** The payin after one of its refunds failed: that much can be refunded again. */
export function returnRefund(payin: Order, amountMinor: bigint): Order {
  return { ...payin, refundedMinor: payin.refundedMinor - amountMinor };
}
