/**
 * Heals lost callbacks: an order that money may still come for is asked about when it reaches
 * certain ages, while it is open and after it has expired or was closed; and one that is paid,
 * where the provider's answer says that it was reversed since. The cost is bounded: each order is
 * met once per age, by a mark that moves over them, and an account has a budget.
 */

import type { Connector } from '../connectors/contract.ts';
import { createOperationOf } from '../domain/dispatch.ts';
import type { OrderKind } from '../domain/order.ts';
import type { WatchQueue, WatchStep } from '../ports/watch.ts';
import type { Asker } from './asker.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

interface Timetable {
  readonly name: string;
  readonly of: WatchStep['of'];
  readonly kinds: readonly OrderKind[];
  readonly minutes: readonly number[];
  /** From the last age on, for as long as the order is open. */
  readonly again?: { readonly kinds: readonly OrderKind[]; readonly everyMs: number };
}

const TIMETABLES: readonly Timetable[] = [
  {
    // Payers take minutes, and most payins end within the hour; some live for a month.
    ...{ name: 'payin', of: 'open', kinds: ['payin', 'mandate'] },
    minutes: [2, 10, 25, 60, 240, 720, 1440],
    again: { kinds: ['payin'], everyMs: DAY_MS },
  },
  {
    // Codes live long, and payments come at any time: what a lost callback hid comes to light.
    ...{ name: 'code', of: 'open', kinds: ['code'] },
    minutes: [10, 60, 240, 720, 1440, 4320, 10_080, 20_160, 43_200, 86_400, 129_600],
    again: { kinds: ['code', 'mandate'], everyMs: 7 * DAY_MS },
  },
  {
    // Banks answer in seconds or in days.
    ...{ name: 'outgoing', of: 'open', kinds: ['payout', 'withdrawal', 'refund'] },
    minutes: [0.5, 2, 10, 60, 180, 360, 720, 1440, 2880, 4320, 7200, 14_400],
    again: { kinds: ['payout', 'withdrawal', 'refund'], everyMs: 2 * DAY_MS },
  },
  {
    // Of payers who have sent their pictures in; a machine answers in seconds, its people in hours.
    ...{ name: 'verification', of: 'open', kinds: ['verification'] },
    minutes: [2, 5, 10, 20, 30, 60, 240, 1440],
  },
  {
    // What was paid in the last moment, or afterwards where the provider still took it.
    ...{ name: 'ended', of: 'ended', kinds: ['payin', 'code'] },
    minutes: [5, 30, 120, 480, 1440, 4320, 10_080],
  },
  {
    // Payees' banks return a payout within days; a debit or transfer is recalled within weeks.
    ...{ name: 'paid', of: 'paid', kinds: ['payin', 'payout', 'withdrawal', 'refund'] },
    minutes: [60, 1440, 4320, 10_080, 43_200],
  },
];

export const WATCH_STEPS: readonly WatchStep[] = TIMETABLES.flatMap(stepsOf);

function stepsOf({ name, of, kinds, minutes, again }: Timetable): readonly WatchStep[] {
  const once = minutes.map((each): WatchStep => {
    const ageMs = each * MINUTE_MS;
    return { name: `${name} ${ageMs / 1000} s`, of, kinds, ageMs, everyMs: null };
  });
  if (again === undefined) return once;
  const ageMs = Math.max(...minutes) * MINUTE_MS + again.everyMs;
  return [...once, { name: `${name} again`, of, ageMs, ...again }];
}

/** Orders of one step that are asked about in one round of a shard. */
const ORDERS_PER_ROUND = 64;
/** A round that ends later, or never, leaves its orders to the next one. */
const LEASE_MS = 300_000;
/** An order whose account has no capacity for so long waits for its next age. */
const ACQUIRE_WITHIN_MS = 30_000;

/** The connectors whose answers about a paid order of a kind say that it was reversed since. */
export function answeringReversals(
  connectors: ReadonlyMap<string, Connector>,
  kind: OrderKind,
): readonly string[] {
  return [...connectors.values()].flatMap(({ name, capabilities: { reversalsAnswered } }) =>
    reversalsAnswered?.some((operation) => operation === createOperationOf(kind)) ? [name] : [],
  );
}

export interface WatchDeps {
  readonly queue: WatchQueue;
  readonly asker: Pick<Asker, 'ask'>;
  readonly nowMs: () => number;
}

/** Every step of a shard once, and the queries to their end. True: there are more orders. */
export async function watchRound(
  { queue, asker, nowMs }: WatchDeps,
  shard: number,
): Promise<boolean> {
  let more = false;
  for (const step of WATCH_STEPS) {
    const taken = await queue.take(shard, step, nowMs(), ORDERS_PER_ROUND, LEASE_MS);
    more ||= taken.more;
    await Promise.all(taken.dispatches.map((one) => asker.ask(one, ACQUIRE_WITHIN_MS)));
    await taken.done();
  }
  return more;
}
