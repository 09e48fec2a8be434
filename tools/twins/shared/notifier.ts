/** Webhooks: signed, repeated until answered with 200, and spoiled on order. */
import { createHmac, randomUUID } from 'node:crypto';
import { writeJson } from './money.ts';
import { newId, stamp } from './world.ts';

/** How webhooks misbehave until told otherwise. */
export interface WebhookKnobs {
  url: string | null;
  /** How often each is sent. */
  copies: number;
  /** A forged one goes first: a wrong signature over a false message. */
  forged: boolean;
  delayMs: number;
  /** Kept back until `release`. */
  withheld: boolean;
}

export interface Delivery {
  readonly name: string;
  readonly http: number | 'failed';
  readonly forged: boolean;
}

interface Event {
  readonly name: string;
  readonly body: string;
}

const PATIENCE_MS = 10_000;
/** As others report it: after 5 minutes, then 1, 4, 8, 12 and 12 hours. */
const HOUR_MS = 3_600_000;
const WAITS_MS = [HOUR_MS / 12, HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 12 * HOUR_MS, 12 * HOUR_MS];

export class Webhooks {
  readonly knobs: WebhookKnobs;
  readonly deliveries: Delivery[] = [];
  readonly #secret: string;
  readonly #waitsMs: readonly number[];
  readonly #later: (afterMs: number, work: () => void) => void;
  readonly #all: Event[] = [];
  readonly #held: Event[] = [];

  constructor(
    secret: string,
    url: string | null,
    waitsMs: readonly number[] | undefined,
    later: (afterMs: number, work: () => void) => void,
  ) {
    this.#secret = secret;
    this.#waitsMs = waitsMs ?? WAITS_MS;
    this.#later = later;
    this.knobs = { url, copies: 1, forged: false, delayMs: 0, withheld: false };
  }

  /** Tells of an object as it stands now. */
  tell(name: string, object: unknown): void {
    const body = writeJson({
      id: newId('evt'),
      name,
      account_id: 'acct_twin',
      created_at: stamp(new Date()),
      data: { object },
      version: '2025-06-30',
    });
    const event = { name, body };
    this.#all.push(event);
    if (this.knobs.withheld) this.#held.push(event);
    else this.#later(this.knobs.delayMs, () => this.#open(event));
  }

  /** Sends what was kept back, in reverse order if asked. */
  release(reversed: boolean): void {
    this.knobs.withheld = false;
    const held = this.#held.splice(0);
    for (const event of reversed ? held.toReversed() : held) this.#open(event);
  }

  /** Sends everything that was ever told once more. */
  resend(): void {
    for (const event of this.#all) void this.#post(event, false);
  }

  #open(event: Event): void {
    if (this.knobs.forged) {
      const body = event.body.replaceAll(/"(captured_)?amount":[0-9.]+/g, '"$1amount":9999.99');
      void this.#post({ ...event, body }, true);
    }
    for (let copy = 0; copy < this.knobs.copies; copy += 1) void this.#deliver(event, 0);
  }

  async #deliver(event: Event, n: number): Promise<void> {
    if ((await this.#post(event, false)) === 200) return;
    const waitMs = this.#waitsMs[n];
    if (waitMs !== undefined) this.#later(waitMs, () => void this.#deliver(event, n + 1));
  }

  async #post(event: Event, forged: boolean): Promise<Delivery['http']> {
    const { url } = this.knobs;
    if (url === null) return 200;
    const timestamp = String(Date.now());
    const secret = forged ? randomUUID() : this.#secret;
    const signature = createHmac('sha256', secret)
      .update(timestamp + event.body)
      .digest('hex');
    const headers = {
      'content-type': 'application/json',
      'x-timestamp': timestamp,
      'x-signature': signature,
    };
    let http: Delivery['http'] = 'failed';
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const reply = await fetch(url, { method: 'POST', headers, body: event.body, signal });
      await reply.arrayBuffer();
      http = reply.status;
    } catch {
      // Nobody answered: it is told again at the next slot.
    }
    this.deliveries.push({ name: event.name, http, forged });
    return http;
  }
}
