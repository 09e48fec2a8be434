/**
 * Modes are walls: what a test order moves is test money, at accounts of test money, and what a
 * live order moves is real. Routes are chosen so; here it is asked again where money would move.
 */
import type { Command, Decision } from '../domain/decision.ts';
import { caseOf } from '../domain/effect.ts';
import type { Order } from '../domain/order.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { Snapshot } from '../ports/core.ts';
import type { Deps } from './deps.ts';

/** Why nothing of an order may reach an account, as a sentence; null: it may. */
export function wallBetween(
  snapshot: Snapshot,
  account: AccountKey,
  { mode }: Pick<Order, 'mode'>,
): string | null {
  const theirs = snapshot.accountMode(account);
  if (theirs === null || theirs === mode) return null;
  return `a ${mode} order and a ${theirs} account have nothing to do with each other`;
}

/**
 * The write path for what an account reports: of an order of the other mode nothing is moved,
 * whatever the command would decide, and a person looks at it.
 */
export function lanesBehindWall(
  { lanes, snapshot }: Pick<Deps, 'lanes' | 'snapshot'>,
  source: AccountKey,
): Deps['lanes'] {
  const submit = <A>(command: Command<A>): Promise<A> =>
    lanes.submit({
      ...command,
      decide(rows, at) {
        if (!rows.isFirstRecorded) return command.decide(rows, at);
        for (const id of command.orderIds ?? []) {
          const order = rows.order(id);
          const why = order === null ? null : wallBetween(snapshot.current(), source, order);
          if (order !== null && why !== null)
            return stopped(command, source, order, why) as Decision<A>;
        }
        return command.decide(rows, at);
      },
    });
  return { shardCount: lanes.shardCount, submit };
}

function stopped(
  { providerEvent, claim }: Pick<Command<unknown>, 'providerEvent' | 'claim'>,
  { connector, account }: AccountKey,
  order: Order,
  why: string,
): Decision<'ignored'> {
  // A payment that would have become an order of its own does not.
  if (claim !== undefined) return { changes: {}, answer: 'ignored', isWithdrawn: true };
  const detail = `reported by ${connector}/${account}: ${why}`;
  const cases = [caseOf(order, 'contradiction', `mode:${providerEvent?.key ?? ''}`, detail)];
  return { changes: { cases, providerEventNote: why }, answer: 'ignored' };
}
