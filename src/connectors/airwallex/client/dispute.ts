/** Disputes as Airwallex reports them, in webhooks and in answers (upstream notes, section 8). */
import type { DisputeReport, DisputeState } from '../../../domain/dispute.ts';
import type { Money } from '../../../domain/money.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import { cut, idAt, objectAt, type Read, textAt, unread } from '../../read-json.ts';
import { moneyAt } from './resource.ts';
import { readTime } from './session.ts';

/** A dispute names the payment that it is about, and how much of it. */
export interface Dispute {
  /** Empty where it is not reported: webhooks name the payment alone. */
  readonly reference: string;
  readonly paymentIntentId: string;
  /** Null: a stage or status that is not known. */
  readonly report: DisputeReport | null;
}

const REASON_MAX = 200;
const INQUIRY = 'RFI';

const states = (pairs: Readonly<Record<string, DisputeState>>) => new Map(Object.entries(pairs));

/**
 * Status words of each stage. `EXPIRED` exists at the inquiry alone, which takes no money: nobody
 * answered, and nothing follows.
 */
const STAGES: ReadonlyMap<string, ReadonlyMap<string, DisputeState>> = new Map([
  [
    INQUIRY,
    states({
      REQUIRES_RESPONSE: 'inquiry',
      CHALLENGED: 'answered',
      EXPIRED: 'lapsed',
      REVERSED: 'withdrawn',
      ACCEPTED: 'accepted',
    }),
  ],
  [
    'PRE_CHARGEBACK',
    states({
      REQUIRES_RESPONSE: 'open',
      CHALLENGED: 'answered',
      REVERSED: 'withdrawn',
      ACCEPTED: 'accepted',
    }),
  ],
  [
    'CHARGEBACK',
    states({
      REQUIRES_RESPONSE: 'open',
      CHALLENGED: 'answered',
      REVERSED: 'withdrawn',
      ACCEPTED: 'accepted',
      WON: 'won',
      LOST: 'lost',
    }),
  ],
  ...['PRE_ARBITRATION', 'ARBITRATION'].map(
    (stage) =>
      [
        stage,
        states({
          PENDING_CLOSURE: 'open',
          PENDING_DECISION: 'open',
          REQUIRES_RESPONSE: 'open',
          CHALLENGED: 'answered',
          ACCEPTED: 'accepted',
          WON: 'won',
          LOST: 'lost',
        }),
      ] as const,
  ),
]);

/** The provider takes the same dispute up once more. */
const SECOND_ROUND: ReadonlySet<string> = new Set(['PRE_ARBITRATION', 'ARBITRATION']);
/** Nothing was taken for it yet. */
const NOT_TAKEN: ReadonlySet<string> = new Set([INQUIRY, 'PRE_CHARGEBACK']);

/** Webhooks were seen with names of their own, and without our reference; both forms are read. */
export function readDispute(object: JsonObject): Read<Dispute> {
  const ref = idAt(object, 'dispute_id') ?? idAt(object, 'id');
  const paymentIntentId = idAt(object, 'payment_intent_id');
  if (ref === null || paymentIntentId === null) {
    return unread('a dispute without its id or payment');
  }
  const reference = textAt(object, 'merchant_order_id') ?? '';
  const report = reportIn(object, ref, paymentIntentId);
  return { ok: true, value: { reference, paymentIntentId, report } };
}

function reportIn(object: JsonObject, ref: string, paymentRef: string): DisputeReport | null {
  const stage = textAt(object, 'stage') ?? '';
  const status = textAt(object, 'status') ?? '';
  const state = STAGES.get(stage)?.get(status);
  if (state === undefined) return null;
  const reason = objectAt(object, 'reason');
  const first = (...texts: readonly (string | null | undefined)[]) =>
    texts.find((text) => text !== null && text !== undefined && text !== '') ?? null;
  const cutFirst = (...texts: readonly (string | null | undefined)[]) => {
    const text = first(...texts);
    return text === null ? null : cut(text, REASON_MAX);
  };
  return {
    ref,
    round: SECOND_ROUND.has(stage) ? 2 : 1,
    words: `${stage} ${status}`,
    state,
    inquiry: stage === INQUIRY,
    taken: !NOT_TAKEN.has(stage),
    paymentRef,
    amount: disputedIn(object),
    decided: null,
    fee: null,
    reasonCode: cutFirst(
      textAt(object, 'dispute_original_reason_code'),
      reason && textAt(reason, 'original_code'),
    ),
    reason: cutFirst(
      textAt(object, 'dispute_reason_type'),
      reason && textAt(reason, 'description'),
      reason && textAt(reason, 'type'),
    ),
    network: cutFirst(textAt(object, 'card_scheme'), textAt(object, 'card_brand')),
    dueAt: timeAt(object, 'due_at'),
    at: timeAt(object, 'updated_at'),
  };
}

function disputedIn(object: JsonObject): Money | null {
  return (
    moneyAt(object, 'dispute_amount', 'dispute_currency') ?? moneyAt(object, 'amount', 'currency')
  );
}

function timeAt(object: JsonObject, name: string): Date | null {
  const ms = readTime(textAt(object, name) ?? '');
  return ms === null ? null : new Date(ms);
}
