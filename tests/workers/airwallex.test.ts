/** Airwallex's emulator beside our core, workers and database: what is booked, what is stored. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { startEmulator } from '../../emulators/airwallex/server.ts';
import { airwallex } from '../../src/connectors/airwallex/connector.ts';
import type { Order } from '../../src/domain/order.ts';
import { type Dealings, everythingStored, openDealings } from './dealings.ts';

const ALWAYS = '4035501000000008';
const VISA = '4012000300001003';
const SECRETS = { clientId: 'client', apiKey: 'key', webhookSecret: 'whsec' };

async function open(t: TestContext, settings: Readonly<Record<string, string>> = {}) {
  const dealings = await openDealings(t, airwallex, async (webhookUrl) => {
    const emulator = await startEmulator({ ...SECRETS, webhookUrl, webhookWaitsMs: [20, 20] });
    return { emulator, account: { baseUrl: emulator.url, secrets: { ...SECRETS, ...settings } } };
  });
  return { ...dealings, sent: sender(dealings), pay: payer(dealings) };
}

/** A committed payin, sent upstream once. */
function sender({ made, send }: Dealings) {
  return async (amountMinor: bigint): Promise<Order> => {
    const order = await made({ amountMinor });
    await send(order);
    return order;
  };
}

/** The payer types a card on the page that the order shows. */
function payer({ pageOf, call }: Dealings) {
  return async (order: Order, number: string) => {
    const page = await pageOf(order);
    // A payment link leads on to the page of the payment that it makes.
    const led = page.includes('?') ? page : await whereTo(page);
    const facts = new URLSearchParams(led.split('?')[1]);
    const card = { number, expiry_month: '12', expiry_year: '2030', cvc: '123' };
    const body = { request_id: crypto.randomUUID(), payment_method: { type: 'card', card } };
    const path = `/api/v1/pa/payment_intents/${facts.get('intent_id')}/confirm`;
    return await call(path, body, facts.get('client_secret') ?? '');
  };
}

async function whereTo(page: string): Promise<string> {
  const { headers } = await fetch(page, { redirect: 'manual' });
  return headers.get('location') ?? '';
}

/** The token of a server that has logged in. */
async function logIn(url: string): Promise<string> {
  const headers = { 'x-client-id': SECRETS.clientId, 'x-api-key': SECRETS.apiKey };
  const reply = await fetch(`${url}/api/v1/authentication/login`, { method: 'POST', headers });
  return ((await reply.json()) as { token: string }).token;
}

test('a refused card leaves the order open, the next one pays it, and no number is stored', async (t) => {
  const { world, sent, pay, until } = await open(t);
  const order = await sent(8_059n);
  const refused = await pay(order, VISA);
  // The emulator’s orders are in pesos here: the amount decides, not the currency.
  assert.equal(refused.code, 'issuer_declined');
  assert.equal((await world.reader.orderById(order.id))?.state, 'pending');
  await pay(order, ALWAYS);
  const paid = await until(order, 'paid');
  assert.equal(paid.paidMinor, 8_059n);
  const stored = await everythingStored(world);
  assert.ok(stored.includes(`ref-${order.id}`));
  for (const number of [ALWAYS, VISA]) assert.ok(!stored.includes(number));
  for (const secret of Object.values(SECRETS)) assert.ok(!stored.includes(`"${secret}"`));
});

test('a payment in doubt is found by asking, without a second one', async (t) => {
  const { call, now, sent, resolved } = await open(t);
  const on = 'POST /api/v1/pa/payment_intents/create';
  await call('/emulator/faults', { on, kind: 'drop', when: 'after' });
  const order = await sent(5_000n);
  assert.equal((await now(order)).state, 'created');
  await resolved(order);
  const found = await now(order);
  assert.equal(found.state, 'pending');
  assert.match(found.upstreamId ?? '', /^int_/);
});

test('a payment that never arrived is sent again with the same request_id', async (t) => {
  const { call, sent, resolved, pay, until } = await open(t);
  const on = 'POST /api/v1/pa/payment_intents/create';
  await call('/emulator/faults', { on, kind: 'drop', when: 'before' });
  const order = await sent(5_000n);
  await resolved(order);
  await pay(order, ALWAYS);
  assert.equal((await until(order, 'paid')).paidMinor, 5_000n);
});

test('an order that we close cannot be paid there any more', async (t) => {
  const { closed, movements, send, sent, pay, until } = await open(t);
  const order = await sent(5_000n);
  await closed(order);
  await send(order);
  assert.equal((await pay(order, ALWAYS)).code, 'invalid_status_for_operation');
  // The webhook of it comes under the payment's own reference.
  assert.equal((await until(order, 'failed')).failure?.code, 'closed');
  assert.deepEqual(await movements(`${order.id}`), []);
});

test('a closing that overtakes the answer to the create comes again, and closes', async (t) => {
  const { call, closed, send, sent, resolved, until, world } = await open(t);
  await call('/emulator/faults', {
    on: 'POST /api/v1/pa/payment_intents/create',
    kind: 'drop',
    when: 'after',
  });
  const order = await sent(5_000n);
  await closed(order);
  await send(order);
  const [, closing] = await world.reader.dispatchesOf(order.id);
  assert.deepEqual([closing?.operation, closing?.state], ['close', 'ready']);
  await resolved(order);
  await send(order);
  assert.equal((await until(order, 'failed')).failure?.code, 'closed');
});

test('paid by a link and disputed: the order is found by the ids of link and payment', async (t) => {
  const { call, now, url, sent, pay, until, world } = await open(t, { hostedPage: 'payment_link' });
  const order = await sent(5_000n);
  const linkId = (await now(order)).upstreamId;
  await pay(order, ALWAYS);
  const paid = await until(order, 'paid');
  assert.match(paid.paymentRef ?? '', /^int_/);
  assert.equal(paid.upstreamId, linkId);
  const token = await logIn(url);
  const disputes = '/api/v1/simulation/pa/payment_disputes';
  const facts = { payment_intent_id: paid.paymentRef, amount: 50 };
  const { id } = await call(`${disputes}/create`, facts, token);
  await call(`${disputes}/${id}/resolve`, { status: 'LOST' }, token);
  await until(order, 'reversed');
  assert.deepEqual(await world.query("select 1 from case_file where kind = 'unattributed'"), []);
});

test('money of an order that is not ours is kept as it was reported, with a case', async (t) => {
  const { call, set, untilTaken, url, world } = await open(t);
  await set('/emulator/webhooks', { copies: 3 });
  const token = await logIn(url);
  const made = { request_id: 'r1', amount: 12.5, currency: 'PHP', merchant_order_id: 'elsewhere' };
  const intent = await call('/api/v1/pa/payment_intents/create', made, token);
  const card = { number: ALWAYS, expiry_month: '12', expiry_year: '2030', cvc: '123' };
  const body = { request_id: 'r2', payment_method: { type: 'card', card } };
  await call(`/api/v1/pa/payment_intents/${intent.id}/confirm`, body, token);
  await untilTaken('payment_intent.succeeded', 3);
  const reports = await world.query<{ id: bigint; body: Buffer }>('select * from provider_report');
  assert.equal(reports.length, 1);
  const [report] = reports;
  assert.ok(report?.body.toString().includes('"payment_intent.succeeded"'));
  const cases = await world.query<{ detail: string }>(
    "select detail from case_file where kind = 'unattributed' and order_id = $1",
    [report?.id],
  );
  assert.match(cases[0]?.detail ?? '', /airwallex\/main: paid 1250 minor units of PHP\/2/);
});

test('a dispute whose end was never reported is found by asking about open ones', async (t) => {
  const { call, disputesAsked, now, set, url, sent, pay, until, untilTaken, world } = await open(t);
  const order = await sent(5_000n);
  await pay(order, ALWAYS);
  const paid = await until(order, 'paid');
  const token = await logIn(url);
  const path = '/api/v1/simulation/pa/payment_disputes';
  const facts = { payment_intent_id: paid.paymentRef, amount: 20 };
  const { id } = await call(`${path}/create`, facts, token);
  await untilTaken('payment_dispute.requires_response', 1);
  assert.equal((await now(order)).disputedMinor, 2_000n);
  await disputesAsked(order);
  assert.equal((await now(order)).disputedMinor, 2_000n, 'asked, and as it was');
  await set('/emulator/webhooks', { lost: 'payment_dispute.' });
  await call(`${path}/${id}/resolve`, { status: 'LOST' }, token);
  for (const _ of [1, 2]) await disputesAsked(order);
  const { disputedMinor, lostMinor } = await now(order);
  assert.deepEqual([disputedMinor, lostMinor], [0n, 2_000n]);
  const [dispute] = await world.query<{ state: string }>('select state from dispute');
  assert.equal(dispute?.state, 'lost');
});

test('an inquiry that nobody answered lapses: it is recorded, and takes no money', async (t) => {
  const { call, now, url, sent, pay, until, untilTaken, world } = await open(t);
  const order = await sent(5_000n);
  await pay(order, ALWAYS);
  const paid = await until(order, 'paid');
  const token = await logIn(url);
  const disputes = '/api/v1/simulation/pa/payment_disputes';
  const facts = { payment_intent_id: paid.paymentRef, amount: 50, stage: 'RFI' };
  const { id } = await call(`${disputes}/create`, facts, token);
  await call(`${disputes}/${id}/resolve`, { status: 'EXPIRED' }, token);
  await untilTaken('payment_dispute.requires_response', 1);
  await untilTaken('payment_dispute.expired', 1);
  assert.equal((await now(order)).state, 'paid');
  const kept = await world.query<{ key: string; order_id: bigint }>(
    "select key, order_id from news where key like 'dispute:%' order by key",
  );
  const words = ['inquiry:RFI REQUIRES_RESPONSE', 'lapsed:RFI EXPIRED'];
  assert.equal(kept.length, words.length);
  for (const [index, { key, order_id }] of kept.entries()) {
    assert.ok(key.startsWith(`dispute:${id}:r1:${words[index]}`), key);
    assert.equal(order_id, order.id);
  }
});

test('an authentic callback that cannot be read is kept as it came, with a case, and taken', async (t) => {
  const { hookUrl, world } = await open(t);
  const body = '{"id":"evt_1","name":"payment_dispute.lost","data":{"object":{"surprise":true}}}';
  const post = async (secret: string) => {
    const timestamp = `${Date.now()}`;
    const signature = createHmac('sha256', secret)
      .update(timestamp + body)
      .digest('hex');
    const headers = {
      ...{ 'content-type': 'application/json', 'x-timestamp': timestamp },
      'x-signature': signature,
    };
    return (await fetch(hookUrl, { method: 'POST', headers, body })).status;
  };
  assert.equal(await post('another secret'), 401);
  assert.deepEqual(
    [await post(SECRETS.webhookSecret), await post(SECRETS.webhookSecret)],
    [200, 200],
  );
  const reports = await world.query<{ id: bigint; reason: string; body: Buffer }>(
    'select id, reason, body from provider_report',
  );
  assert.deepEqual(
    reports.map(({ reason, body: kept }) => [reason, kept.toString()]),
    [['unreadable', body]],
  );
  const cases = await world.query<{ order_id: bigint }>(
    "select order_id from case_file where kind = 'unattributed'",
  );
  assert.deepEqual(
    cases.map(({ order_id }) => order_id),
    [reports[0]?.id],
  );
});
