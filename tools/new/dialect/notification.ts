/** Notifications to the merchant: encoded and signed once, and attempted on the API's timetable. */
import type { SignedNotification } from '../../../src/dialects/contract.ts';
import type { App, AppKey } from '../../../src/domain/merchant.ts';
import type { OrderEvent } from '../../../src/domain/order-event.ts';
import { unwritten } from './unwritten.ts';

/** From the event to each attempt: once, until the timetable of the published API stands here. */
export const ATTEMPT_AFTER_MS: readonly number[] = [0];
export const ATTEMPT_TIMEOUT_MS = 10_000;

/** One event, signed; null for what this API does not send. */
export async function signNotification(
  _event: OrderEvent,
  _app: App,
  _keys: readonly AppKey[],
): Promise<SignedNotification | null> {
  return unwritten('notification.ts: signNotification, its members and its signature');
}

/** Whether the merchant has taken it. */
export function isAcknowledged(_reply: {
  readonly status: number;
  readonly body: string;
}): boolean {
  return unwritten('notification.ts: isAcknowledged, what a merchant answers');
}
