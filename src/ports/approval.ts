/** What takes two operators: asked for by one, approved by another, executed once. */

/** `approved`: being executed. `expired`: nobody decided in time. */
export type ApprovalState =
  | 'waiting'
  | 'approved'
  | 'done'
  | 'failed'
  | 'rejected'
  | 'withdrawn'
  | 'expired';

type Texts = Readonly<Record<string, string>>;

/**
 * What the approver is shown, as text. It is made again before anything is carried out, and must
 * be the same. Money by hand names order, asset and amount; everything else, what was asked for.
 */
export interface ApprovalSummary {
  readonly orderId: string | null;
  readonly asset: string | null;
  readonly amountMinor: string | null;
  readonly finding: 'paid' | 'failed' | 'returned' | null;
  readonly evidence: string;
  readonly facts?: Texts;
}

interface NewApproval {
  /** The command, by its name in the audit log. */
  readonly action: string;
  readonly subject: string;
  /** What the action is given when it is executed. */
  readonly params: Texts;
  /** Without what is secret. */
  readonly form: Texts;
  readonly summary: ApprovalSummary;
}

/** Who asks: an operator by its account, or the command line, which has none. */
export interface Maker {
  readonly id: bigint | null;
  /** `cli:ann`; of an operator, `operator:` and its id. */
  readonly key: string;
}

/** A request as it is made: what is secret is kept sealed, and only until it is decided. */
export interface ApprovalRequest extends NewApproval {
  readonly secrets: Texts;
}

export interface Approval extends NewApproval {
  readonly id: bigint;
  /** Null: the command line. */
  readonly makerId: bigint | null;
  /** Logins; of the command line, `cli:ann`. */
  readonly maker: string;
  readonly checker: string | null;
  readonly state: ApprovalState;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
  readonly note: string | null;
  /** What of the form is secret; null: nothing, or it is decided. */
  readonly sealed: Uint8Array | null;
}

export interface Approvals {
  /** What of a request's form is secret. */
  secretsOf(approval: Pick<Approval, 'id' | 'sealed'>): Texts;
  find(id: bigint): Promise<Approval | null>;
  /**
   * Whether who asked and this operator may be one person: one of them has made, reset or changed
   * the account of the other within 30 days, or somebody has the accounts of both.
   */
  isSamePerson(id: bigint, operatorId: bigint): Promise<boolean>;
  /** Newest first; `waiting` leaves out what was decided or is over. */
  list(which: 'waiting' | 'all', limit: number): Promise<readonly Approval[]>;
  /** How many wait for somebody else than this operator. */
  waitingFor(operatorId: bigint): Promise<number>;
}
