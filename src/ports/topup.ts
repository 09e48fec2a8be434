/** Top-ups: references, and what the platform's bank accounts have received. */
import type { Id } from '../domain/id.ts';
import type { Mode } from '../domain/merchant.ts';
import type { Asset } from '../domain/money.ts';
import type { BankLine, Matched, Receipt, ReceiptState } from '../domain/topup.ts';

/** `unknown_bank`: no account of that name. `other_line`: it was taken in with another amount. */
export type Taken =
  | { readonly ok: true; readonly receipt: Receipt; readonly isNew: boolean }
  | { readonly ok: false; readonly why: 'unknown_bank' | 'other_line' };

export interface Receipts {
  /**
   * Keeps a line, once: it stands under `unallocated` in the main book, and is `matched` when one
   * reference in its text is a merchant's of that currency and mode. Else it is open, with a case.
   */
  take(line: BankLine): Promise<Taken>;
  /** A receipt that was matched has been credited. */
  credited(receipt: Matched): Promise<void>;
  /** Receipts that are matched and not credited yet, the oldest first. */
  toCredit(limit: number): Promise<readonly Matched[]>;
}

export interface ReceiptFilter {
  /** Null does not filter. */
  readonly state: ReceiptState | null;
  readonly merchantId: Id | null;
  readonly mode: Mode | null;
}

/** For commands and people. */
export interface TopUps {
  /** Newest first. */
  receipts(filter: ReceiptFilter, limit: number): Promise<readonly Receipt[]>;
  receipt(id: Id): Promise<Receipt | null>;
  /** By currency. */
  references(
    merchantId: Id,
    mode: Mode,
  ): Promise<readonly { readonly asset: Asset; readonly reference: string }[]>;
}
