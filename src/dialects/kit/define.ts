/** Puts the parts of a dialect together: the one place that lets a request count as verified. */
import type { App, AppKey } from '../../domain/merchant.ts';
import { type Refusal, type Refused, refuse } from '../../domain/refusal.ts';
import type { Outcome } from '../../domain/request.ts';
import type { JsonValue } from '../../wire/json-value.ts';
import type { Dialect, HttpReply, Identified, RawRequest, Verified, View } from '../contract.ts';
import { type OnceParts, sharedTexts, signedOnce } from './once.ts';
import { type Operation, operationFinder } from './operation.ts';
import type { Result } from './result.ts';

/** What a request is checked with. */
export interface Credentials {
  readonly app: App;
  /** Its live keys. */
  readonly keys: readonly AppKey[];
  readonly nowMs: number;
}

type Kept =
  | 'name'
  | 'title'
  | 'errors'
  | 'limits'
  | 'saysToCompare'
  | 'attemptAfterMs'
  | 'attemptedOnce'
  | 'attemptTimeoutMs'
  | 'keys'
  | 'settings'
  | 'notification'
  | 'returnPage'
  | 'reports'
  | 'paymentCheck'
  | 'acknowledged';

/**
 * The parts. `P`: the dialect's own parsed request; `A`: what its operations are asked with;
 * method syntax for what a dialect brings of its own.
 */
export interface DialectParts<P, A, O extends Operation<A>> extends Pick<Dialect, Kept> {
  readonly operations: readonly O[];
  /** Reads the request strictly and finds out who claims to call. */
  read(raw: RawRequest, operation: O): Result<Identified<P>>;
  /** The request with what its signature has proven; refused if no key has signed it. */
  authenticate(parsed: P, operation: O, credentials: Credentials): Result<P>;
  /** The request as the operation reads it, its fields checked. */
  ask(parsed: P, operation: O, app: App, view: View): Result<A>;
  success(data: JsonValue, nowMs: number, operation: O, app: App | null): HttpReply;
  failure(refusal: Refusal, operation: O, nowMs: number): HttpReply;
  wireField(refusal: Refusal, operation: O): string | null;
  /**
   * Left out: the same text is good for ever, and no operation is distinguished from another by it.
   */
  readonly once?: OnceParts<P, O>;
}

export function defineDialect<P, A, O extends Operation<A>>(
  parts: DialectParts<P, A, O>,
): Dialect<P> {
  const { operations } = parts;
  for (const operation of operations) checkUnsigned(operation);
  const find = operationFinder(operations);
  const { read, authenticate, ask, success, failure, wireField, once, ...kept } = parts;
  const shared = once === undefined ? new Set() : sharedTexts(operations, once.foreign);
  return {
    ...kept,

    identify: (raw, name) => read(raw, find(name)),

    verify({ publicId, parsed }, name, app, keys, nowMs) {
      const operation = find(name);
      const proven =
        operation.signs === 'nothing'
          ? { ok: true as const, value: parsed }
          : authenticate(parsed, operation, { app, keys, nowMs });
      return proven.ok
        ? { ok: true, value: verified({ publicId, parsed: proven.value }, app) }
        : proven;
    },

    decode({ parsed, app }, name, view) {
      const operation = find(name);
      const asked = ask(parsed, operation, app, view);
      return asked.ok ? operation.request(asked.value) : asked;
    },

    signedOnce({ parsed, app }, name, nowMs) {
      const operation = find(name);
      const signed = shared.has(name) ? once?.signed(parsed, operation, app, nowMs) : null;
      return signed == null ? null : signedOnce(signed, operation);
    },

    reply(outcome, name, app, nowMs) {
      const operation = find(name);
      if (!outcome.ok) return failure(outcome.refusal, operation, nowMs);
      const data = answerOf(operation, outcome, app);
      return 'refusal' in data
        ? failure(data.refusal, operation, nowMs)
        : success(data, nowMs, operation, app);
    },

    wireField: (refusal, name) => wireField(refusal, find(name)),
  };
}

/** Marks a request as verified: where its signature held, and nowhere else. */
function verified<T>(identified: Identified<T>, app: App): Verified<T> {
  return { parsed: identified.parsed, app } as Verified<T>;
}

/** What is published without a signature may disclose what is no secret, and nothing else. */
function checkUnsigned<A>({ name, signs, requests }: Operation<A>): void {
  const harmless = requests.every((request) => request === 'list_channels');
  if (signs === 'nothing' && !harmless) throw new TypeError(`${name} must be signed`);
}

type Fine = Extract<Outcome, { ok: true }>;

function answerOf<A>(
  { answers }: Operation<A>,
  outcome: Fine,
  app: App | null,
): JsonValue | Refused {
  // The table has for each kind an answer of that kind, which the types cannot follow here.
  const answer = answers[outcome.kind] as
    | { data(outcome: Fine, app: App | null): JsonValue | Refused }
    | undefined;
  return answer === undefined ? refuse('not_supported') : answer.data(outcome, app);
}
