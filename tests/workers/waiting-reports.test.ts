/** Reports that come before what they are about: taken, kept, and counted when that is there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEmulator } from '../../emulators/payermax/server.ts';
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import { payermax } from '../../src/connectors/payermax/connector.ts';
import type { Order } from '../../src/domain/order.ts';
import { CARDS, GATEWAY, introduce, pageIn } from '../wire/payermax-talk.ts';
import { openDealings } from './dealings.ts';

const CASE = 'CHARGEBACK DISPUTE_INQUIRY';
const PAID = 5_000n;

/** An order that its payer has paid and disputed; of the payment we were not told. */
async function disputedEarly(t: Parameters<typeof openDealings>[0]) {
  const sides = introduce();
  const dealings = await openDealings(t, payermax, async () => {
    const emulator = await startEmulator({ ...sides.options, notificationWaitsMs: [] });
    const account = { baseUrl: `${emulator.url}${GATEWAY}`, secrets: sides.secrets };
    return { emulator, account };
  });
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
