/** What the samples of every dialect are made with, and none of the dialect's own code. */
import { createPrivateKey, createPublicKey, createSign, type KeyObject } from 'node:crypto';
import type { HttpReply, OperationInfo, RawRequest, View } from '../../src/dialects/contract.ts';
import { isRead } from '../../src/dialects/kit/operation.ts';
import type { Channel } from '../../src/domain/channel.ts';
import type { AppKey } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import type { OrderEvent, OrderEventType } from '../../src/domain/order-event.ts';
import { RSA_BITS } from '../../src/signatures/rsa-keys.ts';
import {
  SAMPLE_PRIVATE_KEY,
  SAMPLE_PUBLIC_KEY,
} from '../../src/wire/fixtures/public-sample-key.ts';
import { generateRsaPair, type RsaPair } from '../../src/wire/generate-keys.ts';

/** A pair that public documents print, so that signatures by it can be printed. */
export const PRINTED_PAIR: RsaPair = {
  publicKey: SAMPLE_PUBLIC_KEY,
  privateKey: SAMPLE_PRIVATE_KEY,
};

/** A new pair in base64 DER on one line. */
export const newPair = () => generateRsaPair(RSA_BITS);

/** Live since the first day of 2025 unless said otherwise. */
export function sampleKey(
  id: string,
  purpose: AppKey['purpose'],
  material: string,
  notBefore = '2025-01-01T00:00:00Z',
): AppKey {
  return { id, purpose, material, notBefore: new Date(notBefore), notAfter: null };
}

/** The channels by the codes that a dialect has for them. */
export function viewOf(dialect: string, channels: readonly Channel[]): View {
  return {
    channel: (code, kind) =>
      channels.find((each) => each.aliases[dialect] === code && each.kind === kind) ?? null,
    channels: (kind, country) =>
      channels.filter((each) => each.kind === kind && each.country === country),
  };
}

/** A moment of published examples, which are in UTC+8. */
export function at(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}+08:00`);
}

/** The first event of an order. */
export function eventOf(type: OrderEventType, order: Order, happened: Date): OrderEvent {
  return { type, order, n: 1, url: 'https://shop.example/notify', at: happened };
}

/** A POST as the socket would give it. */
export function posted(
  path: string,
  headers: RawRequest['headers'],
  body: string | Uint8Array,
): RawRequest {
  return {
    method: 'POST',
    path,
    pathParams: {},
    query: '',
    headers,
    body: typeof body === 'string' ? Buffer.from(body) : body,
    ip: '203.0.113.7',
  };
}

/** SHA256withRSA of the text in base64. */
export function signText(text: string | Uint8Array, privateKey = PRINTED_PAIR.privateKey): string {
  return createSign('RSA-SHA256').update(text).sign(imported(privateKey), 'base64');
}

/** What the merchant has of the platform's pairs of this purpose. */
export function publicHalves(
  keys: readonly AppKey[],
  due: AppKey['purpose'] = 'notification',
): readonly string[] {
  return keys
    .filter(({ purpose }) => purpose === due)
    .map(({ material }) =>
      createPublicKey(imported(material))
        .export({ type: 'spki', format: 'der' })
        .toString('base64'),
    );
}

function imported(privateKey: string): KeyObject {
  const key = Buffer.from(privateKey, 'base64');
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/**
 * Where the signature covers neither method nor path: a body holds at every call that only reads,
 * and at one that is published with the same fields (`pairs`: signed for the one, taken at the
 * other).
 */
export function interchangeableBy(
  operationOf: (name: string) => Pick<OperationInfo, 'requests'>,
  pairs: readonly (readonly [string, string])[],
): (operation: string, other: string) => boolean {
  return (operation, other) =>
    isRead(operationOf(other)) ||
    pairs.some(([read, write]) => read === operation && write === other);
}

/** An answer `{code, message, data}`, and whether `code` says success; throws if it is none. */
export function readEnvelope(
  { status, headers, body }: HttpReply,
  successes: readonly number[],
  isData: (data: unknown, success: boolean) => boolean,
): { readonly success: boolean; readonly text: string } {
  const { code, message, data, ...others } = JSON.parse(body) as Record<string, unknown>;
  const success = successes.includes(code as number);
  const wellFormed =
    status === 200 &&
    headers['content-type'] === 'application/json;charset=UTF-8' &&
    Object.keys(others).length === 0 &&
    Number.isSafeInteger(code) &&
    typeof message === 'string' &&
    message !== '' &&
    (!success || message.toLowerCase() === 'success') &&
    isData(data, success);
  if (!wellFormed) throw new Error(`not this API's envelope: ${body}`);
  return { success, text: message };
}
