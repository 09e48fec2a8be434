import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type {
  Connector,
  Credentials,
  Intent,
  QueryAnswer,
  UpstreamReply,
} from '../../src/connectors/contract.ts';
import type { DispatchOperation, Verdict } from '../../src/domain/dispatch.ts';
import type { Fact } from '../../src/domain/provider-event.ts';
import type { Egress } from '../../src/egress/contract.ts';
import type { AccountCredentials, AccountKey } from '../../src/ports/workers.ts';
import type { AccountGates } from '../../src/workers/account-gates.ts';
import { Upstream } from '../../src/workers/upstream.ts';
import { gatesOf } from '../support/gates.ts';

/**
 * What the provider does with a create, which it notes in its book first. `turn_away`: it proves
 * that nothing was executed; `unable`: it refuses for a reason of its own; `too_many`: it wants to
 * be left alone for a minute.
 */
export type OnCreate =
  | 'accept'
  | 'decline'
  | 'hang'
  | 'drop'
  | 'nonsense'
  | 'turn_away'
  | 'unable'
  | 'too_many';

/** A provider on a loopback port with a book of what reached it. */
export interface FakeUpstream {
  readonly url: string;
  onCreate: OnCreate;
  /** How often each reference was created here. */
  readonly creates: Map<string, number>;
  /** The state that queries report, by reference. */
  readonly states: Map<string, string>;
  readonly queries: string[];
  /** Creates being answered right now, and the most that ever were. */
  readonly open: { now: number; most: number };
  /** Logins, and the token that is good (with a session). */
  logins: number;
  goodToken: string;
  /** Called before a create is answered. */
  beforeAnswer: (reference: string) => Promise<void>;
  /** Cuts all connections. */
  hangUp: () => void;
}

export async function openUpstream(t: TestContext): Promise<FakeUpstream> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const url = request.url ?? '';
    if (url === '/login') {
      fake.logins += 1;
      fake.goodToken = `token-${fake.logins}`;
      response.end(fake.goodToken);
    } else if (request.headers['x-token'] !== undefined && !isGood(request.headers['x-token'])) {
      response.writeHead(401).end('token');
    } else if (url.startsWith('/create')) await create(body, response);
    else query(url.slice('/query/'.length), response);
  });
  const isGood = (token: unknown) => token === fake.goodToken;
  const create = async (reference: string, response: ServerResponse) => {
    fake.creates.set(reference, (fake.creates.get(reference) ?? 0) + 1);
    fake.open.now += 1;
    fake.open.most = Math.max(fake.open.most, fake.open.now);
    await fake.beforeAnswer(reference);
    fake.open.now -= 1;
    if (fake.onCreate === 'accept') response.end('accepted');
    else if (fake.onCreate === 'decline') response.end('declined');
    else if (fake.onCreate === 'unable') response.end('unable');
    else if (fake.onCreate === 'turn_away') response.writeHead(401).end();
    else if (fake.onCreate === 'too_many') response.writeHead(429, { 'retry-after': '60' }).end();
    else if (fake.onCreate === 'nonsense') response.end('<html>');
    else if (fake.onCreate === 'drop') response.destroy();
  };
  const query = (reference: string, response: ServerResponse) => {
    fake.queries.push(reference);
    response.end(fake.states.get(reference) ?? 'not_found');
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const fake: FakeUpstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onCreate: 'accept',
    creates: new Map(),
    states: new Map(),
    queries: [],
    open: { now: 0, most: 0 },
    logins: 0,
    goodToken: '',
    beforeAnswer: async () => undefined,
    hangUp: () => server.closeAllConnections(),
  };
  return fake;
}

export interface FakeOptions {
  /** Further accounts, each at a provider of its own. */
  readonly others?: Readonly<Record<string, { readonly url: string }>>;
  /** What the account's health hears. */
  readonly record?: (account: AccountKey, isTrouble: boolean) => void;
  /** How long a repeated create has one effect; never, if not given. */
  readonly idempotentForMs?: number;
  readonly provesAfterMs?: number | null;
  readonly withSession?: boolean;
  readonly timeoutMs?: number;
  /** What each create is made of. */
  readonly asked?: (intent: Intent) => void;
}

const forEach = <V>(value: V): Record<DispatchOperation, V> => ({
  payin: value,
  payout: value,
  refund: value,
  code: value,
  mandate: value,
  verification: value,
  continue: value,
  update: value,
  close: value,
});

/** Speaks with the fake provider: the body of a create is the reference, a reply is one word. */
export function fakeConnector(options: FakeOptions = {}): Connector {
  const headers = (token: string | null): Record<string, string> =>
    token === null ? {} : { 'x-token': token };
  return {
    name: 'fake',
    capabilities: {
      operations: ['payin', 'payout', 'refund', 'code', 'mandate', 'close'],
      methods: ['qr'],
      callbackAddress: 'order',
      reversalsAnswered: ['payin', 'payout'],
    },
    idempotentForMs: forEach(options.idempotentForMs ?? 0),
    notFoundProvesAfterMs: forEach(options.provesAfterMs ?? null),
    timeoutMs: options.timeoutMs ?? 400,
    session:
      options.withSession === true
        ? {
            build: (c) => ({ method: 'POST', url: `${c.baseUrl}/login`, headers: {}, body: 'me' }),
            read: (reply, nowMs) =>
              reply.kind === 'response'
                ? { token: wordOf(reply) ?? '', expiresAtMs: nowMs + 1_800_000 }
                : { error: reply.reason },
          }
        : null,
    build(intent, { baseUrl }, _nowMs, token) {
      options.asked?.(intent);
      const { reference: body } = intent;
      return { method: 'POST', url: `${baseUrl}/create`, headers: headers(token), body };
    },
    read: readCreate,
    buildQuery: ({ reference }, { baseUrl }, _nowMs, token) => ({
      method: 'GET',
      url: `${baseUrl}/query/${reference}`,
      headers: headers(token),
      body: null,
    }),
    readQuery,
    verifyCallback: () => null,
    readCallback: () => null,
    callbackReply: () => ({ status: 200, headers: {}, body: '' }),
  };
}

function wordOf(reply: UpstreamReply): string | null {
  return reply.kind === 'response' ? new TextDecoder().decode(reply.body) : null;
}

function readCreate(_intent: Intent, reply: UpstreamReply): Verdict {
  if (reply.kind === 'not_sent') return { kind: 'not_executed', reason: reply.reason };
  if (reply.kind === 'unknown') return { kind: 'doubt', reason: reply.reason };
  if (reply.status === 401) return { kind: 'not_executed', reason: 'unauthorized' };
  if (reply.status === 429) return { kind: 'not_executed', reason: 'too many requests' };
  switch (wordOf(reply)) {
    case 'accepted':
      return {
        kind: 'accepted',
        upstreamId: 'u1',
        instructions: { kind: 'redirect', url: 'https://pay.example/' },
      };
    case 'declined':
      return { kind: 'declined', failure: { code: 'declined', text: 'no' } };
    case 'unable':
      return { kind: 'declined', failure: { code: 'upstream_unavailable', text: 'closed' } };
    default:
      return { kind: 'doubt', reason: 'unknown word' };
  }
}

function readQuery({ reference, order }: Intent, reply: UpstreamReply): QueryAnswer {
  const word = wordOf(reply);
  if (word === null) return { kind: 'doubt', reason: 'no answer' };
  if (word === 'not_found' || word === 'pending') return { kind: word };
  if (word === 'paid' || word === 'reversed') {
    const amount = { asset: order.asset, minor: order.amountMinor };
    const fact = {
      ...({ kind: 'paid', amount, paymentRef: `p-${reference}` } as const),
      ...{ bankRef: null, upstreamId: 'u1' },
    };
    const paid = { reference, eventKey: `q-${reference}`, fact };
    const payment = { ref: fact.paymentRef, amount };
    const back: Fact = { kind: 'reversed', reason: 'recalled', payment };
    const reversed = { reference, eventKey: `r-${reference}`, fact: back };
    return { kind: 'events', events: word === 'paid' ? [paid] : [paid, reversed] };
  }
  return { kind: 'doubt', reason: `unknown word ${word}` };
}

/** The shell around the fake connector. */
export function upstreamOf(
  egress: Pick<Egress, 'send'>,
  fake: { readonly url: string },
  options: FakeOptions = {},
  gates: AccountGates = gatesOf(),
): Upstream {
  const fakeOne = fakeConnector(options);
  const connectors = new Map(['fake', 'other'].map((name) => [name, { ...fakeOne, name }]));
  const urls = new Map(Object.entries({ ...options.others, main: fake }));
  const accounts: AccountCredentials = {
    credentials(connector, account): readonly Credentials[] {
      const baseUrl = urls.get(account)?.url;
      if (!connectors.has(connector) || baseUrl === undefined) return [];
      return [{ account, version: 1, baseUrl, secrets: {} }];
    },
  };
  const outcome = options.record ?? (() => undefined);
  return new Upstream({
    ...{ connectors, accounts, egress, gates },
    nowMs: Date.now,
    recordOutcome: outcome,
  });
}
