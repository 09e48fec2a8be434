/** Notifications: flat JSON with `sign` in it, signed once, the same at each attempt. */
import type { App, AppKey } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderEvent } from '../../domain/order-event.ts';
import { pairsText } from '../../signatures/pairs/text.ts';
import { privateKeyOf } from '../../signatures/rsa-keys.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { textIn } from '../../wire/json-fields.ts';
import { type JsonObject, jsonObject, jsonString } from '../../wire/json-value.ts';
import { signSha256Rsa } from '../../wire/rsa.ts';
import { signFieldsOfJson } from '../../wire/sign-string.ts';
import type { SignedNotification } from '../contract.ts';
import { EVENT_ENDINGS } from '../kit/family/words.ts';
import { readObject } from '../kit/json-object.ts';
import { type Member, type OrderAnswer, objectOf } from '../kit/members.ts';
import { ofOrder } from '../kit/order-members.ts';
import { webhookHeaders } from '../kit/webhook-headers.ts';
import { CHANNEL_CODE, EVENT, type Members, numberOf } from './members.ts';
import { REFERENCE_NUMBER } from './members-code.ts';
import { EKYC_EVENT } from './members-ekyc.ts';
import { MANDATE } from './members-mandate.ts';
import { CHECKOUT_EVENT } from './members-payment.ts';
import { REFUND_EVENT } from './members-refund.ts';
import { isSignedWithRsa } from './settings.ts';
import { CALLBACK_DIGEST } from './signature.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** At once, then 1, 2, 5, 10, 30 minutes, 1, 2, 6 and 12 hours after the one before (ours). */
export const ATTEMPT_AFTER_MS: readonly number[] = [
  ...[0, 1, 3, 8, 18, 48].map((minutes) => minutes * MINUTE_MS),
  ...[1, 3, 9, 21].map((hours) => 48 * MINUTE_MS + hours * HOUR_MS),
];
export const ATTEMPT_TIMEOUT_MS = 10_000;

/** One event, signed. Null for an event that this API does not send. */
export async function signNotification(
  event: OrderEvent,
  app: App,
  keys: readonly AppKey[],
): Promise<SignedNotification | null> {
  const eventName = eventNameOf(event);
  if (eventName === null) return null;
  const { order, at } = event;
  const content = objectOf(membersOf(order), { order, payUrl: '', at });
  const fields = jsonObject([['eventName', jsonString(eventName)], ...content.members]);
  const body = await signedBody(fields, app, keys);
  const bytes = secretsOf(keys).map(({ material }) => new TextEncoder().encode(material));
  const headers = { 'content-type': 'application/json', ...webhookHeaders(event, body, bytes) };
  return { method: 'POST', headers, body };
}

function secretsOf(keys: readonly AppKey[]): readonly AppKey[] {
  return keys.filter(({ purpose }) => purpose === 'notification');
}

/** The members with `sign` behind them, made as the app wants it. */
export async function signedBody(
  fields: JsonObject,
  app: App,
  keys: readonly AppKey[],
): Promise<string> {
  const sign = isSignedWithRsa(app.settings)
    ? await rsaSignature(fields, app, keys)
    : digestOf(fields, secretsOf(keys)[0]);
  if (sign === null) throw new Error(`app ${app.id} has no key to sign a notification with`);
  return writeJson(jsonObject([...fields.members, ['sign', jsonString(sign)]]));
}

/** The text that is signed, of either kind of signature. */
export function signedText(fields: JsonObject): string {
  const pairs = signFieldsOfJson(fields, 'compact-json');
  if (!pairs.ok) throw new TypeError(pairs.error.reason);
  return pairsText(pairs.value);
}

function digestOf(fields: JsonObject, secret: AppKey | undefined): string | null {
  if (secret === undefined) return null;
  const { seal, digest } = CALLBACK_DIGEST;
  return digest(seal(signedText(fields), secret.material));
}

async function rsaSignature(
  fields: JsonObject,
  { mode }: App,
  keys: readonly AppKey[],
): Promise<string | null> {
  const pair = keys.find(({ purpose }) => purpose === 'callback');
  const key = pair === undefined ? null : privateKeyOf(pair.material, mode);
  return key === null ? null : await signSha256Rsa(key, signedText(fields));
}

/** 2xx, and a code that merchants answer (seen in clients), or `success` in bare words. */
export function isAcknowledged(reply: { readonly status: number; readonly body: string }): boolean {
  if (reply.status < 200 || reply.status > 299) return false;
  if (reply.body.trim().toLowerCase() === 'success') return true;
  const json = readObject(Buffer.from(reply.body));
  return json.ok && ACKNOWLEDGING.has(textIn(json.value, 'code'));
}

const ACKNOWLEDGING: ReadonlySet<string> = new Set(['1', '200', '1000', '10000']);

/** Published names of what happened, without how it ended, by the call that the order came of. */
const SUBJECTS: Readonly<Record<string, string>> = {
  bill: 'payment',
  qr: 'qrcode.payment',
  account: 'transfer.payment',
  web: 'h5.payment',
  checkout: 'checkout.payment',
  debit: 'directdebit.payment',
};

/** The published name; null for what has none: of many payments only successes are reported. */
function eventNameOf({ type, order }: OrderEvent): string | null {
  const ending = EVENT_ENDINGS[type];
  const subject = subjectOf(order);
  if (ending === undefined || subject === null) return null;
  if (order.parent?.kind === 'code' && ending !== 'success') return null;
  const isCancelled = order.kind === 'refund' && order.state === 'closed';
  return `${subject}.${isCancelled ? 'cancel' : ending}`;
}

function subjectOf({ kind, metadata }: Order): string | null {
  switch (kind) {
    case 'payout':
      return 'disbursement';
    case 'refund':
      return 'payment.refund';
    case 'mandate':
      return 'directdebit.auth';
    case 'verification':
      return 'ekyc';
    default:
      return SUBJECTS[metadata.form ?? ''] ?? null;
  }
}

export const PAYMENT_EVENT: Members = [...EVENT, CHANNEL_CODE];

/** Of a payment by how its order was asked for; the others hold no more than any. */
export const EVENTS: Readonly<Record<string, Members>> = {
  // The older name is what clients of before have.
  bill: [...PAYMENT_EVENT, REFERENCE_NUMBER, ofOrder('paymentCode', 'the same', numberOf)],
  account: [...PAYMENT_EVENT, ofOrder('paymentAccount', 'the account paid to', numberOf)],
  checkout: CHECKOUT_EVENT,
};

/** What is reported of an order, behind `eventName`. */
function membersOf({
  kind,
  metadata,
}: Order): readonly Member<OrderAnswer & { readonly at: Date }>[] {
  switch (kind) {
    case 'payout':
      return EVENT;
    case 'refund':
      return REFUND_EVENT;
    case 'mandate':
      return MANDATE.event;
    case 'verification':
      return EKYC_EVENT;
    default:
      return EVENTS[metadata.form ?? ''] ?? PAYMENT_EVENT;
  }
}
