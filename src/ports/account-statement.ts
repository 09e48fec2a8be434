/** Account statements, as the database has them. */
import type { AccountStatement, StatementScope } from '../domain/account-statement.ts';
import type { Id } from '../domain/id.ts';

export interface AccountStatements {
  /** The last day that is closed where the merchant's books lie; null: none is. */
  closedUntil(merchantId: Id): Promise<string | null>;
  /** Of closed days. Null: there is no such balance. */
  read(scope: StatementScope): Promise<AccountStatement | null>;
}
