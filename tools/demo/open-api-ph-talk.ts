/** The merchant of the Philippine Open API: its calls, each printed, and what its shop is told. */
import type { DemoFile } from '../../src/demo/demo.ts';
import {
  buildRequest,
  type PhNotification,
  verifyNotification,
} from '../../src/dialects/open-api-ph/client.ts';
import { signedText } from '../../src/dialects/open-api-ph/notification.ts';
import type { PlainValue } from '../../src/wire/json-value.ts';
import { type JsonObject, jsonObject } from '../../src/wire/json-value.ts';
import { readJsonText } from '../../src/wire/raw-json.ts';
import type { Received, Shop } from './shop.ts';
import { check, type Stage } from './stage.ts';

type Fields = Readonly<Record<string, PlainValue>>;
/** What a reply's `data` holds is looked at field by field. */
export type Data = Readonly<Record<string, unknown>>;

const ACKNOWLEDGEMENT = '{"code":1,"msg":"success","data":{}}';
const SUCCESS: readonly number[] = [1000, 1];

export class OpenApiPhTalk {
  readonly stage: Stage;
  readonly demo: DemoFile;
  readonly #shop: Shop;
  readonly #app: Readonly<Record<string, string>>;

  constructor(stage: Stage, demo: DemoFile, shop: Shop) {
    this.stage = stage;
    this.demo = demo;
    this.#shop = shop;
    this.#app = demo.apps['open-api-ph'] ?? {};
  }

  /** Where the shop is told: without a name at the address that the app is set to. */
  notifyUrl(name = ''): string {
    return `${this.#shop.url}/open-api-ph${name === '' ? '' : `/${name}`}`;
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
    const { appId = '', privateKey = '' } = this.#app;
    const request = await buildRequest(operation, appId, fields, privateKey);
    const { method, path, headers, body } = request;
    this.stage.show('request', `${method} ${path}`);
    if (method === 'POST') this.stage.show('string to sign', textOf(body));
    const init = method === 'POST' ? { body } : {};
    const reply = await fetch(this.demo.baseUrl + path, {
      method,
      headers: { ...headers },
      ...init,
    });
    const text = await reply.text();
    this.stage.show('reply', text);
    const { code, message, data } = JSON.parse(text);
    check(SUCCESS.includes(code), `${operation}: ${code} ${message}`);
    return data;
  }

  /** What the merchant calls itself. */
  get appId(): string {
    return this.#app.appId ?? '';
  }

  /** Answers the next question at an address of the shop; checks its signature. */
  answers(name: string, reply: string): () => Promise<void> {
    const received = this.#shop.next(new URL(this.notifyUrl(name)).pathname, reply);
    received.catch(() => undefined);
    return async () => {
      this.#read(await received, 'payment.verification');
      this.stage.show('answered', reply);
    };
  }

  /** Begins to listen; the function that it gives waits, and checks signature and event. */
  awaits(eventName: string, name = ''): () => Promise<PhNotification['fields']> {
    const path = new URL(this.notifyUrl(name)).pathname;
    const received = this.#shop.next(path, ACKNOWLEDGEMENT);
    // Whoever fails before the notification comes says so, not this.
    received.catch(() => undefined);
    return async () => this.#read(await received, eventName);
  }

  #read({ body }: Received, eventName: string): PhNotification['fields'] {
    this.stage.show('received', body.toString());
    const notice = verifyNotification(body, [{ secret: this.#app.callbackSecret ?? '' }]);
    check(notice.ok, 'the notification does not verify');
    check(notice.value.eventName === eventName, `told ${notice.value.eventName}`);
    this.stage.show('verified', eventName);
    return notice.value.fields;
  }
}

/** What was signed of a body. */
function textOf(body: string): string {
  const json = readJsonText(body);
  check(json.ok && json.value.kind === 'object', 'the body is no JSON object');
  const { members } = json.value as JsonObject;
  return signedText(jsonObject([...members].filter(([name]) => name !== 'sign')));
}
