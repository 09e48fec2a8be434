/** What commands are given; wired once, where they are opened. */
import type { Deps } from '../app/deps.ts';
import type { Connector } from '../connectors/contract.ts';
import type { Dialect } from '../dialects/contract.ts';
import type { Id } from '../domain/id.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { Approvals } from '../ports/approval.ts';
import type { Cases } from '../ports/core.ts';
import type { Members } from '../ports/member.ts';
import type {
  CatalogueReader,
  Directory,
  NotificationView,
  Operators,
  SecondFactors,
} from '../ports/operator.ts';
import type { KeptReports } from '../ports/provider-report.ts';
import type { ReconQueries } from '../ports/reconciliation.ts';
import type { Settlements } from '../ports/settlement.ts';
import type { Receipts, TopUps } from '../ports/topup.ts';
import type { Withdrawals } from '../ports/withdrawal.ts';

export interface OperatorDeps extends Deps {
  readonly snapshot: { current(): Directory; refresh(): Promise<void> };
  readonly operators: Operators;
  readonly secondFactors: SecondFactors;
  readonly members: Members;
  readonly memberFactors: SecondFactors;
  readonly approvals: Approvals;
  readonly cases: Cases;
  readonly keptReports: KeptReports;
  readonly settlements: Settlements;
  readonly recon: ReconQueries;
  readonly withdrawals: Withdrawals;
  readonly topUps: TopUps;
  readonly receipts: Receipts;
  /** How long a new beneficiary rests before it is paid. */
  readonly restHours: number;
  readonly catalogue: CatalogueReader;
  readonly notifications: { ofOrder(orderId: Id): Promise<readonly NotificationView[]> };
  readonly dialects: readonly Dialect[];
  readonly connectors: readonly Connector[];
  /** Whether commands that are marked so take two operators. */
  fourEyes(): Promise<boolean>;
  /** Whether the database is a demo's: then nothing in it is real money. */
  isDemo(): Promise<boolean>;
  /** The version of an account that new orders go out with; null: there is none. */
  versionInUse(account: AccountKey): number | null;
  /** Why a provider's API cannot be at this address, as a sentence's end; null: it can. */
  upstreamUrlProblem(url: string): string | null;
}
