/** A connector in conversation with its provider's emulator: over HTTP, by our shell and egress. */

import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Emulator } from '../../emulators/shared/shell.ts';
import type {
  Credentials,
  Intent,
  QueryAnswer,
  RawCallback,
  SignedConnector,
  UpstreamReply,
  UpstreamRequest,
} from '../../src/connectors/contract.ts';
import type { Verdict } from '../../src/domain/dispatch.ts';
import type { ProviderEvent } from '../../src/domain/provider-event.ts';
import type { EgressResult } from '../../src/egress/contract.ts';
import { createLoopbackEgress } from '../../src/egress/test-client.fixture.ts';
import { Upstream } from '../../src/workers/upstream.ts';
import { gatesOf } from '../support/gates.ts';
import { until } from '../support/until.ts';

/** Long enough for an answer that is to come; a silent provider is not waited for any longer. */
const TIMEOUT_MS = 1_000;
const LEASE_MS = 60_000;

export type Json = Readonly<Record<string, unknown>>;

/** Where an emulator's notifications arrive: its address is known before the emulator starts. */
export class CallbackServer {
  readonly server: Server;
  readonly url: string;

  private constructor(server: Server, url: string) {
    this.server = server;
    this.url = url;
  }

  static async open(connector: string): Promise<CallbackServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new CallbackServer(server, `http://127.0.0.1:${port}/hooks/${connector}/main`);
  }
}

/** One call as it went over the wire, and what it was read as. */
export interface Exchange {
  readonly asks: 'create' | 'query';
  readonly intent: Intent;
  readonly request: UpstreamRequest;
  readonly reply: UpstreamReply;
  readonly means: Verdict | QueryAnswer;
}

/** Ends with the block (`await using`). */
export class EmulatorTalk {
  /** Everything that the connector built and read. */
  readonly exchanges: Exchange[] = [];
  /** Every notification as it came, authentic or not. */
  readonly notifications: RawCallback[] = [];
  /** What authentic notifications reported, in the order of their coming. */
  readonly reported: ProviderEvent[] = [];
  /** Everything of a payment that our side has seen: what could be stored. */
  readonly seen: string[] = [];
  refusedNotifications = 0;
  readonly emulator: Emulator;
  protected readonly credentials: Credentials;
  readonly #connector: SignedConnector;
  readonly #callbacks: CallbackServer;
  readonly #egress = createLoopbackEgress();
  readonly #upstream: Upstream;
  #lastId = 236130395249311744n;

  protected constructor(
    connector: SignedConnector,
    emulator: Emulator,
    callbacks: CallbackServer,
    credentials: Pick<Credentials, 'baseUrl' | 'secrets'>,
  ) {
    this.emulator = emulator;
    this.credentials = { account: 'main', version: 1, ...credentials };
    this.#connector = connector;
    this.#callbacks = callbacks;
    this.#upstream = new Upstream({
      connectors: new Map([[connector.name, this.#observed(connector)]]),
      accounts: { credentials: () => [this.credentials] },
      egress: this.#egress,
      gates: gatesOf(),
      nowMs: Date.now,
      recordOutcome: () => undefined,
    });
    callbacks.server.on('request', async (request, response) => {
      const { status, headers, body } = this.#hear(await receive(request));
      response.writeHead(status, headers).end(body);
    });
  }

  async create(intent: Intent): Promise<Verdict> {
    const key = { connector: this.#connector.name, account: 'main' };
    const verdict = await this.#upstream.create(key, intent, performance.now() + LEASE_MS);
    this.seen.push(textOf(verdict));
    return verdict;
  }

  async ask(intent: Intent): Promise<QueryAnswer> {
    const key = { connector: this.#connector.name, account: 'main' };
    const answer = await this.#upstream.ask(key, intent);
    this.seen.push(textOf(answer));
    return answer;
  }

  /** One word for the answer to a query: its kind, or the facts that it reports. */
  async asked(intent: Intent): Promise<string> {
    const answer = await this.ask(intent);
    return answer.kind === 'events'
      ? answer.events.map(({ fact }) => fact.kind).join()
      : answer.kind;
  }

  /** The page that a created payin sends its payer to. */
  async pageOf(intent: Intent): Promise<string> {
    const verdict = await this.create(intent);
    assert.ok(verdict.kind === 'accepted' && verdict.instructions?.kind === 'redirect');
    return verdict.instructions.url;
  }

  /**
   * A call to the emulator: by the payer's page, by the provider's sandbox, or of the emulator's
   * own.
   */
  async call(method: string, path: string, body?: Json, bearer?: string): Promise<Json> {
    const headers = {
      'content-type': 'application/json',
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${this.emulator.url}${path}`, init);
    return (await response.json()) as Json;
  }

  async fault(on: string, kind: string, when: 'before' | 'after' = 'after'): Promise<void> {
    await this.call('POST', '/emulator/faults', { on, kind, when });
  }

  /** What the provider's books say of a reference. */
  async movements({ reference }: Intent): Promise<readonly string[]> {
    const { movements } = await this.call('GET', '/emulator/journal');
    const all = movements as { reference: string; what: string; amount: string }[];
    const own = all.filter((movement) => movement.reference === reference);
    return own.map(({ what, amount }) => `${what} ${amount}`);
  }

  /** Rows about an intent in today's report; in between it has lied, and was mended. */
  async rowsOfReport({ reference }: Intent, name: string): Promise<readonly string[]> {
    const date = new Date().toISOString().slice(0, 10);
    const rows = async () => {
      const response = await fetch(`${this.emulator.url}/emulator/report/${name}?date=${date}`);
      return (await response.text()).split('\r\n').filter((row) => row.includes(reference));
    };
    const before = await rows();
    const { lies } = await this.call('POST', '/emulator/report/lies', { date, count: 9 });
    assert.ok((lies as readonly unknown[]).length > 0);
    await this.call('DELETE', '/emulator/report/lies');
    assert.deepEqual(await rows(), before);
    return before;
  }

  /** How often a call was answered so. */
  async calls(call: string): Promise<readonly number[]> {
    const { calls } = await this.call('GET', '/emulator/journal');
    const all = calls as { call: string; http: number }[];
    return all.filter((one) => one.call === call).map(({ http }) => http);
  }

  /** Facts reported by notifications about an intent, each key once. */
  facts({ reference }: Intent): readonly ProviderEvent[] {
    const named = this.reported.filter((event) => event.reference === reference);
    const paidBy = named.flatMap(({ fact }) => (fact.kind === 'paid' ? [fact.paymentRef] : []));
    const ours = this.reported.filter(
      (event) => named.includes(event) || event.providerIds?.some((id) => paidBy.includes(id)),
    );
    return [...new Map(ours.map((event) => [event.eventKey, event])).values()];
  }

  /** Waits until notifications have reported this many different facts about an intent. */
  async untilReported(intent: Intent, count = 1): Promise<readonly ProviderEvent[]> {
    await this.until(() => this.facts(intent).length >= count);
    return this.facts(intent);
  }

  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    await until(holds);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.emulator.stop();
    await this.#egress[Symbol.asyncDispose]();
    this.#callbacks.server.closeAllConnections();
    this.#callbacks.server.close();
  }

  /** The id of the next order. */
  protected nextId(): bigint {
    this.#lastId += 1n;
    return this.#lastId;
  }

  /** A request that no dispatch makes: balances. */
  protected async exchange(
    request: ReturnType<SignedConnector['build']>,
  ): Promise<Exclude<EgressResult, { kind: 'refused' }>> {
    const body = request.body === null ? null : Buffer.from(request.body);
    const limits = { timeoutMs: TIMEOUT_MS, maxResponseBytes: 65_536 };
    const reply = await this.#egress.send({ ...request, ...limits, body });
    assert.ok(reply.kind !== 'refused');
    return reply;
  }

  /** The connector, with all that it builds and reads kept. */
  #observed(connector: SignedConnector): SignedConnector {
    let request: UpstreamRequest;
    const kept = <T extends Verdict | QueryAnswer>(
      asks: Exchange['asks'],
      intent: Intent,
      reply: UpstreamReply,
      means: T,
    ): T => {
      this.exchanges.push({ asks, intent, request, reply, means });
      return means;
    };
    return {
      ...connector,
      timeoutMs: TIMEOUT_MS,
      build: (...args) => {
        request = connector.build(...args);
        return request;
      },
      buildQuery: (...args) => {
        request = connector.buildQuery(...args);
        return request;
      },
      read: (intent, reply, credentials) =>
        kept('create', intent, reply, connector.read(intent, reply, credentials)),
      readQuery: (intent, reply, credentials) =>
        kept('query', intent, reply, connector.readQuery(intent, reply, credentials)),
    };
  }

  #hear(raw: RawCallback) {
    this.notifications.push(raw);
    this.seen.push(Buffer.from(raw.body).toString());
    const authentic = this.#connector.verifyCallback(raw, [this.credentials], Date.now());
    if (authentic === null) this.refusedNotifications += 1;
    else this.reported.push(...(this.#connector.readCallback(authentic) ?? []));
    return this.#connector.callbackReply(authentic !== null);
  }
}

/** The amounts of payments, and the kinds of all other facts. */
export function amounts(events: readonly ProviderEvent[]): readonly string[] {
  return events.map(({ fact }) =>
    fact.kind === 'paid' ? `${fact.amount.minor} ${fact.amount.asset}` : fact.kind,
  );
}

/** The intent once upstream's id is known. */
export function known(intent: Intent, upstreamId: string): Intent {
  return { ...intent, order: { ...intent.order, upstreamId, state: 'pending' } };
}

/** A value as text, whole numbers too. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, one) => (typeof one === 'bigint' ? `${one}` : one));
}

async function receive(request: IncomingMessage): Promise<RawCallback> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = request;
  const body = Buffer.concat(chunks);
  return { method, path: url, headers: headers as Record<string, string>, body };
}
