/** What is available above what a merchant keeps goes to its bank by itself, once a day. */
import {
  createWithdrawal,
  WITHDRAWAL_SCOPE,
  type WithdrawalDeps,
} from '../app/create-withdrawal.ts';
import type { Deps } from '../app/deps.ts';
import { dayText } from '../domain/day.ts';
import { isSweepDay, sweptMinor } from '../domain/withdrawal.ts';
import type { DueSweep, WithdrawalSweeps } from '../ports/withdrawal.ts';
import type { Log, WorkerEvents } from '../ports/workers.ts';

export interface WithdrawalSweepDeps extends WithdrawalDeps, Pick<Deps, 'reader'> {
  readonly withdrawalSweeps: WithdrawalSweeps;
  readonly log: Log;
  readonly events: WorkerEvents;
  /** Why the sweeps that were not made were not, as it was logged last: said once per change. */
  readonly refused: Map<string, string>;
}

/** A round for the loop. False: the next one is made by time. */
export async function withdrawalSweepsRound(deps: WithdrawalSweepDeps): Promise<boolean> {
  const today = dayText(new Date(deps.clock.nowMs()));
  let count = 0;
  for (const due of await deps.withdrawalSweeps.due()) {
    if (await sweep(deps, due, today)) count += 1;
  }
  if (count > 0) deps.events.swept?.('swept', count);
  return false;
}

/** Its reference is of the day: whoever does it again finds that it was done. */
async function sweep(
  deps: WithdrawalSweepDeps,
  { terms, beneficiary, availableMinor, bank }: DueSweep,
  today: string,
): Promise<boolean> {
  const amountMinor = sweptMinor(terms, availableMinor);
  if (amountMinor === null || terms.sweep === null || !isSweepDay(terms.sweep, today)) return false;
  const { merchantId, mode, asset } = beneficiary;
  const reference = `sweep-${today}-${mode}-${asset.replace('/', '.')}`;
  const name = { merchantId, mode, scope: WITHDRAWAL_SCOPE, merchantRef: reference };
  const made = await deps.reader.orderByRef(name);
  if (made !== null) return false;
  const of = `${merchantId} ${mode} ${asset}`;
  const request = { beneficiary, terms, reference, amountMinor, bank, by: 'sweep' };
  const claimed = await createWithdrawal(deps, request);
  if (claimed.kind !== 'refused') {
    deps.refused.delete(of);
    return claimed.kind === 'created';
  }
  const { refusal } = claimed.refused;
  const why = JSON.stringify(refusal);
  if (deps.refused.get(of) === why) return false;
  deps.refused.set(of, why);
  deps.log.warn({ worker: 'sweeps', merchantId, asset, refusal }, 'a sweep was not made');
  return false;
}
