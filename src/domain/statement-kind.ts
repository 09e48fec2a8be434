/**
 * What a line of a merchant's statement is, in words that do not change with the ledger: people
 * read them in their language, programs as they stand here.
 */

/** By the entry's name, up to its colon. */
const KINDS = {
  'payin.paid': 'payment',
  'payin.part': 'part_payment',
  'payin.excess': 'excess_payment',
  'payin.suspense': 'unmatched_payment',
  'payin.part_reversed': 'payment_partly_reversed',
  'payin.parts_returned': 'part_payments_returned',
  'payin.reversed': 'payment_reversed',
  'payin.held_reversed': 'unmatched_payment_reversed',
  'batch.settled': 'settlement',
  'reserve.released': 'reserve_released',
  'refund.hold': 'refund_requested',
  'refund.paid': 'refund',
  'refund.release': 'refund_failed',
  'refund.reversed': 'refund_returned',
  'refund.stray': 'refund_paid_after_failure',
  'payout.hold': 'payout_requested',
  'payout.paid': 'payout',
  'payout.release': 'payout_failed',
  'payout.reversed': 'payout_returned',
  'payout.stray': 'payout_paid_after_failure',
  'withdrawal.hold': 'withdrawal_requested',
  'withdrawal.paid': 'withdrawal',
  'withdrawal.release': 'withdrawal_failed',
  'withdrawal.reversed': 'withdrawal_returned',
  'withdrawal.stray': 'withdrawal_paid_after_failure',
  'topup.credited': 'top_up',
  'dispute.held': 'dispute_opened',
  'dispute.released': 'dispute_won',
  'dispute.lost': 'dispute_lost',
  'dispute.returned': 'dispute_won_later',
  'dispute.refunded': 'dispute_refunded',
  'dispute.fee': 'dispute_fee',
  'dispute.fee_refunded': 'dispute_fee_refunded',
  'case.exit': 'unmatched_payment_resolved',
  'balance.credit': 'adjustment_credit',
  'balance.debit': 'adjustment_debit',
  'balance.hold': 'funds_frozen',
  'balance.release': 'funds_released',
  'balance.forgive': 'debt_written_off',
  // Of before there were batches.
  'payin.settled': 'settlement',
} as const;

export type StatementKind = (typeof KINDS)[keyof typeof KINDS] | 'other';

export const STATEMENT_KINDS: readonly StatementKind[] = [
  ...new Set<StatementKind>([...Object.values(KINDS), 'other']),
];

const WITHOUT_ORDER: ReadonlySet<StatementKind> = new Set([
  ...(['settlement', 'reserve_released', 'adjustment_credit', 'adjustment_debit'] as const),
  ...(['funds_frozen', 'funds_released', 'debt_written_off', 'other', 'top_up'] as const),
]);

/** Whether its subject is an order: else a settlement, or the merchant itself. */
export function isOfOrder(kind: StatementKind): boolean {
  return !WITHOUT_ORDER.has(kind);
}

/** `payin.part:P1` is a part payment; what no program makes any more is `other`. */
export function statementKindOf(entryName: string): StatementKind {
  const [name = ''] = entryName.split(':');
  return (KINDS as Readonly<Record<string, StatementKind>>)[name] ?? 'other';
}
