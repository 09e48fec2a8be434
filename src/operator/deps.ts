/** What commands are given; wired once, where the room is opened. */
import type { Deps } from '../app/deps.ts';
import type { Dialect } from '../dialects/contract.ts';
import type { Approvals } from '../ports/approval.ts';
import type { Directory, Operators, SecondFactors } from '../ports/operator.ts';

export interface OperatorDeps extends Deps {
  readonly snapshot: { current(): Directory; refresh(): Promise<void> };
  readonly operators: Operators;
  readonly secondFactors: SecondFactors;
  readonly approvals: Approvals;
  readonly dialects: readonly Dialect[];
  /** Whether commands that are marked so take two operators. */
  fourEyes(): Promise<boolean>;
}
