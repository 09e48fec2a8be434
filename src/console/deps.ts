/** What the console is given; wired once where the roles are started. */

import type { Deps } from '../app/deps.ts';
import type { Dialect } from '../dialects/contract.ts';
import type { ClearingDays } from '../domain/clearing.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { OperatorCommands } from '../operator/run.ts';
import type { SignIn } from '../operator/sign-in.ts';
import type { AccountStatements } from '../ports/account-statement.ts';
import type { Approvals } from '../ports/approval.ts';
import type { BookWatch, MainBook } from '../ports/books.ts';
import type { AccountHealth, AccountLoad, Cases, Disputes } from '../ports/core.ts';
import type { FeeDocuments } from '../ports/fee-invoice.ts';
import type { Members } from '../ports/member.ts';
import type {
  AuditLog,
  CatalogueReader,
  CheckLedger,
  Directory,
  OperatorQueries,
  Operators,
  SecondFactors,
  Sessions,
} from '../ports/operator.ts';
import type { KeptReports } from '../ports/provider-report.ts';
import type { ReconQueries } from '../ports/reconciliation.ts';
import type { Settlements } from '../ports/settlement.ts';
import type { StatementFiles } from '../ports/statement-file.ts';
import type { TopUps } from '../ports/topup.ts';
import type { Verifications } from '../ports/verification.ts';
import type { Withdrawals } from '../ports/withdrawal.ts';

/** `run`: everything that is done here is one of the operators' commands. */
export interface ConsoleDeps extends Deps, OperatorCommands {
  readonly signIn: SignIn;
  readonly snapshot: { current(): Directory; refresh(): Promise<void> };
  readonly operators: Operators;
  readonly sessions: Sessions;
  readonly secondFactors: SecondFactors;
  /** Names that it is reached by beside that of `publicUrl`. */
  readonly consoleHosts: readonly string[];
  readonly members: Members;
  /** Without one, an operator sees nothing but the own account. */
  readonly requireSecondFactor: boolean;
  readonly approvals: Approvals;
  /** Money by hand is asked for by one operator and approved by another. */
  readonly fourEyes: boolean;
  readonly audit: AuditLog;
  readonly queries: OperatorQueries;
  readonly cases: Cases;
  readonly keptReports: KeptReports;
  readonly settlements: Settlements;
  readonly withdrawals: Withdrawals;
  readonly topUps: TopUps;
  readonly recon: ReconQueries;
  readonly accountStatements: AccountStatements;
  readonly statementFiles: StatementFiles;
  readonly feeDocuments: FeeDocuments;
  readonly disputes: Disputes;
  readonly verificationList: Verifications;
  readonly checkLedger: CheckLedger;
  readonly mainBook: MainBook;
  readonly bookWatch: BookWatch;
  /** The ages from which on what lies in clearing accounts is an alarm. */
  readonly clearingDays: ClearingDays;
  readonly catalogue: CatalogueReader;
  readonly dialects: readonly Dialect[];
  /** How the providers' accounts do, as this process has met them. */
  health(): readonly AccountHealth[];
  /** How busy this process is with the accounts. */
  loads(): readonly AccountLoad[];
  /** Where its provider must be set to report to; null: its orders name the address. */
  callbackAddressOf(account: AccountKey): string | null;
  /** A failure of ours behind a page; the operator learns only that there was one. */
  onTrouble(error: unknown): void;
}
