/**
 * The two companies at the ends of a payment's life, with one clock between them: a provider that
 * takes every order and calls back at once that it is paid, and the merchants who acknowledge what
 * what they are sent. What is measured is the time from the one to the other.
 */
import { createHmac } from 'node:crypto';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LifeJob, Lives } from '../whole-life.ts';

/** Merchants are many companies: one address for all would be a limit of its own. */
const ENDPOINTS = 50;

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const paidAt = new Map<string, number>();
let job: Extract<LifeJob, { kind: 'begin' }> = { kind: 'begin', port: 0, callbackSecret: '' };
let delays: number[] = [];
let failed = 0;
let beganAt = 0;
let endedAt = 0;
let acknowledged = (): void => undefined;

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

interface Payment {
  readonly reference: string;
  readonly merchantOrder: string;
  readonly asset: string;
  readonly amountMinor: string;
  readonly callbackUrl: string;
}

async function take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const payment = JSON.parse(await bodyOf(incoming)) as Payment;
  const { reference } = payment;
  if (beganAt === 0) beganAt = performance.now();
  const url = `http://127.0.0.1/p/${reference}`;
  const instructions = { kind: 'redirect', url };
  const body = { id: `pay_${reference}`, reference, status: 'pending', instructions };
  response.writeHead(201, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({ ...body, payerUrl: url, expiresAt: '2099-01-01T00:00:00.000Z' }),
    () => pay(payment),
  );
}

/** The callback that it is paid. One that is not acknowledged is a failure of the measurement. */
function pay({ reference, merchantOrder, asset, amountMinor, callbackUrl }: Payment): void {
  const body = JSON.stringify({
    ...{ eventId: `evt_${reference}`, type: 'payment.succeeded', reference },
    ...{ id: `pay_${reference}`, paymentId: `txn_${reference}`, asset, amountMinor },
    at: new Date().toISOString(),
  });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', job.callbackSecret).update(`${timestamp}.${body}`);
  const outgoing = request({
    ...{ agent, host: '127.0.0.1', port: job.port, method: 'POST' },
    path: new URL(callbackUrl).pathname,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-sim-account': 'main',
      'x-sim-timestamp': timestamp,
      'x-sim-signature': signature.digest('hex'),
    },
  });
  outgoing.on('response', (reply) => {
    if (reply.statusCode !== 200) failed += 1;
    reply.resume();
  });
  outgoing.on('error', () => {
    failed += 1;
  });
  paidAt.set(merchantOrder, performance.now());
  outgoing.end(body);
}

async function hear(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(incoming);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"code":10000,"message":"ok"}');
  const merchantOrder = /\\"mchOrderId\\":\\"([^"\\]+)\\"/.exec(body)?.[1] ?? '';
  const since = paidAt.get(merchantOrder);
  // Of a payment that was acknowledged before: delivered twice is allowed, and counts once.
  if (since === undefined) return;
  paidAt.delete(merchantOrder);
  endedAt = performance.now();
  delays.push(endedAt - since);
  acknowledged();
}

function livesOf(): Lives {
  const sorted = Float64Array.from(delays).sort();
  const at = (part: number) => sorted[Math.min(sorted.length - 1, part * sorted.length) | 0] ?? 0;
  const perSecond = (delays.length * 1_000) / (endedAt - beganAt);
  return { count: delays.length, failed, perSecond, p50Ms: at(0.5), p99Ms: at(0.99) };
}

process.on('message', async (message: LifeJob) => {
  if (message.kind === 'begin') {
    job = message;
    delays = [];
    paidAt.clear();
    [failed, beganAt, endedAt] = [0, 0, 0];
    process.send?.(null);
    return;
  }
  const { expected, withinMs } = message;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, withinMs);
    acknowledged = () => {
      if (delays.length < expected) return;
      clearTimeout(timer);
      resolve();
    };
    acknowledged();
  });
  acknowledged = () => undefined;
  process.send?.(livesOf());
});

async function listening(handle: (i: IncomingMessage, r: ServerResponse) => Promise<void>) {
  const server = createServer((incoming, response) => {
    void handle(incoming, response).catch(() => {
      failed += 1;
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const provider = await listening(take);
const merchants = await Promise.all(Array.from({ length: ENDPOINTS }, () => listening(hear)));
process.send?.({ provider, merchants });
process.once('SIGTERM', () => process.exit(0));
