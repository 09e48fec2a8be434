/** One row of the audit log: who did, or asked for, what, and what came of it. */
export interface AuditEvent {
  readonly operatorId: bigint | null;
  readonly login: string;
  readonly ip: string;
  readonly action: string;
  /** `asked` is written before the work, the other two after it. */
  readonly phase: 'asked' | 'done' | 'refused';
  /** What it was done to: `order 123`. */
  readonly subject: string;
  readonly detail: string;
  /** Hex digests of the subject before and after. */
  readonly before: string | null;
  readonly after: string | null;
}
