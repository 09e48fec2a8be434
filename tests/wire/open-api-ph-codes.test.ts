/** Every published code of the Philippine Open API, reached over the whole application. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { chooseChannel } from '../../src/app/create-checkout.ts';
import { SAMPLE_APP } from '../../src/dialects/open-api-ph/fixtures/sample.ts';
import {
  envelopeOf,
  type Fields,
  flatOf,
  sampleFields,
} from '../../src/dialects/open-api-ph/fixtures/speak.ts';
import { TEXTS } from '../../src/dialects/open-api-ph/status-codes.ts';
import { Overloaded } from '../../src/ports/core.ts';
import {
  declined,
  openShop,
  PAGE,
  type PhShop,
  type PhShopOptions,
  paid,
  QR,
  shopWith,
} from '../support/open-api-ph-shop.ts';
import { reversed } from '../support/sample.ts';

const DAY_MS = 86_400_000;
const reached = new Set<number>();

/** What is answered, as it is printed: `1012 merchant order id is repeat`. */
async function answered(reply: Promise<{ code: number; message: string }>): Promise<string> {
  const { code, message } = await reply;
  reached.add(code);
  return `${code} ${message}`;
}

function textOf(code: keyof typeof TEXTS): string {
  return `${code} ${TEXTS[code]}`;
}

/** A web payment of 2,005.00 pesos, paid; gives its number. */
async function paidPayment(shop: PhShop, mchOrderId = 'WEB1', minor = 200_500n): Promise<string> {
  const amount = Number(minor);
  const { data } = await shop.call('payment_create', { mchOrderId, amount });
  const order = shop.orderBy(mchOrderId);
  assert.equal(await shop.report(order, paid(minor, `P${order.id}`)), 'applied');
  return data.transactionId as string;
}

describe('general codes', () => {
  for (const [code, operation, changes, options] of [
    [1000, 'payment_create', {}, {}],
    [1002, 'balance', {}, { app: { ipAllow: ['203.0.113.9'] } }],
    [1004, 'balance', {}, { app: { status: 'disabled' } }],
    [1005, 'balance', {}, { merchant: { status: 'disabled' } }],
    [1006, 'payout_create', {}, {}],
    [1007, 'payout_create', { amount: 5_000_001 }, {}],
    [1008, 'payout_check', { mchOrderId: 'NOBODY' }, {}],
    [1008, 'payment_query', { transactionId: 'C2011000000000000009' }, {}],
    [1008, 'qrcode_detail', { mchOrderId: 'NOBODY' }, {}],
    [1008, 'bill_cancel', { mchOrderId: 'NOBODY' }, {}],
    [1008, 'checkout_query', { checkoutId: 'CH2011000000000000009' }, {}],
    [
      1010,
      'payout_create',
      { payMethodCode: 'BANK', bankCode: 'NOBANK', accountNo: '12345678' },
      {},
    ],
    [1011, 'payment_create', { channelCode: 'NO_SUCH_URL' }, {}],
    [1011, 'payment_create', {}, { channels: { PHL_GCASH_URL: { enabled: false } } }],
    [1015, 'payment_create', { email: 'no address' }, {}],
    [1015, 'payout_create', { email: 'no address' }, {}],
    [1016, 'payout_create', { ewalletCode: 'NOWALLET' }, {}],
    [1020, 'qrcode_create', { amount: '' }, {}],
    [1024, 'mandate_cancel', {}, {}],
    [1024, 'debit_create', {}, {}],
    [1025, 'ekyc_query', {}, {}],
  ] as readonly (readonly [keyof typeof TEXTS, string, Fields, PhShopOptions])[]) {
    test(`${code} from ${operation} with ${JSON.stringify([changes, options])}`, async () => {
      assert.equal(await answered(shopWith(PAGE, options).call(operation, changes)), textOf(code));
    });
  }

  test('1001 for an unknown app or none, 1003 for a wrong signature, 1013 after too many', async () => {
    const shop = openShop({ failuresMax: 2 });
    const raw = flatOf('refund_query', sampleFields('refund_query'), 'c2ln');
    assert.equal(await answered(shop.send(raw)), textOf(1003));
    const unknown = Buffer.from(raw.body.toString().replace(SAMPLE_APP.publicId, 'nobody'));
    assert.equal(await answered(shop.send({ ...raw, body: unknown })), textOf(1001));
    const nameless = Buffer.from(raw.body.toString().replace(SAMPLE_APP.publicId, ''));
    assert.equal(await answered(openShop().send({ ...raw, body: nameless })), textOf(1001));
    assert.equal(await answered(shop.send(raw)), textOf(1003));
    assert.equal(await answered(shop.send(raw)), textOf(1013));
  });

  test('1009 names field and constraint, or says that nothing could be read', async () => {
    const shop = openShop();
    const low = await answered(shop.call('payment_create', { amount: 99 }));
    assert.equal(low, '1009 amount:must be greater than or equal to 100');
    const gender = await answered(shop.call('payout_create', { gender: 7 }));
    assert.equal(gender, '1009 gender:must be 0, 1 or 2');
    const blank = await answered(shop.call('payment_create', { appName: '' }));
    assert.equal(blank, '1009 appName:must not be blank');
    const raw = flatOf('refund_query', sampleFields('refund_query'));
    const broken = await answered(shop.send({ ...raw, body: Buffer.from('{') }));
    assert.match(broken, /^1009 ./);
    const stale = { timestamp: shop.nowMs() - 120_001 };
    const windowed = openShop({ app: { settings: { timestampWindowSeconds: '120' } } });
    const late = await answered(windowed.call('payment_statement', stale));
    assert.equal(late, '1009 timestamp:must be within 120 seconds of the current time');
    assert.equal(await answered(windowed.call('debit_query', stale)), textOf(1023));
  });

  test('1009 names the bounds of a bill by its own fields, and a day that none can write', async () => {
    const shop = openShop();
    const bounds = { minAmount: 40_000, maxAmount: 20_000 };
    for (const operation of ['bill_create', 'bill_batch_create', 'account_batch_create']) {
      const reply = await answered(shop.call(operation, bounds));
      assert.equal(reply, '1009 maxAmount:the minimum amount must not exceed the maximum');
    }
    for (const createDate of ['0000-01-01', '0001-01-01']) {
      const reply = await answered(shop.call('payment_statement', { createDate }));
      assert.match(reply, /^1009 createDate:must be a date/);
    }
  });

  test('1012, 1014, 1017, 1019 and 1515 for what was asked before', async () => {
    const shop = shopWith(PAGE);
    await paidPayment(shop, 'RICH', 5_000_000n);
    await shop.call('payment_create');
    assert.equal(await answered(shop.call('payment_create', { amount: 5_000 })), textOf(1012));
    await shop.call('payout_create');
    const again = { mchOrderId: 'PO2' };
    assert.equal(await answered(shop.call('payout_create', again)), textOf(1014));
    const other = { idempotencyId: 'another0001' };
    assert.equal(await answered(shop.call('payout_create', other)), textOf(1012));
    await shop.call('bill_create');
    assert.equal(await answered(shop.call('bill_create')), textOf(1017));
    const alone = { channelCode: 'GCASH_STATIC_VA' };
    assert.equal(await answered(shop.call('bill_batch_create', alone)), textOf(1017));
    await shop.call('account_batch_create');
    assert.equal(await answered(shop.call('account_batch_create')), textOf(1019));
  });

  test('1018 where the provider was not reached or we are busy, 1011 where it declines', async () => {
    const away = shopWith(declined('upstream_unavailable'));
    assert.equal(await answered(away.call('payment_create')), textOf(1018));
    assert.equal(
      await answered(shopWith(declined('declined')).call('payment_create')),
      textOf(1011),
    );
    const busy = shopWith(PAGE);
    busy.lanes.submit = () => Promise.reject(new Overloaded('full'));
    assert.equal(await answered(busy.call('payment_create')), textOf(1018));
    busy.lanes.submit = () => Promise.reject(new Error('the database is away'));
    assert.equal(await answered(busy.call('payment_create')), textOf(1500));
    assert.equal(await answered(busy.call('qrcode_create')), textOf(1500));
  });

  test('1022 for a checkout that is paid; closing one twice is fine', async () => {
    const shop = openShop();
    await shop.call('checkout_create');
    const close = () => answered(shop.call('checkout_close', { mchOrderId: 'CK20260115001' }));
    assert.equal(await close(), '1 success');
    assert.equal(await close(), '1 success');
    await shop.call('checkout_create', { mchOrderId: 'CK2' });
    await chooseChannel(shop.deps, shop.orderBy('CK2'), 'PHL_GCASH_URL');
    await shop.report(shop.orderBy('CK2'), paid(200_500n));
    const paidOne = await answered(shop.call('checkout_close', { mchOrderId: 'CK2' }));
    assert.equal(paidOne, textOf(1022));
  });

  test('of success for checkouts is a setting, and 1000 everywhere else', async () => {
    const shop = openShop({ app: { settings: { checkoutSuccessCode: '1000' } } });
    assert.equal(await answered(shop.call('checkout_create')), textOf(1000));
    assert.equal(await answered(openShop().call('checkout_create')), '1 success');
    assert.equal(await answered(openShop().call('balance')), textOf(1000));
  });
});

describe('codes of refunds', () => {
  const refund = (shop: PhShop, changes: Fields) =>
    answered(shop.call('refund_create', { refundAmount: 50_000, ...changes }));

  for (const [code, rules, changes, laterMs] of [
    [1507, { full: false, partial: false }, {}, 0],
    [1509, {}, {}, 61 * DAY_MS],
    [1510, { full: false }, { refundAmount: 200_500 }, 0],
    [1511, { partial: false }, {}, 0],
    [1512, { partial: false }, { refundAmount: 200_501 }, 0],
    [1506, {}, { refundAmount: 200_501 }, 0],
    [1513, {}, { refundAmount: 0 }, 0],
    [1513, {}, { refundAmount: '1.5' }, 0],
  ] as const) {
    test(`${code} by the channel's rules: ${JSON.stringify([rules, changes, laterMs])}`, async () => {
      const plain = openShop().deps.snapshot.current().channel('PHL_GCASH_URL');
      assert.ok(plain !== null);
      const abilities = { ...plain.abilities, refund: { ...plain.abilities.refund, ...rules } };
      const shop = shopWith(PAGE, { channels: { PHL_GCASH_URL: { abilities } } });
      const originalTransactionId = await paidPayment(shop);
      shop.passes(laterMs);
      assert.equal(await refund(shop, { originalTransactionId, ...changes }), textOf(code));
    });
  }

  test('1501 for no payment, 1516 for one that is not paid', async () => {
    const shop = shopWith(PAGE);
    for (const originalTransactionId of ['C2011000000000000009', 'D2011000000000000009', 'X']) {
      assert.equal(await refund(shop, { originalTransactionId }), textOf(1501));
    }
    const { data } = await shop.call('payment_create');
    const unpaid = { originalTransactionId: data.transactionId as string };
    assert.equal(await refund(shop, unpaid), textOf(1516));
  });

  test('1502 while a refund is under way, 1515 for another by its id, 1508 where one is all', async () => {
    const shop = shopWith(PAGE);
    const originalTransactionId = await paidPayment(shop);
    await refund(shop, { originalTransactionId, refundAmount: 150_000 });
    const same = { originalTransactionId, refundAmount: 150_000 };
    assert.equal(await refund(shop, same), textOf(1502));
    const rest = { originalTransactionId, mchRefundOrderId: 'RF2', refundAmount: 100_000 };
    assert.equal(await refund(shop, rest), textOf(1502));
    assert.equal(await refund(shop, { ...same, refundAmount: 1 }), textOf(1515));
    const once = { mchOrderId: 'ZFB1', channelCode: 'ZFB_URL' };
    const { data } = await shop.call('payment_create', once);
    await shop.report(shop.orderBy('ZFB1'), paid(200_500n, 'PZ'));
    const of = { originalTransactionId: data.transactionId as string };
    assert.equal(await refund(shop, { ...of, mchRefundOrderId: 'Z1' }), textOf(1000));
    assert.equal(await refund(shop, { ...of, mchRefundOrderId: 'Z2' }), textOf(1508));
  });

  test('1503 when the outcome is not known, 1505 for a payment that went back', async () => {
    const shop = shopWith(PAGE);
    const originalTransactionId = await paidPayment(shop);
    const wentBack = await paidPayment(shop, 'WEB2');
    await shop.report(shop.orderBy('WEB2'), reversed);
    assert.equal(await refund(shop, { originalTransactionId: wentBack }), textOf(1505));
    shop.lanes.submit = () => Promise.reject(new Error('the database is away'));
    const unknown = { originalTransactionId, mchRefundOrderId: 'RF9' };
    assert.equal(await refund(shop, unknown), textOf(1503));
  });

  test('1504 where an envelope says another app than the one that signed', async () => {
    const param = JSON.stringify({ ...sampleFields('checkout_query'), appId: 'another' });
    const reply = openShop().send(envelopeOf('checkout_query', param));
    assert.equal(await answered(reply), textOf(1504));
  });
});

test('every code of the published list is reached by one of these', () => {
  const due = Object.keys(TEXTS).map(Number);
  assert.deepEqual(
    due.filter((code) => !reached.has(code)),
    [],
  );
  assert.ok(!(1514 in TEXTS), 'the published list leaves it out');
});

test('its texts are those of the published list, but for two', () => {
  const file = new URL('../../src/dialects/open-api-ph/fixtures/codes.json', import.meta.url);
  const published = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
  const texts: Readonly<Record<string, string>> = TEXTS;
  const due = {
    ...published,
    1008: 'Transaction Not Found', // as every printed answer has it
    1503: published[1503]?.replace('contract {operator}', 'contact Causeway'),
  };
  const listed = Object.keys(published).map((code) => [code, texts[code]]);
  assert.deepEqual(Object.fromEntries(listed), due);
  const ours = Object.keys(TEXTS).filter((code) => published[code] === undefined);
  assert.deepEqual(ours, ['1022', '1023', '1024', '1025', '1500']);
});

test('a QR code for one payment is one at the provider', async () => {
  const shop = shopWith(QR);
  const { code, data } = await shop.call('qrcode_create');
  assert.deepEqual([code, data.qrcodeContent, data.status], [1000, '000201', 'ACTIVE']);
});
