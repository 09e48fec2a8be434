/** Notifications to the merchant (seed 004): sorted JSON, RSA-signed, the same at each push. */
import type { App, AppKey } from '../../domain/merchant.ts';
import { currencyOf } from '../../domain/money.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderEvent, OrderEventType } from '../../domain/order-event.ts';
import { notificationSigners, privateKeyOf, secretOf } from '../../signatures/rsa-keys.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import {
  JSON_NULL,
  type JsonObject,
  type JsonValue,
  jsonNumber,
  jsonObject,
  jsonString,
} from '../../wire/json-value.ts';
import { readJsonText } from '../../wire/raw-json.ts';
import { signSha256Rsa } from '../../wire/rsa.ts';
import type { SignedNotification } from '../contract.ts';
import { webhookHeaders } from '../kit/webhook-headers.ts';
import { orderNoOf, timeText } from './codec.ts';
import { METADATA_FIELDS } from './routes.ts';
import { amountOf, payTimeOf, statusOf } from './status.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAYS_MAX = 30;

/** "Until it succeeds" (seed 004), by the spec's steps: quickly at first, then every six hours. */
export const ATTEMPT_AFTER_MS: readonly number[] = [
  ...[0, 10, 30, 60, 300, 900].map((seconds) => seconds * SECOND_MS),
  ...Array.from({ length: (DAYS_MAX * 24) / 6 }, (_, index) => (1 + 6 * index) * HOUR_MS),
];
export const ATTEMPT_TIMEOUT_MS = 10_000;

/** A chargeback is told once (a later addition to the published text). */
export const ATTEMPTED_ONCE: readonly OrderEventType[] = ['payin.reversed'];

/** Order type 1: a payment. Subscriptions, type 2, are not sold here. */
const PAYMENT = '1';

/** One notice, signed. Null for payouts and refunds, which this API does not know. */
export async function signNotification(
  event: OrderEvent,
  app: App,
  keys: readonly AppKey[],
): Promise<SignedNotification | null> {
  if (event.order.kind !== 'payin') return null;
  const signers = notificationSigners(keys);
  const signer = signers[0];
  const key = signer === undefined ? null : privateKeyOf(signer.material, app.mode);
  if (key === null) throw new Error(`app ${app.id} has no key to sign a notice with`);
  const body = writeJson(bodyOf(event), { sort: 'all', escape: 'plain' });
  const secrets = signers.map(secretOf);
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      sign: await signSha256Rsa(key, body),
      ...webhookHeaders(event, body, secrets),
    },
    body,
  };
}

/** HTTP 200, whatever the body says. */
export function isAcknowledged(reply: { readonly status: number }): boolean {
  return reply.status === 200;
}

function bodyOf({ order, at }: OrderEvent): JsonObject {
  const payTime = payTimeOf(order);
  const metadata = metadataOf(order);
  return jsonObject([
    ['timestamp', jsonString(timeText(at.getTime()))],
    ['orderNo', jsonString(orderNoOf(order.id))],
    ['type', jsonNumber(PAYMENT)],
    ['status', jsonString(statusOf(order))],
    ['amount', jsonString(amountOf(order))],
    ['currencyCode', jsonString(currencyOf(order.asset))],
    ['payTime', payTime === null ? JSON_NULL : jsonString(payTime)],
    ...(metadata === null ? [] : [['metadata', metadata] as const]),
  ]);
}

/** What the order brought along, given back: the three parts that it may have, or nothing. */
function metadataOf({ metadata }: Order): JsonValue | null {
  const kept = readJsonText(metadata.metadata ?? '');
  if (!kept.ok || kept.value.kind !== 'object') return null;
  const { members } = kept.value;
  const parts = METADATA_FIELDS.flatMap((name) => {
    const value = members.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return parts.length === 0 ? null : jsonObject(parts);
}
