/** Notifications of a provider: signed, repeated until answered as due, and spoiled on order. */

/** How notifications misbehave by default. */
export interface NotifierKnobs {
  /** Where to, for those that name no address of their own; null: nowhere. */
  url: string | null;
  /** How often each is sent. */
  copies: number;
  /** A forged one goes first: a wrong signature over a false message. */
  forged: boolean;
  delayMs: number;
  /** Kept back until `release`. */
  withheld: boolean;
  /** What the names of those begin with that are never sent; null: all are sent. */
  lost: string | null;
}

export interface Delivery {
  readonly name: string;
  readonly http: number | 'failed';
  readonly forged: boolean;
  readonly body: string;
  /** The answer was the one that ends the repeats. */
  readonly taken: boolean;
}

interface Message {
  readonly name: string;
  readonly body: string;
  /** Its own address; null: the one of the knobs. */
  readonly url: string | null;
}

/** What differs between providers. */
export interface NotifierRules {
  /** Waits between the attempts. */
  readonly waitsMs: readonly number[];
  /** Headers of one attempt; a forged one is signed by somebody else. */
  headers(body: string, forged: boolean): Readonly<Record<string, string>>;
  /** A false message made of a true one. */
  forge(body: string): string;
  /** Whether this answer ends the repeats. */
  isTaken(http: number, answer: string): boolean;
  later(afterMs: number, work: () => void): void;
}

const PATIENCE_MS = 10_000;

export class Notifier {
  readonly knobs: NotifierKnobs;
  readonly deliveries: Delivery[] = [];
  /** Not acknowledged yet, and still to be sent again. */
  waiting = 0;
  readonly #rules: NotifierRules;
  readonly #all: Message[] = [];
  readonly #held: Message[] = [];
  readonly #afterwards: (() => void)[] = [];

  constructor(url: string | null, rules: NotifierRules) {
    this.#rules = rules;
    this.knobs = { url, copies: 1, forged: false, delayMs: 0, withheld: false, lost: null };
  }

  /** Sends this very text, to the address of its own if it has one. */
  report(name: string, body: string, url: string | null = null): void {
    const message = { name, body, url };
    const { lost } = this.knobs;
    if (lost !== null && name.startsWith(lost)) return;
    this.#all.push(message);
    this.waiting += 1;
    if (this.knobs.withheld) this.#held.push(message);
    else this.#rules.later(this.knobs.delayMs, () => this.#open(message));
  }

  /** Works once nothing waits any more: what is sent then comes after everything else. */
  afterwards(work: () => void): void {
    if (this.waiting === 0) work();
    else this.#afterwards.push(work);
  }

  /** Sends what was kept back, in reverse order if asked. */
  release(reversed: boolean): void {
    this.knobs.withheld = false;
    const held = this.#held.splice(0);
    for (const message of reversed ? held.toReversed() : held) this.#open(message);
  }

  /** Sends everything that was ever sent once more. */
  resend(): void {
    for (const message of this.#all) void this.#post(message, false);
  }

  #open(message: Message): void {
    if (this.knobs.forged) {
      void this.#post({ ...message, body: this.#rules.forge(message.body) }, true);
    }
    const { copies } = this.knobs;
    this.waiting += copies - 1;
    for (let copy = 0; copy < copies; copy += 1) void this.#deliver(message, 0);
  }

  async #deliver(message: Message, n: number): Promise<void> {
    const taken = await this.#post(message, false);
    const waitMs = this.#rules.waitsMs[n];
    if (taken || waitMs === undefined) {
      this.waiting -= 1;
      if (this.waiting === 0) this.#afterwards.shift()?.();
      return;
    }
    this.#rules.later(waitMs, () => void this.#deliver(message, n + 1));
  }

  /** True: it was taken, or there is nobody to notify. */
  async #post(message: Message, forged: boolean): Promise<boolean> {
    const url = message.url ?? this.knobs.url;
    if (url === null) return true;
    const { body } = message;
    const headers = { 'content-type': 'application/json', ...this.#rules.headers(body, forged) };
    let http: Delivery['http'] = 'failed';
    let answer = '';
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const reply = await fetch(url, { method: 'POST', headers, body, signal });
      answer = await reply.text();
      http = reply.status;
    } catch {
      // Nobody answered: it is sent again at the next time.
    }
    const taken = http !== 'failed' && this.#rules.isTaken(http, answer);
    this.deliveries.push({ name: message.name, http, forged, body, taken });
    return taken;
  }
}
