/**
 * A verification: a payer shows who they are, with pictures taken on our page, and a provider or a
 * person decides. It moves no money. Its stage stands in `verification`, and the order's state is
 * what that stage means to everything that knows orders: open, ended, how.
 */
import { contradiction, type Effect, ignored, notify } from './effect.ts';
import type { Order, OrderState } from './order.ts';
import type { PayinEvent } from './payin.ts';
import {
  ANSWER_WITHIN_MS,
  NEW_VERIFICATION,
  PHOTO_PARTS,
  type PhotoPart,
  REVIEW_WITHIN_MS,
  type Verification,
  type VerificationReason,
  type VerificationStage,
} from './verification.ts';

/** What an order in that stage is to whoever only knows orders. */
const STATE_OF: Readonly<Record<VerificationStage, OrderState>> = {
  created: 'created',
  capturing: 'active',
  submitted: 'pending',
  review: 'pending',
  passed: 'paid',
  failed: 'failed',
  expired: 'expired',
};

/** What happens to a verification. */
export type VerificationEvent =
  | PayinEvent
  | { readonly kind: 'document'; readonly code: string }
  | { readonly kind: 'capture'; readonly part: PhotoPart }
  | { readonly kind: 'submit' }
  | {
      readonly kind: 'decide';
      readonly passed: boolean;
      readonly reason: VerificationReason | null;
    }
  | { readonly kind: 'erase' };

type Column =
  | 'capture' // a picture, or the kind of document
  | 'submit'
  | 'accepted'
  | 'passed'
  | 'failed'
  | 'referred' // to a person, by the provider; or it never had it
  | 'decide'
  | 'expire'
  | 'erase'
  | 'other';

type Move =
  | 'capture'
  | 'submit'
  | 'know'
  | 'pass'
  | 'fail'
  | 'review'
  | 'decide'
  | 'expire'
  | 'erase'
  | 'ignore'
  | 'contradict';

/** Rows: where it is. Columns: what happens. Every cell is a decision. */
const MOVES: Readonly<Record<VerificationStage, Readonly<Record<Column, Move>>>> = {
  created: open('capture', 'submit'),
  capturing: open('capture', 'submit'),
  submitted: {
    ...{ capture: 'ignore', submit: 'ignore', accepted: 'know', passed: 'pass', failed: 'fail' },
    ...{ referred: 'review', decide: 'ignore', expire: 'review', erase: 'ignore' },
    other: 'ignore',
  },
  // The provider may still answer, late: whoever is first decides.
  review: {
    ...{ capture: 'ignore', submit: 'ignore', accepted: 'know', passed: 'pass', failed: 'fail' },
    ...{ referred: 'ignore', decide: 'decide', expire: 'expire', erase: 'ignore' },
    other: 'ignore',
  },
  // A provider that says the opposite of what the merchant was notified of: a person should know.
  passed: ended('ignore', 'contradict'),
  failed: ended('contradict', 'ignore'),
  expired: ended('ignore', 'ignore'),
};

/** Nobody has been asked yet, so nobody can have decided. */
function open(capture: Move, submit: Move): Readonly<Record<Column, Move>> {
  return {
    ...{ capture, submit, accepted: 'contradict', passed: 'contradict', failed: 'contradict' },
    ...{ referred: 'contradict', decide: 'ignore', expire: 'expire' },
    ...{ erase: 'ignore', other: 'ignore' },
  };
}

function ended(passed: Move, failed: Move): Readonly<Record<Column, Move>> {
  return {
    ...{ capture: 'ignore', submit: 'ignore', accepted: 'ignore', passed, failed },
    ...{ referred: 'ignore', decide: 'ignore', expire: 'ignore', erase: 'erase' },
    other: 'ignore',
  };
}

function columnOf(event: VerificationEvent): Column {
  switch (event.kind) {
    case 'document':
      return 'capture';
    case 'verified':
      return event.outcome;
    case 'declined':
      // What never reached the provider, or what it cannot use, is no fault of the payer's.
      return 'referred';
    case 'expired':
      return 'referred';
    case 'capture':
    case 'submit':
    case 'accepted':
    case 'decide':
    case 'expire':
    case 'erase':
      return event.kind;
    default:
      return 'other';
  }
}

/** What there is of a verification; of an order that is none, nothing yet. */
export function verificationOf({ verification }: Pick<Order, 'verification'>): Verification {
  return verification ?? NEW_VERIFICATION;
}

/** Applies one event to a verification. Total: every stage and event has an answer. */
export function advanceVerification(order: Order, event: VerificationEvent, at: Date): Effect {
  const { stage } = verificationOf(order);
  switch (MOVES[stage][columnOf(event)]) {
    case 'capture':
      return captured(order, event);
    case 'submit':
      return moved(order, 'submitted', { expiresAt: after(at, ANSWER_WITHIN_MS) });
    case 'know':
      return known(order, event);
    case 'review':
      return moved(known(order, event).order, 'review', { expiresAt: after(at, REVIEW_WITHIN_MS) });
    case 'pass':
      return decided(known(order, event).order, 'provider', null, at);
    case 'fail':
      return decided(known(order, event).order, 'provider', reasonOf(event), at);
    case 'decide':
      return decided(order, 'operator', reasonOf(event), at);
    case 'expire':
      return ending({ ...order, failure: EXPIRED }, 'expired', at);
    case 'erase':
      return erased(order);
    case 'contradict':
      return contradiction(order, `${wordOf(event)} while the verification is ${stage}`);
    case 'ignore':
      return ignored(order, `${wordOf(event)} while ${stage}`);
  }
}

function wordOf(event: VerificationEvent): string {
  return event.kind === 'verified' ? event.outcome : event.kind;
}

function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}

function moved(order: Order, stage: VerificationStage, changes: Partial<Order> = {}): Effect {
  const verification = { ...verificationOf(order), stage };
  const next = { ...order, ...changes, state: STATE_OF[stage], verification };
  return { order: next, entries: [], events: [], cases: [], note: null };
}

function captured(order: Order, event: VerificationEvent): Effect {
  const before = verificationOf(order);
  if (event.kind === 'document') {
    // Sides of one document are none of another.
    const isSame = before.document === event.code;
    const parts = isSame ? before.parts : before.parts.filter((part) => part === 'selfie');
    return moved(
      { ...order, verification: { ...before, document: event.code, parts } },
      'capturing',
    );
  }
  if (event.kind !== 'capture') return ignored(order, event.kind);
  const parts = PHOTO_PARTS.filter((part) => part === event.part || before.parts.includes(part));
  const verification = { ...before, parts, captures: before.captures + 1 };
  return moved({ ...order, verification }, 'capturing');
}

/** The provider's id is kept whenever it comes. */
function known(order: Order, event: VerificationEvent): Effect {
  const upstreamId = 'upstreamId' in event ? event.upstreamId : null;
  if (order.upstreamId !== null || upstreamId === null)
    return ignored(order, `${event.kind} again`);
  return { ...ignored(order, event.kind), order: { ...order, upstreamId }, note: null };
}

function reasonOf(event: VerificationEvent): VerificationReason | null {
  if (event.kind === 'decide') return event.passed ? null : (event.reason ?? 'other');
  return event.kind === 'verified' ? (event.reason ?? 'other') : 'other';
}

/** `reason` null: passed. */
function decided(
  order: Order,
  decidedBy: 'provider' | 'operator',
  reason: VerificationReason | null,
  at: Date,
): Effect {
  const stage = reason === null ? 'passed' : 'failed';
  const verification = { ...verificationOf(order), decidedBy, reason };
  const failure = reason === null ? null : ({ code: 'declined', text: reason } as const);
  return ending({ ...order, verification, failure }, stage, at);
}

const EXPIRED = { code: 'expired', text: 'its time is over' } as const;

function ending(order: Order, stage: VerificationStage, at: Date): Effect {
  const next = moved(order, stage, { finalAt: at }).order;
  const event = stage === 'passed' ? 'verification.passed' : 'verification.failed';
  const { order: counted, events } = notify(next, event, at);
  // The picture that a notification keeps of the order outlives what is erased.
  const reported = events.map((one) => ({ ...one, order: withoutFacts(one.order) }));
  return { order: counted, entries: [], events: reported, cases: [], note: null };
}

/** What the merchant said of the payer goes with what the payer has shown. */
function erased(order: Order): Effect {
  const before = verificationOf(order);
  if (before.isErased) return ignored(order, 'erased already');
  const next = { ...withoutFacts(order), verification: { ...before, isErased: true } };
  return { order: next, entries: [], events: [], cases: [], note: null };
}

/** All that is known of the payer but the merchant's own id. */
function withoutFacts(order: Order): Order {
  const { 'payer.userId': userId } = order.fields;
  return { ...order, fields: userId === undefined ? {} : { 'payer.userId': userId } };
}
