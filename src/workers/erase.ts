/** Pictures and papers are kept for so many days, and then deleted; a row says that they were. */
import { eraseVerification } from '../app/decide-verification.ts';
import type { Deps } from '../app/deps.ts';
import type { AuditEvent } from '../domain/audit-event.ts';
import type { ErasureQueue } from '../ports/verification.ts';
import type { Log } from '../ports/workers.ts';

/** Each is a transaction of its own; payers and merchants come first. */
const ORDERS_PER_ROUND = 50;

/** Who deletes what time has come for, in the record and in the audit log. */
const BY = 'retention';

export interface EraseDeps extends Pick<Deps, 'lanes' | 'reader'> {
  readonly erasures: ErasureQueue;
  /** Of what was decided: a setting. */
  readonly photoDays: number;
  readonly log: Log;
}

/** True: there are more. */
export async function eraseRound(deps: EraseDeps, shard: number): Promise<boolean> {
  const ids = await deps.erasures.toErase(shard, deps.photoDays, ORDERS_PER_ROUND);
  for (const id of ids) {
    const row: AuditEvent = {
      ...{ operatorId: null, login: BY, ip: '', action: 'verification.erase', phase: 'done' },
      ...{ subject: `order ${id}`, detail: 'its time is over', before: null, after: null },
    };
    await eraseVerification(deps, id, BY, [row]);
  }
  if (ids.length > 0) deps.log.info({ shard, count: ids.length }, 'pictures of payers are deleted');
  return ids.length === ORDERS_PER_ROUND;
}
