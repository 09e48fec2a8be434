/**
 * Airwallex's words, and what they mean to the core. A word that is not in these tables is doubt.
 * Each happening has one key, whether a webhook or a query reports it: it counts once.
 *
 * A refused card is no event: the payment waits for another one, and ends only by being paid,
 * cancelled, or by the order's own expiry.
 */
import type { Verdict } from '../../domain/dispatch.ts';
import type { Failure, FailureCode, Instructions } from '../../domain/order.ts';
import type { ProviderEvent } from '../../domain/provider-event.ts';
import type { Credentials, DisputePage, Intent, QueryAnswer, UpstreamReply } from '../contract.ts';
import { disputeEvent } from '../dispute-event.ts';
import { itemsAt, type ProviderError, readJsonObject, textAt } from '../read-json.ts';
import { type Dispute, readDispute } from './client/dispute.ts';
import type { Event } from './client/event.ts';
import { checkoutPageOf } from './client/page.ts';
import type { Answer } from './client/reply.ts';
import type { Resource, Shape } from './client/resource.ts';

type Standing = 'pending' | 'succeeded' | 'failed' | 'returned' | 'cancelled';
type Doubt = { readonly kind: 'doubt'; readonly reason: string };

const words = (standing: Standing, ...list: readonly string[]) =>
  list.map((word) => [word, standing] as const);

/**
 * Status words of each shape (sections 3, 4, 6), old and new ones. Maps, for `constructor` is no
 * status word. `returned`: failed, and the money is back even if it had been paid before.
 */
const STATUS_WORDS: Readonly<Record<Shape, ReadonlyMap<string, Standing>>> = {
  payment: new Map([
    ...words('pending', 'REQUIRES_PAYMENT_METHOD', 'REQUIRES_CUSTOMER_ACTION', 'PENDING_REVIEW'),
    ...words('pending', 'REQUIRES_CAPTURE', 'PENDING'),
    ...words('succeeded', 'SUCCEEDED'),
    ...words('cancelled', 'CANCELLED'),
  ]),
  link: new Map([...words('pending', 'UNPAID'), ...words('succeeded', 'PAID')]),
  refund: new Map([
    ...words('pending', 'RECEIVED', 'ACCEPTED', 'PROCESSING'),
    ...words('succeeded', 'SETTLED', 'SUCCEEDED'),
    ...words('failed', 'FAILED'),
  ]),
  transfer: new Map([
    ...words('pending', 'IN_APPROVAL', 'SCHEDULED', 'OVERDUE', 'PROCESSING', 'SENT'),
    ...words('pending', 'CANCELLATION_REQUESTED'),
    ...words('succeeded', 'PAID'),
    ...words('returned', 'FAILED'),
    ...words('failed', 'APPROVAL_REJECTED', 'APPROVAL_RECALLED', 'APPROVAL_BLOCKED', 'CANCELLED'),
  ]),
};

/** Refusals of a create that prove that this order will not be made (section 7). */
const DECLINES: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  ['validation_error', 'invalid_request'],
  ['validation_failed', 'invalid_request'],
  ['field_required', 'invalid_request'],
  ['invalid_argument', 'invalid_request'],
  // About the provider, and not about the order: another one may carry it.
  ['currency_not_supported', 'upstream_unavailable'],
  ['suspended_from_online_payments', 'upstream_unavailable'],
  ['configuration_error', 'upstream_unavailable'],
  ['resource_not_found', 'declined'],
  ['invalid_status_for_operation', 'declined'],
  ['operation_not_supported', 'upstream_unavailable'],
  ['amount_above_limit', 'limit_exceeded'],
  ['insufficient_fund', 'upstream_unavailable'],
]);

/** Not let in: nothing was looked at, and it is no fault of the order. It may be sent again. */
const NOT_LET_IN: ReadonlySet<string> = new Set([
  '401 unauthorized',
  '401 credentials_expired',
  '401 credentials_invalid',
  '403 forbidden',
  '429 too_many_requests',
]);

/** The `request_id` was used before (upstream notes, 7). */
const DUPLICATE_REQUEST = 'duplicate_request';

/** HTTP statuses of refusals that are about the order. */
const REFUSED: ReadonlySet<number> = new Set([400, 404]);

/** What the answer to a create or a closing proves. */
export function verdictOf(intent: Intent, answer: Answer, credentials: Credentials): Verdict {
  if (intent.operation === 'close') return closingOf(intent, answer);
  if (answer.kind === 'refusal') return refusalOf(answer.http, answer.error);
  if (answer.kind === 'list') return doubt('a list in answer to a create');
  const { http, resource } = answer;
  if (http !== 201 && http !== 200) return doubt(`HTTP ${http} with a ${resource.shape}`);
  if (resource.reference !== intent.reference) return doubt('an answer about another reference');
  switch (STATUS_WORDS[resource.shape].get(resource.status)) {
    case 'pending': {
      const instructions = instructionsOf(intent, resource, credentials);
      if (intent.operation === 'payin' && instructions === null) {
        return doubt('nothing that the payer could be shown');
      }
      return { kind: 'accepted', upstreamId: resource.id, instructions };
    }
    case 'failed':
    case 'returned':
      return { kind: 'declined', failure: failureOf(resource.failure) };
    default:
      return doubt('the status is not one of a new order');
  }
}

/**
 * A closing. That a payment cannot be cancelled any more is an answer, and so is that the call was
 * known before: the payment's own events say how it ended. A list is all that can be asked for
 * before its id is known.
 */
function closingOf({ order, about, reference }: Intent, answer: Answer): Verdict {
  const accepted = { kind: 'accepted', upstreamId: order.upstreamId, instructions: null } as const;
  if (answer.kind === 'list') return doubt('its id is not known yet');
  if (answer.kind === 'refusal') {
    const { http, error } = answer;
    return http === 400 && error.code === DUPLICATE_REQUEST ? accepted : refusalOf(http, error);
  }
  const { http, resource } = answer;
  if (http !== 200) return doubt(`HTTP ${http} with a ${resource.shape}`);
  if (resource.reference !== (about?.reference ?? reference) || resource.id !== order.upstreamId) {
    return doubt('an answer about another order');
  }
  const standing = STATUS_WORDS[resource.shape].get(resource.status);
  if (standing === 'succeeded') {
    return { kind: 'declined', failure: { code: 'closed', text: 'it is paid' } };
  }
  const isOver = standing === 'cancelled' || (standing === 'pending' && resource.isInactive);
  return isOver ? accepted : doubt('closed, yet open');
}

/** What the answer to a query reports. A list may hold other orders, if it was not filtered. */
export function queryAnswerOf(
  intent: Intent,
  answer: Answer,
  credentials: Credentials,
): QueryAnswer {
  if (answer.kind === 'refusal') {
    const { http, error } = answer;
    const isUnknown = http === 404 && error.code === 'resource_not_found';
    return isUnknown ? { kind: 'not_found' } : doubt(refusalText(http, error));
  }
  if (answer.http !== 200) return doubt(`HTTP ${answer.http} in answer to a query`);
  if (intent.operation === 'close') return closingAnswer(intent, answer);
  if (answer.kind === 'one') {
    return answer.resource.reference === intent.reference
      ? standingOf(intent, [answer.resource], credentials)
      : doubt('an answer about another order');
  }
  const ours = answer.resources.filter(({ reference }) => reference === intent.reference);
  if (ours.length > 0) return standingOf(intent, ours, credentials);
  return answer.hasMore ? doubt('not on the first page of the list') : { kind: 'not_found' };
}

/** A closing has no events of its own: those of the payment come under its reference. */
function closingAnswer(
  { about, reference }: Intent,
  answer: Exclude<Answer, { kind: 'refusal' }>,
): QueryAnswer {
  const all = answer.kind === 'one' ? [answer.resource] : answer.resources;
  const ours = all.find((one) => one.reference === (about?.reference ?? reference));
  if (ours === undefined) return doubt('an answer about another order');
  const isKnown = STATUS_WORDS[ours.shape].has(ours.status);
  return isKnown ? { kind: 'pending' } : doubt('an unknown status word');
}

/** What a webhook reports: the state of its object, as a query would. */
export function eventsOf({ eventId, about }: Event): readonly ProviderEvent[] {
  if (about.kind === 'other') return [];
  const end = about.kind === 'dispute' ? stateOfDispute(about.dispute) : endOf(about.resource);
  // A link takes another payment when one of it fails: only what was paid counts for the order.
  if (about.kind === 'resource' && about.resource.linkId !== null && !isPaid(end)) return [];
  if (typeof end !== 'string') return end;
  const { reference } = about.kind === 'dispute' ? about.dispute : about.resource;
  const providerIds =
    about.kind === 'dispute' ? { providerIds: [about.dispute.paymentIntentId] } : {};
  const fact = { kind: 'unclear', reason: end } as const;
  return [{ reference, ...providerIds, eventKey: `event:${eventId}`, fact }];
}

function isPaid(end: readonly ProviderEvent[] | string): boolean {
  return typeof end !== 'string' && end.some(({ fact }) => fact.kind === 'paid');
}

/** Payments of one reference are one unless something went wrong; money in any of them counts. */
function standingOf(
  intent: Intent,
  resources: readonly Resource[],
  credentials: Credentials,
): QueryAnswer {
  const ends = resources.map((resource) => ({ resource, end: endOf(resource) }));
  const unclear = ends.map(({ end }) => end).find((end) => typeof end === 'string');
  if (unclear !== undefined) return doubt(unclear);
  const events = ends.flatMap(({ end }) => end as readonly ProviderEvent[]);
  const paid = events.filter(({ fact }) => fact.kind === 'paid');
  if (paid.length > 0) return { kind: 'events', events: paid };
  const open = ends.find(({ end }) => end.length === 0)?.resource;
  return open === undefined ? { kind: 'events', events } : underWay(intent, open, credentials);
}

/** Events of an end; none while it is under way; a text: why it is not known. */
function endOf(resource: Resource): readonly ProviderEvent[] | string {
  const { shape, id, reference, status, moved, failure } = resource;
  const declined = (code?: FailureCode): ProviderEvent => ({
    reference,
    eventKey: `failed:${id}`,
    fact: { kind: 'declined', failure: failureOf(failure, code) },
  });
  switch (STATUS_WORDS[shape].get(status)) {
    case undefined:
      return 'an unknown status word';
    case 'pending':
      return [];
    case 'succeeded':
      return moved === null ? 'succeeded, yet no amount can be read' : [paidEvent(resource, moved)];
    case 'cancelled':
      return [declined('closed')];
    case 'failed':
      return [declined()];
    case 'returned': {
      const reason = failureOf(failure).text;
      const back = { kind: 'reversed', reason } as const;
      // One fact, whether it had been paid or not: reported as two, the report of the payment may
      // come between them, and would be money that left after a failure.
      return [{ reference, eventKey: `returned:${id}`, fact: back }];
    }
  }
}

/** Upstream works at it. What the core does not know yet is passed on, so nothing is sent again. */
function underWay(intent: Intent, resource: Resource, credentials: Credentials): QueryAnswer {
  const { reference, id: upstreamId } = resource;
  const instructions = instructionsOf(intent, resource, credentials);
  const isNew = intent.order.upstreamId === null;
  const hasPage = intent.order.instructions === null && instructions !== null;
  if (!isNew && !hasPage) return { kind: 'pending' };
  const eventKey = `${instructions === null ? 'accepted' : 'page'}:${upstreamId}`;
  const fact = { kind: 'accepted', upstreamId, instructions } as const;
  return { kind: 'events', events: [{ reference, eventKey, fact }] };
}

/** The page that a payer is sent to; null for what no payer meets, and without its secret. */
function instructionsOf(
  intent: Intent,
  { shape, id, clientSecret, url }: Resource,
  credentials: Credentials,
): Instructions | null {
  if (shape === 'link') return url === null ? null : { kind: 'redirect', url };
  if (shape !== 'payment' || clientSecret === null) return null;
  return { kind: 'redirect', url: checkoutPageOf(intent, credentials, id, clientSecret) };
}

function paidEvent(
  { reference, id, bankRef, linkId }: Resource,
  { id: paymentRef, amount }: NonNullable<Resource['moved']>,
): ProviderEvent {
  return {
    reference,
    ...(linkId === null ? {} : { providerIds: [linkId] }),
    eventKey: `paid:${paymentRef}`,
    fact: { kind: 'paid', amount, paymentRef, bankRef, upstreamId: linkId ?? id },
  };
}

/** How a dispute stands, by the answer to a question about it (section 8). */
export function disputeAnswerOf(ref: string, reply: UpstreamReply): ProviderEvent | null {
  if (reply.kind !== 'response' || reply.status !== 200 || reply.truncated) return null;
  const json = readJsonObject(reply.body);
  const dispute = json.ok ? readDispute(json.value) : json;
  if (!dispute.ok || dispute.value.report?.ref !== ref) return null;
  const { reference, paymentIntentId, report } = dispute.value;
  return disputeEvent({ reference, providerIds: [paymentIntentId] }, report);
}

/** A page of disputes; of a stage or status that is not known nothing is said. */
export function disputePageOf(reply: UpstreamReply): DisputePage | null {
  if (reply.kind !== 'response' || reply.status !== 200 || reply.truncated) return null;
  const json = readJsonObject(reply.body);
  const items = json.ok ? itemsAt(json.value, 'items') : null;
  if (!json.ok || items === null) return null;
  const events = items.flatMap((item) => {
    const dispute = item.kind === 'object' ? readDispute(item) : null;
    const known = dispute?.ok ? stateOfDispute(dispute.value) : [];
    return typeof known === 'string' ? [] : known;
  });
  // No page after this one: it is left out, empty or null.
  return { events, next: textAt(json.value, 'page_after') || null };
}

/** The state of a dispute, which may have been reported before. */
function stateOfDispute({ reference, paymentIntentId, report }: Dispute) {
  if (report === null) return 'a dispute with an unknown stage or status';
  return [disputeEvent({ reference, providerIds: [paymentIntentId] }, report)];
}

function refusalOf(http: number, error: ProviderError): Verdict {
  const code = REFUSED.has(http) ? DECLINES.get(error.code) : undefined;
  const text = refusalText(http, error);
  if (code !== undefined) return { kind: 'declined', failure: { code, text } };
  if (NOT_LET_IN.has(`${http} ${error.code}`)) return { kind: 'not_executed', reason: text };
  return doubt(text);
}

function refusalText(http: number, { code, text }: ProviderError): string {
  return `HTTP ${http} ${code}: ${text}`;
}

function failureOf(error: ProviderError | null, code: FailureCode = 'declined'): Failure {
  const plain = code === 'closed' ? 'cancelled at the provider' : 'declined by the provider';
  return { code, text: error?.text || error?.code || plain };
}

function doubt(reason: string): Doubt {
  return { kind: 'doubt', reason };
}
