/** Airwallex's twin beside our core, workers and database: what is booked, what is stored. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startTwin } from '../../emulators/airwallex/server.ts';
import { airwallex } from '../../src/connectors/airwallex/connector.ts';
import type { Order } from '../../src/domain/order.ts';
import { type Dealings, everythingStored, openDealings } from './dealings.ts';

const ALWAYS = '4035501000000008';
const VISA = '4012000300001003';
const SECRETS = { clientId: 'client', apiKey: 'key', webhookSecret: 'whsec' };

async function open(t: TestContext) {
  const dealings = await openDealings(t, airwallex, async (webhookUrl) => {
    const twin = await startTwin({ ...SECRETS, webhookUrl, webhookWaitsMs: [20, 20] });
    return { twin, account: { baseUrl: twin.url, secrets: SECRETS } };
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
    const facts = new URLSearchParams((await pageOf(order)).split('?')[1]);
    const card = { number, expiry_month: '12', expiry_year: '2030', cvc: '123' };
    const body = { request_id: crypto.randomUUID(), payment_method: { type: 'card', card } };
    const path = `/api/v1/pa/payment_intents/${facts.get('intent_id')}/confirm`;
    return await call(path, body, facts.get('client_secret') ?? '');
  };
}

test('a refused card leaves the order open, the next one pays it, and no number is stored', async (t) => {
  const { world, sent, pay, until } = await open(t);
  const order = await sent(8_059n);
  const refused = await pay(order, VISA);
  // The twin’s orders are in pesos here: the amount decides, not the currency.
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
  await call('/twin/faults', { on, kind: 'drop', when: 'after' });
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
  await call('/twin/faults', { on, kind: 'drop', when: 'before' });
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
  await call('/twin/faults', {
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
