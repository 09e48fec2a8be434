/** What every use case is given; wired once in `main.ts`. */
import type { Order } from '../domain/order.ts';
import type {
  Clock,
  DispatchNow,
  GroupLinks,
  Ids,
  Lanes,
  PayLinks,
  Reader,
  Routing,
  SnapshotSource,
} from '../ports/core.ts';
import type { ReportDeps } from '../ports/report.ts';
import type { SignedTexts } from '../ports/signed-texts.ts';
import type { VerificationFiles } from '../ports/verification.ts';
import type { BeneficiaryAccounts } from '../ports/withdrawal.ts';
import type { FailureDeps } from './failure.ts';

export interface Deps extends FailureDeps {
  readonly lanes: Lanes;
  readonly reader: Reader;
  readonly snapshot: SnapshotSource;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly payLinks: PayLinks;
  readonly groupLinks: GroupLinks;
  readonly dispatchNow: DispatchNow;
  readonly reports: ReportDeps;
  readonly routing: Routing;
  readonly signedTexts: SignedTexts;
  /** Whom withdrawals go to. */
  readonly beneficiaries: BeneficiaryAccounts;
  /** Pictures of verifications, and what was read from them. */
  readonly verifications: VerificationFiles;
  /** The page that the order's dialect brings its payer back to; left out or null: the cashier. */
  readonly returnLinkOf?: (order: Order, outcome?: 'failed') => string | null;
  /**
   * Why notifications may not go to this address, as a sentence for the merchant; null: they may.
   */
  readonly notifyUrlProblem: (url: string) => string | null;
  /** An order sealed for its provider; left out: none is. */
  readonly sealOf?: (order: Order) => string;
  /**
   * After a restore, until the providers' lists are read: a new order may be an old one. Left out:
   * never.
   */
  readonly isListing?: () => boolean;
  /** Our own public address, without a trailing slash. */
  readonly publicUrl: string;
}

/** Who is asking: a verified app, and from where. */
export interface Caller {
  readonly appId: bigint;
  readonly ip: string;
}
