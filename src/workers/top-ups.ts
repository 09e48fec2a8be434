/** Credits what banks have received and whose reference is known, where nobody has come to it. */

import type { Deps } from '../app/deps.ts';
import { creditReceipt } from '../app/receive-bank-line.ts';
import type { Receipts } from '../ports/topup.ts';
import type { WorkerEvents } from '../ports/workers.ts';

const PER_ROUND = 100;

/** A round for the loop. True: there may be more. */
export async function topUpsRound(
  deps: Pick<Deps, 'lanes'> & { readonly receipts: Receipts; readonly events: WorkerEvents },
): Promise<boolean> {
  const due = await deps.receipts.toCredit(PER_ROUND);
  for (const receipt of due) await creditReceipt(deps, receipt);
  if (due.length > 0) deps.events.swept?.('topped up', due.length);
  return due.length === PER_ROUND;
}
