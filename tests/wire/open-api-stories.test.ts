/**
 * The Open API over the whole application, by HTTP: codes for many payments, v2, checkouts, debits
 * and WeChat, each from the call that makes it to what the merchant is notified.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleFields } from '../../src/dialects/open-api/fixtures/speak.ts';
import type { Fact } from '../../src/domain/provider-event.ts';
import { declined, openShop, PAGE, paid, QR, shopWith } from '../support/open-api-shop.ts';

describe('a code for many payments', () => {
  const CODE = { ...sampleFields('ph_code_create'), timestamp: null };

  test('is made, paid twice, listed, looked at, cancelled, and late money does not revive it', async () => {
    const shop = shopWith(QR);
    const made = await shop.call('ph_code_create', CODE);
    assert.deepEqual([made.data.status, made.data.payData], ['ACTIVE', '000201']);
    const code = shop.orderBy('SHOP12QR');
    for (const [minor, ref] of [
      [25_000n, 'T1'],
      [100n, 'T2'],
    ] as const) {
      assert.equal(await shop.report(code, paid(minor, ref)), 'applied');
      const reported = await shop.lastNotification();
      assert.equal(reported.eventName, 'static.order.payment.success');
      assert.deepEqual(
        [reported.mchOrderId, reported.amount, reported.channelCode, reported.remark],
        ['SHOP12QR', Number(minor), 'PH_QRPH_STATIC', 'shop 12'],
      );
    }
    const days = { startDate: '2026-11-20', endDate: '2026-11-20', timestamp: null };
    const list = await shop.call('ph_code_payments', { mchOrderId: 'SHOP12QR', ...days });
    assert.deepEqual(
      list.data.map((row: { transactionAmount: number }) => row.transactionAmount),
      [100, 25_000],
    );
    const [first] = list.data;
    assert.equal(first.referenceNumber, 'RRN1');
    const found = await shop.call('ph_payment_query', {
      transactionId: first.transactionId,
      timestamp: null,
    });
    assert.equal(found.data.mchOrderId, 'SHOP12QR');

    const key = { mchOrderId: 'SHOP12QR', timestamp: null };
    assert.equal((await shop.call('ph_code_detail', key)).data.expiresTime, null);
    assert.equal((await shop.call('id_code_detail', key)).code, 21006);
    const cancel = { ...key, channelCode: 'PH_QRPH_STATIC' };
    const cancelled = await shop.call('ph_code_cancel', cancel);
    assert.equal(cancelled.data.status, 'CANCEL');
    assert.equal(cancelled.data.expiresTime, '2026-11-20 12:00:00');
    assert.equal((await shop.call('ph_code_detail', key)).data.status, 'CANCEL');
    const again = await shop.call('ph_code_cancel', cancel);
    assert.ok([21025, 21028].includes(again.code));
    const other = { ...cancel, channelCode: 'PH_7ELEVEN_STATIC_VA' };
    assert.equal((await shop.call('ph_code_cancel', other)).code, 21006);
  });

  test('is 21007 under an id used before, and lists of unknown codes or odd days are refused', async () => {
    const shop = shopWith(QR);
    await shop.call('ph_code_create', CODE);
    assert.equal((await shop.call('ph_code_create', CODE)).code, 21007);
    const list = async (startDate: string, endDate: string) => {
      const fields = { mchOrderId: 'SHOP12QR', startDate, endDate, timestamp: null };
      const { code, data } = await shop.call('ph_code_payments', fields);
      return code === 10000 ? data.length : `${code} ${data.field}`;
    };
    assert.equal(await list('2026-11-01', '2026-12-01'), 0);
    assert.equal(await list('2026-11-01', '2026-12-02'), '21002 endDate');
    assert.equal(await list('2026-11-02', '2026-11-01'), '21002 endDate');
    assert.equal(await list('2026-02-30', '2026-03-01'), '21002 startDate');
  });

  test('of a regional QR call answers and notifies in that site’s words, once or for many', async () => {
    const shop = shopWith({ ...QR });
    const fields = { ...sampleFields('qr_create'), timestamp: null };
    const once = await shop.call('qr_create', fields);
    assert.deepEqual(
      [once.data.qrStatus, once.data.qrCodeContent, once.data.channelCode],
      ['ACTIVE', '000201', 'THAI_DYNAMIC_QR'],
    );
    assert.equal(once.data.expiresTime, '2026-11-20 12:05:00');
    await shop.report(shop.orderBy('QR20250106000001'), paid(2_300n, 'T1', 'THB/2'));
    assert.equal((await shop.lastNotification()).eventName, 'qrcode.payment.success');
    const many = { ...fields, channelCode: 'THAI_STATIC_QR', mchOrderId: 'MANY', amount: null };
    assert.equal((await shop.call('qr_create', many)).data.qrStatus, 'ACTIVE');
    await shop.report(shop.orderBy('MANY'), paid(900n, 'T2', 'THB/2'));
    const reported = await shop.lastNotification();
    assert.deepEqual([reported.eventName, reported.mchOrderId], ['qrcode.payment.success', 'MANY']);
    const listed = { mchOrderId: 'MANY', startDate: '2026-11-20', endDate: '2026-11-20' };
    const path = '/open-api/qr/paymentList';
    const { data } = await shop.call('code_payments', { ...listed, timestamp: null }, path);
    assert.equal(data.length, 1);
    const lacking = { ...fields, mchOrderId: 'X', amount: null };
    assert.equal((await shop.call('qr_create', lacking)).data.field, 'amount');
  });

  test('of the Indonesian call has a number for any amount, or for one', async () => {
    const va: Fact = {
      kind: 'accepted',
      upstreamId: 'U1',
      instructions: { kind: 'va', bank: 'BNI', number: '8558010100918', name: 'Budi' },
    };
    const shop = shopWith(va);
    const fields = { ...sampleFields('va_create'), timestamp: null };
    const { data } = await shop.call('va_create', fields);
    assert.equal(data.paymentCode.code, '8558010100918');
    await shop.report(shop.orderBy('CUST000919'), paid(250_000n, 'T1', 'IDR/0'));
    const reported = await shop.lastNotification();
    assert.deepEqual([reported.eventName, reported.referenceNumber], ['payment.success', 'RRN1']);
    const fixed = { ...fields, mchOrderId: 'CUST000920', amount: 5_000 };
    assert.equal((await shop.call('va_create', fixed)).code, 10000);
    assert.equal(shop.orderBy('CUST000920').amountMinor, 5_000n);
  });
});

describe('v2', () => {
  const now = { timestamp: null };
  const v2 = { ...sampleFields('payment_create'), ...now };
  const query = { mchOrderId: 'PH20250106000001', countryCode: 'PH', ...now };

  test('answers and notifies with country, currency and ISO times', async () => {
    const shop = shopWith(PAGE);
    const made = await shop.call('payment_create', v2);
    assert.deepEqual(made.data, {
      mchOrderId: 'PH20250106000001',
      transactionId: made.data.transactionId,
      payData: 'https://bank.example/p',
      channelType: 'EWALLET',
      channelCode: 'PH_GCASH_URL',
      countryCode: 'PH',
      currency: 'PHP',
      amount: 50_010,
      expiresTime: '2026-11-20T13:00:00+08:00',
    });
    await shop.report(shop.orderBy('PH20250106000001'), paid(50_010n));
    const reported = await shop.lastNotification();
    assert.deepEqual([reported.countryCode, reported.currency], ['PH', 'PHP']);
    assert.equal(reported.returnTime, '2026-11-20T12:00:00+08:00');
    const { data } = await shop.call('payment_query', query);
    assert.equal(data.transactionStatus, 'COMPLETED');
    assert.equal(data.createTime, '2026-11-20T12:00:00+08:00');
    assert.equal((await shop.call('payment_close', query)).code, 21028);
  });

  test('closes a payment that waits, once', async () => {
    const shop = shopWith(PAGE);
    await shop.call('payment_create', v2);
    const closed = await shop.call('payment_close', query);
    assert.equal(closed.data.status, 'CLOSED');
    assert.equal(closed.data.closedTime, '2026-11-20T12:00:00+08:00');
    assert.equal((await shop.call('payment_close', query)).code, 21028);
    const reported = await shop.lastNotification();
    assert.deepEqual(
      [reported.failedCode, reported.failedMessage],
      [-10010, 'Transaction Cancelled'],
    );
    assert.equal((await shop.call('payment_close', { ...query, mchOrderId: 'X' })).code, 21006);
  });

  test('21025 for closing what has failed', async () => {
    const shop = shopWith(PAGE);
    await shop.call('payment_create', v2);
    await shop.report(shop.orderBy('PH20250106000001'), declined('declined'));
    assert.equal((await shop.call('payment_close', query)).code, 21025);
  });

  test('lets the payer choose in a checkout, and reports it as one', async () => {
    const shop = openShop();
    const asked = { ...sampleFields('checkout_create'), ...now };
    const made = await shop.call('checkout_create', asked);
    assert.match(made.data.checkoutUrl, /\?lang=en$/);
    assert.equal(made.data.expiresTime, '2026-11-21T12:00:00+08:00');
    const order = shop.orderBy('CK20250106000001');
    assert.deepEqual(order.choices?.toSorted(), ['PH_GCASH_URL', 'PH_QRPH_DYNAMIC']);
    const key = { mchOrderId: 'CK20250106000001', countryCode: 'PH', ...now };
    const { data } = await shop.call('checkout_query', key);
    assert.deepEqual([data.transactionStatus, data.channelCode], ['PENDING', undefined]);
    assert.equal(data.checkoutId, made.data.checkoutId);
    const closed = await shop.call('checkout_close', key);
    assert.deepEqual([closed.data.status, closed.data.checkoutId], ['CLOSED', data.checkoutId]);
    const reported = await shop.lastNotification();
    assert.deepEqual(
      [reported.eventName, reported.checkoutId, reported.settlementCurrency],
      ['checkout.payment.failed', data.checkoutId, 'PHP'],
    );
    assert.equal((await shop.call('payment_query', { ...key })).code, 21006);
    const plain = await shop.call('payment_create', v2);
    const asCheckout = { checkoutId: plain.data.transactionId.replace('C', 'CH') };
    const found = await shop.call('checkout_query', { ...now, countryCode: 'PH', ...asCheckout });
    assert.equal(found.code, 21006);
  });

  test('lists the open channels of a country by their types', async () => {
    const { data } = await openShop().call('checkout_channels', { countryCode: 'MY', ...now });
    assert.deepEqual(
      data.list.map((row: { channelType: string; channelCode: string }) => [
        row.channelType,
        row.channelCode,
      ]),
      [
        ['EWALLET', 'MY_TNG_URL'],
        ['QR', 'MY_DUITNOW_DYNAMIC'],
        ['ONLINE_BANKING', 'MY_FPX_URL'],
        ['EWALLET', 'MY_BOOST_URL'],
        ['EWALLET', 'MY_GRABPAY_URL'],
        ['EWALLET', 'MY_SHOPEEPAY_URL'],
      ],
    );
  });

  test('debits by a token that the payer has agreed to, until it is cancelled', async () => {
    const shop = shopWith(PAGE);
    const applied = await shop.call('mandate_apply', { ...sampleFields('mandate_apply'), ...now });
    assert.deepEqual(applied.data, {
      userId: 'u0001',
      requestId: 'AUTH20250106001',
      channelCode: 'PH_GCASH_DIRECT_DEBIT',
      authUrl: 'https://bank.example/p',
    });
    const user = { userId: 'u0001', ...now };
    assert.deepEqual((await shop.call('mandate_query', user)).data.tokenList, []);
    const mandate = shop.orderBy('AUTH20250106001');
    const expiresAt = new Date('2036-11-20T04:00:00Z');
    await shop.report(mandate, { kind: 'activated', upstreamId: 'M1', expiresAt });
    const { payToken, eventName, expiresTime } = await shop.lastNotification();
    assert.equal(eventName, 'directdebit.auth.success');
    assert.equal(expiresTime, '2036-11-20T12:00:00+08:00');
    const [token] = (await shop.call('mandate_query', user)).data.tokenList;
    assert.deepEqual([token.payToken, token.tokenStatus], [payToken, 'ACTIVED']);

    const debit = {
      ...sampleFields('payment_create'),
      ...{ channelType: 'DIRECT_DEBIT', channelCode: 'PH_GCASH_DIRECT_DEBIT', payToken, ...now },
    };
    const made = await shop.call('payment_create', debit);
    assert.equal(made.data.transactionStatus, 'PENDING');
    assert.ok(!('payData' in made.data));
    await shop.report(shop.orderBy('PH20250106000001'), paid(50_010n));
    assert.equal((await shop.lastNotification()).eventName, 'directdebit.payment.success');

    const cancelled = await shop.call('mandate_cancel', { ...user, payToken });
    assert.deepEqual(
      [cancelled.data.tokenStatus, cancelled.data.inactiveType],
      ['INACTIVED', 'MCH_CANCEL'],
    );
    assert.equal((await shop.lastNotification()).eventName, 'directdebit.auth.cancel');
    const late = await shop.call('payment_create', { ...debit, mchOrderId: 'LATE' });
    assert.equal(late.code, 21024);
  });
});

test('what WeChat needs is passed on, to an app that is bound only', async () => {
  const wechat = {
    shortUrl: 'https://cashier.example.com/s/77cd',
    prepayId: 'wx06102030example',
    timeStamp: '1736130030',
    nonceStr: '5f8e1a',
    pkg: 'prepay_id=wx06102030example',
    signType: 'RSA',
    paySign: 'c2ln',
  } as const;
  const { shortUrl, ...call } = wechat;
  const fact: Fact = {
    kind: 'accepted',
    upstreamId: 'U1',
    instructions: { kind: 'redirect', url: 'https://cashier.example.com/w/77cd', wechat },
  };
  const shop = shopWith(fact);
  const fields = { ...sampleFields('webpay_create'), timestamp: null };
  const { data } = await shop.call('webpay_create', fields);
  assert.equal(data.shortUrl, shortUrl);
  assert.deepEqual(data.metadata.wechatpay, call);
  const order = shop.orderBy('TH20250106000001');
  assert.equal(order.fields['payer.userId'], 'oExample1234567890');
  assert.equal(order.fields['payer.appId'], 'wx0123456789abcdef');
  const other = { ...fields, mchOrderId: 'OTHER', wpAppid: 'wxother' };
  assert.deepEqual(await shop.call('webpay_create', other), {
    code: 21005,
    message: 'Merchant channel is unavailable',
    data: { field: 'wpAppid', detail: 'not registered for your app: ask us to add it' },
  });
  const h5 = { ...fields, mchOrderId: 'H5', channelCode: 'TH_WECHAT_URL' };
  assert.equal((await shop.call('th_payment_create', h5)).data.field, 'payerClientIp');
  const fine = { ...h5, payerClientIp: '203.0.113.7' };
  assert.equal((await shop.call('th_payment_create', fine)).code, 10000);
});
