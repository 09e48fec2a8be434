/** Notifications (seed 002 section 6): JSON, MD5-signed, the same at each attempt. */
import type { App, AppKey } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderEvent } from '../../domain/order-event.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { jsonBoolean, jsonObject, jsonString } from '../../wire/json-value.ts';
import { signFieldsOfJson } from '../../wire/sign-string.ts';
import { parseWebhookSecret, type WebhookSecret } from '../../wire/standard-webhooks.ts';
import type { SignedNotification } from '../contract.ts';
import { type Member, member, type OrderAnswer, objectOf } from '../kit/members.ts';
import { webhookHeaders } from '../kit/webhook-headers.ts';
import { AMOUNT, FEE, PLAT_ORDER_ID, REFERENCE, STATUS } from './members.ts';
import { PROFILE_SETTING } from './settings.ts';
import { signatureOf, signersOf } from './signature.ts';
import { ACKNOWLEDGEMENT, failureTextOf } from './status.ts';

const MINUTE_MS = 60_000;

/** Eight attempts in forty minutes (seed 002 section 6); the steps between are ours. */
export const ATTEMPT_AFTER_MS: readonly number[] = [0, 1, 3, 7, 13, 20, 30, 40].map(
  (minutes) => minutes * MINUTE_MS,
);
export const ATTEMPT_TIMEOUT_MS = 10_000;

const LEGACY: readonly Member<OrderAnswer>[] = [PLAT_ORDER_ID, REFERENCE, AMOUNT, STATUS];

const NO_FEE: readonly Member<OrderAnswer>[] = [
  ...LEGACY,
  member('reverse', 'boolean', 'an earlier final result is taken back', ({ order }) =>
    jsonBoolean(order.corrected),
  ),
  member('remark', 'text', 'why it failed, else `no`', ({ order }) => jsonString(remarkOf(order))),
];

/** Fields sent and signed, in the seed's order. The signed set grew over the years (spec 6.5). */
export const FULL: readonly Member<OrderAnswer>[] = [...NO_FEE, FEE];

/** `full` unless set. */
const PROFILES: ReadonlyMap<string | undefined, readonly Member<OrderAnswer>[]> = new Map([
  ['noFee', NO_FEE],
  ['legacy4', LEGACY],
]);

/**
 * One notification, signed. Null for refunds and withdrawals, which this API does not know, and for
 * another amount in the form that cannot say that it corrects the one before.
 */
export async function signNotification(
  event: OrderEvent,
  app: App,
  keys: readonly AppKey[],
): Promise<SignedNotification | null> {
  const { order } = event;
  if (order.kind === 'refund' || order.kind === 'withdrawal') return null;
  const profile = PROFILES.get(app.settings[PROFILE_SETTING]) ?? FULL;
  if (event.type === 'payin.part_reversed' && profile === LEGACY) return null;
  const fields = objectOf(profile, { order, payUrl: '' });
  const signers = notificationSigners(order, keys);
  const signer = signers[0];
  if (signer === undefined) throw new Error(`app ${app.id} has no key to sign a notification with`);
  const signed = signFieldsOfJson(fields, 'refuse');
  if (!signed.ok) throw new TypeError(signed.error.reason);
  const sign = signatureOf(signed.value, signer.material);
  const body = writeJson(jsonObject([...fields.members, ['sign', jsonString(sign)]]));
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...webhookHeaders(event, body, webhookSecrets(signers, keys)),
    },
    body,
  };
}

/** HTTP 200 and the lower-case word, with or without blanks around it. */
export function isAcknowledged(reply: { readonly status: number; readonly body: string }): boolean {
  return reply.status === 200 && reply.body.trim() === ACKNOWLEDGEMENT;
}

const REMARK_CHARS_MAX = 128;

/**
 * Why it failed, else the seed's `no`: never blank, so merchants who drop blank values and those
 * who do not agree. `&` and `=` go, so that it cannot imitate a field of the sign string.
 */
function remarkOf(order: Order): string {
  const text = (failureTextOf(order) ?? '').toWellFormed().replace(/[\p{Cc}\s&=]+/gu, ' ');
  return [...text.trim()].slice(0, REMARK_CHARS_MAX).join('').trim() || 'no';
}

/**
 * Keys that may sign, best first: the one that the merchant created the order with, while it lives
 * (during a rotation that is the one in use on the other side), then the newest.
 */
function notificationSigners(order: Order, keys: readonly AppKey[]): readonly AppKey[] {
  const used = keys.filter(
    ({ id, purpose }) => id === order.metadata.keyId && purpose !== 'notification',
  );
  const others = signersOf(order.kind === 'payout' ? 'payout' : 'all else', keys)
    .filter((key) => !used.includes(key))
    .toSorted((a, b) => b.notBefore.getTime() - a.notBefore.getTime());
  return [...used, ...others];
}

/** A `notification` key is the secret of the webhook headers; without one the MD5 keys serve. */
function webhookSecrets(
  signers: readonly AppKey[],
  keys: readonly AppKey[],
): readonly WebhookSecret[] {
  const own = keys.filter(({ purpose }) => purpose === 'notification');
  return (own.length > 0 ? own : signers).map(({ material }) => secretOf(material));
}

/** `whsec_…` is base64; an MD5 key is its own text. */
function secretOf(material: string): WebhookSecret {
  const published = material.startsWith('whsec_') ? parseWebhookSecret(material) : null;
  return published?.ok === true ? published.value : new TextEncoder().encode(material);
}
