/** What is asked for at once, in two processes, is decided one after the other. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import { chooseChannel } from '../../src/app/create-checkout.ts';
import { handle } from '../../src/app/handle.ts';
import type { Channel } from '../../src/domain/channel.ts';
import { lanesOn } from '../support/lanes.ts';
import { codeOf, orderIn } from '../support/memory-shop.ts';
import { migratedDatabase } from '../support/migrated.ts';
import {
  appOf,
  CALLER_IP,
  checkoutRequest,
  merchantOf,
  PAYIN_CHANNEL,
  payinRequest,
  payoutRequest,
  refundRequest,
  type ShopOptions,
  SOURCE,
  shopOf,
} from '../support/shop.ts';
import { seeded } from './poison.ts';

const AT_ONCE = 40;

const MERCHANT = merchantOf(5);
const TEST_APP = appOf(MERCHANT, { id: MERCHANT.id + 1n, publicId: 'T', mode: 'test' });

/** Two processes of one shop, on one database. */
async function openShops(
  t: TestContext,
  channel: Channel = PAYIN_CHANNEL,
  options: Pick<ShopOptions, 'moreApps'> = {},
) {
  const { connection } = await migratedDatabase(t);
  const shops = [1, 2].map((node) => {
    const { lanes, reader } = lanesOn(t, connection, connection);
    const parts = { lanes, reader, merchants: [MERCHANT], nowMs: Date.now, node };
    return shopOf({ ...parts, ...options, channels: [channel] });
  });
  const ask = (n: number, request: Parameters<typeof handle>[2], appId = MERCHANT.id) =>
    handle(shops[n % 2] as (typeof shops)[number], { appId, ip: CALLER_IP }, request);
  return { shops, ask };
}

const numbers = Array.from({ length: AT_ONCE }, (_, n) => n);

test('one reference at once in both modes is one order in each', async (t) => {
  const { ask, shops } = await openShops(t, PAYIN_CHANNEL, { moreApps: [TEST_APP] });
  const asked = numbers.map((n) => {
    const isTest = n % 4 < 2;
    return ask(n, payinRequest('A'), isTest ? TEST_APP.id : MERCHANT.id);
  });
  const made = (await Promise.all(asked)).flatMap((one) =>
    one.ok && one.kind === 'created' ? [`${one.order.mode} ${one.order.id}`] : [],
  );
  assert.deepEqual([...new Set(made)].map((one) => one.split(' ')[0]).sort(), ['live', 'test']);
  for (const mode of ['live', 'test'] as const) {
    const name = { merchantId: MERCHANT.id, mode, scope: 'order', merchantRef: 'A' };
    const found = await shops[0]?.reader.orderByRef(name);
    assert.ok(made.includes(`${mode} ${found?.id}`));
  }
});

describe('orders at once under a limit', () => {
  for (const [limit, limits, code] of [
    ['of the day', { dayMinor: 35_000n }, 'amount_out_of_limits'],
    ['of open orders', { openMax: 3 }, 'rate_limited'],
  ] as const) {
    test(`${limit}: as many are made as it allows, and of the others nothing is left`, async (t) => {
      const channel = { ...PAYIN_CHANNEL, limits: { ...PAYIN_CHANNEL.limits, ...limits } };
      const { ask, shops } = await openShops(t, channel);
      const order = (n: number) => ask(n, payinRequest(`A${n}`, { channel }));
      const codes = (await Promise.all(numbers.map(order))).map(codeOf);
      assert.deepEqual(new Set(codes), new Set(['ok', code]));
      assert.equal(codes.filter((each) => each === 'ok').length, 3);
      const found = await Promise.all(
        numbers.map((n) => {
          const name = { merchantId: MERCHANT.id, mode: 'live', scope: 'order' } as const;
          return shops[0]?.reader.orderByRef({ ...name, merchantRef: `A${n}` });
        }),
      );
      assert.equal(found.filter((each) => each !== null).length, 3);
    });
  }

  test('payers who choose the channel at a checkout count, and are refused by it', async (t) => {
    const channel = { ...PAYIN_CHANNEL, limits: { ...PAYIN_CHANNEL.limits, openMax: 3 } };
    const { ask, shops } = await openShops(t, channel);
    const made = await Promise.all(
      numbers.slice(0, 8).map((n) => ask(n, checkoutRequest(`C${n}`))),
    );
    const choices = made.map((outcome, n) =>
      chooseChannel(shops[n % 2] as (typeof shops)[number], orderIn(outcome), 'PAY'),
    );
    const words = (await Promise.all(choices)).map((o) => (o.ok ? 'ok' : o.refusal.reason));
    assert.equal(words.filter((word) => word === 'ok').length, 3, words.join());
    assert.deepEqual(new Set(words), new Set(['ok', 'too_many_open']));
    assert.equal(codeOf(await ask(0, payinRequest('A', { channel }))), 'rate_limited');
  });

  test('what is refunded is no order of the day, and none that waits to be paid', async (t) => {
    const limits = { ...PAYIN_CHANNEL.limits, dayMinor: 30_000n, openMax: 1 };
    const channel = { ...PAYIN_CHANNEL, limits };
    const { ask, shops } = await openShops(t, channel);
    const [shop] = shops;
    assert.ok(shop !== undefined);
    const payin = orderIn(await ask(0, payinRequest('A', { channel })));
    const amount = { asset: 'PHP/2', minor: 10_000n };
    const ids = { paymentRef: 'P1', bankRef: null, upstreamId: null };
    const reference = `${payin.id}`;
    const paid = { reference, eventKey: 'E1', fact: { kind: 'paid', amount, ...ids } } as const;
    assert.equal(await applyProviderEvent(shop, SOURCE, paid), 'applied');
    const part = { scope: 'refund', amountMinor: 6_000n };
    const refund = refundRequest('R', { kind: 'id', id: payin.id }, part);
    assert.equal(codeOf(await ask(0, refund)), 'ok');
    const next = payinRequest('B', { channel, amountMinor: 20_000n });
    assert.equal(codeOf(await ask(0, next)), 'ok');
    const more = payinRequest('C', { channel, amountMinor: 1n });
    assert.equal(codeOf(await ask(0, more)), 'amount_out_of_limits', 'what is paid counts');
  });

  test('a reference whose order was refused is free at the same moment', async (t) => {
    const limits = { ...PAYIN_CHANNEL.limits, dayMinor: 15_000n };
    const channel = { ...PAYIN_CHANNEL, limits };
    const { ask } = await openShops(t, channel);
    const order = (amountMinor: bigint) => ask(0, payinRequest('A', { channel, amountMinor }));
    const [first, ...rest] = await Promise.all([order(20_000n), order(15_000n), order(15_000n)]);
    assert.equal(codeOf(first), 'amount_out_of_limits');
    assert.deepEqual(rest.map(codeOf), ['ok', 'ok'], 'the same order, twice');
  });
});

describe('choices of one checkout at once', () => {
  test('one is made, and the others see it', async (t) => {
    const { ask, shops } = await openShops(t);
    const checkout = orderIn(await ask(0, checkoutRequest('C')));
    const choices = ['PAY', 'QR', 'PAY', 'QR', 'PAY', 'QR', 'PAY', 'QR'].map((code, n) =>
      chooseChannel(shops[n % 2] as (typeof shops)[number], checkout, code),
    );
    for (const answer of await Promise.all(choices)) assert.deepEqual(answer, { ok: true });
    const [shop] = shops;
    const dispatches = await shop?.reader.dispatchesOf(checkout.id);
    assert.deepEqual(
      dispatches?.map(({ n }) => n),
      [1],
    );
    const chosen = (await shop?.reader.orderById(checkout.id))?.channel;
    assert.ok(chosen === 'PAY' || chosen === 'QR', chosen);
  });
});

describe('payouts at once', () => {
  const payout = (ref: string, idempotencyKey: string) =>
    payoutRequest(ref, { amountMinor: 10n, idempotencyKey, onRepeat: 'refuse' });

  test('that are equal: one is made, and the others are refused by one word', async (t) => {
    const { ask, shops } = await openShops(t);
    const [shop] = shops;
    assert.ok(shop !== undefined);
    await shop.lanes.submit(seeded(shop, MERCHANT, shop.lanes.shardCount));
    const equal = numbers.map((n) => ask(n, payout('A', 'k1')));
    const outcomes = await Promise.all(equal);
    assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
    const words = outcomes.flatMap((o) => (o.ok ? [] : [`${o.refusal.code} ${o.refusal.reason}`]));
    assert.deepEqual([...new Set(words)], ['duplicate_order idempotency_key']);
  });

  test('one in each process under one key: the second is refused, not left in doubt', async (t) => {
    const { ask, shops } = await openShops(t);
    for (const shop of shops) {
      await shop.lanes.submit(seeded(shop, MERCHANT, shop.lanes.shardCount));
    }
    for (let round = 0; round < 8; round += 1) {
      const both = [0, 1].map((n) => ask(n, payout(`${round}-${n}`, `k${round}`)));
      const codes = (await Promise.all(both)).map(codeOf);
      assert.deepEqual(codes.sort(), ['duplicate_order', 'ok']);
    }
  });

  test('under one key: one is made, and the others leave nothing', async (t) => {
    const { ask, shops } = await openShops(t);
    const [shop] = shops;
    assert.ok(shop !== undefined);
    await shop.lanes.submit(seeded(shop, MERCHANT, shop.lanes.shardCount));
    const outcomes = await Promise.all(numbers.map((n) => ask(n, payout(`A${n}`, 'k1'))));
    assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
    const [balance] = await shop.reader.balances(MERCHANT.id);
    assert.equal(balance?.balance.reserved, 10n);
    const again = outcomes.findIndex(({ ok }) => !ok);
    assert.equal(codeOf(await ask(0, payout(`A${again}`, 'k2'))), 'ok');
  });
});
