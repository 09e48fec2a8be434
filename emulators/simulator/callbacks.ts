/**
 * Notifies the account of what happened: signed POSTs, repeated on a bounded timetable until the
 * receiver answers 200 with {"received":true}. The body's bytes never change between attempts; the
 * timestamp and so the signature do.
 */

import { randomBytes } from 'node:crypto';
import { Agent, request } from 'undici';
import type { Attempt, CallbackEvent, EventContent } from './callback-event.ts';
import type { Fault } from './faults.ts';
import { delayOf, findFault } from './faults.ts';
import { newId } from './ids.ts';
import type { Journal } from './journal.ts';
import type { Knobs } from './knobs.ts';
import { HEADER, liveSecrets, signCallback } from './signature.ts';
import type { Timers } from './timers.ts';
import type { Account } from './types.ts';

const FORGERIES = ['wrong_secret', 'no_signature', 'changed_body', 'old_timestamp'] as const;
type Forgery = (typeof FORGERIES)[number];

const REPLY_CAP_BYTES = 4096;
/** For a whole attempt, from connecting to the last byte of the reply. */
const ATTEMPT_TIMEOUT_MS = 10_000;
/** How long a caller of `emit` waits for the first attempt. */
const FIRST_ATTEMPT_WAIT_MS = 3_000;

function bodyOf(eventId: string, content: EventContent, atMs: number): string {
  const { type, reference, id, paymentId, order, merchantOrder, asset, amountMinor, utr } = content;
  return JSON.stringify({
    eventId,
    type,
    reference,
    id,
    paymentId,
    order,
    merchantOrder,
    asset,
    ...(amountMinor === undefined ? {} : { amountMinor: amountMinor.toString() }),
    utr,
    ...(content.payerName ? { payerName: content.payerName } : {}),
    ...(content.failure ? { failure: content.failure } : {}),
    ...(content.validUntil ? { validUntil: content.validUntil } : {}),
    ...(content.agreedAt ? { agreedAt: content.agreedAt } : {}),
    ...(content.dispute ? { dispute: content.dispute } : {}),
    ...(content.reading ? { reading: content.reading } : {}),
    at: new Date(atMs).toISOString(),
  });
}

const CONTRARY: Readonly<Partial<Record<EventContent['type'], EventContent['type']>>> = {
  'mandate.active': 'mandate.revoked',
  'verification.passed': 'verification.rejected',
  'verification.rejected': 'verification.passed',
  'verification.referred': 'verification.passed',
};

/** What a forger would like to be true: ten times the money, or the contrary of what happened. */
function forgedContent({ amountMinor, ...content }: EventContent): EventContent {
  if (amountMinor !== undefined) return { ...content, amountMinor: amountMinor * 10n };
  return { ...content, type: CONTRARY[content.type] ?? 'mandate.active' };
}

/** Reads a small reply; "too long" is no acknowledgement. */
async function readReply(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > REPLY_CAP_BYTES) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function saysReceived(reply: string): boolean {
  try {
    const value: unknown = JSON.parse(reply);
    return (
      typeof value === 'object' && value !== null && 'received' in value && value.received === true
    );
  } catch {
    return false;
  }
}

/** A copy sent beside may have been acknowledged meanwhile. */
function isAcknowledged(event: CallbackEvent): boolean {
  return event.state === 'acknowledged';
}

export type CallbackLog = (line: Readonly<Record<string, unknown>>) => void;

export class Callbacks {
  readonly #events = new Map<string, CallbackEvent>();
  readonly #agent = new Agent({
    connections: 64,
    pipelining: 1,
    connectTimeout: 5_000,
    headersTimeout: ATTEMPT_TIMEOUT_MS,
    bodyTimeout: ATTEMPT_TIMEOUT_MS,
  });
  readonly #accounts: ReadonlyMap<string, Account>;
  readonly #journal: Journal;
  readonly #knobs: Knobs;
  readonly #timers: Timers;
  readonly #log: CallbackLog;
  #paused: (() => void)[] = [];

  constructor(
    accounts: ReadonlyMap<string, Account>,
    journal: Journal,
    knobs: Knobs,
    timers: Timers,
    log: CallbackLog,
  ) {
    this.#accounts = accounts;
    this.#journal = journal;
    this.#knobs = knobs;
    this.#timers = timers;
    this.#log = log;
    for (const record of journal.restored) {
      if (record.kind === 'event') this.#events.set(record.value.eventId, record.value);
    }
  }

  /** Takes up again what a stopped process had not got through. */
  resumeAfterRestart(): void {
    for (const event of this.#events.values()) {
      if (event.state === 'waiting') this.#schedule(event, 0, 0);
    }
  }

  /**
   * Records an event and sends it as the faults say.
   * Resolves once the first attempt is over ('sent'), or says that it is 'late' or 'withheld'.
   */
  async emit(
    account: string,
    url: string,
    content: EventContent,
    faults: readonly Fault[],
  ): Promise<'sent' | 'late' | 'withheld'> {
    const createdAtMs = Date.now();
    const eventId = newId('evt');
    const body = bodyOf(eventId, content, createdAtMs);
    const withheld = findFault(faults, 'callback_never') !== undefined;
    const event: CallbackEvent = {
      eventId,
      account,
      orderId: content.id,
      type: content.type,
      url,
      body,
      createdAtMs,
      state: withheld ? 'withheld' : 'waiting',
      attempts: [],
    };
    this.#events.set(eventId, event);
    this.#journal.write({ kind: 'event', value: event });
    if (withheld) return 'withheld';
    const late = findFault(faults, 'late_callback');
    const delayMs = this.#knobs.callbackDelayMs + (late ? delayOf(late) : 0);
    const first = new Promise<void>((resolve) => {
      this.#timers.after(FIRST_ATTEMPT_WAIT_MS, resolve);
      this.#timers.after(delayMs, () => void this.#opening(event, content, faults).then(resolve));
    });
    if (late) return 'late';
    await first;
    return 'sent';
  }

  /** The first sending: forgeries before, copies beside, then the ordinary timetable. */
  async #opening(
    event: CallbackEvent,
    content: EventContent,
    faults: readonly Fault[],
  ): Promise<void> {
    if (this.#knobs.callbacksPaused) {
      this.#paused.push(() => void this.#opening(event, content, faults));
      return;
    }
    if (findFault(faults, 'forged_callback')) {
      const forgedBody = bodyOf(newId('evt'), forgedContent(content), event.createdAtMs);
      for (const forgery of FORGERIES) await this.#forge(event, forgery, forgedBody);
    }
    const duplicate = findFault(faults, 'duplicate_callback');
    const copies = duplicate ? (duplicate.options.copies ?? 5) - 1 : 0;
    const beside = Array.from({ length: copies }, () => this.#attempt(event));
    await Promise.all([this.#step(event, 0), ...beside]);
  }

  #schedule(event: CallbackEvent, step: number, delayMs: number): void {
    this.#timers.after(delayMs, () => void this.#step(event, step));
  }

  async #step(event: CallbackEvent, step: number): Promise<void> {
    if (isAcknowledged(event)) return;
    if (this.#knobs.callbacksPaused) {
      this.#paused.push(() => void this.#step(event, step));
      return;
    }
    await this.#attempt(event);
    if (isAcknowledged(event)) return;
    const nextDelayMs = this.#knobs.callbackTimetableMs[step + 1];
    if (nextDelayMs === undefined) {
      event.state = 'given_up';
      this.#journal.write({ kind: 'event', value: event });
      return;
    }
    this.#schedule(event, step + 1, nextDelayMs);
  }

  async #attempt(event: CallbackEvent): Promise<void> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const secrets = this.#secretsOf(event.account);
    const signature = signCallback(secrets, timestamp, event.body);
    const attempt = await this.#post(event, event.body, timestamp, signature);
    event.attempts.push(attempt);
    if (attempt.acknowledged) event.state = 'acknowledged';
    this.#journal.write({ kind: 'event', value: event });
  }

  /** Sends a false message once. Whatever the answer, it is only noted. */
  async #forge(event: CallbackEvent, forged: Forgery, forgedBody: string): Promise<void> {
    const now = Math.floor(Date.now() / 1000);
    const timestamp = String(forged === 'old_timestamp' ? now - 3_600 : now);
    const secrets = this.#secretsOf(event.account);
    const signature = {
      wrong_secret: signCallback([randomBytes(16).toString('hex')], timestamp, forgedBody),
      no_signature: '',
      changed_body: signCallback(secrets, timestamp, event.body),
      old_timestamp: signCallback(secrets, timestamp, forgedBody),
    }[forged];
    const attempt = await this.#post(event, forgedBody, timestamp, signature);
    event.attempts.push({ ...attempt, forged });
  }

  #secretsOf(account: string): string[] {
    return liveSecrets(this.#accounts.get(account)?.callbackSecrets ?? [], Date.now());
  }

  /** Asks the account something, once, signed like a callback. Undefined: no 200 in time. */
  async ask(
    account: string,
    url: string,
    body: string,
    withinMs: number,
  ): Promise<string | undefined> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const headers = {
      'content-type': 'application/json',
      [HEADER.account]: account,
      [HEADER.timestamp]: timestamp,
      [HEADER.signature]: signCallback(this.#secretsOf(account), timestamp, body),
    };
    try {
      const signal = AbortSignal.timeout(withinMs);
      const options = { method: 'POST', headers, body, dispatcher: this.#agent, signal } as const;
      const reply = await request(url, options);
      const text = await readReply(reply.body);
      return reply.statusCode === 200 ? text : undefined;
    } catch {
      return undefined;
    }
  }

  async #post(
    event: CallbackEvent,
    body: string,
    timestamp: string,
    signature: string,
  ): Promise<Attempt> {
    const atMs = Date.now();
    const headers = {
      'content-type': 'application/json',
      [HEADER.account]: event.account,
      [HEADER.timestamp]: timestamp,
      [HEADER.signature]: signature,
    };
    let attempt: Attempt;
    try {
      const signal = AbortSignal.timeout(ATTEMPT_TIMEOUT_MS);
      const options = { method: 'POST', headers, body, dispatcher: this.#agent, signal } as const;
      const reply = await request(event.url, options);
      const received = saysReceived(await readReply(reply.body));
      const acknowledged = reply.statusCode === 200 && received;
      attempt = { atMs, result: reply.statusCode, acknowledged };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
      attempt = { atMs, result: code, acknowledged: false };
    }
    const { type, orderId } = event;
    this.#log({ at: 'callback', type, orderId, result: attempt.result });
    return attempt;
  }

  /** Sends again now, whatever its state: once for each event of the order or with that id. */
  async resend(idOrOrderId: string): Promise<number> {
    const wanted = [...this.#events.values()].filter(
      ({ eventId, orderId }) => eventId === idOrOrderId || orderId === idOrOrderId,
    );
    await Promise.all(wanted.map((event) => this.#attempt(event)));
    return wanted.length;
  }

  /** To be called when callbacks are no longer paused. */
  release(): void {
    const held = this.#paused;
    this.#paused = [];
    for (const go of held) go();
  }

  list(): IterableIterator<CallbackEvent> {
    return this.#events.values();
  }

  async stop(): Promise<void> {
    await this.#agent.destroy();
  }
}
