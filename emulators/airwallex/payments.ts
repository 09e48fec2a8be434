/** Payment intents and their attempts, in Airwallex's states. */

import type { Money } from '../shared/money.ts';
import { decide, type Outcome, traceOf } from './cards.ts';
import { invalid, objectIn, Refusal, textIn } from './refusal.ts';
import { attemptView, intentView } from './views.ts';
import { report } from './webhooks.ts';
import { type Attempt, type Intent, move, newId, type World } from './world.ts';

type Body = Readonly<Record<string, unknown>>;

/** Time for an answer to overtake its webhook, as it mostly does. */
const REPORT_AFTER_MS = 5;
const OPEN_STATES: readonly string[] = [
  'REQUIRES_PAYMENT_METHOD',
  'REQUIRES_CUSTOMER_ACTION',
  'REQUIRES_CAPTURE',
];

export interface NewIntent {
  readonly requestId: string;
  readonly amount: Money;
  readonly orderId: string;
  readonly returnUrl: string | null;
  readonly linkId: string | null;
  readonly metadata: Body;
}

export function createIntent(world: World, facts: NewIntent): Intent {
  const none = { currency: facts.amount.currency, minor: 0n };
  const now = new Date();
  const intent: Intent = {
    ...facts,
    id: newId('int'),
    status: 'REQUIRES_PAYMENT_METHOD',
    captured: none,
    captures: null,
    refunded: none,
    secrets: new Set(),
    attempts: [],
    createdAt: now,
    updatedAt: now,
  };
  world.intents.set(intent.id, intent);
  reportOf(world, intent, 'created');
  return intent;
}

export function intentById(world: World, id: string): Intent {
  const intent = world.intents.get(id);
  if (intent !== undefined) return intent;
  const message = `The PaymentIntent with ID ${id} cannot be found.`;
  throw new Refusal(404, 'resource_not_found', message);
}

/** Tries a card. A refusal is an error of the call, and leaves the intent open for another card. */
export function confirm(world: World, intent: Intent, body: Body): void {
  if (intent.status !== 'REQUIRES_PAYMENT_METHOD') throw wrongState(intent, 'confirm');
  const card = objectIn(objectIn(body, 'payment_method'), 'card');
  const number = textIn(card, 'number', 19).replaceAll(/[\s-]/g, '');
  textIn(card, 'expiry_month', 2);
  textIn(card, 'expiry_year', 4);
  textIn(card, 'cvc', 4);
  const trace = traceOf(number);
  if (trace === null) throw invalid('payment_method.card.number', 'not a test card');
  const arn = `7453760${Date.now()}${intent.attempts.length}`;
  const attempt: Attempt = {
    id: newId('att'),
    card: trace,
    status: 'RECEIVED',
    failureCode: null,
    originalCode: null,
    arn,
  };
  intent.attempts.push(attempt);
  const outcome = decide(number, intent.amount);
  switch (outcome.kind) {
    case 'authorised':
      if (isCapturedLater(body)) authorise(world, intent, attempt);
      else charge(world, intent, attempt);
      break;
    case 'challenge':
      attempt.status = 'AUTHENTICATION_REDIRECTED';
      setStatus(intent, 'REQUIRES_CUSTOMER_ACTION');
      reportOf(world, intent, 'requires_customer_action');
      break;
    case 'refused':
      refuse(world, intent, attempt, outcome);
  }
}

/** `payment_method_options.card.auto_capture: false`: the money is only held for now. */
function isCapturedLater(body: Body): boolean {
  const options = body.payment_method_options as { card?: { auto_capture?: unknown } } | undefined;
  return options?.card?.auto_capture === false;
}

function authorise(world: World, intent: Intent, attempt: Attempt): void {
  attempt.status = 'AUTHORIZED';
  setStatus(intent, 'REQUIRES_CAPTURE');
  reportOf(world, intent, 'requires_capture');
}

/** Takes what was held, or a part of it. */
export function capture(world: World, intent: Intent, amount: Money): void {
  const attempt = intent.attempts.at(-1);
  if (intent.status !== 'REQUIRES_CAPTURE' || attempt === undefined) {
    throw wrongState(intent, 'capture');
  }
  if (amount.minor > intent.amount.minor) throw invalid('amount', 'more than was authorised');
  intent.captures = amount;
  charge(world, intent, attempt);
}

/** Another amount or order, while nobody has tried to pay. */
export function update(
  intent: Intent,
  { amount, orderId }: { readonly amount: Money | null; readonly orderId: string | null },
): void {
  if (intent.status !== 'REQUIRES_PAYMENT_METHOD') throw wrongState(intent, 'update');
  intent.amount = amount ?? intent.amount;
  intent.orderId = orderId ?? intent.orderId;
  intent.updatedAt = new Date();
}

/** The answer to a 3DS challenge. */
export function answerChallenge(world: World, intent: Intent, otp: string): void {
  const attempt = intent.attempts.at(-1);
  if (intent.status !== 'REQUIRES_CUSTOMER_ACTION' || attempt === undefined) {
    throw wrongState(intent, 'continue');
  }
  const outcome = { kind: 'refused', code: 'authentication_declined', original: null } as const;
  if (otp === '1234') charge(world, intent, attempt);
  else refuse(world, intent, attempt, outcome);
}

export function cancel(world: World, intent: Intent): void {
  if (!OPEN_STATES.includes(intent.status)) throw wrongState(intent, 'cancel');
  setStatus(intent, 'CANCELLED');
  reportOf(world, intent, 'cancelled');
}

export function wrongState({ status }: Intent, operation: string): Refusal {
  const message = `The PaymentIntent status ${status} is invalid for operation ${operation}.`;
  return new Refusal(400, 'invalid_status_for_operation', message);
}

function charge(world: World, intent: Intent, attempt: Attempt): void {
  attempt.status = 'SETTLED';
  const amount = intent.captures ?? intent.amount;
  intent.captured = amount;
  setStatus(intent, 'SUCCEEDED');
  const { id, orderId: reference } = intent;
  move(world, { reference, id, what: 'paid', amount });
  const link = intent.linkId === null ? undefined : world.links.get(intent.linkId);
  if (link !== undefined) {
    link.status = 'PAID';
    link.paidBy = id;
  }
  reportOf(world, intent, 'succeeded');
}

const FAILURES = {
  issuer_declined: ['authorization_failed', 'authorization_failed'],
  risk_declined: ['fraud_rejected', 'risk_declined'],
  authentication_declined: ['authentication_failed', 'authentication_failed'],
} as const;

function refuse(
  world: World,
  intent: Intent,
  attempt: Attempt,
  { code, original }: Extract<Outcome, { kind: 'refused' }>,
): never {
  const [failureCode, event] = FAILURES[code];
  attempt.status = 'FAILED';
  attempt.failureCode = failureCode;
  attempt.originalCode = original;
  setStatus(intent, 'REQUIRES_PAYMENT_METHOD');
  world.timers.later(REPORT_AFTER_MS, () =>
    report(world, `payment_attempt.${event}`, attemptView(intent, attempt)),
  );
  reportOf(world, intent, 'requires_payment_method');
  const more = original === null ? {} : { provider_original_response_code: original };
  const message = 'The card was declined. Please refer to the original response code.';
  throw new Refusal(400, code, message, more);
}

function setStatus(intent: Intent, status: string): void {
  intent.status = status;
  intent.updatedAt = new Date();
}

function reportOf(world: World, intent: Intent, word: string): void {
  const view = intentView(intent, 'no_secret');
  world.timers.later(REPORT_AFTER_MS, () => report(world, `payment_intent.${word}`, view));
}
