/** The merchant's side, as a program speaks this API; it shares nothing with what verifies. */
import type { SignedNotification } from '../../../src/dialects/contract.ts';
import type { SignedCall } from '../../../src/dialects/tools.ts';
import { unwritten } from './unwritten.ts';

/** A request with its signature. */
export async function buildRequest(
  _operation: string,
  _fields: Readonly<Record<string, string>>,
  _key: string,
): Promise<Omit<SignedCall, 'stringToSign'>> {
  return unwritten('client.ts: buildRequest, how a merchant signs a request');
}

/** Whether the platform signed the notification. */
export function verifyNotification(
  _notification: SignedNotification,
  _keys: readonly string[],
): boolean {
  return unwritten('client.ts: verifyNotification, how a merchant verifies one');
}
