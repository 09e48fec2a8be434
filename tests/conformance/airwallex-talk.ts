/** The connector in conversation with Airwallex’s twin: over HTTP, by our shell and egress. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { balancesRequest, readBalances } from '../../src/connectors/airwallex/client/balances.ts';
import { airwallex as connector } from '../../src/connectors/airwallex/connector.ts';
import type {
  Credentials,
  Intent,
  QueryAnswer,
  RawCallback,
} from '../../src/connectors/contract.ts';
import { sampleIntent } from '../../src/connectors/sample.fixture.ts';
import type { Verdict } from '../../src/domain/dispatch.ts';
import type { News } from '../../src/domain/news.ts';
import type { Order } from '../../src/domain/order.ts';
import { createLoopbackEgress } from '../../src/egress/test-client.fixture.ts';
import { Upstream } from '../../src/workers/upstream.ts';
import { startTwin, type Twin } from '../../tools/twins/airwallex/server.ts';
import type { TwinOptions } from '../../tools/twins/airwallex/world.ts';

const KEY = { connector: connector.name, account: 'main' };
const SECRETS = { clientId: 'client-of-us', apiKey: 'key-of-us', webhookSecret: 'whsec_of_us' };
/** Long enough for an answer that is to come; a silent provider is not waited for any longer. */
const TIMEOUT_MS = 1_000;
const LEASE_MS = 60_000;

export type Json = Readonly<Record<string, unknown>>;

/** Ends with the block (`await using`). */
export class Talk {
  /** What authentic webhooks told, in the order of their coming. */
  readonly told: News[] = [];
  /** Everything of a payment that our side has seen: what could be stored. */
  readonly seen: string[] = [];
  refusedWebhooks = 0;
  readonly twin: Twin;
  readonly #door: Server;
  readonly #credentials: Credentials;
  readonly #egress = createLoopbackEgress();
  readonly #upstream: Upstream;
  #lastId = 236130395249311744n;

  private constructor(twin: Twin, door: Server, secrets: Readonly<Record<string, string>>) {
    this.twin = twin;
    this.#door = door;
    this.#credentials = { account: 'main', version: 1, baseUrl: twin.url, secrets };
    this.#upstream = new Upstream({
      connectors: new Map([[connector.name, { ...connector, timeoutMs: TIMEOUT_MS }]]),
      accounts: { credentials: () => [this.#credentials] },
      egress: this.#egress,
      nowMs: Date.now,
      heard: () => undefined,
    });
    door.on('request', async (request, response) => {
      const { status, headers, body } = this.#hear(await receive(request));
      response.writeHead(status, headers).end(body);
    });
  }

  /** `settings` are added to the account's; `options` change the twin. */
  static async start(
    options: Partial<TwinOptions> = {},
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Talk> {
    const door = createServer();
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    const { port } = door.address() as AddressInfo;
    const webhookUrl = `http://127.0.0.1:${port}/hooks/airwallex/main`;
    const twin = await startTwin({ ...SECRETS, webhookUrl, webhookWaitsMs: [20, 20], ...options });
    return new Talk(twin, door, { ...SECRETS, ...settings });
  }

  /** A new payin of so many cents of Singapore dollars, or of another asset. */
  payin(amountMinor: bigint, changes: Partial<Order> = {}): Intent {
    this.#lastId += 1n;
    const id = this.#lastId;
    const order = { id, amountMinor, asset: 'SGD/2', ...changes };
    return { ...sampleIntent('payin', 'card', order), reference: `${id}` };
  }

  payout(amountMinor: bigint): Intent {
    this.#lastId += 1n;
    const id = this.#lastId;
    const fields = { 'beneficiary.name': 'Maria Santos', 'beneficiary.account': '00123' };
    const order = { id, amountMinor, asset: 'SGD/2', fields };
    return { ...sampleIntent('payout', 'payout', order), reference: `${id}` };
  }

  /** A refund of a payin that was paid by this payment. */
  refund(amountMinor: bigint, payin: Intent, paymentRef: string | null): Intent {
    this.#lastId += 1n;
    const id = this.#lastId;
    const from = { order: { ...payin.order, paymentRef }, reference: payin.reference };
    const intent = sampleIntent('refund', 'card', { id, amountMinor, asset: 'SGD/2' });
    return { ...intent, reference: `R${id}`, about: from };
  }

  async create(intent: Intent): Promise<Verdict> {
    const verdict = await this.#upstream.create(KEY, intent, performance.now() + LEASE_MS);
    this.seen.push(textOf(verdict));
    return verdict;
  }

  async ask(intent: Intent): Promise<QueryAnswer> {
    const answer = await this.#upstream.ask(KEY, intent);
    this.seen.push(textOf(answer));
    return answer;
  }

  /** One word for the answer to a query: its kind, or the facts that it tells. */
  async asked(intent: Intent): Promise<string> {
    const answer = await this.ask(intent);
    return answer.kind === 'news' ? answer.news.map(({ fact }) => fact.kind).join() : answer.kind;
  }

  /** The payment's page: its id and client secret, as a payer's browser has them. */
  async opened(intent: Intent): Promise<{ readonly id: string; readonly secret: string }> {
    const verdict = await this.create(intent);
    assert.ok(verdict.kind === 'accepted' && verdict.instructions?.kind === 'redirect');
    return secretsIn(verdict.instructions.url);
  }

  /** The payer types a card on the provider's page. */
  async pay(page: { id: string; secret: string }, number: string): Promise<Json> {
    const card = { number, expiry_month: '12', expiry_year: '2030', cvc: '123', name: 'A' };
    const body = {
      request_id: crypto.randomUUID(),
      payment_method: { type: 'card', card },
    };
    return await this.call(
      'POST',
      `/api/v1/pa/payment_intents/${page.id}/confirm`,
      body,
      page.secret,
    );
  }

  /** A call to the twin: by the payer's page, by Airwallex's sandbox, or of the twin's own. */
  async call(method: string, path: string, body?: Json, bearer?: string): Promise<Json> {
    const headers = {
      'content-type': 'application/json',
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${this.twin.url}${path}`, init);
    return (await response.json()) as Json;
  }

  /** The wallets at Airwallex. */
  async balances(): Promise<ReturnType<typeof readBalances>> {
    const sent = balancesRequest(this.#credentials, await this.#token());
    const limits = { timeoutMs: TIMEOUT_MS, maxResponseBytes: 65_536 };
    const reply = await this.#egress.send({ ...sent, ...limits, body: null });
    assert.ok(reply.kind !== 'refused');
    return readBalances(reply);
  }

  /** A call with a token of its own, for the sandbox's simulation API. */
  async simulate(path: string, body: Json): Promise<Json> {
    return await this.call('POST', `/api/v1/simulation${path}`, body, await this.#token());
  }

  async #token(): Promise<string> {
    const headers = { 'x-client-id': SECRETS.clientId, 'x-api-key': SECRETS.apiKey };
    const path = '/api/v1/authentication/login';
    const login = await fetch(`${this.twin.url}${path}`, { method: 'POST', headers });
    return ((await login.json()) as { token: string }).token;
  }

  async fault(on: string, kind: string, when: 'before' | 'after' = 'after'): Promise<void> {
    await this.call('POST', '/twin/faults', { on, kind, when });
  }

  /** What the provider's books say of a reference. */
  async movements({ reference }: Intent): Promise<readonly string[]> {
    const { movements } = await this.call('GET', '/twin/journal');
    const all = movements as { reference: string; what: string; amount: string }[];
    const own = all.filter((movement) => movement.reference === reference);
    return own.map(({ what, amount }) => `${what} ${amount}`);
  }

  /** How often a call was answered so. */
  async calls(call: string): Promise<readonly number[]> {
    const { calls } = await this.call('GET', '/twin/journal');
    const all = calls as { call: string; http: number }[];
    return all.filter((one) => one.call === call).map(({ http }) => http);
  }

  /** Facts told by webhooks about an intent, each key once. */
  facts({ reference }: Intent): readonly News[] {
    const ours = this.told.filter((news) => news.reference === reference);
    return [...new Map(ours.map((news) => [news.eventKey, news])).values()];
  }

  /** Waits until webhooks have told this many different facts about an intent. */
  async untilTold(intent: Intent, count = 1): Promise<readonly News[]> {
    await this.until(() => this.facts(intent).length >= count);
    return this.facts(intent);
  }

  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 5_000; !(await holds()); await sleep(10)) {
      assert.ok(Date.now() < end, 'what was waited for did not happen');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.twin.stop();
    await this.#egress[Symbol.asyncDispose]();
    this.#door.closeAllConnections();
    this.#door.close();
  }

  #hear(raw: RawCallback) {
    this.seen.push(Buffer.from(raw.body).toString());
    const authentic = connector.verifyCallback(raw, [this.#credentials], Date.now());
    if (authentic === null) this.refusedWebhooks += 1;
    else this.told.push(...(connector.readCallback(authentic) ?? []));
    return connector.callbackReply(authentic !== null);
  }
}

/** Payment id and client secret from the address of a payment page. */
export function secretsIn(url: string): { readonly id: string; readonly secret: string } {
  const facts = new URLSearchParams(url.split('?')[1] ?? '');
  return { id: facts.get('intent_id') ?? '', secret: facts.get('client_secret') ?? '' };
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, one) => (typeof one === 'bigint' ? `${one}` : one));
}

async function receive(request: IncomingMessage): Promise<RawCallback> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = request;
  const body = Buffer.concat(chunks);
  return { method, path: url, headers: headers as Record<string, string>, body };
}
