/** How a dispute stands, in callbacks and in answers (docs/simulator.md, sections 2 and 3). */
import type { DisputeReport, DisputeState } from '../../../domain/dispute.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import { cut, idAt, objectAt, textAt } from '../../read-json.ts';
import { moneyIn, timeIn } from './reply.ts';

const STATES: ReadonlyMap<string, DisputeState> = new Map<string, DisputeState>([
  ['inquiry', 'inquiry'],
  ['open', 'open'],
  ['answered', 'answered'],
  ['won', 'won'],
  ['withdrawn', 'withdrawn'],
  ['lost', 'lost'],
]);

const TEXT_MAX = 200;
const ROUND = /^[1-9][0-9]{0,3}$/;

/** Null: there is none, or it does not say of which payment it is and how it stands. */
export function disputeIn(body: JsonObject): DisputeReport | null {
  const dispute = objectAt(body, 'dispute');
  const paymentRef = idAt(body, 'paymentId');
  const ref = dispute && idAt(dispute, 'id');
  const words = dispute && textAt(dispute, 'status');
  const round = dispute?.members.get('round');
  const state = STATES.get(words ?? '');
  if (dispute === null || ref === null || words === null || state === undefined) return null;
  if (paymentRef === null || round?.kind !== 'number' || !ROUND.test(round.text)) return null;
  const asset = textAt(body, 'asset');
  const textOf = (name: string) => cut(textAt(dispute, name) ?? '', TEXT_MAX) || null;
  return {
    ...{ ref, round: Number.parseInt(round.text, 10), words, state, paymentRef },
    inquiry: textAt(dispute, 'stage') === 'inquiry',
    // Nothing is taken before one is lost, and then with the word of it.
    taken: false,
    amount: moneyIn(dispute.members.get('amountMinor'), asset),
    decided: moneyIn(dispute.members.get('lostMinor'), asset),
    fee: null,
    reasonCode: textOf('reasonCode'),
    reason: textOf('reason'),
    network: null,
    dueAt: timeIn(dispute, 'dueAt'),
    at: timeIn(dispute, 'updatedAt'),
  };
}
