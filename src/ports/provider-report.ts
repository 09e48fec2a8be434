/** Authentic reports of providers that could not be booked, kept for a person to look at. */
import type { AccountKey } from '../domain/routing.ts';

export interface UnbookedReport {
  readonly source: AccountKey;
  /** Tells it from the account's other reports: told again, it is kept once. */
  readonly key: string;
  readonly reason: 'unreadable' | 'unknown_order';
  /** For the case: what it says of which money, as far as that could be read. */
  readonly detail: string;
  /** As it came. */
  readonly body: Uint8Array;
}

export interface ProviderReports {
  /** Resolves after COMMIT of the report and its case, of kind `unattributed`. */
  keep(report: UnbookedReport): Promise<void>;
}
