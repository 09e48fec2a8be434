/** What a merchant of the Philippine Open API sees of codes, QR codes and statements, in order. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FREE } from '../../src/domain/fee.ts';
import { answering } from '../support/dialect-shop.ts';
import {
  ACCOUNT,
  BILL,
  declined,
  openShop,
  type PhShop,
  paid,
  QR,
  shopWith,
} from '../support/open-api-ph-shop.ts';
import { reversed } from '../support/sample.ts';

/** The shop's clock stands in November. */
const NOVEMBER = { startDate: '2026-11-01', endDate: '2026-11-30' };

describe('bills payment', () => {
  test('numbers at several channels, one more, a page, a payment, an end', async () => {
    const shop = shopWith(BILL);
    const made = await shop.call('bill_batch_create');
    assert.equal(made.code, 1000);
    assert.match(made.data.shortLink, /^https:\/\/.{1,92}$/);
    assert.deepEqual(
      made.data.paymentVaList.map((each: Record<string, unknown>) => [
        ...[each.channelCode, each.referenceNumber, each.biller, each.mchOrderId],
      ]),
      ['GCASH_STATIC_VA', 'PAYMAYA_STATIC_VA'].map((code) => [
        ...[code, 'PC0000710000024', 'DEMO LENDING', 'USR0000001'],
      ]),
    );
    const more = await shop.call('bill_batch_update');
    const codes = more.data.paymentVaList.map((each: { channelCode: string }) => each.channelCode);
    assert.deepEqual(codes, ['GCASH_STATIC_VA', 'MLH_STATIC_VA']);
    const page = await shop.call('bill_short_link');
    assert.deepEqual(page.data, { mchOrderId: 'USR0000001', shortLink: made.data.shortLink });
    const third = shop.orders().find(({ channel }) => channel === 'PHL_MLH_STATIC_VA');
    assert.ok(third !== undefined);
    await shop.report(third, paid(150_000n));
    const reported = await shop.lastNotification();
    assert.deepEqual(
      [reported.eventName, reported.mchOrderId, reported.channelCode, reported.paymentCode],
      ['payment.success', 'USR0000001', 'MLH_STATIC_VA', 'PC0000710000024'],
    );
    const listed = async (changes = {}) =>
      (await shop.call('bill_payments', { ...NOVEMBER, ...changes })).data;
    const [first] = await listed();
    assert.deepEqual(
      [first.transactionId, first.transactionAmount],
      [reported.transactionId, 150_000],
    );
    assert.deepEqual(await listed({ channelCode: 'GCASH_STATIC_VA' }), []);
    assert.deepEqual(await listed({ startDate: '2026-11-01', endDate: '2026-11-02' }), []);
    const ended = await shop.call('bill_cancel');
    const states = ended.data.paymentVaList.map((each: { status: string }) => each.status);
    assert.deepEqual(states, ['INACTIVE', 'INACTIVE', 'INACTIVE']);
  });

  test('has other limits by the word of the provider, and 1018 while there is none', async () => {
    const raised = { channelCode: 'GCASH_STATIC_VA', maxAmount: 900_000 };
    const update = (shop: PhShop) =>
      shop.call('bill_batch_update', { ...raised, timestamp: String(shop.nowMs()) });
    const limitsOf = (shop: PhShop) => shop.orderBy('USR0000001').code?.maxMinor;
    const willing = shopWith(BILL);
    await willing.call('bill_create');
    const { code, data } = await update(willing);
    assert.deepEqual([code, data.paymentVaList.length, limitsOf(willing)], [1000, 1, 900_000n]);
    for (const [says, expected] of [
      [declined('declined'), 1011],
      [{ kind: 'unclear', reason: 'timeout' } as const, 1018],
    ] as const) {
      const shop: PhShop = openShop({
        dispatchNow: (dispatch) =>
          answering(() => shop, dispatch.operation === 'update' ? says : BILL)(dispatch),
      });
      await shop.call('bill_create');
      const before = limitsOf(shop);
      assert.deepEqual([(await update(shop)).code, limitsOf(shop)], [expected, before]);
    }
  });

  test('of a batch reports for each channel what came of it', async () => {
    const shop = shopWith(BILL, { channels: { PHL_RDP_STATIC_VA: { enabled: false } } });
    await shop.call('bill_create');
    const made = await shop.call('bill_batch_create', {
      channelCode: 'GCASH_STATIC_VA,NO_SUCH_VA,RDP_STATIC_VA,PAYMAYA_STATIC_VA',
    });
    const failures = (data: { paymentVaList: Record<string, unknown>[] }) =>
      data.paymentVaList.filter(({ failedCode }) => failedCode !== undefined);
    assert.deepEqual(
      [made.code, made.data.paymentVaList.length, failures(made.data)],
      [
        ...[1000, 4],
        [
          {
            channelCode: 'GCASH_STATIC_VA',
            failedCode: 1017,
            failedMessage: 'the static virtual account exist',
          },
          unavailable('RDP_STATIC_VA'),
          unavailable('NO_SUCH_VA'),
        ],
      ],
    );
    const channelCode = 'MLH_STATIC_VA,INSTA_TRANSFER_ACC';
    const grown = await shop.call('bill_batch_update', { channelCode });
    assert.deepEqual(
      [grown.code, grown.data.paymentVaList.length, failures(grown.data)],
      [1000, 2, [unavailable('INSTA_TRANSFER_ACC')]],
    );
    const none = await shop.call('bill_batch_create', { channelCode: 'NO_SUCH_VA,GCASH_URL' });
    assert.deepEqual([none.code, none.data], [1011, null]);
  });
});

function unavailable(channelCode: string) {
  return { channelCode, failedCode: 1011, failedMessage: 'merchant channel unavailable' };
}

test('a transfer account is made, looked at, and paid', async () => {
  const shop = shopWith(ACCOUNT);
  const { data } = await shop.call('account_batch_create');
  const { guideUrl, ...account } = data.paymentAccountList[0];
  assert.deepEqual(account, {
    mchOrderId: 'USR0000001',
    channelCode: 'INSTA_TRANSFER_ACC',
    receivingBank: 'AllBank',
    accountName: 'Demo',
    accountNumber: '999100000199',
  });
  assert.match(guideUrl, /^https:/);
  const again = await shop.call('account_batch_update');
  assert.deepEqual(again.data, data);
  await shop.report(shop.orderBy('USR0000001'), paid(200_000n));
  const reported = await shop.lastNotification();
  assert.deepEqual(
    [reported.eventName, reported.paymentAccount, reported.remark],
    ['transfer.payment.success', '999100000199', 'loan 17'],
  );
  const { data: payments } = await shop.call('account_payments', NOVEMBER);
  assert.deepEqual([payments.length, payments[0].remark], [1, 'loan 17']);
});

describe('a QR code', () => {
  test('for one payment is listed by that payment, once it has come to something', async () => {
    const shop = shopWith(QR);
    await shop.call('qrcode_create');
    const listed = async (days = NOVEMBER) => (await shop.call('qrcode_payments', days)).data;
    assert.deepEqual(await listed(), []);
    await shop.report(shop.orderBy('ORD20260115001'), paid(10_050n));
    const [only, ...others] = await listed();
    assert.deepEqual([only.transactionAmount, only.transactionStatus], [10_050, 'COMPLETE']);
    assert.deepEqual(others, []);
    assert.deepEqual(await listed({ startDate: '2026-10-01', endDate: '2026-10-02' }), []);
    assert.equal((await shop.call('qrcode_detail')).data.status, 'INACTIVE');
    const late = await shop.call('qrcode_update');
    assert.match(`${late.code} ${late.message}`, /^1009 mchOrderId:/);
  });

  test('is described anew, and cancelled more than once', async () => {
    const shop = shopWith(QR);
    await shop.call('qrcode_create', { channelCode: 'QRPH_STATIC_QR', amount: '' });
    const { data } = await shop.call('qrcode_update');
    assert.deepEqual(
      [data.callbackUrl, data.remark, data.status, data.expiresTime],
      ['https://m.example.com/cb2', 'table 7', 'ACTIVE', null],
    );
    assert.match(data.qrLink, /^https:/);
    for (const _ of [1, 2]) {
      assert.equal((await shop.call('qrcode_cancel')).data.status, 'INACTIVE');
    }
  });
});

test('a statement has the orders of its days in pesos, page by page', async () => {
  const shop = shopWith(QR);
  await shop.call('qrcode_create', { customerName: 'Juan Dela Cruz' });
  await shop.report(shop.orderBy('ORD20260115001'), paid(10_050n));
  const day = { createDate: '2026-11-20', page: 1 };
  const { data } = await shop.call('payment_statement', day);
  const [line] = data.records;
  assert.deepEqual(
    [line.merchantOrderId, line.paymentMethod, line.paymentChannel, line.name, line.status],
    ['ORD20260115001', 'QR Code', 'QRPH_DYNAMIC_QR', 'Juan Dela Cruz', 'COMPLETE'],
  );
  assert.equal(line.amount, 100.5);
  const records = async (changes: object) =>
    (await shop.call('payment_statement', { ...day, ...changes })).data.records;
  assert.deepEqual(await records({ page: 2 }), []);
  assert.deepEqual(await records({ createDate: '2026-11-21' }), []);
  assert.deepEqual(await records({ completeDate: '2026-11-21' }), []);
  assert.equal((await records({ completeDate: '2026-11-20' })).length, 1);
  assert.deepEqual(await records({ status: 'FAILED' }), []);
  const answered = async (changes: object) => {
    const { code, message } = await openShop().call('payment_statement', { ...day, ...changes });
    return `${code} ${message}`;
  };
  assert.equal(await answered({ createDate: '' }), '1009 createDate:must not be blank');
  assert.match(await answered({ page: 0 }), /^1009 page:/);
  assert.match(await answered({ status: 'DONE' }), /^1009 status:/);
});

test('what both statements have as complete adds up to the balance, fees included', async () => {
  const shop = shopWith(QR, { fee: { ...FREE, ratePpm: 25_000n, fixedMinor: 10n } });
  for (const mchOrderId of ['PAID', 'BACK', 'REFUSED', 'OPEN']) {
    await shop.call('qrcode_create', { mchOrderId, amount: 100_000 });
  }
  await shop.report(shop.orderBy('PAID'), paid(100_000n, 'P1'));
  await shop.report(shop.orderBy('BACK'), paid(100_000n, 'P2'));
  await shop.report(shop.orderBy('BACK'), reversed);
  await shop.report(shop.orderBy('REFUSED'), declined('declined'));
  for (const mchOrderId of ['PO1', 'PO2', 'PO3']) {
    await shop.call('payout_create', {
      ...{ mchOrderId, idempotencyId: `idempotency${mchOrderId}`, amount: 10_000 },
    });
  }
  await shop.report(shop.orderBy('PO1'), paid(10_000n, 'O1'));
  await shop.report(shop.orderBy('PO2'), declined('declined'));
  await shop.report(shop.orderBy('PO3'), paid(10_000n, 'O3'));
  await shop.report(shop.orderBy('PO3'), reversed);
  const linesOf = async (operation: string): Promise<readonly Line[]> => {
    const day = { createDate: '2026-11-20', completeDate: '', status: '', page: 1 };
    return (await shop.call(operation, day)).data.records;
  };
  const payments = await linesOf('payment_statement');
  const payouts = await linesOf('payout_statement');
  assert.deepEqual(
    [...payments, ...payouts].map((line) => [line.merchantOrderId, line.status, line.fee]),
    [
      ...[
        ['PAID', 'COMPLETE', 25.1],
        ['BACK', 'FAILED', 0],
        ['REFUSED', 'FAILED', 0],
      ],
      ...[
        ['OPEN', 'PENDING', 0],
        ['PO1', 'COMPLETE', 2.6],
        ['PO2', 'FAILED', 0],
      ],
      ['PO3', 'FAILED', 0],
    ],
  );
  const centavos = (lines: readonly Line[], of: (line: Line) => number) =>
    lines
      .filter(({ status }) => status === 'COMPLETE')
      .reduce((sum, line) => sum + Math.round(of(line) * 100), 0);
  const came = centavos(payments, ({ amount, fee }) => amount - fee);
  const left = centavos(payouts, ({ amount, fee }) => amount + fee);
  assert.equal(came - left, (await shop.call('balance')).data.balance);
});

interface Line {
  readonly merchantOrderId: string;
  readonly status: string;
  readonly amount: number;
  readonly fee: number;
}

test('a payout statement masks whose money went where', async () => {
  const settings = { remittingBank: 'Union Bank', remittingAccount: '001234567890' };
  const shop = shopWith(QR, { app: { settings } });
  await shop.call('qrcode_create', { amount: 5_000_000 });
  await shop.report(shop.orderBy('ORD20260115001'), paid(5_000_000n));
  assert.equal((await shop.call('payout_create')).code, 1000);
  const asked = { createDate: '2026-11-20', completeDate: '', page: 1 };
  const { data } = await shop.call('payout_statement', asked);
  const [line] = data.records;
  assert.deepEqual(
    [line.remittingBank, line.remittingAccount, line.recipientName, line.recipientAccount],
    ['Union Bank', '001****7890', 'Juan****Cruz', '091****4567'],
  );
  assert.deepEqual([line.amount, line.receivingChannel, line.status], [500.1, 'GCASH', 'PENDING']);
});
