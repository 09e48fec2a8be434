/** Documents about merchants' fees, as the database has them. */
import type { IssuedDocument } from '../domain/fee-invoice.ts';
import type { Id } from '../domain/id.ts';

/** Null does not filter. */
export interface DocumentFilter {
  readonly merchantId: Id | null;
  /** `2026-11`. */
  readonly month: string | null;
}

/** Those that were issued; they never change. */
export interface FeeDocuments {
  /** Newest month first. */
  list(filter: DocumentFilter, limit: number): Promise<readonly IssuedDocument[]>;
  /** Null: there is none of that number. */
  find(number: Pick<IssuedDocument, 'kind' | 'year' | 'number'>): Promise<IssuedDocument | null>;
}

export interface FeeInvoices extends FeeDocuments {
  /**
   * Issues what is missing of months that are over and closed, of real money, from the month after
   * the last one on (at first: the month before `today`, `2026-11-30`). Done again, or by several
   * processes at once, it is the same. Resolves to what was issued now.
   */
  issue(today: string): Promise<readonly IssuedDocument[]>;
}
