import { type Refused, refuse } from '../domain/refusal.ts';
import { Overloaded } from '../ports/core.ts';

export interface FailureDeps {
  /**
   * Called with each failure of ours, and with what was being done; whoever asked learns no more of
   * it.
   */
  readonly onFailure?: (error: unknown, doing: string) => void;
}

/**
 * What is answered when we fail. `overloaded`: nothing was done. `internal`: the outcome is not
 * known, whoever asked must query before asking again; what went wrong is for the log.
 */
export function failed({ onFailure }: FailureDeps, error: unknown, doing: string): Refused {
  if (error instanceof Overloaded) return refuse('overloaded');
  onFailure?.(error, doing);
  return refuse('internal');
}
