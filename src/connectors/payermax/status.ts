/**
 * PayerMax's words, and what they mean to the core. A word that is not in these tables is doubt.
 * Each happening has one key, whether a notification or a query reports it: it counts once.
 *
 * A refused card is no event: the payer tries another one on the cashier, and the order ends only
 * by being paid, by the payer's giving up, or by its closing time.
 */
import type { Verdict } from '../../domain/dispatch.ts';
import type { DisputeState } from '../../domain/dispute.ts';
import type { Money } from '../../domain/money.ts';
import type { Failure, FailureCode } from '../../domain/order.ts';
import type { ProviderEvent } from '../../domain/provider-event.ts';
import type { Credentials, Intent, QueryAnswer, UpstreamReply } from '../contract.ts';
import { disputeEvent } from '../dispute-event.ts';
import type { ProviderError } from '../read-json.ts';
import { type Dispute, type Event, type Fraud, readDispute } from './client/event.ts';
import { type Answer, readTaken } from './client/reply.ts';
import { type Resource, type Shape, shapeOf } from './client/resource.ts';

type Standing = 'pending' | 'succeeded' | 'failed' | 'closed' | 'returned';
type Doubt = { readonly kind: 'doubt'; readonly reason: string };

/** Pairs of a word and what it means. */
function words<const T>(meaning: T, ...list: readonly string[]) {
  return list.map((word) => [word, meaning] as const);
}

/** Status words of each shape. Maps, for `constructor` is no status word. */
const STATUS_WORDS: Readonly<Record<Shape, ReadonlyMap<string, Standing>>> = {
  payment: new Map<string, Standing>([
    ['PENDING', 'pending'],
    ['SUCCESS', 'succeeded'],
    ['FAILED', 'failed'],
    ['CLOSED', 'closed'],
  ]),
  payout: new Map<string, Standing>([
    ['PENDING', 'pending'],
    ['SUCCESS', 'succeeded'],
    ['FAILED', 'failed'],
    ['BOUNCEBACK', 'returned'],
  ]),
  refund: new Map<string, Standing>([
    ['REFUND_PENDING', 'pending'],
    ['REFUND_SUCCESS', 'succeeded'],
    ['REFUND_FAILED', 'failed'],
  ]),
  // The order's own state: whichever of its ends it is, there is nothing left to close.
  closing: new Map<string, Standing>([
    ['PENDING', 'pending'],
    ...words<Standing>('closed', 'CLOSED', 'SUCCESS', 'FAILED'),
  ]),
  cancel: new Map<string, Standing>([
    ['PENDING', 'pending'],
    ['SUCCESS', 'succeeded'],
    ['FAILED', 'failed'],
  ]),
};

/** States of a case that is open, or was taken back (section 10; both spellings are documented). */
const CASE_WORDS: ReadonlyMap<string, DisputeState> = new Map<string, DisputeState>([
  ['DISPUTE_INQUIRY', 'open'],
  ['DISPUTE_RECEIVED', 'answered'],
  ['CASE_CANCEL', 'withdrawn'],
  ['CASE_CANCELL', 'withdrawn'],
]);
/** States of a case that has ended: its result says how. */
const CASE_ENDS: ReadonlySet<string> = new Set(['DISPUTE_END', 'CASE_CLOSED']);
const CASE_RESULTS: ReadonlyMap<string, DisputeState> = new Map<string, DisputeState>([
  ['WIN', 'won'],
  ['FAIL', 'lost'],
]);

/** The number was used before: the order exists, whatever became of the first answer. */
const EXISTS = 'ORDER_REPEAT';
const UNKNOWN_ORDER = 'ORDER_NOT_EXIST';
/** Nothing is left to close. */
const CLOSED = 'ORDER_CLOSED';

/**
 * Refusals of a create that prove that this order will not be made (section 11), for each shape: a
 * word that makes no sense there is a word that we do not know.
 */
const DECLINES: Readonly<Record<Shape, ReadonlyMap<string, FailureCode>>> = {
  payment: new Map<string, FailureCode>([
    ...words('invalid_request', 'PARAMS_INVALID', 'AMOUNT_INVALID', 'COUNTRY_INVALID'),
    ...words('invalid_request', 'CURRENCY_INVALID'),
    ...words('declined', 'CARD_INVALID', 'CVV_INVALID'),
    ...words('declined', 'CARD_EXPIRE_DATE_INVALID', 'UNSUPPORT_CARD', 'ISSUER_PAYMENT_REJECTED'),
    ...words('limit_exceeded', 'AMOUNT_LIMIT', 'AMOUNT_LIMIT_MINIMUM', 'AMOUNT_LIMIT_MAXIMUM'),
    ...words('upstream_unavailable', 'CONTRACT_INVALID'),
    ...words('upstream_unavailable', 'PAYMENT_METHOD_NOT_EXIST', 'PAYMENT_METHOD_SUSPEND'),
  ]),
  payout: new Map<string, FailureCode>([
    ...words('invalid_request', 'PARAMS_INVALID', 'AMOUNT_INVALID', 'COUNTRY_INVALID'),
    ...words('invalid_request', 'CURRENCY_INVALID'),
    ...words('declined', 'RISK_INTERCEPT'),
    ...words('limit_exceeded', 'AMOUNT_LIMIT', 'AMOUNT_LIMIT_MINIMUM', 'AMOUNT_LIMIT_MAXIMUM'),
    ...words('limit_exceeded', 'AMOUNT_LIMIT_UNMATCHED'),
    ...words('invalid_account', 'INVALID_ACCOUNT', 'INVALID_BANKCODE', 'INVALID_IFSC_CODE'),
    ...words('invalid_account', 'INVALID_PHONE_NO'),
    ...words('upstream_unavailable', 'BALANCE_INSUFFICIENT', 'CONTRACT_INVALID'),
    ...words('upstream_unavailable', 'PAYMENT_METHOD_NOT_EXIST', 'PAYMENT_METHOD_SUSPEND'),
  ]),
  refund: new Map<string, FailureCode>([
    ...words('invalid_request', 'PARAMS_INVALID', 'AMOUNT_INVALID', 'CURRENCY_INVALID'),
    ...words('declined', 'ORDER_NOT_EXIST', 'ORDER_CLOSED', 'REFUND_FAILED'),
    ...words('limit_exceeded', 'AMOUNT_LIMIT', 'AMOUNT_LIMIT_MINIMUM', 'AMOUNT_LIMIT_MAXIMUM'),
    ...words('upstream_unavailable', 'REFUND_INSUFFICIENT_BALANCE', 'CONTRACT_INVALID'),
  ]),
  closing: new Map<string, FailureCode>([
    ...words('declined', 'PARAMS_INVALID', 'ORDER_NOT_EXIST', 'CONTRACT_INVALID'),
  ]),
  cancel: new Map<string, FailureCode>(),
};

/** Not let in: nothing was looked at, and it is no fault of the order. It may be sent again. */
const NOT_LET_IN: ReadonlySet<string> = new Set([
  'SIGN_VERIFY_FAILED',
  'REQ_TIME_OVER_TIME',
  'TOO_MANY_REQUEST',
  'MERCHANT_INVALID',
  'MERCHANT_APP_INVALID',
]);

/** What the answer to a create proves. */
export function verdictOf(intent: Intent, answer: Answer): Verdict {
  if (answer.kind === 'refusal') return refusalOf(shapeOf(intent.operation), answer.error);
  const { resource } = answer;
  if (resource.reference !== nameOf(intent)) return doubt('an answer about another reference');
  const standing = STATUS_WORDS[resource.shape].get(resource.status);
  if (resource.shape === 'closing') return closingOf(standing);
  switch (standing) {
    case 'pending': {
      if (intent.operation !== 'payin') return accepted(resource.id, null);
      const { page } = resource;
      return page === null
        ? doubt('nothing that the payer could be shown')
        : accepted(resource.id, { kind: 'redirect', url: page });
    }
    case 'failed':
      // Documented of refunds only; of money that may be on its way the query must say it.
      return resource.shape === 'refund'
        ? { kind: 'declined', failure: failureOf(resource) }
        : doubt('the status is not one of a new order');
    default:
      return doubt('the status is not one of a new order');
  }
}

/** The reference that PayerMax knows it by: a closing's own is ours alone. */
function nameOf({ operation, reference, about }: Intent): string {
  return operation === 'close' ? (about?.reference ?? reference) : reference;
}

/** Ours is closed whatever is said here: one that was paid meanwhile is reported by itself. */
function closingOf(standing: Standing | undefined): Verdict {
  if (standing === undefined) return doubt('an unknown status word');
  return standing === 'closed' ? accepted(null, null) : doubt('closed, yet open');
}

/** What the answer to a query reports. */
export function queryAnswerOf(intent: Intent, answer: Answer): QueryAnswer {
  if (answer.kind === 'refusal') {
    const isUnknown = answer.error.code === UNKNOWN_ORDER;
    return isUnknown ? { kind: 'not_found' } : doubt(refusalText(answer.error));
  }
  const { resource } = answer;
  if (resource.reference !== nameOf(intent)) return doubt('an answer about another order');
  if (resource.shape === 'closing') {
    const isKnown = STATUS_WORDS.closing.has(resource.status);
    return isKnown ? { kind: 'pending' } : doubt('an unknown status word');
  }
  const end = endOf(resource);
  if (typeof end === 'string') return doubt(end);
  return end.length > 0 ? { kind: 'events', events: end } : underWay(intent, resource);
}

/** What a notification reports: the state of its object, as a query would. */
export function eventsOf({ digest, about }: Event): readonly ProviderEvent[] {
  if (about.kind === 'other') return [];
  if (about.kind === 'fraud') return [fraudEvent(about.fraud)];
  const end = about.kind === 'dispute' ? stateOfDispute(about.dispute) : notifiedEnd(about);
  if (typeof end !== 'string') return end;
  const { reference } = about.kind === 'dispute' ? about.dispute : about.resource;
  return [{ reference, eventKey: `event:${digest}`, fact: { kind: 'unclear', reason: end } }];
}

/** Reported again with another time of sending, it is the same warning. */
function fraudEvent({ reference, receivedAt }: Fraud): ProviderEvent {
  const text = `PayerMax warns of fraud, received ${receivedAt}; consider a refund`;
  const fact = { kind: 'fraud_warning', text } as const;
  return { reference, eventKey: `fraud:${reference}:${receivedAt}`, fact };
}

/** Paid is reported twice in a notification, and both must say it. */
function notifiedEnd({ resource, wasTaken }: Extract<Event['about'], { kind: 'resource' }>) {
  const standing = STATUS_WORDS[resource.shape].get(resource.status);
  if (resource.shape === 'cancel') return endOfClosing(resource, standing);
  const isGood = standing === 'succeeded' || standing === 'returned';
  return isGood && !wasTaken ? 'paid, and an error at once' : endOf(resource);
}

/** Events of an end; none while it is under way; a text: why it is not known. */
function endOf(resource: Resource): readonly ProviderEvent[] | string {
  const { shape, id, reference, status, amount } = resource;
  const standing = STATUS_WORDS[shape].get(status);
  switch (standing) {
    case undefined:
      return 'an unknown status word';
    case 'pending':
      return [];
    case 'succeeded':
      return amount === null ? NO_AMOUNT : [paidEvent(resource, amount)];
    case 'returned':
      // What came back had left before, also when that report is still on its way.
      return amount === null
        ? NO_AMOUNT
        : [paidEvent(resource, amount), returnedEvent(resource, amount)];
    case 'closed':
      return [{ reference, eventKey: `closed:${id}`, fact: { kind: 'expired' } }];
    case 'failed': {
      const fact = { kind: 'declined', failure: failureOf(resource) } as const;
      return [{ reference, eventKey: `failed:${id}`, fact }];
    }
  }
}

/** Done, it leaves no payment of the order: one that was made all the same goes back. */
function endOfClosing(
  { id, reference }: Resource,
  standing: Standing | undefined,
): readonly ProviderEvent[] | string {
  if (standing === undefined) return 'an unknown status word';
  if (standing !== 'succeeded') return [];
  return [{ reference, eventKey: `cancelled:${id}`, fact: { kind: 'cancelled' } }];
}

const NO_AMOUNT = 'paid, yet no amount can be read';

/**
 * A case: the money is frozen, and a fee with it, as soon as it is opened. What leaves when it is
 * lost is its own amount.
 */
function stateOfDispute(dispute: Dispute): readonly ProviderEvent[] | string {
  const { caseId: ref, reference, tradeToken: paymentRef, status, result, reason } = dispute;
  const hasEnded = CASE_ENDS.has(status);
  const state = hasEnded ? CASE_RESULTS.get(result) : CASE_WORDS.get(status);
  if (state === undefined) {
    return hasEnded ? 'a case that ended without a known result' : 'an unknown state of a case';
  }
  const { amount, fee, network, dueAt } = dispute;
  const event = disputeEvent(
    { reference, providerIds: [paymentRef] },
    {
      ...{ ref, round: 1, words: result === '' ? status : `${status} ${result}`, state },
      ...{ inquiry: false, taken: true, paymentRef, amount, decided: null, fee },
      ...{ reasonCode: reason?.code || null, reason: reason?.text || null },
      ...{ network, dueAt, at: null },
    },
  );
  return [event];
}

/** How a case stands by the answer to `caseSearch`; null: it does not say, or of another one. */
export function disputeAnswerOf(
  caseId: string,
  reply: UpstreamReply,
  credentials: Credentials,
): ProviderEvent | null {
  const taken = readTaken(reply, credentials);
  if (!taken.ok || taken.value.kind === 'refusal') return null;
  const dispute = readDispute(taken.value.data);
  if (!dispute.ok || dispute.value.caseId !== caseId) return null;
  const state = stateOfDispute(dispute.value);
  return typeof state === 'string' ? null : (state[0] ?? null);
}

/** Upstream works at it. What the core does not know yet is passed on, so nothing is sent again. */
function underWay(intent: Intent, { reference, id: upstreamId }: Resource): QueryAnswer {
  if (intent.order.upstreamId !== null) return { kind: 'pending' };
  const fact = { kind: 'accepted', upstreamId, instructions: null } as const;
  return { kind: 'events', events: [{ reference, eventKey: `accepted:${upstreamId}`, fact }] };
}

function accepted(
  upstreamId: string | null,
  instructions: Extract<Verdict, { kind: 'accepted' }>['instructions'],
): Verdict {
  return { kind: 'accepted', upstreamId, instructions };
}

function paidEvent({ reference, id, bankRef }: Resource, amount: Money): ProviderEvent {
  return {
    reference,
    eventKey: `paid:${id}`,
    fact: { kind: 'paid', amount, paymentRef: id, bankRef, upstreamId: id },
  };
}

function returnedEvent({ reference, id, failure }: Resource, amount: Money): ProviderEvent {
  const reason = failure?.text || failure?.code || 'sent back by the bank';
  const payment = { ref: id, amount };
  return { reference, eventKey: `returned:${id}`, fact: { kind: 'reversed', reason, payment } };
}

function refusalOf(shape: Shape, error: ProviderError): Verdict {
  const text = refusalText(error);
  if (error.code === EXISTS) return accepted(null, null);
  if (shape === 'closing' && error.code === CLOSED) return accepted(null, null);
  const code = DECLINES[shape].get(error.code);
  if (code !== undefined) return { kind: 'declined', failure: { code, text } };
  if (NOT_LET_IN.has(error.code)) return { kind: 'not_executed', reason: text };
  return doubt(text);
}

function refusalText({ code, text }: ProviderError): string {
  return text === '' ? code : `${code}: ${text}`;
}

function failureOf({ shape, failure: error }: Resource): Failure {
  const code = DECLINES[shape].get(error?.code ?? '') ?? 'declined';
  return { code, text: error?.text || error?.code || 'declined by the provider' };
}

function doubt(reason: string): Doubt {
  return { kind: 'doubt', reason };
}
