/** The merchant of the Open API: its calls, each printed, and what its shop is told. */

import type { DemoFile } from '../../src/demo/demo.ts';
import {
  buildRequest,
  type OpenApiNotification,
  verifyNotification,
} from '../../src/dialects/open-api/client.ts';
import type { PlainValue } from '../../src/wire/json-value.ts';
import type { Received, Shop } from './shop.ts';
import { check, type Stage } from './stage.ts';

type Fields = Readonly<Record<string, PlainValue>>;
/** What a reply's `data` holds is looked at field by field. */
export type Data = Readonly<Record<string, unknown>>;
type Told = OpenApiNotification['fields'];

interface Reply {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
}

const ACKNOWLEDGEMENT = '{"code":10000,"message":"Success"}';

export class OpenApiTalk {
  readonly stage: Stage;
  readonly demo: DemoFile;
  readonly #shop: Shop;
  readonly #app: Readonly<Record<string, string>>;

  constructor(stage: Stage, demo: DemoFile, shop: Shop) {
    this.stage = stage;
    this.demo = demo;
    this.#shop = shop;
    this.#app = demo.apps['open-api'] ?? {};
  }

  /** Where the shop is told: of what has no name there, at the address that the app is set to. */
  notifyUrl(name: string): string {
    return `${this.#shop.url}/open-api${name === '' ? '' : `/${name}`}`;
  }

  /** Signs, sends, and gives `data` of an answer that says 10000. */
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
    const { appId = '', privateKey = '' } = this.#app;
    const param = { ...fields, timestamp: Date.now() };
    const { path, headers, body } = await buildRequest(operation, appId, param, privateKey);
    const { sign, param: signed } = JSON.parse(body) as Readonly<Record<string, string>>;
    this.stage.show('request', `POST ${path}`);
    this.stage.show('string to sign', signed ?? '');
    this.stage.show('sign', sign ?? '');
    const reply = await fetch(this.demo.baseUrl + path, {
      method: 'POST',
      headers: { ...headers },
      body,
    });
    const text = await reply.text();
    this.stage.show('reply', text);
    const { code, message, data }: Reply = JSON.parse(text);
    check(code === 10000, `${operation}: ${code} ${message}`);
    return data;
  }

  /**
   * Begins to listen at an address of the shop, usually the app's own. The function that it gives
   * waits, and checks signature and event.
   */
  awaits(eventName: string, name = ''): () => Promise<Told> {
    const path = new URL(this.notifyUrl(name)).pathname;
    const received = this.#shop.next(path, ACKNOWLEDGEMENT);
    // Whoever fails before the notification comes says so, not this.
    received.catch(() => undefined);
    return async () => this.#read(await received, eventName);
  }

  #read({ body }: Received, eventName: string): Told {
    this.stage.show('received', body.toString());
    const notice = verifyNotification(body, [this.#app.platformPublicKey ?? '']);
    check(notice.ok, 'the notification does not verify');
    check(notice.value.eventName === eventName, `told ${notice.value.eventName}`);
    this.stage.show('verified', `${eventName}; answered ${ACKNOWLEDGEMENT}`);
    return notice.value.fields;
  }
}
