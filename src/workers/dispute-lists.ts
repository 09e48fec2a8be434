/**
 * Reads the lists of disputes where a provider has one: a dispute none of whose callbacks arrived
 * is known to nobody here, so that it cannot be asked about by itself. What is listed counts once,
 * however often it is read; a state that was reported before moves nothing.
 */
import { applyProviderEvent } from '../app/apply-provider-event.ts';
import type { Deps } from '../app/deps.ts';
import type { Connector } from '../connectors/contract.ts';
import type { DisputeLists, DisputeListToRead, Log } from '../ports/workers.ts';
import { offered } from './execution.ts';
import type { Upstream } from './upstream.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How often an account's list is read. */
const LIST_EVERY_MS = HOUR_MS;
/** Read once more: of a payment that became known late, or of a provider whose list is late. */
const OVERLAP_MS = DAY_MS;
/** A list that was never read begins with the disputes that changed within so long. */
const FIRST_READ_MS = 30 * DAY_MS;
/** One reading is over within it, or another process begins anew. */
const LEASE_MS = 900_000;
/** Of one account in one reading: more than card schemes let a merchant have in a day. */
const PAGES_MAX = 400;

export interface DisputeListsDeps
  extends Pick<Deps, 'lanes' | 'snapshot' | 'reader' | 'ids' | 'verifications'> {
  readonly disputeLists: DisputeLists;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly upstream: Pick<Upstream, 'listDisputes'>;
  readonly log: Log;
  /** Wall clock in ms. */
  readonly nowMs: () => number;
}

/** Reads the list of one account that is due. True: another one may be. */
export async function disputeListsRound(deps: DisputeListsDeps): Promise<boolean> {
  const listing = [...deps.connectors.values()].filter(({ disputes }) => disputes?.list);
  const names = listing.map(({ name }) => name);
  const due = await deps.disputeLists.lease(names, LEASE_MS, FIRST_READ_MS);
  if (due === null) return false;
  // By this machine's clock and the provider's: the overlap bears a difference of hours.
  const begunAt = new Date(deps.nowMs());
  const isWhole = await readList(deps, due).catch((error: unknown) => {
    deps.log.warn(
      { worker: 'dispute lists', err: error },
      'a list of disputes is read again later',
    );
    return false;
  });
  await deps.disputeLists.read(due, isWhole ? begunAt : due.readUpTo, LIST_EVERY_MS);
  return true;
}

/** True: read to its end, and all that it says is applied. */
async function readList(deps: DisputeListsDeps, due: DisputeListToRead): Promise<boolean> {
  const { connector, account, readUpTo } = due;
  let page: string | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const answer = await deps.upstream.listDisputes(due, readUpTo.getTime() - OVERLAP_MS, page);
    if (answer === null) {
      deps.log.warn({ connector, account }, 'a list of disputes gave no answer, and is read later');
      return false;
    }
    for (const event of answer.events)
      await offered(() => applyProviderEvent(deps, { connector, account }, event));
    page = answer.next;
    if (page === null) return true;
  }
  deps.log.warn({ connector, account, pages: PAGES_MAX }, 'a list of disputes has no end');
  return false;
}
