/** What must hold of the books at every moment: the auditor asks, and the fault runs too. */

export const AUDIT_RULES = [
  'entries_sum_to_zero',
  'balances_are_sums', // each balance is the sum and the number of its entries
  'pending_is_unsettled', // of payins that are paid and not settled
  'reserved_is_open', // payouts, withdrawals and refunds
  'disputed_is_open', // held for disputes
  'rolling_is_held', // in reserve, each amount until its day or a person's word
  'suspense_is_cases', // each unit is one open case's
  'debt_or_available', // whoever owes has nothing
] as const;
export type AuditRule = (typeof AUDIT_RULES)[number];

/**
 * With what is asked when a day is closed: the main book is the merchants' balances, what each
 * provider owes us by the day's entries is what its journal says, and what is unallocated is what
 * banks have received and nobody has yet.
 */
export type BookRule =
  | AuditRule
  | 'main_book_agrees'
  | 'receivable_is_journal'
  | 'unallocated_is_receipts';
