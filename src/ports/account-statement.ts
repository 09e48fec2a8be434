/** Account statements, as the database has them. */
import type { AccountStatement, StatementScope } from '../domain/account-statement.ts';
import type { Id } from '../domain/id.ts';
import type { Mode } from '../domain/merchant.ts';
import type { Asset } from '../domain/money.ts';

/** Days of the books, `2026-11-30`, both included; they begin at 00:00 of UTC+8. */
export interface BookDays {
  readonly from: string;
  readonly to: string;
}

/** What a balance was before the first day and after the last; all in minor units. */
export interface PeriodTotal {
  readonly asset: Asset;
  readonly openingMinor: bigint;
  /** What was booked on those days; fees are in it. */
  readonly netMinor: bigint;
  readonly feeMinor: bigint;
  readonly closingMinor: bigint;
}

export interface AccountStatements {
  /** The last day that is closed where the merchant's books lie; null: none is. */
  closedUntil(merchantId: Id): Promise<string | null>;
  /** Of closed days. Null: there is no such balance. */
  read(scope: StatementScope): Promise<AccountStatement | null>;
  /** Of each balance, of any days; opening and movements are the closing. */
  totals(merchantId: Id, mode: Mode, days: BookDays): Promise<readonly PeriodTotal[]>;
}
