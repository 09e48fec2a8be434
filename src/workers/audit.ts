/** Holds the books to their rules for ever, and looks for what lies about too long. */
import type { Breach } from '../ports/books.ts';
import type {
  AuditLimits,
  AuditQueries,
  AuditReport,
  Log,
  WorkerEvents,
} from '../ports/workers.ts';

/** A dispatch that nobody has taken up so long after its time, and doubt that lasts so long. */
export const AUDIT_LIMITS: AuditLimits = { overdueMs: 300_000, doubtMs: 3_600_000 };

/** An audit that takes long is made more rarely: it may use a tenth of the time. */
const SHARE = 10;

export interface AuditDeps {
  readonly queries: AuditQueries;
  readonly shardCount: number;
  readonly log: Log;
  readonly events: WorkerEvents;
}

/** The money is right: every rule of the books holds. */
export function isBalanced({ breaches }: AuditReport): boolean {
  return breaches.length === 0;
}

/** All shards, one after the other. */
export async function auditAll(
  queries: AuditQueries,
  shardCount: number,
  limits: AuditLimits = AUDIT_LIMITS,
): Promise<readonly AuditReport[]> {
  const reports: AuditReport[] = [];
  for (let shard = 0; shard < shardCount; shard += 1) {
    reports.push(await queries.audit(shard, limits));
  }
  return reports;
}

/** A round for the loop: audits when `everyMs` has passed since the last audit ended. */
export function auditRound(deps: AuditDeps, everyMs: number): () => Promise<boolean> {
  let nextAtMs = 0;
  return async () => {
    const startedAtMs = performance.now();
    if (startedAtMs < nextAtMs) return false;
    // Set before as well, so that an audit that fails is not tried without pause.
    nextAtMs = startedAtMs + everyMs;
    for (const report of await auditAll(deps.queries, deps.shardCount)) say(deps, report);
    const endedAtMs = performance.now();
    nextAtMs = endedAtMs + Math.max(everyMs, SHARE * (endedAtMs - startedAtMs));
    return false;
  };
}

function say({ log, events }: AuditDeps, report: AuditReport): void {
  events.audited?.(report);
  const { shard, breaches, overdueDispatches, longDoubts } = report;
  for (const breach of breaches) sayBreach(log, breach);
  if (overdueDispatches > 0 || longDoubts > 0) {
    log.warn({ shard, overdueDispatches, longDoubts }, 'dispatches wait too long');
  }
}

/** The alarm that a log can give. */
export function sayBreach(log: Log, { merchantId, ...breach }: Breach): void {
  const merchant = merchantId === null ? {} : { merchantId: `${merchantId}` };
  log.error({ ...merchant, ...breach }, 'the books do not agree');
}
