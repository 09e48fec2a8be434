/** PayerMax's emulator beside our core, workers and database: what is booked, what is stored. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startEmulator } from '../../emulators/payermax/server.ts';
import { payermax } from '../../src/connectors/payermax/connector.ts';
import { firstDispatch } from '../../src/domain/dispatch.ts';
import { FREE } from '../../src/domain/fee.ts';
import type { Order } from '../../src/domain/order.ts';
import { hold } from '../../src/domain/payout.ts';
import { until as untilTrue } from '../support/until.ts';
import { CARDS, type Card, GATEWAY, introduce, pageIn } from '../wire/payermax-talk.ts';
import { type Dealings, everythingStored, openDealings } from './dealings.ts';
import { addApp, orderOf } from './world.ts';

const SIDES = introduce();
const CREATE = `POST ${GATEWAY}/orderAndPay`;
const PAYOUT = `POST ${GATEWAY}/paymentOrderPay`;
const OPENING = 100_000n;

async function open(t: TestContext) {
  const dealings = await openDealings(t, payermax, async () => {
    const emulator = await startEmulator({ ...SIDES.options, notificationWaitsMs: [20, 20] });
    const account = { baseUrl: `${emulator.url}${GATEWAY}`, secrets: SIDES.secrets };
    return { emulator, account };
  });
  const { call, made, send, world } = dealings;
  return {
    ...dealings,
    fault: (on: string, kind: string, when: string) => call('/emulator/faults', { on, kind, when }),
    /** A committed payin, sent upstream once. */
    async sent(amountMinor: bigint): Promise<Order> {
      const order = await made({ amountMinor });
      await send(order);
      return order;
    },
    pay: payer(dealings),
    payout: payouts(dealings),
    balance: async ({ merchantId }: Order) => (await world.reader.balances(merchantId))[0]?.balance,
  };
}

/** The payer types a card on the page that the order shows. */
function payer({ pageOf, call }: Dealings) {
  return async (order: Order, card: Card) => {
    const typed = { paymentMethodType: 'CARD', card, country: 'PH' };
    return await call('/cashier/pay', { ...pageIn(await pageOf(order)), ...typed });
  };
}

/** A payout with its hold, sent once, out of a balance of 1,000.00 pesos. */
function payouts({ world, by, send }: Dealings) {
  return async (remark: string): Promise<Order> => {
    const fields = {
      'beneficiary.name': 'Maria Santos',
      'beneficiary.account': '00123',
      description: remark,
    };
    const terms = { fee: FREE, settle: 0 };
    const order = orderOf(world, addApp(world, 5), { ...by, kind: 'payout', fields, terms });
    await world.query(
      `insert into balance (shard, merchant_id, mode, asset, available, pending, reserved, fees,
         upstream, suspense) values ($1, $2, 'live', 'PHP/2', $3, 0, 0, 0, -$3::bigint, 0)`,
      [order.shard, order.merchantId, OPENING],
    );
    await world.lanes.submit({
      shard: order.shard,
      claim: order,
      balanceKeys: () => [order],
      decide(rows) {
        const held = hold(order, rows.balance(order));
        assert.ok(held !== null);
        const dispatches = [firstDispatch(order)];
        return { changes: { entries: [held], dispatches }, answer: true };
      },
    });
    await send(order);
    return order;
  };
}

test('a refused card leaves the order open, the next one pays it, and no number is stored', async (t) => {
  const { world, now, sent, pay, until } = await open(t);
  for (const [minor, refused] of [
    [8_059n, CARDS.visa],
    [8_005n, CARDS.mastercard],
  ] as const) {
    const order = await sent(minor);
    const { code } = await pay(order, refused);
    assert.ok(code === 'PAYMENT_FAILED' || code === 'ISSUER_PAYMENT_REJECTED');
    assert.equal((await now(order)).state, 'pending');
    await pay(order, CARDS.mada);
    assert.equal((await until(order, 'paid')).paidMinor, minor);
  }
  const stored = await everythingStored(world);
  assert.ok(stored.includes('ref-'));
  for (const { number } of Object.values(CARDS)) assert.ok(!stored.includes(number));
  const { merchantPrivateKey, payermaxPublicKey } = SIDES.secrets;
  for (const key of [merchantPrivateKey, payermaxPublicKey]) assert.ok(!stored.includes(key));
});

test('an order whose answer was lost is found by asking, once, and has no page', async (t) => {
  const { fault, now, sent, resolved, movements, call } = await open(t);
  await fault(CREATE, 'drop', 'after');
  const order = await sent(5_000n);
  assert.equal((await now(order)).state, 'created');
  await resolved(order);
  const found = await now(order);
  assert.deepEqual([found.state, found.instructions], ['pending', null]);
  assert.match(found.upstreamId ?? '', /^T\d+$/);
  assert.deepEqual(await movements(`${order.id}`), []);
  await call(`/emulator/trades/${order.id}/close`, {});
});

test('an order that never arrived is sent again under the same number', async (t) => {
  const { fault, sent, resolved, pay, until, movements } = await open(t);
  await fault(CREATE, 'drop', 'before');
  const order = await sent(5_000n);
  await resolved(order);
  await pay(order, CARDS.visa);
  assert.equal((await until(order, 'paid')).paidMinor, 5_000n);
  assert.deepEqual(await movements(`${order.id}`), ['paid 50.00']);
});

test('a payout in doubt keeps its hold, and is booked once it is found', async (t) => {
  const { fault, payout, balance, now, resolved, until, movements } = await open(t);
  await fault(PAYOUT, 'hang', 'after');
  const order = await payout('SUCCESS');
  // The notification may have been quicker than the timeout: then nothing is in doubt any more.
  assert.ok(['created', 'paid'].includes((await now(order)).state));
  await resolved(order);
  await until(order, 'paid');
  assert.deepEqual(await movements(`${order.id}`), ['transferred 100.00']);
  const booked = await balance(order);
  assert.deepEqual([booked?.available, booked?.reserved], [OPENING - 10_000n, 0n]);
});

test('a lost case takes the payment back from the merchant, once', async (t) => {
  const { call, sent, pay, until, balance } = await open(t);
  const order = await sent(5_000n);
  await pay(order, CARDS.visa);
  await until(order, 'paid');
  const { caseId } = await call('/emulator/disputes', { outTradeNo: `${order.id}` });
  for (const status of ['DISPUTE_END', 'CASE_CLOSED']) {
    await call(`/emulator/disputes/${caseId}`, { status, result: 'FAIL' });
  }
  const reversed = await until(order, 'reversed');
  assert.equal(reversed.failure?.text, 'chargeback: Late Presentment');
  assert.equal((await balance(order))?.available, 0n);
});

test('a lost case about a part takes that part, and the order stays paid', async (t) => {
  const { world, call, sent, pay, until, balance, now } = await open(t);
  const order = await sent(5_000n);
  await pay(order, CARDS.visa);
  await until(order, 'paid');
  for (const _ of [1, 2]) {
    const opened = { outTradeNo: `${order.id}`, amount: '12.50' };
    const { caseId } = await call('/emulator/disputes', opened);
    await call(`/emulator/disputes/${caseId}`, { status: 'DISPUTE_END', result: 'FAIL' });
  }
  await untilTrue(async () => (await balance(order))?.upstream === -2_500n, 'both are booked');
  assert.equal((await now(order)).state, 'paid');
  const sql = 'select state, lost_minor from dispute where order_id = $1';
  const lost = { state: 'lost', lost_minor: 1_250n };
  assert.deepEqual(await world.query(sql, [order.id]), [lost, lost]);
  assert.deepEqual(await world.query('select from case_file'), []);
});

test('a case whose end was never reported is found by asking about open ones', async (t) => {
  const { call, disputesAsked, now, set, sent, pay, until, untilTaken, world } = await open(t);
  const order = await sent(5_000n);
  await pay(order, CARDS.visa);
  await until(order, 'paid');
  const opened = { outTradeNo: `${order.id}`, amount: '20.00' };
  const { caseId } = await call('/emulator/disputes', opened);
  await untilTaken('CHARGEBACK DISPUTE_INQUIRY', 1);
  await disputesAsked(order);
  assert.equal((await now(order)).disputedMinor, 2_000n, 'asked, and as it was');
  await set('/emulator/notifications', { lost: 'CHARGEBACK' });
  await call(`/emulator/disputes/${caseId}`, { status: 'DISPUTE_END', result: 'FAIL' });
  for (const _ of [1, 2]) await disputesAsked(order);
  const { disputedMinor, lostMinor } = await now(order);
  assert.deepEqual([disputedMinor, lostMinor], [0n, 2_000n]);
  assert.deepEqual(await world.query('select state from dispute'), [{ state: 'lost' }]);
});

test('an order that we close cannot be paid there any more', async (t) => {
  const { closed, send, sent, pay, now } = await open(t);
  const order = await sent(5_000n);
  await closed(order);
  await send(order);
  assert.equal((await pay(order, CARDS.visa)).code, 'ORDER_CLOSED');
  assert.notEqual((await now(order)).state, 'paid');
});

test('a warning of fraud is stored with its order, shown to a person, and not reported again', async (t) => {
  const { call, now, pay, sent, until, untilTaken, world } = await open(t);
  const order = await sent(5_000n);
  await pay(order, CARDS.visa);
  await until(order, 'paid');
  const before = await world.query('select * from entry');
  await call('/emulator/frauds', { outTradeNo: `${order.id}` });
  await untilTaken('FRAUD', 1);
  assert.equal((await now(order)).state, 'paid');
  const cases = await world.query<{ order_id: bigint; detail: string }>(
    "select order_id, detail from case_file where kind = 'fraud_warning'",
  );
  assert.deepEqual(
    cases.map(({ order_id }) => order_id),
    [order.id],
  );
  assert.match(cases[0]?.detail ?? '', /warns of fraud/);
  assert.deepEqual(await world.query('select * from entry'), before);
});
