/**
 * The provider's words, and what they mean to the core. A word that is not in these tables is
 * doubt. Each happening has one key, whether a callback or a query tells it: it counts once.
 */
import type { Verdict } from '../../domain/dispatch.ts';
import type { News } from '../../domain/news.ts';
import type { Failure, FailureCode } from '../../domain/order.ts';
import { type BasicOperation, basic, type Intent, type QueryAnswer } from '../contract.ts';
import type { ProviderError } from '../read-json.ts';
import type { Event } from './client/event.ts';
import type { Answer, Movement, OrderReply } from './client/reply.ts';

type Standing = 'pending' | 'succeeded' | 'failed' | 'expired' | 'reversed';
type Doubt = { readonly kind: 'doubt'; readonly reason: string };

/** The provider's word for each operation: in queries `kind`, in events the part before the dot. */
const KIND_WORDS = { payin: 'payment', payout: 'payout', refund: 'refund' } as const;

/** Status words of each kind of order (section 2). Maps, for `constructor` is no status word. */
const STATUS_WORDS: Readonly<Record<BasicOperation, ReadonlyMap<string, Standing>>> = {
  payin: new Map<string, Standing>([
    ['pending', 'pending'],
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['expired', 'expired'],
    ['reversed', 'reversed'],
  ]),
  payout: new Map<string, Standing>([
    ['processing', 'pending'],
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['reversed', 'reversed'],
  ]),
  refund: new Map<string, Standing>([
    ['processing', 'pending'],
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
  ]),
};

/** Event types: kind and status word. No event tells that an order is under way. */
const EVENT_TYPES: ReadonlyMap<string, Standing> = new Map(
  (['payin', 'payout', 'refund'] as const).flatMap((operation) =>
    [...STATUS_WORDS[operation]]
      .filter(([, standing]) => standing !== 'pending')
      .map(([word, standing]) => [`${KIND_WORDS[operation]}.${word}`, standing] as const),
  ),
);

/** Why an order failed; a code that is not listed is a plain decline, for `failed` is known. */
const FAILURE_CODES: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  ['expired', 'expired'],
  ['closed', 'closed'],
  ['returned_by_bank', 'reversed'],
]);

/** Refusals of a create that prove that this order will not be made (section 1). */
const DECLINES: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  ['400 invalid_request', 'declined'],
  ['404 payment_not_found', 'declined'],
  ['413 invalid_request', 'declined'],
  ['422 asset_mismatch', 'declined'],
  ['422 refund_exceeds_paid', 'limit_exceeded'],
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

/** What the answer to a create proves. */
export function verdictOf(intent: Intent, answer: Answer): Verdict {
  if (answer.is === 'refusal') return refusalOf(answer.http, answer.error);
  const { http, order } = answer;
  if (!ORDER_STATUSES.has(http)) return doubt(`HTTP ${http} with an order`);
  if (order.reference !== intent.reference) return doubt('an answer about another reference');
  const standing = STATUS_WORDS[basic(intent.operation)].get(order.status);
  if (standing === 'failed') return { kind: 'declined', failure: failureOf(order.failure) };
  // Only a query tells how much was paid, and by which payment.
  if (standing !== 'pending') return doubt('the status is not one of a new order');
  if (http === 422) return doubt('refused and accepted at once');
  return acceptedFact(intent, order) ?? doubt('nothing that the payer could be shown');
}

/** What the answer to a query tells. */
export function queryAnswerOf(intent: Intent, answer: Answer): QueryAnswer {
  if (answer.is === 'refusal') {
    const isUnknown = answer.http === 404 && answer.error.code === 'not_found';
    return isUnknown ? { kind: 'not_found' } : doubt(refusalText(answer.http, answer.error));
  }
  const { http, order } = answer;
  if (http !== 200) return doubt(`HTTP ${http} with an order`);
  if (order.reference !== intent.reference || order.kind !== KIND_WORDS[basic(intent.operation)]) {
    return doubt('an answer about another order');
  }
  const standing = STATUS_WORDS[basic(intent.operation)].get(order.status);
  if (standing === undefined) return doubt('an unknown status word');
  const movements = intent.operation === 'payin' ? order.arrivals : movementsOf(order, standing);
  switch (standing) {
    case 'pending':
      return movements.length === 0 ? underWay(intent, order) : doubt('pending, yet paid');
    case 'failed':
    case 'expired':
      if (movements.length > 0) return doubt('ended without success, yet paid');
      return {
        kind: 'news',
        news: [endedNews(order.reference, order.id, standing, order.failure)],
      };
    case 'succeeded':
    case 'reversed':
      return movedAnswer(order, standing, movements);
  }
}

/** What a callback tells. Types that are not listed are words that we do not know. */
export function newsOf(event: Event): readonly News[] {
  const { reference, orderId, movement, failure } = event;
  const standing = EVENT_TYPES.get(event.type);
  if (standing === 'failed' || standing === 'expired') {
    return [endedNews(reference, orderId, standing, failure)];
  }
  if (standing === undefined || movement === null) {
    const reason = standing === undefined ? 'an unknown event' : 'no amount that can be read';
    return [{ reference, eventKey: `event:${event.eventId}`, fact: { kind: 'unclear', reason } }];
  }
  const paid = paidNews(reference, orderId, movement);
  // What was taken back had come before, also when that report is still on its way.
  return standing === 'reversed' ? [paid, reversedNews(reference, movement, failure)] : [paid];
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

/** Null for a payin without anything to show to the payer. */
function acceptedFact({ operation }: Intent, { id, instructions }: OrderReply) {
  if (operation === 'payin' && instructions === null) return null;
  return { kind: 'accepted', upstreamId: id, instructions } as const;
}

/** Upstream works at it. What the core does not know yet is told, so nothing is sent again. */
function underWay(intent: Intent, order: OrderReply): QueryAnswer {
  const { instructions, upstreamId } = intent.order;
  const isKnown = upstreamId !== null && (intent.operation !== 'payin' || instructions !== null);
  const fact = isKnown ? null : acceptedFact(intent, order);
  if (fact === null) return { kind: 'pending' };
  const { reference, id } = order;
  return { kind: 'news', news: [{ reference, eventKey: `accepted:${id}`, fact }] };
}

/** A payout or refund moves once, and is its own movement. */
function movementsOf(order: OrderReply, standing: Standing) {
  return order.moved === null ? [] : [{ ...order.moved, isReversed: standing === 'reversed' }];
}

function movedAnswer(
  { id, reference, failure }: OrderReply,
  standing: 'succeeded' | 'reversed',
  movements: readonly (Movement & { isReversed: boolean })[],
): QueryAnswer {
  if (movements.length === 0) return doubt(`${standing}, yet not paid`);
  if (standing === 'reversed' && !movements.every(({ isReversed }) => isReversed)) {
    return doubt('reversed, yet not taken back');
  }
  const news = movements.flatMap((movement) => {
    const paid = paidNews(reference, id, movement);
    return movement.isReversed ? [paid, reversedNews(reference, movement, failure)] : [paid];
  });
  return { kind: 'news', news };
}

function paidNews(reference: string, orderId: string, { id, amount, bankRef }: Movement): News {
  return {
    reference,
    eventKey: `paid:${id}`,
    fact: { kind: 'paid', amount, paymentRef: id, bankRef, upstreamId: orderId },
  };
}

function reversedNews(
  reference: string,
  { id, amount }: Movement,
  told: ProviderError | null,
): News {
  const reason = told?.text || 'taken back by the provider';
  const payment = { ref: id, amount };
  return { reference, eventKey: `reversed:${id}`, fact: { kind: 'reversed', reason, payment } };
}

function endedNews(
  reference: string,
  orderId: string,
  standing: 'failed' | 'expired',
  told: ProviderError | null,
): News {
  const eventKey = `${standing}:${orderId}`;
  if (standing === 'expired') return { reference, eventKey, fact: { kind: 'expired' } };
  return { reference, eventKey, fact: { kind: 'declined', failure: failureOf(told) } };
}

function failureOf(told: ProviderError | null): Failure {
  const code = FAILURE_CODES.get(told?.code ?? '') ?? 'declined';
  return { code, text: told?.text || told?.code || 'declined by the provider' };
}

function doubt(reason: string): Doubt {
  return { kind: 'doubt', reason };
}
