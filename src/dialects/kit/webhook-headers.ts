/** The Standard Webhooks headers that go along with the notifications of every dialect. */
import type { OrderEvent } from '../../domain/order-event.ts';
import {
  signWebhook,
  type WebhookHeaders,
  type WebhookSecret,
} from '../../wire/standard-webhooks.ts';

/**
 * `webhook-id` is order and number of the notification, so a receiver can drop repeats. The
 * timestamp is the event's, not the attempt's: the bytes must be the same at every attempt. A
 * receiver must therefore allow an age as long as the timetable.
 */
export function webhookHeaders(
  event: OrderEvent,
  body: string,
  secrets: readonly WebhookSecret[],
): WebhookHeaders {
  const id = `${event.order.id}_${event.n}`;
  return signWebhook(id, Math.floor(event.at.getTime() / 1000), body, secrets);
}
