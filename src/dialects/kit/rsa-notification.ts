/** Notifications that the platform signs with a key pair of its own. */
import type { App, AppKey } from '../../domain/merchant.ts';
import type { OrderEvent } from '../../domain/order-event.ts';
import { notificationSigners, privateKeyOf, secretOf } from '../../signatures/rsa-keys.ts';
import { signSha256Rsa } from '../../wire/rsa.ts';
import type { SignedNotification } from '../contract.ts';
import { webhookHeaders } from './webhook-headers.ts';

/**
 * Signs the text with the oldest live key and sends what `send` makes of the signature: the body,
 * and headers beside the content type and those of Standard Webhooks.
 */
export async function signedWithRsa(
  event: OrderEvent,
  app: App,
  keys: readonly AppKey[],
  text: string,
  send: (sign: string) => Pick<SignedNotification, 'headers' | 'body'>,
): Promise<SignedNotification> {
  const signers = notificationSigners(keys);
  const [signer] = signers;
  const key = signer === undefined ? null : privateKeyOf(signer.material, app.mode);
  if (key === null) throw new Error(`app ${app.id} has no key to sign a notification with`);
  const { headers, body } = send(await signSha256Rsa(key, text));
  const webhook = webhookHeaders(event, body, signers.map(secretOf));
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, ...webhook },
    body,
  };
}
