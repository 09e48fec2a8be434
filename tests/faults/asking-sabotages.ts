/** Ways to break what is promised of dispatches that are born leased (P6) and of asking (P43). */
import type { Sabotage } from './settings.ts';

const BORN_LEASED =
  "return { ...dispatch, state: 'sent', leaseNo: dispatch.leaseNo + 1, version, nextAt };";

/** A payin's first dispatch is leased in the commit that makes it: what can go wrong with that. */
export const BORN: readonly Sabotage[] = [
  {
    name: 'born_leased_and_ready',
    does: 'what its maker sends at once is left ready for everybody, at a provider without repeats',
    breaks: ['upstream_effective_once'],
    provider: { idempotentCreates: false, latencyMs: 300 },
    faults: ['duplicate_callback'],
    options: { alsoRecharge: true },
    patches: [
      {
        file: 'src/domain/dispatch.ts',
        find: BORN_LEASED,
        put: BORN_LEASED.replace("'sent'", "'ready'").replace('nextAt }', 'nextAt: at }'),
      },
    ],
  },
  {
    name: 'born_leased_for_ever',
    does: 'the lease that a dispatch is born with does not end, and its process is killed',
    breaks: ['no_lease_held'],
    provider: { latencyMs: 700 },
    faults: ['duplicate_callback'],
    options: { serverKills: 3, healWithinMs: 5_000, alsoRecharge: true },
    patches: [
      {
        file: 'src/domain/dispatch.ts',
        find: 'const nextAt = new Date(at.getTime() + leaseMs);',
        put: 'const nextAt = new Date(at.getTime() + leaseMs * 1e6);',
      },
    ],
  },
  {
    name: 'send_after_the_lease',
    does: 'a process that was stopped before it sent sends when its lease has long been taken over',
    breaks: ['upstream_effective_once'],
    provider: { idempotentCreates: false },
    faults: ['duplicate_callback'],
    options: { servers: 2, pauses: 2, healWithinMs: 15_000, alsoRecharge: true },
    patches: [
      {
        file: 'src/workers/upstream.ts',
        find: "return leftMs() < 0 ? 'the lease ended before sending' : built;",
        put: 'await new Promise((resolve) => setTimeout(resolve, 500));\n        return built;',
      },
    ],
  },
];

/** Callbacks about what is paid already arrive twice at most, and a killed server hears neither. */
export const AFTER_THE_END: readonly Sabotage[] = [
  {
    name: 'never_ask_after_the_end',
    does: 'nobody asks about what is paid, and nobody reads the lists of disputes',
    breaks: ['ledger_agrees_with_upstream', 'ends_agree_with_upstream', 'receivable_is_journal'],
    provider: { callbackTimetableMs: [0, 200] },
    faults: ['late_reversal', 'dispute_lost'],
    options: { serverKills: 4, healWithinMs: 20_000, backWithinMs: 60_000 },
    patches: [
      {
        file: 'src/workers/watch.ts',
        find: "of: 'paid', kinds: ['payin', 'payout', 'withdrawal', 'refund'] },",
        put: "of: 'paid', kinds: [] },",
      },
      {
        file: 'src/workers/dispute-lists.ts',
        find: 'if (due === null) return false;',
        put: 'if (due === null || due.account) return false;',
      },
    ],
  },
];
