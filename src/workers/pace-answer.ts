/** What a provider's reply says about how much may be asked of it at once. */
import type { UpstreamReply } from '../connectors/contract.ts';
import type { PaceAnswer } from '../domain/account-limit.ts';

const TOO_MANY_REQUESTS = 429;
const SERVER_ERRORS = 500;
const UNAVAILABLE = 503;

/** Of our own making: nothing of it is the provider's word. */
const OURS = new Set(['origin_busy', 'closed']);

/** Null: nothing. `nowMs`: wall clock, for a `Retry-After` that is a date (RFC 9110, 10.2.3). */
export function paceAnswerOf(
  reply: UpstreamReply,
  nowMs: number,
): Omit<PaceAnswer, 'beganAtMs'> | null {
  if (reply.kind === 'unknown') return { kind: 'trouble', retryAfterMs: null };
  if (reply.kind === 'not_sent') {
    const isOurs = OURS.has(reply.reason) || reply.reason.startsWith('address refused');
    return isOurs ? null : { kind: 'trouble', retryAfterMs: null };
  }
  const { status, headers } = reply;
  if (status !== TOO_MANY_REQUESTS && status < SERVER_ERRORS) {
    return { kind: 'good', retryAfterMs: null };
  }
  const retryAfterMs = waitOf(headers['retry-after'], nowMs);
  // A server that is away and says until when has refused, as well as one that counts.
  const isRefusal =
    status === TOO_MANY_REQUESTS || (status === UNAVAILABLE && retryAfterMs !== null);
  return { kind: isRefusal ? 'refused' : 'trouble', retryAfterMs };
}

/** Seconds, or a date; anything else is not understood and says nothing. */
function waitOf(text: string | undefined, nowMs: number): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text)) return Number.parseInt(text, 10) * 1_000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
