/** Every published code of the Open API that a request can reach, over the whole application. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Fields, paramOf, sampleFields } from '../../src/dialects/open-api/fixtures/speak.ts';
import { Overloaded } from '../../src/ports/core.ts';
import {
  declined,
  type OpenApiShop,
  type OpenApiShopOptions,
  openShop,
  PAGE,
  paid,
  shopWith,
} from '../support/open-api-shop.ts';

const PAYMENT = sampleFields('ph_payment_create');
const PAYOUT = sampleFields('ph_payout_create');

/** A payment of 500.10 pesos, paid. */
async function paidPayment(shop: OpenApiShop, fields: Fields = {}, minor = 50_010n) {
  const asked = { ...PAYMENT, amount: Number(minor), timestamp: null, ...fields };
  const { data } = await shop.call('ph_payment_create', asked);
  const order = shop.orders().at(-1);
  assert.ok(order !== undefined);
  assert.equal(await shop.report(order, paid(minor, `P${order.id}`)), 'applied');
  return data.transactionId as string;
}

const WINDOWED = { app: { settings: { timestampWindowSeconds: '600' } } };

describe('codes of the list of response codes', () => {
  const codeOf = async (shop: OpenApiShop, operation: string, fields: Fields, times = 1) => {
    let code = 0;
    for (let n = 0; n < times; n += 1) ({ code } = await shop.call(operation, fields));
    return code;
  };
  const payment = (changes: Fields = {}): Fields => ({ ...PAYMENT, timestamp: null, ...changes });
  const payout = (changes: Fields = {}): Fields => ({ ...PAYOUT, timestamp: null, ...changes });
  const now = { timestamp: Date.UTC(2026, 10, 20, 4) };

  test('10000 for what is accepted', async () => {
    assert.equal(await codeOf(shopWith(PAGE), 'ph_payment_create', payment(now)), 10000);
  });

  test('21000 when the outcome is not known, 21020 when nothing was done', async () => {
    for (const [error, code] of [
      [new Error('the database is away'), 21000],
      [new Overloaded('full'), 21020],
    ] as const) {
      const shop = shopWith(PAGE);
      shop.lanes.submit = () => Promise.reject(error);
      assert.equal(await codeOf(shop, 'ph_payment_create', payment(now)), code);
    }
  });

  test('21001 for a wrong signature, 21003 for an unknown app, and 21020 after too many', async () => {
    const shop = openShop({ failuresMax: 2 });
    const raw = paramOf('balance', '{"countryCode":"PH","timestamp":1}', 'c2ln');
    assert.equal((await shop.send(raw)).code, 21001);
    const unknown = raw.body.toString().replace(shop.app.publicId, 'nobody');
    assert.equal((await shop.send({ ...raw, body: Buffer.from(unknown) })).code, 21003);
    assert.equal((await shop.send(raw)).code, 21001);
    assert.equal((await shop.send(raw)).code, 21020);
  });

  test('21003 for a disabled app, 21004 for a disabled merchant', async () => {
    const disabled = { status: 'disabled' } as const;
    assert.equal(
      await codeOf(openShop({ app: disabled }), 'balance', { countryCode: 'PH' }),
      21003,
    );
    const shop = openShop({ merchant: disabled });
    assert.equal(await codeOf(shop, 'balance', { countryCode: 'PH' }), 21004);
  });

  for (const [code, operation, changes, options] of [
    [21002, 'ph_payment_create', { customerName: '' }, {}],
    [21002, 'ph_payment_create', { notifyUrl: '' }, { app: { notifyUrl: null } }],
    [21005, 'ph_payment_create', { channelCode: 'PH_NO_SUCH' }, {}],
    [21005, 'ph_payment_create', {}, { channels: { PH_GCASH_URL: { enabled: false } } }],
    [21005, 'ph_payment_create', { channelCode: 'PH_QRPH_STATIC' }, {}],
    [21008, 'ph_payment_create', { timestamp: 'soon' }, {}],
    [21009, 'ph_payment_create', { timestamp: 1 }, WINDOWED],
    [21010, 'ph_payment_create', { amount: 1 }, {}],
    [21017, 'ph_payment_create', {}, { app: { settings: { countries: 'ID,TH' } } }],
    [21021, 'ph_payment_create', { amount: 0 }, {}],
    [21021, 'ph_payment_create', { amount: '10.5' }, {}],
    [21016, 'ph_payout_create', {}, { app: { ipAllow: ['203.0.113.9'] } }],
    [21018, 'ph_payout_create', { transferCode: 'NOBANK' }, {}],
    [21012, 'legacy_payout_create', { transferCode: 'NOBANK' }, {}],
    [21013, 'legacy_payout_create', { payMethodCode: 'EWALLET', transferCode: 'NOWALLET' }, {}],
    [21019, 'ph_payout_create', { payMethodCode: 'CASH' }, {}],
    [21014, 'ph_payout_create', {}, {}],
    [21006, 'ph_payment_query', { mchOrderId: 'NOBODY' }, {}],
    [21006, 'ph_payout_check', { mchOrderId: 'NOBODY' }, {}],
    [21006, 'ph_code_detail', { mchOrderId: 'NOBODY' }, {}],
    [21006, 'ph_code_payments', { mchOrderId: 'NOBODY' }, {}],
    [21006, 'refund_create', {}, {}],
    [21024, 'mandate_cancel', {}, {}],
    [
      21024,
      'payment_create',
      {
        channelType: 'DIRECT_DEBIT',
        channelCode: 'PH_GCASH_DIRECT_DEBIT',
        payToken: 'TK1A02D5D3B77801C8',
      },
      {},
    ],
  ] as readonly (readonly [number, string, Fields, OpenApiShopOptions])[]) {
    test(`${code} from ${operation} with ${JSON.stringify([changes, Object.keys(options)])}`, async () => {
      const fields = { ...sampleFields(operation), ...now, ...changes };
      const shop = shopWith(PAGE, options);
      assert.equal((await shop.call(operation, fields)).code, code);
    });
  }

  test('21007 for an mchOrderId used before, whatever else is asked', async () => {
    const shop = shopWith(PAGE);
    assert.equal(await codeOf(shop, 'ph_payment_create', payment(now), 2), 21007);
    assert.equal(
      await codeOf(shop, 'ph_payment_create', payment({ ...now, amount: 99_999 })),
      21007,
    );
    assert.equal(shop.orders().length, 1);
  });

  test('21015 for an idempotencyId used before, and payments have ids of their own', async () => {
    const shop = shopWith(PAGE);
    await paidPayment(shop, { mchOrderId: 'PO20250106A0001' }, 5_000_000n);
    const small = { ...now, amount: 100 };
    assert.equal(await codeOf(shop, 'ph_payout_create', payout(small)), 10000);
    const again = payout({ ...small, mchOrderId: 'PO20250106A0002' });
    assert.equal(await codeOf(shop, 'ph_payout_create', again), 21015);
    assert.equal(await codeOf(shop, 'ph_payout_create', payout(small)), 21015);
  });

  test('21022 above the sum of a day, 21027 with too many open orders', async () => {
    const limits = { minMinor: 1n, maxMinor: 1_000_000n };
    const withLimits = (more: object) =>
      shopWith(PAGE, { channels: { PH_GCASH_URL: { limits: { ...limits, ...more } } } });
    const day = withLimits({ dayMinor: 1_000n });
    assert.equal(await codeOf(day, 'ph_payment_create', payment({ ...now, amount: 1_001 })), 21022);
    const open = withLimits({ openMax: 0 });
    assert.equal(await codeOf(open, 'ph_payment_create', payment(now)), 21027);
  });

  for (const [fact, code] of [
    ['declined', 21023],
    ['upstream_unavailable', 21011],
    ['insufficient_balance', 21026],
  ] as const) {
    test(`${code} when the provider refuses at once: ${fact}`, async () => {
      assert.equal(await codeOf(shopWith(declined(fact)), 'ph_payment_create', payment(now)), code);
    });
  }
});

describe('refunds and voids, and their codes', () => {
  const now = { timestamp: null };
  const DAY_MS = 86_400_000;
  const refund = (original: string, changes: Fields = {}): Fields => ({
    ...sampleFields('refund_create'),
    ...now,
    originalTransactionId: original,
    ...changes,
  });
  const voiding = (changes: Fields = {}): Fields => ({
    ...sampleFields('payment_void'),
    ...now,
    ...changes,
  });

  test('a part is refunded, reported and listed, by either key', async () => {
    const shop = shopWith(PAGE);
    const original = await paidPayment(shop);
    const made = await shop.call('refund_create', refund(original));
    assert.deepEqual([made.code, made.data.refundStatus], [10000, 'PENDING']);
    const order = shop.orderBy('RF20250107000001');
    assert.equal(await shop.report(order, paid(20_010n, 'R1')), 'applied');
    const reported = await shop.lastNotification();
    assert.equal(reported.eventName, 'payment.refund.success');
    assert.deepEqual(
      [reported.originalTransactionId, reported.refundStatus, reported.refundAmount],
      [original, 'COMPLETE', 20_010],
    );
    const { refundTransactionId } = made.data;
    for (const key of [{ originalTransactionId: original }, { refundTransactionId }]) {
      const { data } = await shop.call('refund_list', { ...now, ...key });
      assert.equal(data.length, 1);
      assert.equal(data[0].refundTransactionId, refundTransactionId);
      assert.equal(data[0].originalTransactionId, original);
    }
    assert.equal((await shop.call('refund_list', now)).code, 21002);
  });

  test('21401 for the same refund while it is open, 21407 for another by its id', async () => {
    const shop = shopWith(PAGE);
    const original = await paidPayment(shop);
    await shop.call('refund_create', refund(original));
    assert.equal((await shop.call('refund_create', refund(original))).code, 21401);
    const other = refund(original, { refundAmount: 5 });
    assert.equal((await shop.call('refund_create', other)).code, 21407);
  });

  for (const [code, abilities, changes, laterMs] of [
    [21402, { full: false, partial: false }, {}, 0],
    [21403, {}, {}, 61 * DAY_MS],
    [21404, { full: false }, { refundAmount: 50_010 }, 0],
    [21405, { partial: false }, {}, 0],
    [21406, {}, { refundAmount: 0 }, 0],
    [21406, {}, { refundAmount: 50_011 }, 0],
  ] as const) {
    test(`${code} by the channel's rules: ${JSON.stringify([abilities, changes, laterMs])}`, async () => {
      const plain = openShop().deps.snapshot.current().channel('PH_GCASH_URL');
      assert.ok(plain !== null);
      const rules = { ...plain.abilities.refund, ...abilities };
      const channels = { PH_GCASH_URL: { abilities: { ...plain.abilities, refund: rules } } };
      const shop = shopWith(PAGE, { channels });
      const original = await paidPayment(shop);
      shop.passes(laterMs);
      assert.equal((await shop.call('refund_create', refund(original, changes))).code, code);
    });
  }

  test('21408 for what is not paid, 21409 while another refund takes the rest', async () => {
    const shop = shopWith(PAGE);
    const { data } = await shop.call('ph_payment_create', { ...PAYMENT, ...now });
    assert.equal((await shop.call('refund_create', refund(data.transactionId))).code, 21408);
    const original = await paidPayment(shop, { mchOrderId: 'PH20250106000002' });
    const first = refund(original, { mchRefundOrderId: 'RFA', refundAmount: 40_000 });
    assert.equal((await shop.call('refund_create', first)).code, 10000);
    const second = refund(original, { mchRefundOrderId: 'RFB', refundAmount: 20_000 });
    assert.equal((await shop.call('refund_create', second)).code, 21409);
  });

  test('a payment is voided whole, and reported', async () => {
    const shop = shopWith(PAGE, { channels: voidable(), settle: 1 });
    const original = await paidPayment(shop);
    const made = await shop.call('payment_void', voiding());
    assert.equal(made.code, 10000);
    assert.equal(made.data.originalTransactionId, original);
    assert.equal(made.data.amount, 50_010);
    await shop.report(shop.orderBy('VD20250106000001'), paid(50_010n, 'V1'));
    const reported = await shop.lastNotification();
    assert.deepEqual(
      [reported.eventName, reported.voidStatus],
      ['payment.void.success', 'COMPLETE'],
    );
  });

  test('21500 unpaid, 21501 by the channel, 21502 settled, 21503 next day, 21504 twice, 21505 id', async () => {
    const shop = shopWith(PAGE, { channels: voidable(), settle: 1 });
    await shop.call('ph_payment_create', { ...PAYMENT, ...now });
    const code = async (changes: Fields = {}, of = shop) =>
      (await of.call('payment_void', voiding(changes))).code;
    assert.equal(await code(), 21500);
    assert.equal(await code({ mchOrderId: 'NOBODY' }), 21006);
    await paidPayment(shop, { mchOrderId: 'PAID1' });
    assert.equal(await code({ mchOrderId: 'PAID1', mchVoidOrderId: 'V1' }), 10000);
    assert.equal(await code({ mchOrderId: 'PAID1', mchVoidOrderId: 'V2' }), 21501);
    await shop.report(shop.orderBy('V1'), paid(50_010n, 'V1'));
    assert.equal(await code({ mchOrderId: 'PAID1', mchVoidOrderId: 'V4' }), 21504);
    await paidPayment(shop, { mchOrderId: 'PAID2' });
    assert.equal(await code({ mchOrderId: 'PAID2', mchVoidOrderId: 'V1' }), 21505);
    shop.passes(DAY_MS);
    assert.equal(await code({ mchOrderId: 'PAID2', mchVoidOrderId: 'V3' }), 21503);
    const other = shopWith(PAGE, { channels: voidable(false), settle: 1 });
    await paidPayment(other);
    assert.equal(await code({}, other), 21501);
    const settled = shopWith(PAGE, { channels: voidable() });
    await paidPayment(settled);
    assert.equal(await code({}, settled), 21502);
  });
});

function voidable(can = true) {
  const channel = openShop().deps.snapshot.current().channel('PH_GCASH_URL');
  assert.ok(channel !== null);
  return { PH_GCASH_URL: { abilities: { ...channel.abilities, void: can } } };
}
