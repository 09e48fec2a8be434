/** What can happen to an order that its merchant is notified of. */
export const ORDER_EVENT_TYPES = [
  'payin.paid',
  'payin.failed',
  'payin.reversed',
  'payin.part_reversed', // the provider took a part back; the order stays paid by the rest
  'payout.paid',
  'payout.failed',
  'payout.reversed',
  'refund.paid',
  'refund.failed',
  'withdrawal.paid',
  'withdrawal.failed',
  'withdrawal.returned', // it had been paid, and came back
  'mandate.active',
  'mandate.failed',
  'mandate.ended',
  'verification.passed',
  'verification.failed', // or its time is over
] as const;
export type OrderEventType = (typeof ORDER_EVENT_TYPES)[number];
