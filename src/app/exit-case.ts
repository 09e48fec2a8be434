/** What a case holds leaves it by an entry, on a person's word; the last of it closes the case. */
import type { CaseName } from '../domain/case.ts';
import { isSameCase } from '../domain/case.ts';
import {
  type CaseExit,
  type ExitProblem,
  exitCase as exitHeld,
  exitNameOf,
} from '../domain/case-exit.ts';
import type { Command, Decision } from '../domain/decision.ts';
import { shardOf } from '../domain/id.ts';
import type { Cases } from '../ports/core.ts';
import type { Deps } from './deps.ts';

export type ExitResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'not_found' | ExitProblem };

/** Words of a person go by this name where providers' reports have that of their account. */
const SOURCE = 'operator';

/**
 * Carries an exit out, once: the same exit of the same case by the same document is answered as the
 * first time. `by`: on whose word; `reason`: why, kept with the case.
 */
export async function exitCase(
  deps: Pick<Deps, 'lanes'> & { readonly cases: Cases },
  name: CaseName,
  exit: CaseExit,
  by: string,
  reason: string,
): Promise<ExitResult> {
  const { orderId } = name;
  const found = (await deps.cases.ofOrder(orderId)).find((one) => isSameCase(one, name));
  if (found === undefined) return { ok: false, why: 'not_found' };
  const { merchantId, mode, asset } = found;
  if (mode === null || asset === null) return { ok: false, why: 'empty' };
  const resolution = `${exit.way}, ${exit.evidence}: ${reason}`;
  const command: Command<ExitResult> = {
    shard: shardOf(orderId, deps.lanes.shardCount),
    providerEvent: { source: SOURCE, key: `${orderId}:${exitNameOf(name, exit)}`, orderId },
    orderIds: [orderId],
    casesOf: [orderId],
    balanceKeys: () => [{ merchantId, mode, asset }],
    decide(rows): Decision<ExitResult> {
      if (!rows.isFirstRecorded) return { changes: {}, answer: { ok: true } };
      const held = rows.cases(orderId).find((one) => isSameCase(one, name));
      if (held === undefined) return refused('not_found');
      const balance = rows.balance({ merchantId, mode, asset });
      const effect = exitHeld(held, rows.order(orderId), exit, balance);
      if (!effect.ok) return refused(effect.why);
      const closedCases = [{ ...name, by, resolution }];
      const { entry, cases } = effect;
      return {
        changes: {
          entries: [entry],
          cases,
          closedCases,
          providerEventNote: `${by}: ${resolution}`,
        },
        answer: { ok: true },
      };
    },
  };
  return await deps.lanes.submit(command);
}

/** Nothing is recorded: the same exit may be possible later. */
function refused(why: 'not_found' | ExitProblem): Decision<ExitResult> {
  return { changes: {}, answer: { ok: false, why }, isDeferred: true };
}
