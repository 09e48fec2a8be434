/** What a provider's reply says about how much may be asked of it at once. */
import type { UpstreamReply } from '../connectors/contract.ts';
import type { PaceAnswer } from '../domain/account-limit.ts';

const TOO_MANY_REQUESTS = 429;
const SERVER_ERRORS = 500;
const UNAVAILABLE = 503;

type Headers = Extract<UpstreamReply, { readonly kind: 'response' }>['headers'];

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
  const retryAfterMs = waitOf(headers, nowMs);
  // A server that is away and says until when has refused, as well as one that counts.
  const isRefusal =
    status === TOO_MANY_REQUESTS || (status === UNAVAILABLE && retryAfterMs !== null);
  return { kind: isRefusal ? 'refused' : 'trouble', retryAfterMs };
}

/** The only form of a date that servers may send (RFC 9110, 5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Seconds, or a date; anything else is not understood and says nothing. A date is by the clock of
 * who sent it: where the reply says what that shows now, the two are compared.
 */
function waitOf({ 'retry-after': text = '', date }: Headers, nowMs: number): number | null {
  if (/^\d{1,30}$/.test(text)) return Number(text) * 1_000;
  const untilMs = dateOf(text);
  return untilMs === null ? null : Math.max(0, untilMs - (dateOf(date ?? '') ?? nowMs));
}

function dateOf(text: string): number | null {
  const atMs = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}
