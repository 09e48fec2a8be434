/** Callbacks that prove nothing: they make us ask, move nothing themselves, and cannot flood. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Order } from '../../src/domain/order.ts';
import { twoCall } from '../support/two-call/connector.ts';
import { KEY, startTwoCallProvider, type TwoCallProvider } from '../support/two-call/provider.ts';
import { until } from '../support/until.ts';
import { openDealings } from './dealings.ts';

/** What one account is asked in a minute, at most. */
const PER_MINUTE = 120;

async function open(t: TestContext) {
  let provider: TwoCallProvider | null = null;
  const dealings = await openDealings(t, twoCall, async (hookUrl) => {
    provider = await startTwoCallProvider(hookUrl);
    return { emulator: provider, account: { baseUrl: provider.url, secrets: { key: KEY } } };
  });
  const { hookUrl, made, send, now, world } = dealings;
  return {
    ...dealings,
    provider: provider as unknown as TwoCallProvider,
    /** A payin that its payer is shown. */
    async shown(): Promise<Order> {
      const order = await made({});
      await send(order);
      return await now(order);
    },
    /** What anybody may post; answers the HTTP status. */
    async forge(object: object): Promise<number> {
      const body = JSON.stringify({ event: 'payment', object });
      const headers = { 'content-type': 'application/json' };
      return (await fetch(hookUrl, { method: 'POST', headers, body })).status;
    },
    raised: () => world.query('select * from provider_question'),
    /** Of what the callbacks have raised, the waiting is over. */
    waited: () => world.query('update provider_question set next_at = now() where next_at > now()'),
  };
}

test('a callback is taken, moves nothing, and what the provider answers to us does', async (t) => {
  const { now, provider, questioned, raised, shown } = await open(t);
  const order = await shown();
  provider.pay(order.upstreamId ?? '');
  await untilRaised(raised);
  assert.equal((await now(order)).state, 'pending');
  await questioned(order);
  const paid = await now(order);
  assert.deepEqual([paid.state, paid.paidMinor], ['paid', order.amountMinor]);
});

test('a payment that is made up is asked about, and nothing moves', async (t) => {
  const { forge, now, provider, questioned, shown, world } = await open(t);
  const order = await shown();
  const claim = { id: order.upstreamId, reference: `${order.id}`, status: 'succeeded' };
  const before = await world.query('select * from orders');
  assert.equal(await forge({ ...claim, amount: '9999.00', currency: 'PHP' }), 200);
  assert.deepEqual(await world.query('select * from orders'), before);
  await questioned(order);
  assert.equal(provider.queries(), 1);
  assert.equal((await now(order)).state, 'pending');
  assert.deepEqual(await world.query('select * from entry'), []);
});

test('a thousand callbacks about one order are one question, and a fruitless one waits', async (t) => {
  const { forge, provider, questioned, raised, shown } = await open(t);
  const order = await shown();
  const crowd = async () => {
    for (let n = 0; n < 5; n += 1) {
      const object = { id: order.upstreamId, reference: n % 2 === 0 ? `${order.id}` : '' };
      const answers = await Promise.all(Array.from({ length: 100 }, () => forge(object)));
      assert.deepEqual(new Set(answers), new Set([200]));
    }
  };
  await crowd();
  await questioned(order);
  await crowd();
  const [row, ...others] = await raised();
  assert.deepEqual(others, []);
  assert.ok(Number(row?.next_at) - Number(row?.asked_at) >= 5_000);
  assert.equal(provider.queries(), 1);
});

test('what a second callback reports within a moment of the first is asked about too', async (t) => {
  const { forge, now, provider, questioned, raised, shown, waited } = await open(t);
  const order = await shown();
  assert.equal(await forge({ id: order.upstreamId, reference: `${order.id}` }), 200);
  await questioned(order);
  assert.equal((await now(order)).state, 'pending');
  provider.pay(order.upstreamId ?? '');
  await until(async () => (await raised())[0]?.raised_count === 2, 'raised again');
  await waited();
  await questioned(order);
  assert.equal((await now(order)).state, 'paid');
});

test('each fruitless question makes the next one wait longer; a fruitful one ends that', async (t) => {
  const { forge, now, provider, questioned, raised, shown, waited, world } = await open(t);
  const order = await shown();
  const waits: number[] = [];
  for (let n = 0; n < 6; n += 1) {
    await world.query("update provider_question set asked_at = now() - interval '10 ms'");
    // Another name of it each time, for the same one is not looked up again within a second.
    await forge({ id: order.upstreamId, reference: `x${n}` });
    const [row] = await world.query<{ ms: number }>(
      'select extract(epoch from next_at - now())::float8 as ms from provider_question',
    );
    waits.push(Math.max(0, Math.round((row?.ms ?? 0) / 5) * 5));
    await waited();
    await questioned(order);
  }
  assert.deepEqual(waits, [0, 5, 15, 60, 300, 1800]);
  provider.pay(order.upstreamId ?? '');
  await untilRaised(async () => (await raised()).filter(({ next_at }) => next_at !== null));
  await waited();
  await questioned(order);
  assert.equal((await now(order)).state, 'paid');
  assert.deepEqual(
    (await raised()).map(({ fruitless }) => fruitless),
    [0],
  );
});

test('names that are none of ours leave nothing, and are answered like all others', async (t) => {
  const { forge, made, provider, questioned, raised } = await open(t);
  const order = await made({ connector: 'elsewhere' });
  await Promise.all(
    Array.from({ length: 1_000 }, async (_, n) => {
      const reference = n % 3 === 0 ? `${order.id + BigInt(n + 1)}` : `${n}`;
      assert.equal(await forge({ id: `pay_${n}`, reference }), 200);
    }),
  );
  await questioned(order);
  assert.deepEqual(await raised(), []);
  assert.equal(provider.queries(), 0);
});

test('however many orders are named, an account is asked so often a minute at most', async (t) => {
  const { forge, made, provider, questioned, raised } = await open(t);
  const orders: Order[] = [];
  for (let n = 0; n < PER_MINUTE + 30; n += 1) orders.push(await made({}));
  for (const { id } of orders) await forge({ id: `pay_made_up_${id}`, reference: `${id}` });
  assert.equal((await raised()).length, orders.length);
  for (const order of orders.slice(0, 4)) await questioned(order);
  assert.equal(provider.queries(), PER_MINUTE);
});

test('an order whose first answer was lost is found by the id that a callback names', async (t) => {
  const { call, forge, made, now, provider, questioned, send, world } = await open(t);
  await call('/emulator/faults', { on: 'POST /v1/payments', kind: 'drop', when: 'after' });
  const order = await made({});
  await send(order);
  assert.equal((await now(order)).upstreamId, null);
  const [{ id = '' } = {}] = provider.payments;
  await forge({ id, reference: `${order.id}` });
  await questioned(order);
  assert.equal((await now(order)).upstreamId, id);
  await send(order);
  assert.equal((await now(order)).instructions?.kind, 'qr');
  assert.equal(provider.payments.length, 1);
  assert.deepEqual(await world.query('select * from entry'), []);
});

test("another order's payment, named for ours, is not ours", async (t) => {
  const { call, forge, made, now, provider, questioned, send, shown } = await open(t);
  const paid = await shown();
  provider.payments[0] && provider.pay(provider.payments[0].id);
  await call('/emulator/faults', { on: 'POST /v1/payments', kind: 'drop', when: 'before' });
  const order = await made({});
  await send(order);
  await forge({ id: paid.upstreamId, reference: `${order.id}` });
  await questioned(order);
  const { state, upstreamId } = await now(order);
  assert.deepEqual([state, upstreamId], ['created', null]);
});

test('bodies that are no callback, and accounts that are none, are refused alike', async (t) => {
  const { hookUrl, raised } = await open(t);
  const post = async (url: string, body: string) =>
    (await fetch(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body })).status;
  for (const body of ['', '{', '[]', '{}', 'null', '{"object":1}', '\0']) {
    assert.equal(await post(hookUrl, body), 401, body);
  }
  assert.deepEqual(await raised(), []);
});

async function untilRaised(raised: () => Promise<readonly unknown[]>): Promise<void> {
  await until(async () => (await raised()).length > 0, 'a question');
}
