/** A merchant of one of the Open APIs: its calls, each printed, and what its shop is sent. */
import { randomBytes } from 'node:crypto';
import type { DemoFile } from '../../src/demo/demo.ts';
import type { PlainValue } from '../../src/wire/json-value.ts';
import type { Shop } from './shop.ts';
import { check, type Stage } from './stage.ts';

type Fields = Readonly<Record<string, PlainValue>>;
/** What a reply's `data` holds is looked at field by field. */
export type Data = Readonly<Record<string, unknown>>;
type Texts = Readonly<Record<string, string>>;

/** Ids that no earlier run of the demo has used. */
export function newId(prefix: string): string {
  return `${prefix}${Date.now()}${randomBytes(2).toString('hex').toUpperCase()}`;
}

interface Signed {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What differs between the APIs. `app`: what the demo's file has of the merchant's app. */
export interface Speech {
  /** Also the first part of the shop's addresses. */
  readonly dialect: string;
  readonly successes: readonly number[];
  readonly acknowledgement: string;
  sign(operation: string, fields: Fields, app: Texts): Promise<Signed>;
  /** What to show of a signed request. */
  shown(request: Signed): Readonly<Record<string, string>>;
  verify(
    body: Uint8Array,
    app: Texts,
  ):
    | { readonly ok: true; readonly value: { readonly eventName: string; readonly fields: Texts } }
    | { readonly ok: false };
}

export class Talk {
  readonly stage: Stage;
  readonly demo: DemoFile;
  readonly app: Texts;
  readonly #shop: Shop;
  readonly #speech: Speech;

  constructor(stage: Stage, demo: DemoFile, shop: Shop, speech: Speech) {
    this.stage = stage;
    this.demo = demo;
    this.app = demo.apps[speech.dialect] ?? {};
    this.#shop = shop;
    this.#speech = speech;
  }

  /** Where the shop is notified: without a name at the address that the app is set to. */
  notifyUrl(name = ''): string {
    return `${this.#shop.url}/${this.#speech.dialect}${name === '' ? '' : `/${name}`}`;
  }

  /** Signs, sends, and gives `data` of an answer that says success. */
  async call(operation: string, fields: Fields): Promise<Data> {
    const data = await this.#send(operation, fields);
    check(typeof data === 'object' && data !== null, `${operation}: no data`);
    return data as Data;
  }

  /** The same for a call that answers with a list. */
  async list(operation: string, fields: Fields): Promise<readonly Data[]> {
    const data = await this.#send(operation, fields);
    check(Array.isArray(data), `${operation}: no list`);
    return data as readonly Data[];
  }

  async #send(operation: string, fields: Fields): Promise<unknown> {
    const request = await this.#speech.sign(operation, fields, this.app);
    const { method, path, headers, body } = request;
    this.stage.show('request', `${method} ${path}`);
    for (const [name, text] of Object.entries(this.#speech.shown(request))) {
      this.stage.show(name, text);
    }
    const sent = method === 'POST' ? { method, headers, body } : { method, headers };
    const reply = await fetch(this.demo.baseUrl + path, sent);
    const text = await reply.text();
    this.stage.show('reply', text);
    const { code, message, data } = JSON.parse(text);
    check(this.#speech.successes.includes(code), `${operation}: ${code} ${message}`);
    return data;
  }

  /**
   * Begins to listen at an address of the shop, usually the app's own. The function that it gives
   * waits, and checks signature and event. `reply`: what the shop answers, if not an
   * acknowledgement.
   */
  awaits(eventName: string, name = '', reply = this.#speech.acknowledgement): () => Promise<Texts> {
    const received = this.#shop.next(new URL(this.notifyUrl(name)).pathname, reply);
    // Whoever fails before the notification comes says so, not this.
    received.catch(() => undefined);
    return async () => {
      const { body } = await received;
      this.stage.show('received', body.toString());
      const notification = this.#speech.verify(body, this.app);
      check(notification.ok, 'the notification does not verify');
      check(notification.value.eventName === eventName, `got ${notification.value.eventName}`);
      this.stage.show('verified', `${eventName}; answered ${reply}`);
      return notification.value.fields;
    };
  }
}
