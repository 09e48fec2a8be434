/** Reports that come before what they are about: taken, kept, and counted when that is there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEmulator } from '../../emulators/payermax/server.ts';
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import { payermax } from '../../src/connectors/payermax/connector.ts';
import type { Order } from '../../src/domain/order.ts';
import { caseWrites } from '../../src/store/privileged/cases.ts';
import { createCases } from '../../src/store/queues/cases.ts';
import { createProviderReports } from '../../src/store/queues/provider-reports.ts';
import { CARDS, GATEWAY, introduce, pageIn } from '../wire/payermax-talk.ts';
import { openDealings } from './dealings.ts';
import { addApp, CHANNEL, SHARDS } from './world.ts';

const CASE = 'CHARGEBACK DISPUTE_INQUIRY';
const PAID = 5_000n;

/** An order that its payer has paid and disputed; the payment was not reported. */
async function disputedEarly(t: Parameters<typeof openDealings>[0]) {
  const dealings = await aloneThere(t);
  const { call, made, now, pageOf, send, set, untilTaken, world, by } = dealings;
  const order = await made({ amountMinor: PAID, expiresAt: null });
  await send(order);
  await set('/emulator/notifications', { lost: 'PAYMENT' });
  const typed = { paymentMethodType: 'CARD', card: CARDS.visa, country: 'PH' };
  await call('/cashier/pay', { ...pageIn(await pageOf(order)), ...typed });
  await call('/emulator/disputes', { outTradeNo: `${order.id}` });
  await untilTaken(CASE, 1);
  const paid = async () => {
    const amount = { asset: order.asset, minor: PAID };
    const paymentRef = `${(await now(order)).upstreamId}`;
    const fact = { kind: 'paid', amount, paymentRef, bankRef: null, upstreamId: null } as const;
    const event = { reference: `${order.id}`, eventKey: 'asked', fact };
    assert.equal(await applyProviderEvent(world, by, event), 'applied');
  };
  return { ...dealings, order, paid };
}

const casesOf = ({ world }: Awaited<ReturnType<typeof disputedEarly>>) =>
  world.query<{ kind: string; detail: string }>('select kind, detail from case_file');

test('a dispute of a payment that was not reported yet is taken, and holds it once it is', async (t) => {
  const early = await disputedEarly(t);
  const { now, order, paid, waitingOffered } = early;
  await waitingOffered();
  assert.equal((await now(order)).state, 'pending');
  await paid();
  assert.equal((await now(order)).disputedMinor, 0n);
  await waitingOffered();
  const held = (one: Order) => [one.state, one.disputedMinor];
  assert.deepEqual(held(await now(order)), ['paid', PAID]);
  assert.deepEqual(await casesOf(early), []);
});

test('a dispute whose payment never comes is a case after a week, and waits no more', async (t) => {
  const early = await disputedEarly(t);
  const { order, now, paid, waitingOffered, world } = early;
  await world.query("update provider_report set at = now() - interval '8 days'");
  for (const _ of [1, 2]) await waitingOffered();
  const [one, ...more] = await casesOf(early);
  assert.deepEqual([one?.kind, more], ['unattributed', []]);
  assert.match(`${one?.detail}`, /payermax\/main: dispute, and what it is about never came/);
  await paid();
  await waitingOffered();
  assert.deepEqual([(await now(order)).disputedMinor], [0n]);
});

test('a payment without an order that people have booked is held by a case, once', async (t) => {
  const { amount, by, waitingOffered, world } = await aloneThere(t);
  const app = addApp(world, 5);
  const reports = createProviderReports(world.pool, SHARDS, world.ids);
  const fact = { kind: 'paid', amount, paymentRef: 'T1', bankRef: null, upstreamId: 'T1' } as const;
  const event = { reference: 'elsewhere', eventKey: 'paid:T1', fact };
  const about = { source: by, key: 'paid:T1', detail: 'paid', body: Buffer.from('{}'), event };
  await reports.keep({ ...about, kind: 'unknown_order' });
  const [kept] = await createCases(world.pool, SHARDS).list({ state: 'open', merchantId: null }, 9);
  assert.ok(kept !== undefined);
  const booking = { app: `${app.id}`, channel: CHANNEL.code, evidence: 'mail 1' };
  const writes = caseWrites(world.pool, SHARDS);
  assert.equal(await writes.book(kept, booking, 'ann', 'theirs'), true);
  assert.equal(await writes.book(kept, { ...booking, app: '1' }, 'bob', 'ours'), false);
  for (const _ of [1, 2]) await waitingOffered();
  const rows = await world.query<Record<string, unknown>>(
    'select kind, state, held_minor, connector from case_file order by kind',
  );
  assert.deepEqual(rows, [
    { kind: 'late_payment', state: 'open', held_minor: PAID, connector: by.connector },
    { kind: 'unattributed', state: 'closed', held_minor: 0n, connector: null },
  ]);
  const [order] = await world.query<{ state: string; merchant_id: bigint; upstream_id: string }>(
    'select state, merchant_id, upstream_id from orders',
  );
  const { merchantId } = app;
  assert.deepEqual(order, { state: 'closed', merchant_id: merchantId, upstream_id: 'T1' });
  assert.deepEqual(world.logged, []);
});

/** A provider, and nothing that was sent to it. */
async function aloneThere(t: Parameters<typeof openDealings>[0]) {
  const sides = introduce();
  const dealings = await openDealings(t, payermax, async () => {
    const emulator = await startEmulator({ ...sides.options, notificationWaitsMs: [] });
    const account = { baseUrl: `${emulator.url}${GATEWAY}`, secrets: sides.secrets };
    return { emulator, account };
  });
  return { ...dealings, amount: { asset: CHANNEL.asset, minor: PAID } };
}
