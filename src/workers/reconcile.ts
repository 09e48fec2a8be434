/** Reconciles every account whose reports are read: what came, and what can agree since. */
import { reconcile } from '../app/reconcile.ts';
import type { ReconQueries, ReconRuns } from '../ports/reconciliation.ts';
import type { Log } from '../ports/workers.ts';

export interface ReconcileRoundDeps {
  readonly recon: { readonly runs: ReconRuns; readonly queries: ReconQueries };
  readonly log: Log;
}

/** A round for the loop. False: what is left can only wait. */
export async function reconcileRound({ recon, log }: ReconcileRoundDeps): Promise<boolean> {
  for (const source of await recon.queries.sources()) {
    const run = await reconcile(recon, source);
    if (run === null) continue;
    const { name } = source;
    const { expected, posted, stopped } = run;
    if (posted > 0) log.info({ source: name, expected, posted }, 'lines of a report are posted');
    if (stopped !== null) {
      log.warn({ source: name, why: stopped }, 'nothing of an account is posted by itself');
    }
  }
  return false;
}
