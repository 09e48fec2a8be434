/**
 * A provider of nobody, over HTTP: it makes a payment in two calls, finds it by its own id alone,
 * remembers a repeated call for a day, and reports to one address without signing. It keeps a book
 * of all that it really did.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { bodyOf, sharedAdminRoutes } from '../../../emulators/shared/admin.ts';
import { Faults } from '../../../emulators/shared/faults.ts';
import { Notifier } from '../../../emulators/shared/notifier.ts';
import { type Emulator, listen, makeShell } from '../../../emulators/shared/shell.ts';
import { Timers } from '../../../emulators/shared/timers.ts';

export const KEY = 'fake-provider-key';
/** The header that lets in: the key as a user's name, without a password. */
export const AUTHORIZATION = `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`;
const REMEMBERED_MS = 24 * 3_600_000;
const SPOILT = { error: '{"error":"internal"}', half: '{"id":"pay_' };

interface Payment {
  readonly id: string;
  readonly reference: string;
  readonly kind: string;
  readonly amount: string;
  readonly currency: string;
  status: 'new' | 'pending' | 'succeeded' | 'canceled';
  /** Each call that shows it makes another one. */
  readonly codes: string[];
}

/** The provider's own view: what it did, and what a test makes it do. */
export interface TwoCallProvider extends Emulator {
  readonly payments: readonly Payment[];
  /** Queries answered, over all. */
  queries(): number;
  /** Puts its clock forward. */
  pass(ms: number): void;
  /** The payer pays, and the address that was set is notified. */
  pay(id: string): void;
}

interface World {
  readonly faults: Faults;
  readonly calls: { readonly call: string; http: number }[];
  readonly timers: Timers;
  url: string;
  offsetMs: number;
  readonly payments: Map<string, Payment>;
  readonly remembered: Map<string, { readonly atMs: number; readonly answer: string }>;
}

const nowMs = ({ offsetMs }: World) => Date.now() + offsetMs;

function viewOf({ codes, ...payment }: Payment) {
  return { ...payment, ...(codes.length === 0 ? {} : { qr: codes.at(-1) }) };
}

/** A repeated key is answered what the first one was, while that is remembered. */
function once(world: World, key: unknown, work: () => string): string {
  if (typeof key !== 'string') throw new Error('no key');
  const kept = world.remembered.get(key);
  if (kept !== undefined && nowMs(world) - kept.atMs < REMEMBERED_MS) return kept.answer;
  const answer = work();
  world.remembered.set(key, { atMs: nowMs(world), answer });
  return answer;
}

function refuse(reply: FastifyReply, http: number, error: string): FastifyReply {
  return reply.code(http).send(JSON.stringify({ error }));
}

function paymentRoutes(app: FastifyInstance, world: World): void {
  app.addHook('onRequest', async ({ url, headers }, reply) => {
    if (!url.startsWith('/v1/') || headers.authorization === AUTHORIZATION) return;
    await refuse(reply.type('application/json'), 401, 'unauthorized');
  });

  app.post('/v1/payments', (request, reply) => {
    const { reference, kind, amount, currency } = bodyOf(request) as Record<string, string>;
    if (!/^\d+\.\d\d$/.test(amount ?? '')) return refuse(reply, 400, 'invalid_request');
    return reply.send(
      once(world, request.headers['idempotence-key'], () => {
        const id = `pay_${randomUUID()}`;
        const status = kind === 'payout' ? 'pending' : 'new';
        const payment = { id, reference, kind, amount, currency, status, codes: [] } as Payment;
        world.payments.set(id, payment);
        return JSON.stringify(viewOf(payment));
      }),
    );
  });

  app.post('/v1/payments/:id/present', (request, reply) => {
    const payment = world.payments.get((request.params as { id: string }).id);
    if (payment === undefined) return refuse(reply, 404, 'not_found');
    return reply.send(
      once(world, request.headers['idempotence-key'], () => {
        payment.status = 'pending';
        payment.codes.push(`QR:${payment.id}:${payment.codes.length + 1}`);
        return JSON.stringify(viewOf(payment));
      }),
    );
  });

  app.get('/v1/payments/:id', (request, reply) => {
    const payment = world.payments.get((request.params as { id: string }).id);
    if (payment === undefined) return refuse(reply, 404, 'not_found');
    return reply.send(JSON.stringify(viewOf(payment)));
  });
}

/** Starts it on this machine; it reports to `callbackUrl`, as an operator has set it there. */
export async function startTwoCallProvider(callbackUrl: string): Promise<TwoCallProvider> {
  const timers = new Timers();
  const world: World = {
    faults: new Faults(SPOILT),
    calls: [],
    timers,
    url: '',
    offsetMs: 0,
    payments: new Map(),
    remembered: new Map(),
  };
  const callbacks = new Notifier(callbackUrl, {
    waitsMs: [20, 20],
    later: (afterMs, work) => timers.later(afterMs, work),
    headers: () => ({}),
    forge: (body) => body,
    isTaken: (http) => http === 200,
  });
  const app = makeShell(world);
  paymentRoutes(app, world);
  sharedAdminRoutes(app, world.faults, 'callbacks', callbacks);
  const emulator = await listen(app, world);
  return {
    ...emulator,
    get payments() {
      return [...world.payments.values()];
    },
    queries: () => world.calls.filter(({ call }) => call.startsWith('GET /v1/')).length,
    pass(ms) {
      world.offsetMs += ms;
    },
    pay(id) {
      const payment = world.payments.get(id);
      if (payment === undefined) throw new Error(`no payment ${id}`);
      payment.status = 'succeeded';
      callbacks.report('payment', JSON.stringify({ event: 'payment', object: viewOf(payment) }));
    },
  };
}
