/** One delivery attempt of one notification: encode and sign, send once, read what came back. */
import type { Dialect } from '../dialects/contract.ts';
import type { App, AppKey } from '../domain/merchant.ts';
import type { OrderEvent } from '../domain/order-event.ts';
import type { Egress, EgressResult } from '../egress/contract.ts';
import type { Attempt, NotificationContent } from '../ports/workers.ts';

/** The first bytes of a reply are enough to see an acknowledgement (promise P20). */
const REPLY_BYTES_MAX = 4096;
const REPLY_CHARACTERS_MAX = 500;

export interface DeliveryResult {
  readonly acknowledged: boolean;
  readonly attempt: Attempt;
}

/** Keys that are live at a moment, newest first. */
export function liveKeys(app: App, nowMs: number): readonly AppKey[] {
  return app.keys
    .filter(({ notBefore, notAfter }) => {
      return notBefore.getTime() <= nowMs && (notAfter === null || notAfter.getTime() > nowMs);
    })
    .sort((a, b) => b.notBefore.getTime() - a.notBefore.getTime());
}

/**
 * The bytes of an event's notification; null when the dialect has none for it. Rejects on bad keys.
 */
export async function encode(
  dialect: Dialect,
  event: OrderEvent,
  app: App,
  nowMs: number,
): Promise<NotificationContent | null> {
  return await dialect.notification(event, app, liveKeys(app, nowMs));
}

/** Makes one HTTP attempt. Every outcome is a value; never rejects. */
export async function attemptDelivery(
  egress: Pick<Egress, 'send'>,
  dialect: Dialect,
  url: string,
  bytes: NotificationContent,
): Promise<DeliveryResult> {
  const startedAt = performance.now();
  const result = await egress.send({
    method: bytes.method,
    url,
    headers: bytes.headers,
    body: bytes.body === '' ? null : Buffer.from(bytes.body),
    timeoutMs: dialect.attemptTimeoutMs,
    maxResponseBytes: REPLY_BYTES_MAX,
  });
  return read(dialect, result, Math.round(performance.now() - startedAt));
}

function read(dialect: Dialect, result: EgressResult, tookMs: number): DeliveryResult {
  if (result.kind !== 'response') {
    const attempt = { tookMs, status: null, error: errorOf(result), reply: null };
    return { acknowledged: false, attempt };
  }
  const body = new TextDecoder().decode(result.body);
  const acknowledged = dialect.acknowledged({ status: result.status, body });
  return {
    acknowledged,
    attempt: {
      tookMs,
      status: result.status,
      error: acknowledged ? null : 'the reply is not an acknowledgement',
      reply: printable(body),
    },
  };
}

/** A sentence for the merchant's developer. */
function errorOf(result: Exclude<EgressResult, { kind: 'response' }>): string {
  if (result.kind === 'refused') return `address refused: ${result.detail}`;
  return `${result.kind === 'not_sent' ? 'not sent' : 'no reply'}: ${result.reason}`;
}

/** An attempt that could not even be encoded: visible, and on the timetable like any other. */
export function notEncoded(error: unknown): DeliveryResult {
  const reason = error instanceof Error ? error.message : String(error);
  const attempt = { tookMs: 0, status: null, error: `not encoded: ${reason}`, reply: null };
  return { acknowledged: false, attempt };
}

/** What is shown of a reply: letters, digits, signs and blanks; all else becomes a blank. */
export function printable(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]+/gu, ' ').slice(0, REPLY_CHARACTERS_MAX);
}
