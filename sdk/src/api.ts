/** Calls of an API: signed, sent, and sent again only where that cannot do a thing twice. */
import { textIn } from '../../src/wire/json-fields.ts';
import type { Call, Word } from './call.ts';
import { type Ask, NotSent, OrderExists, OutcomeUnknown, Refused } from './errors.ts';
import { type Protocol, type SignedRequest, type SignOptions, stamped } from './protocol.ts';
import { type Attempt, attempt, type Line } from './transport.ts';
import { type Fields, fieldsOf, receivedOf } from './values.ts';

export interface ApiOptions {
  /** `https://pay.example`, without a path. */
  readonly baseUrl: string;
  /** How long one attempt may take, its answer read; 20 seconds unless given. */
  readonly timeoutMs?: number;
  /** How often a request is sent again where that is safe; 2 unless given. */
  readonly retries?: number;
  /** Waits before the n-th repeat (1, 2, …); doubling from a quarter of a second unless given. */
  readonly wait?: (repeat: number) => Promise<void>;
  /** Another `fetch`, for proxies and tests. */
  readonly fetch?: typeof globalThis.fetch;
  /** The clock for `timestamp`, in milliseconds. */
  readonly now?: () => number;
}

/** An answer that says success. Every number in it is its own text. */
export interface Answer<Data> {
  readonly code: string;
  readonly message: string;
  readonly data: Data;
  readonly requestId: string | null;
}

/** What the generated types say of a call. */
interface CallTypes {
  readonly fields: object;
  readonly data: unknown;
}

const TIMEOUT_MS = 20_000;
const RETRIES = 2;
const FIRST_WAIT_MS = 250;

/** `Calls`: the fields and the data of each call, by its name. */
export class Api<Calls extends { readonly [name in keyof Calls]: CallTypes }> {
  readonly #protocol: Protocol;
  readonly #line: Line;
  readonly #retries: number;
  readonly #wait: (repeat: number) => Promise<void>;
  readonly #now: () => number;

  /** Throws a TypeError where an option cannot be used. */
  constructor(protocol: Protocol, options: ApiOptions) {
    const url = new URL(options.baseUrl);
    if (!/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '') {
      throw new TypeError('baseUrl: give the origin alone, like https://pay.example');
    }
    const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    if (!(timeoutMs >= 1)) throw new TypeError('timeoutMs: give at least 1 millisecond');
    this.#protocol = protocol;
    this.#line = { fetch: options.fetch ?? globalThis.fetch, origin: url.origin, timeoutMs };
    this.#retries = options.retries ?? RETRIES;
    this.#wait = options.wait ?? doubling;
    this.#now = options.now ?? Date.now;
  }

  /** Builds the signed request without sending it. Throws a TypeError on fields it cannot sign. */
  sign<Name extends keyof Calls & string>(
    name: Name,
    fields: Calls[Name]['fields'],
    options: SignOptions = {},
  ): SignedRequest {
    const call = this.#callOf(name);
    const path = options.path ?? (call.paths[0] as string);
    if (!call.paths.includes(path)) throw new TypeError(`${path} is no path of ${name}`);
    const all = stamped(call, fieldsOf(fields as Fields, call), this.#now());
    return this.#protocol.sign(call, path, all, options);
  }

  /**
   * Makes a call. Rejects with `Refused` or `OrderExists` when the platform says no, `NotSent` when
   * nothing reached it, and `OutcomeUnknown` when nobody can say; a timeout is the last.
   */
  async call<Name extends keyof Calls & string>(
    name: Name,
    fields: Calls[Name]['fields'],
    options: SignOptions = {},
  ): Promise<Answer<Calls[Name]['data']>> {
    const call = this.#callOf(name);
    const request = this.sign(name, fields, options);
    return (await this.#made({ name, call, request, ask: askOf(call, fields) })) as never;
  }

  /** Asks about the order of an `OutcomeUnknown` or `OrderExists`, by the id it was sent with. */
  async ask({ ask }: { readonly ask: Ask | null }): Promise<Answer<unknown>> {
    if (ask === null) throw new TypeError('this API has no call that asks about it');
    return await this.call(ask.call as never, ask.fields as never);
  }

  #callOf(name: string): Call {
    const { calls } = this.#protocol;
    const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (call === undefined) throw new TypeError(`no such call: ${name}`);
    return call;
  }

  /** Sends the same bytes until there is a word that settles it, or it may not be sent again. */
  async #made(sent: Sent): Promise<Answer<unknown>> {
    // After an attempt whose outcome is not known, a later refusal speaks of the later one alone.
    let doubt: Attempt | null = null;
    for (let tries = 1; ; tries += 1) {
      const seen = await attempt(this.#line, sent.request);
      const verdict = this.#verdict(sent, seen);
      if (verdict.kind === 'answer') return verdict.answer;
      if (verdict.kind === 'exists') throw verdict.error;
      if (seen.kind === 'unknown' || verdict.kind === 'unknown') doubt = seen;
      if (tries > this.#retries || !mayRepeat(sent.call, verdict.kind)) {
        throw this.#outcome(sent, verdict, doubt, tries);
      }
      await this.#wait(tries);
    }
  }

  /** What is thrown where no further attempt is made. */
  #outcome(
    { name, call, ask }: Sent,
    verdict: Failed,
    doubt: Attempt | null,
    tries: number,
  ): Error {
    if (doubt === null || (call.repeat === 'read' && verdict.kind !== 'unknown')) {
      return verdict.error;
    }
    const reason = doubt.kind === 'unknown' ? doubt.reason : verdict.error.message;
    const text = `the outcome is not known: ${reason}`;
    return new OutcomeUnknown(name, text, ask, tries, verdict.error.cause ?? verdict.error);
  }

  #verdict({ name, call, ask }: Sent, seen: Attempt): Verdict {
    if (seen.kind === 'not_sent') {
      return { kind: 'not_sent', error: new NotSent(name, seen.reason, seen.cause) };
    }
    if (seen.kind === 'unknown') return unclear(name, seen.reason, seen.cause);
    const { body, requestId } = seen;
    const [code, text] = [textIn(body, 'code'), textIn(body, 'message') || textIn(body, 'msg')];
    const data = receivedOf(body.members.get('data') ?? { kind: 'null' });
    const { success, busy, unknown } = this.#protocol.codes;
    if (success.includes(code)) {
      return { kind: 'answer', answer: { code, message: text, data, requestId } };
    }
    if (code === '' || unknown.includes(code)) return unclear(name, `${code} ${text}`.trim());
    const isBusy = busy.includes(code);
    const refusal = { code, text, data, isBusy, requestId };
    if (says(call.exists, code, text)) {
      return { kind: 'exists', error: new OrderExists(name, refusal, ask) };
    }
    return { kind: isBusy ? 'busy' : 'refused', error: new Refused(name, refusal) };
  }
}

interface Sent {
  readonly name: string;
  readonly call: Call;
  readonly request: SignedRequest;
  readonly ask: Ask | null;
}

type Failed = {
  readonly kind: 'not_sent' | 'unknown' | 'busy' | 'refused' | 'exists';
  readonly error: Error;
};
type Verdict = { readonly kind: 'answer'; readonly answer: Answer<unknown> } | Failed;

function unclear(name: string, reason: string, cause?: unknown): Failed {
  return { kind: 'unknown', error: new OutcomeUnknown(name, reason, null, 1, cause) };
}

/** Whether the same bytes may be sent again after this. */
function mayRepeat({ repeat }: Call, after: Failed['kind']): boolean {
  if (after === 'not_sent' || after === 'busy') return true;
  return after === 'unknown' && repeat !== 'never';
}

function says(words: readonly Word[], code: string, text: string): boolean {
  return words.some((word) => word.code === code && (word.message ?? text) === text);
}

function askOf({ ask }: Call, fields: object): Ask | null {
  if (ask === null) return null;
  const given = fieldsOfAsk(ask.fields, fields as Fields);
  return { call: ask.call, fields: given };
}

function fieldsOfAsk(names: readonly string[], fields: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => (typeof fields[name] === 'string' ? [[name, fields[name]]] : [])),
  );
}

async function doubling(repeat: number): Promise<void> {
  const ms = FIRST_WAIT_MS * 2 ** (repeat - 1) * (1 + Math.random());
  await new Promise((resolve) => setTimeout(resolve, ms));
}
