/**
 * Asks daily how open disputes stand: a changed amount or day is reported by no callback, and one
 * that was lost would leave money held. An answer that says what is known moves nothing.
 */
import { applyProviderEvent } from '../app/apply-provider-event.ts';
import type { Deps } from '../app/deps.ts';
import type { Dispute } from '../domain/dispute.ts';
import type { DisputeQueue, Log } from '../ports/workers.ts';
import type { Upstream } from './upstream.ts';

const DAY_MS = 86_400_000;
/** Of one shard, in one round, one after the other. */
const DISPUTES_PER_ROUND = 20;

export interface OpenDisputesDeps
  extends Pick<Deps, 'lanes' | 'snapshot' | 'reader' | 'ids' | 'verifications'> {
  readonly disputes: DisputeQueue;
  readonly upstream: Pick<Upstream, 'askDispute'>;
  readonly log: Log;
  /** Wall clock in ms. */
  readonly nowMs: () => number;
}

/** Asks about those that are due in a shard. True: there may be more. */
export async function openDisputesRound(deps: OpenDisputesDeps, shard: number): Promise<boolean> {
  const due = await deps.disputes.toAsk(shard, DISPUTES_PER_ROUND, DAY_MS);
  for (const dispute of due) {
    await ask(deps, dispute).catch((error: unknown) =>
      deps.log.warn({ worker: 'disputes', err: error }, 'a dispute waits to be asked about again'),
    );
  }
  return due.length === DISPUTES_PER_ROUND;
}

/** The same state is taken in once a day: what it says beside the state may have changed. */
async function ask(deps: OpenDisputesDeps, { ref, connector, account }: Dispute): Promise<void> {
  const event = await deps.upstream.askDispute({ connector, account }, ref);
  if (event === null) return;
  const day = Math.floor(deps.nowMs() / DAY_MS);
  const eventKey = `${event.eventKey}:asked:${day}`;
  await applyProviderEvent(deps, { connector, account }, { ...event, eventKey });
}
