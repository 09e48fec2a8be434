/**
 * Clearing accounts: what lies in them is on its way, or is nobody's yet, and must come back to
 * zero. Each has an age, in days, from which on it is an alarm.
 */
import type { MainAccount } from './main-book.ts';

/** With the ages that hold where nobody has set others. */
export const CLEARING_DAYS = {
  in_transit: 5, // sent by one bank or provider, and not seen by the other: bank days
  bank_clearing: 3, // withdrawals and top-ups that the bank has not shown
  unallocated: 7, // receipts that nobody claims
  splits: 1, // on the way from one merchant to another
  fx_position: 3, // a conversion of which one half is missing
  claims: 30, // providers answer claims within weeks
  suspense: 14, // cases that hold money
} as const satisfies Partial<Readonly<Record<MainAccount, number>>>;

export type ClearingAccount = keyof typeof CLEARING_DAYS;
export type ClearingDays = Readonly<Record<ClearingAccount, number>>;

export const CLEARING_ACCOUNTS = Object.keys(CLEARING_DAYS) as readonly ClearingAccount[];

/** Ages for the accounts that a text such as `suspense=7,claims=45` names; null: it is wrong. */
export function clearingDaysOf(text: string): ClearingDays | null {
  const days: Record<string, number> = { ...CLEARING_DAYS };
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const match = /^([a-z_]+)=([1-9][0-9]{0,2})$/.exec(part);
    const [, account = '', count = ''] = match ?? [];
    if (!(account in CLEARING_DAYS)) return null;
    days[account] = Number.parseInt(count, 10);
  }
  return days as ClearingDays;
}
