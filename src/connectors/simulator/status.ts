/**
 * The provider's words, and what they mean to the core. A word that is not in these tables is
 * doubt. Each happening has one key, whether a callback or a query reports it: it counts once.
 */
import type { Verdict } from '../../domain/dispatch.ts';
import type { Failure, FailureCode, SentKind } from '../../domain/order.ts';
import type { ProviderEvent } from '../../domain/provider-event.ts';
import type { Intent, QueryAnswer } from '../contract.ts';
import type { ProviderError } from '../read-json.ts';
import { eventOfDispute, isOfDispute } from './client/dispute-events.ts';
import type { Event } from './client/event.ts';
import type { Answer, Movement, OrderReply } from './client/reply.ts';
import { knownAs } from './client/request.ts';
import { KIND_WORDS, STATUS_WORDS, type Standing } from './client/status-words.ts';
import { verdictEvent } from './client/verdict.ts';

type Doubt = { readonly kind: 'doubt'; readonly reason: string };

/** Event types: kind and status word. No event says that an order is under way. */
const EVENT_TYPES: ReadonlyMap<string, Standing> = new Map([
  ...(['payin', 'payout', 'refund', 'mandate', 'verification'] as const).flatMap((kind) =>
    [...STATUS_WORDS[kind]]
      .filter(([, standing]) => standing !== 'pending')
      .map(([word, standing]) => [`${KIND_WORDS[kind]}.${word}`, standing] as const),
  ),
  // Each payment is reported; that the code has ended is not.
  ['code.paid', 'succeeded'],
]);

/** The word of a new order of each kind. */
const NEW: Readonly<Record<SentKind, Standing>> = {
  payin: 'pending',
  payout: 'pending',
  refund: 'pending',
  code: 'active',
  mandate: 'pending',
  verification: 'pending',
};

/** Why an order failed; a code that is not listed is a plain decline, for `failed` is known. */
const FAILURE_CODES: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  ['expired', 'expired'],
  ['closed', 'closed'],
  ['returned_by_bank', 'reversed'],
]);

/** Refusals of a create that prove that this order will not be made (section 1). */
const DECLINES: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  ['400 invalid_request', 'invalid_request'],
  ['404 payment_not_found', 'declined'],
  ['404 mandate_not_found', 'declined'],
  ['413 invalid_request', 'invalid_request'],
  ['422 asset_mismatch', 'declined'],
  ['422 refund_exceeds_paid', 'limit_exceeded'],
  ['422 void_not_card', 'declined'],
  ['422 void_over_day', 'declined'],
  ['422 void_not_whole', 'declined'],
  ['422 photo_missing', 'invalid_request'],
]);

/** Not let in: nothing was looked at, and it is no fault of the order. It may be sent again. */
const NOT_LET_IN: ReadonlySet<string> = new Set([
  'signature_missing',
  'unknown_account',
  'timestamp_invalid',
  'timestamp_out_of_window',
  'signature_mismatch',
]);

/** HTTP statuses under which a create's answer is an order. */
const ORDER_STATUSES: ReadonlySet<number> = new Set([200, 201, 202, 422]);

/** What the answer to a create or a closing proves. */
export function verdictOf(intent: Intent, answer: Answer): Verdict {
  const { operation, order: ours } = intent;
  if (operation === 'close') return closingOf(intent, answer);
  if (operation === 'update') return updateOf(intent, answer);
  if (answer.kind === 'refusal') return refusalOf(answer.http, answer.error);
  const { http, order } = answer;
  if (!ORDER_STATUSES.has(http)) return doubt(`HTTP ${http} with an order`);
  if (order.reference !== intent.reference) return doubt('an answer about another reference');
  const standing = STATUS_WORDS[ours.kind].get(order.status);
  if (standing === 'failed') return { kind: 'declined', failure: failureOf(order.failure) };
  // Only a query says how much was paid, and by which payment.
  if (standing !== NEW[ours.kind]) return doubt('the status is not one of a new order');
  if (http === 422) return doubt('refused and accepted at once');
  return acceptedFact(intent, order) ?? doubt('nothing that the payer could be shown');
}

/** What is not open any more: closing it is done, or was no longer to be done. */
const OVER: ReadonlySet<Standing> = new Set(['ended', 'expired', 'failed', 'used']);

/**
 * A closing: `not_closable` is an answer, for what was to be closed has ended otherwise. What
 * upstream does not know may still be on its way there, so that is doubt.
 */
function closingOf(intent: Intent, answer: Answer): Verdict {
  const { order } = intent;
  if (answer.kind === 'refusal') {
    const { http, error } = answer;
    if (http !== 409 || error.code !== 'not_closable') return refusalOf(http, error);
    return { kind: 'declined', failure: { code: 'closed', text: refusalText(http, error) } };
  }
  const { http, order: reported } = answer;
  if (http !== 200) return doubt(`HTTP ${http} with an order`);
  if (reported.reference !== knownAs(intent) || reported.kind !== KIND_WORDS[order.kind]) {
    return doubt('an answer about another order');
  }
  const standing = STATUS_WORDS[order.kind].get(reported.status);
  if (standing === undefined || !OVER.has(standing)) return doubt('closed, yet open');
  return { kind: 'accepted', upstreamId: reported.id, instructions: null };
}

/** A change of a code: it is as it was asked for, or the provider refuses it as it stands. */
function updateOf(intent: Intent, answer: Answer): Verdict {
  if (answer.kind === 'refusal') {
    const { http, error } = answer;
    const code = UPDATE_REFUSALS.get(`${http} ${error.code}`);
    if (code === undefined) return refusalOf(http, error);
    return { kind: 'declined', failure: { code, text: refusalText(http, error) } };
  }
  const { http, order: reported } = answer;
  if (http !== 200) return doubt(`HTTP ${http} with an order`);
  if (reported.reference !== knownAs(intent) || reported.kind !== KIND_WORDS[intent.order.kind]) {
    return doubt('an answer about another order');
  }
  const standing = STATUS_WORDS[intent.order.kind].get(reported.status);
  if (standing !== 'active') return doubt('changed, yet not in use');
  const { id: upstreamId, instructions } = reported;
  return instructions === null
    ? doubt('nothing that the payer could be shown')
    : { kind: 'accepted', upstreamId, instructions };
}

/** The code has ended there, or will not have it so. */
const UPDATE_REFUSALS: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  ['409 closed', 'closed'],
  ['422 declined', 'declined'],
]);

/** What the answer to a query reports. */
export function queryAnswerOf(intent: Intent, answer: Answer): QueryAnswer {
  if (answer.kind === 'refusal') {
    const isUnknown = answer.http === 404 && answer.error.code === 'not_found';
    return isUnknown ? { kind: 'not_found' } : doubt(refusalText(answer.http, answer.error));
  }
  const { http, order } = answer;
  const { operation } = intent;
  const { kind } = intent.order;
  if (http !== 200) return doubt(`HTTP ${http} with an order`);
  if (order.reference !== knownAs(intent) || order.kind !== KIND_WORDS[kind]) {
    return doubt('an answer about another order');
  }
  const standing = STATUS_WORDS[kind].get(order.status);
  if (standing === undefined) return doubt('an unknown status word');
  // Neither has events of its own: those of what is changed or closed come under its reference.
  if (operation === 'close' || operation === 'update') return { kind: 'pending' };
  if (kind === 'code') return codeAnswer(intent, order, standing);
  if (kind === 'verification') return verificationAnswer(intent, order, standing);
  return kind === 'mandate'
    ? mandateAnswer(intent, order, standing)
    : paymentAnswer(intent, order, standing);
}

function paymentAnswer(intent: Intent, order: OrderReply, standing: Standing): QueryAnswer {
  const movements = intent.operation === 'payin' ? order.arrivals : movementsOf(order, standing);
  switch (standing) {
    case 'pending':
      return movements.length === 0 ? underWay(intent, order) : doubt('pending, yet paid');
    case 'succeeded':
    case 'reversed':
      return movedAnswer(order, standing, movements);
    default:
      return movements.length === 0
        ? { kind: 'events', events: [endedEvent(order, standing)] }
        : doubt('ended without success, yet paid');
  }
}

/** Every payment that is listed, and then that the code has ended. One that is used just has. */
function codeAnswer(intent: Intent, order: OrderReply, standing: Standing): QueryAnswer {
  const payments = movementEvents(order, order.arrivals);
  switch (standing) {
    case 'active':
      return eventOr('pending', [...acceptedEvents(intent, order), ...payments]);
    case 'used':
      return payments.length === 0
        ? doubt('used, yet not paid')
        : { kind: 'events', events: payments };
    case 'failed':
      if (payments.length > 0) return doubt('ended without success, yet paid');
      return { kind: 'events', events: [endedEvent(order, standing)] };
    default:
      return { kind: 'events', events: [...payments, endedEvent(order, standing)] };
  }
}

/** Whether the payer ever agreed, and whether that has ended. */
function mandateAnswer(intent: Intent, order: OrderReply, standing: Standing): QueryAnswer {
  if (standing === 'pending') return underWay(intent, order);
  const events = mandateEvents(order, standing);
  return events === null ? doubt('nothing about its agreement') : { kind: 'events', events };
}

/** Every report has its key: reported again, by a callback or a query, it counts once. */
function verificationAnswer(intent: Intent, order: OrderReply, standing: Standing): QueryAnswer {
  if (standing === 'pending') return underWay(intent, order);
  return { kind: 'events', events: [verdictEvent(order, standing) ?? endedEvent(order, standing)] };
}

function eventOr(otherwise: 'pending', events: readonly ProviderEvent[]): QueryAnswer {
  return events.length === 0 ? { kind: otherwise } : { kind: 'events', events };
}

/** What a callback reports. Types that are not listed are words that we do not know. */
export function eventsOf(event: Event): readonly ProviderEvent[] {
  const { movement } = event;
  if (isOfDispute(event)) {
    const reported = eventOfDispute(event);
    return [reported ?? unclearEvent(event, 'nothing that is known of a dispute')];
  }
  const standing = EVENT_TYPES.get(event.type);
  switch (standing) {
    case 'failed':
    case 'expired':
    case 'ended':
    case 'active':
      return mandateEvents(event, standing) ?? [unclearEvent(event, 'nothing about its agreement')];
    case 'passed':
    case 'rejected':
    case 'referred':
      return [verdictEvent(event, standing) ?? endedEvent(event, standing)];
    case 'succeeded':
    case 'reversed': {
      if (movement === null) return [unclearEvent(event, 'no amount that can be read')];
      // What was reversed had come before, also when that event is still on its way.
      return movementEvents(event, [{ ...movement, isReversed: standing === 'reversed' }]);
    }
    default:
      return [unclearEvent(event, 'an unknown event')];
  }
}

function unclearEvent({ reference, eventId }: Event, reason: string): ProviderEvent {
  return { reference, eventKey: `event:${eventId}`, fact: { kind: 'unclear', reason } };
}

function refusalOf(http: number, error: ProviderError): Verdict {
  const code = DECLINES.get(`${http} ${error.code}`);
  const text = refusalText(http, error);
  if (code !== undefined) return { kind: 'declined', failure: { code, text } };
  if (http === 401 && NOT_LET_IN.has(error.code)) return { kind: 'not_executed', reason: text };
  return doubt(text);
}

function refusalText(http: number, { code, text }: ProviderError): string {
  return `HTTP ${http} ${code}: ${text}`;
}

/** Null where there is nothing to show to the payer who has to do something. */
function acceptedFact({ operation }: Intent, { id, instructions, isDebit }: OrderReply) {
  const isShown =
    operation === 'payin' ? !isDebit : operation === 'code' || operation === 'mandate';
  if (isShown && instructions === null) return null;
  return { kind: 'accepted', upstreamId: id, instructions } as const;
}

/** That upstream works at it, where the core does not know it yet: nothing is sent again then. */
function acceptedEvents(intent: Intent, order: OrderReply): readonly ProviderEvent[] {
  const { instructions, upstreamId } = intent.order;
  const isShown = order.instructions === null || instructions !== null;
  const fact = upstreamId !== null && isShown ? null : acceptedFact(intent, order);
  if (fact === null) return [];
  const { reference, id } = order;
  return [{ reference, eventKey: `accepted:${id}`, fact }];
}

function underWay(intent: Intent, order: OrderReply): QueryAnswer {
  return eventOr('pending', acceptedEvents(intent, order));
}

/** A payout or refund moves once, and is its own movement. */
function movementsOf(order: OrderReply, standing: Standing) {
  return order.moved === null ? [] : [{ ...order.moved, isReversed: standing === 'reversed' }];
}

type Moved = Movement & { readonly isReversed: boolean };

function movedAnswer(
  order: OrderReply,
  standing: 'succeeded' | 'reversed',
  movements: readonly Moved[],
): QueryAnswer {
  if (movements.length === 0) return doubt(`${standing}, yet not paid`);
  if (standing === 'reversed' && !movements.every(({ isReversed }) => isReversed)) {
    return doubt('reversed, yet not taken back');
  }
  return { kind: 'events', events: movementEvents(order, movements) };
}

/** What events are about, whether a callback or an answer reports them. */
type ReportedOrder = Pick<
  OrderReply,
  'id' | 'reference' | 'failure' | 'wasAgreed' | 'validUntil' | 'reading'
>;

function movementEvents(
  order: ReportedOrder,
  movements: readonly Moved[],
): readonly ProviderEvent[] {
  return movements.flatMap((movement) => {
    const paid = paidEvent(order, movement);
    return movement.isReversed ? [paid, reversedEvent(order, movement)] : [paid];
  });
}

function paidEvent({ reference, id }: ReportedOrder, movement: Movement): ProviderEvent {
  const { id: paymentRef, amount, bankRef } = movement;
  return {
    reference,
    eventKey: `paid:${paymentRef}`,
    fact: { kind: 'paid', amount, paymentRef, bankRef, upstreamId: id },
  };
}

function reversedEvent(
  { reference, failure }: ReportedOrder,
  { id, amount }: Movement,
): ProviderEvent {
  const reason = failure?.text || 'taken back by the provider';
  const payment = { ref: id, amount };
  return { reference, eventKey: `reversed:${id}`, fact: { kind: 'reversed', reason, payment } };
}

/**
 * That something ended or, of a mandate, came into use. What has ended had been in use, also when
 * that report is still on its way. Null: it is not said since when or until when.
 */
function mandateEvents(
  reported: ReportedOrder,
  standing: Standing,
): readonly ProviderEvent[] | null {
  const { reference, id, wasAgreed, validUntil } = reported;
  const ended = standing === 'active' ? [] : [endedEvent(reported, standing)];
  if (!wasAgreed) return standing === 'active' ? null : ended;
  if (validUntil === null) return null;
  const fact = { kind: 'activated', upstreamId: id, expiresAt: validUntil } as const;
  return [{ reference, eventKey: `active:${id}`, fact }, ...ended];
}

function endedEvent({ reference, id, failure }: ReportedOrder, standing: Standing): ProviderEvent {
  const eventKey = `${standing}:${id}`;
  if (standing === 'expired') return { reference, eventKey, fact: { kind: 'expired' } };
  if (standing === 'ended') {
    const by = failure?.code === 'revoked_by_payer' ? 'payer' : 'provider';
    return { reference, eventKey, fact: { kind: 'ended', by } };
  }
  return { reference, eventKey, fact: { kind: 'declined', failure: failureOf(failure) } };
}

function failureOf(reported: ProviderError | null): Failure {
  const code = FAILURE_CODES.get(reported?.code ?? '') ?? 'declined';
  return { code, text: reported?.text || reported?.code || 'declined by the provider' };
}

function doubt(reason: string): Doubt {
  return { kind: 'doubt', reason };
}
