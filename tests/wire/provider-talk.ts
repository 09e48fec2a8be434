/** A connector in conversation with the real simulator: over HTTP, through our own egress. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../emulators/simulator/server.ts';
import type {
  Credentials,
  Intent,
  QueryAnswer,
  RawCallback,
  UpstreamReply,
  UpstreamRequest,
} from '../../src/connectors/contract.ts';
import { sampleIntent } from '../../src/connectors/sample.fixture.ts';
import { simulator as connector } from '../../src/connectors/simulator/connector.ts';
import type { PayMethod } from '../../src/domain/channel.ts';
import { referenceOf, type Verdict } from '../../src/domain/dispatch.ts';
import type { Order, SentKind } from '../../src/domain/order.ts';
import type { ProviderEvent } from '../../src/domain/provider-event.ts';
import { createLoopbackEgress } from '../../src/egress/test-client.fixture.ts';
import { until } from '../support/until.ts';

const ACCOUNT = 'main';
const REPLY_BYTES_MAX = 256 * 1024;
/** For replies that are to come; nothing that hangs needs to be waited for. */
const PATIENCE_MS = 10_000;
const SHORT_PATIENCE_MS = 750;

const SECRETS = {
  apiSecret: 'api-secret-of-the-conversation',
  callbackSecret: 'callback-secret-of-the-conversation',
};

const PROVIDER: SimulatorOptions = {
  port: 0,
  payoutDelayMs: 10,
  accounts: [
    {
      id: ACCOUNT,
      name: 'Causeway',
      apiSecrets: [{ version: '1', secret: SECRETS.apiSecret }],
      // Two live secrets, as during a rotation: callbacks carry two signatures.
      callbackSecrets: [
        { version: '1', secret: SECRETS.callbackSecret },
        { version: '2', secret: 'next-callback-secret-of-the-conversation' },
      ],
    },
  ],
};

type Json = Readonly<Record<string, unknown>>;

/** A callback as it came, and what the connector made of it; null where it was refused. */
interface ReceivedCallback {
  readonly raw: RawCallback;
  readonly events: readonly ProviderEvent[] | null;
}

/** Our side: egress, connector, and a server for callbacks. Ends with the block (`await using`). */
export class Talk {
  readonly credentials: Credentials;
  readonly received: ReceivedCallback[] = [];
  readonly #provider: Simulator;
  readonly #server: Server;
  readonly #egress = createLoopbackEgress();
  #lastId = 236130395249311744n;

  private constructor(provider: Simulator, server: Server) {
    this.#provider = provider;
    this.#server = server;
    this.credentials = { account: ACCOUNT, version: 1, baseUrl: provider.url, secrets: SECRETS };
    server.on('request', async (request, response) => {
      const { status, headers, body } = this.#hear(await receive(request));
      response.writeHead(status, headers).end(body);
    });
  }

  static async start(options: Partial<SimulatorOptions> = {}): Promise<Talk> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Talk(await startSimulator({ ...PROVIDER, ...options }), server);
  }

  /** An intent for a new order. */
  intent(operation: SentKind, method: PayMethod, changes: Partial<Order> = {}): Intent {
    this.#lastId += 1n;
    const id = this.#lastId;
    const { port } = this.#server.address() as AddressInfo;
    return {
      ...sampleIntent(operation, method, { id, merchantRef: `M-${id}`, ...changes }),
      reference: referenceOf({ orderId: id, n: 1, operation }),
      callbackUrl: `http://127.0.0.1:${port}/hooks/simulator/${ACCOUNT}`,
    };
  }

  /** A new payin of so many pesos. */
  payin(pesos: number): Intent {
    return this.intent('payin', 'redirect', { amountMinor: BigInt(pesos) * 100n });
  }

  payout(pesos: number): Intent {
    const fields = { 'beneficiary.name': 'Maria Santos', 'beneficiary.account': '00123' };
    return this.intent('payout', 'payout', { amountMinor: BigInt(pesos) * 100n, fields });
  }

  /** A refund of a payin; `paymentRef`: the payment that was booked for it, if one was. */
  refund(pesos: number, payin: Intent, paymentRef: string | null): Intent {
    const amountMinor = BigInt(pesos) * 100n;
    const from = { order: { ...payin.order, paymentRef }, reference: payin.reference };
    return { ...this.intent('refund', 'redirect', { amountMinor }), about: from };
  }

  /** A number, account or QR for many payments, or for one. */
  code(method: PayMethod, changes: Partial<Order> = {}): Intent {
    const code = { minMinor: null, maxMinor: null, single: false };
    return this.intent('code', method, { amountMinor: 0n, code, ...changes });
  }

  mandate(changes: Partial<Order> = {}): Intent {
    const fields = { 'payer.userId': 'u-1' };
    return this.intent('mandate', 'direct_debit', { amountMinor: 0n, fields, ...changes });
  }

  /** A debit of so many pesos by a mandate. */
  debit(pesos: number, { order, reference }: Intent): Intent {
    const amountMinor = BigInt(pesos) * 100n;
    const about = { order, reference };
    return { ...this.intent('payin', 'direct_debit', { amountMinor }), about };
  }

  /** One create, or one closing; `hangs`: do not wait long for the answer. */
  async create(intent: Intent, hangs = false, signer = this.credentials): Promise<Verdict> {
    const request = connector.build(intent, signer, Date.now(), null);
    const reply = await this.#exchange(request, hangs ? SHORT_PATIENCE_MS : PATIENCE_MS);
    return connector.read(intent, reply, signer);
  }

  async query(intent: Intent): Promise<QueryAnswer> {
    const request = connector.buildQuery(intent, this.credentials, Date.now(), null);
    return connector.readQuery(
      intent,
      await this.#exchange(request, PATIENCE_MS),
      this.credentials,
    );
  }

  /** One word for the answer to a query: its kind, or the facts that it reports. */
  async asked(intent: Intent): Promise<string> {
    const answer = await this.query(intent);
    return answer.kind === 'events' ? kinds(answer.events).join() : answer.kind;
  }

  /** A call to what the simulator does not sign: `/pay`, `/admin/…`. */
  async call(method: 'GET' | 'POST' | 'PUT', path: string, body?: Json): Promise<Json> {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const init = { method, ...(body === undefined ? {} : json) };
    const response = await fetch(`${this.#provider.url}${path}`, init);
    return (await response.json()) as Json;
  }

  /** The payer presses a button on one of the provider's pages. */
  async form(path: string): Promise<void> {
    const response = await fetch(`${this.#provider.url}${path}`, { method: 'POST' });
    assert.equal(response.status, 200);
  }

  /** The payer pays, or agrees. */
  pay(intent: Intent, more: Json = {}): Promise<Json> {
    return this.call('POST', '/pay', { order: intent.order.id.toString(), ...more });
  }

  /** The provider's operator does something to an order. */
  act(intent: Intent, what: 'expire' | 'fail' | 'reverse'): Promise<Json> {
    return this.call('POST', '/admin/act', { order: intent.reference, act: what });
  }

  /** What the provider's books say of an order: signed minor units. */
  async movements({ reference }: Intent): Promise<readonly bigint[]> {
    const { movements } = await this.call('GET', '/admin/journal');
    const all = movements as { reference: string; effect: string; amountMinor: string }[];
    const own = all.filter((movement) => movement.reference === reference);
    return own.map(({ effect, amountMinor }) => BigInt(`${effect}${amountMinor}`));
  }

  /** Reported by authentic callbacks about an intent so far, each key once. */
  events({ reference }: Intent): readonly ProviderEvent[] {
    const reported = this.received.flatMap(({ events }) => events ?? []);
    const ours = reported.filter((event) => event.reference === reference);
    return [...new Map(ours.map((event) => [event.eventKey, event])).values()];
  }

  /** Callbacks about an intent, refused ones too. */
  callbacks({ reference }: Intent): readonly ReceivedCallback[] {
    return this.received.filter(({ raw }) => Buffer.from(raw.body).includes(`"${reference}"`));
  }

  /** Waits until authentic callbacks have reported this many different events. */
  async untilReported(intent: Intent, count: number): Promise<readonly ProviderEvent[]> {
    await this.until(() => this.events(intent).length >= count);
    return this.events(intent);
  }

  /** Waits until the condition holds. */
  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    await until(holds);
  }

  /** The query reports the same as the callbacks did, under the same keys. */
  async assertQueryReports(intent: Intent, reported: readonly ProviderEvent[]): Promise<void> {
    assert.deepEqual(await this.query(intent), { kind: 'events', events: reported });
  }

  async stopProvider(): Promise<void> {
    await this.#provider.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#provider.stop();
    await this.#egress[Symbol.asyncDispose]();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #exchange(request: UpstreamRequest, timeoutMs: number): Promise<UpstreamReply> {
    const body = request.body === null ? null : Buffer.from(request.body);
    const sent = { ...request, body, timeoutMs, maxResponseBytes: REPLY_BYTES_MAX };
    const result = await this.#egress.send(sent);
    return result.kind === 'refused' ? { kind: 'not_sent', reason: result.detail } : result;
  }

  #hear(raw: RawCallback) {
    const authentic = connector.verifyCallback(raw, [this.credentials], Date.now());
    this.received.push({
      raw,
      events: authentic === null ? null : connector.readCallback(authentic),
    });
    return connector.callbackReply(authentic !== null);
  }
}

/** The kinds of the facts, in order. */
export function kinds(events: readonly ProviderEvent[]): string[] {
  return events.map(({ fact }) => fact.kind);
}

/** The amounts that were paid, in order. */
export function paidMinor(events: readonly ProviderEvent[]): bigint[] {
  return events.flatMap(({ fact }) => (fact.kind === 'paid' ? [fact.amount.minor] : []));
}

async function receive(request: IncomingMessage): Promise<RawCallback> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = request;
  const body = Buffer.concat(chunks);
  return { method, path: url, headers: headers as Record<string, string>, body };
}
