/**
 * A platform to test against: a started simulator, a signing client, and a receiver of callbacks.
 */

import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../../../tests/support/until.ts';
import type { Simulator, SimulatorOptions } from '../server.ts';
import { startSimulator } from '../server.ts';
import { signCallback, signRequest } from '../signature.ts';
import type { Account } from '../types.ts';

export const API_SECRET = 'api-secret-of-the-test-account';
export const CALLBACK_SECRET = 'callback-secret-of-the-test-account';
export const ACCOUNT: Account = {
  id: 'acme',
  name: 'Acme Pay',
  apiSecrets: [{ version: '1', secret: API_SECRET }],
  callbackSecrets: [{ version: '1', secret: CALLBACK_SECRET }],
};

export type Json = Record<string, unknown>;
export type Reply = {
  readonly http: number;
  readonly body: Json;
  readonly text: string;
  readonly headers: Headers;
};

export type Received = {
  readonly headers: IncomingHttpHeaders;
  readonly body: Json;
  readonly text: string;
  readonly genuine: boolean;
};

/** Verifies as a receiver should: fresh timestamp, and one of the listed MACs is ours. */
function isGenuine(headers: IncomingHttpHeaders, text: string): boolean {
  const timestamp = String(headers['x-sim-timestamp']);
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const expected = signCallback([CALLBACK_SECRET], timestamp, text);
  return String(headers['x-sim-signature']).split(',').includes(expected);
}

function asJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}

export type Platform = {
  readonly simulator: Simulator;
  readonly received: Received[];
  readonly logged: Readonly<Record<string, unknown>>[];
  readonly callbackUrl: string;
  /** How the receiver answers; by default it acknowledges what is genuine. */
  answer: (received: Received) => { http: number; body: string };
  call(method: string, path: string, body?: Json, headers?: Record<string, string>): Promise<Reply>;
  /** A signed call to /v1. */
  api(method: string, path: string, body?: Json): Promise<Reply>;
  payment(over?: Json): Promise<Reply & { reference: string }>;
  payout(over?: Json): Promise<Reply & { reference: string }>;
  code(over?: Json): Promise<Reply & { reference: string }>;
  mandate(over?: Json): Promise<Reply & { reference: string }>;
  refund(over?: Json): Promise<Reply & { reference: string }>;
  query(kind: string, reference: string): Promise<Reply>;
  /** Waits until `find` gives something. */
  until<Found>(
    find: () => Found | undefined | false | Promise<Found | undefined | false>,
  ): Promise<Found>;
  /** Genuine callbacks about a reference. */
  events(reference: string): Json[];
  stop(): Promise<void>;
};

/** Headers of a signed request. */
export function signedHeaders(
  method: string,
  path: string,
  body: string,
  as: { secret?: string; account?: string; timestamp?: string } = {},
): Record<string, string> {
  const timestamp = as.timestamp ?? String(Math.floor(Date.now() / 1000));
  return {
    'content-type': 'application/json',
    'x-sim-account': as.account ?? ACCOUNT.id,
    'x-sim-timestamp': timestamp,
    'x-sim-signature': signRequest(as.secret ?? API_SECRET, timestamp, method, path, body),
  };
}

async function startReceiver(platform: { answer: Platform['answer'] }, received: Received[]) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const { headers } = request;
      const one = { headers, text, body: asJson(text), genuine: isGenuine(headers, text) };
      received.push(one);
      const { http, body } = platform.answer(one);
      response.writeHead(http, { 'content-type': 'application/json' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}/hook` };
}

function newOrder(kind: string, callbackUrl: string): Json & { reference: string } {
  const tail = randomUUID().slice(0, 13);
  return {
    reference: `${kind}-${tail}`,
    order: `C${tail}`,
    merchantOrder: `M${tail}`,
    asset: 'PHP/2',
    amountMinor: '10050',
    callbackUrl,
  };
}

function callerOf(url: string): Platform['call'] {
  return async (method, path, body, headers) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type = text === undefined ? {} : { 'content-type': 'application/json' };
    const init = { method, redirect: 'manual', headers: { ...type, ...headers } } as const;
    const response = await fetch(url + path, text === undefined ? init : { ...init, body: text });
    const replied = await response.text();
    const { status: http, headers: answered } = response;
    return { http, text: replied, body: asJson(replied), headers: answered };
  };
}

/** Starts a simulator and a platform around it. */
export async function startPlatform(options: Partial<SimulatorOptions> = {}): Promise<Platform> {
  const received: Received[] = [];
  const logged: Readonly<Record<string, unknown>>[] = [];
  const simulator = await startSimulator({
    port: 0,
    payoutDelayMs: 20,
    accounts: [ACCOUNT],
    log: (line) => logged.push(line),
    ...options,
  });
  const call = callerOf(simulator.url);
  const api: Platform['api'] = (method, path, body) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    return call(method, path, body, signedHeaders(method, path, text));
  };
  const create = async (path: string, order: Json & { reference: string }) => ({
    ...(await api('POST', path, order)),
    reference: order.reference,
  });
  const platform: Platform = {
    simulator,
    received,
    logged,
    callbackUrl: '',
    answer: ({ genuine }) =>
      genuine ? { http: 200, body: '{"received":true}' } : { http: 401, body: '{}' },
    call,
    api,
    payment: (over = {}) => {
      const order = { ...newOrder('payment', platform.callbackUrl), method: 'wallet', ...over };
      return create('/v1/payments', order);
    },
    payout: (over = {}) => {
      const beneficiary = { name: 'Maria Santos', account: '00123', bank: 'TEST' };
      const order = { ...newOrder('payout', platform.callbackUrl), beneficiary, ...over };
      return create('/v1/payouts', order);
    },
    code: (over = {}) => {
      const { amountMinor: _, ...order } = newOrder('code', platform.callbackUrl);
      return create('/v1/codes', { ...order, method: 'va', name: 'Shop 12', ...over });
    },
    mandate: (over = {}) => {
      const { amountMinor: _, ...order } = newOrder('mandate', platform.callbackUrl);
      return create('/v1/mandates', { ...order, user: 'u-1', name: 'Shop 12', ...over });
    },
    refund: (over = {}) =>
      create('/v1/refunds', { ...newOrder('refund', platform.callbackUrl), ...over }),
    query: (kind, reference) => api('GET', `/v1/${kind}s/by-reference/${reference}`),
    until,
    events: (reference) =>
      received
        .filter(({ genuine, body }) => genuine && body.reference === reference)
        .map(({ body }) => body),
    stop: async () => {
      await simulator.stop();
      server.closeAllConnections();
      server.close();
    },
  };
  const { server, url } = await startReceiver(platform, received);
  return Object.assign(platform, { callbackUrl: url });
}
