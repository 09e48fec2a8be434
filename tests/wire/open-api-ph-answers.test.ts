/**
 * Answers and notifications of the Philippine Open API hold what its documents print of each, by
 * those names and types: the tables are a fixture, and the stories go through every section.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { chooseChannel } from '../../src/app/create-checkout.ts';
import { addPhoto, submitVerification } from '../../src/app/verify.ts';
import { openApiPh } from '../../src/dialects/open-api-ph/dialect.ts';
import type { Fields } from '../../src/dialects/open-api-ph/fixtures/speak.ts';
import {
  ACCOUNT,
  BILL,
  declined,
  openShop,
  PAGE,
  type PhShop,
  paid,
  QR,
  shopWith,
} from '../support/open-api-ph-shop.ts';

/** A type, with `?` where nothing may be said; an object of members, or a list of such. */
type Shape = string | readonly Shape[] | { readonly [name: string]: Shape };
type Json = unknown;

const FILE = new URL('../../src/dialects/open-api-ph/fixtures/members.json', import.meta.url);
const PUBLISHED = JSON.parse(readFileSync(FILE, 'utf8')) as {
  readonly answers: Readonly<Record<string, Shape>>;
  readonly events: Readonly<Record<string, Shape>>;
};

/** Members beyond the documents: what clients find beside those that they know. */
const OURS: ReadonlySet<string> = new Set(['payment_create.mchOrderId']);

/** Every member that has said something in one of the stories. */
const said = new Set<string>();

/** What is missing, too much, or of another type; each member that has a value is noted. */
function faultsOf(shape: Shape, value: Json, path: string): readonly string[] {
  if (typeof shape === 'string') {
    const type = shape.replace('?', '').replace('text', 'string');
    if (value === undefined || value === null) return shape.endsWith('?') ? [] : [`${path} is not`];
    said.add(path);
    return typeof value === type ? [] : [`${path} is no ${type}`];
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item) => faultsOf((shape as readonly Shape[])[0] as Shape, item, path));
  }
  const members = shape as Readonly<Record<string, Shape>>;
  const object = (value ?? {}) as Readonly<Record<string, Json>>;
  const more = Object.keys(object).filter((name) => !(name in members));
  return [
    ...Object.entries(members).flatMap(([name, each]) =>
      faultsOf(each, object[name], `${path}.${name}`),
    ),
    ...more.map((name) => `${path}.${name}`).filter((name) => !OURS.has(name)),
  ];
}

/** Calls, and holds the answer to its table; answers its data. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered.
async function ask(shop: PhShop, operation: string, changes: Fields = {}): Promise<any> {
  const { code, message, data } = await shop.call(operation, changes);
  assert.ok(code === 1000 || code === 1, `${operation}: ${code} ${message}`);
  const shape = PUBLISHED.answers[operation];
  assert.ok(shape !== undefined, operation);
  assert.deepEqual(faultsOf(shape, data, operation), []);
  return data;
}

/** Holds all that was notified so far to the tables. */
async function checkNotified(shop: PhShop): Promise<void> {
  for (const event of shop.events()) {
    const signed = await openApiPh.notification(event, shop.app, shop.app.keys);
    if (signed === null) continue;
    const { eventName, ...rest } = JSON.parse(signed.body) as { eventName: string };
    const subject = eventName.replace(/\.\w+$/, '');
    const shape = PUBLISHED.events[subject];
    assert.ok(shape !== undefined, eventName);
    said.add(eventName);
    assert.deepEqual(faultsOf(shape, rest, subject), [], eventName);
  }
}

const NOVEMBER = { startDate: '2026-11-01', endDate: '2026-11-30' };
const TODAY = { createDate: '2026-11-20', completeDate: '', status: '', page: 1 };

describe('what is answered and notified', () => {
  test('2 and 3: balance, payouts and statements', async () => {
    const settings = { remittingBank: 'Union Bank', remittingAccount: '001234567890' };
    const shop = shopWith(QR, { app: { settings } });
    const payer = { customerName: 'Juan Dela Cruz', amount: 5_000_000, remark: 'table 7' };
    await ask(shop, 'qrcode_create', payer);
    await shop.report(shop.orderBy('ORD20260115001'), paid(5_000_000n));
    await ask(shop, 'balance');
    await ask(shop, 'payout_create');
    await ask(shop, 'payout_check');
    await shop.report(shop.orderBy('PO20260115001'), paid(50_010n, 'O1'));
    await ask(shop, 'payout_check');
    await ask(shop, 'payout_create', { mchOrderId: 'PO2', idempotencyId: 'idem2026011500002' });
    await shop.report(shop.orderBy('PO2'), declined('declined'));
    await ask(shop, 'payout_check', { mchOrderId: 'PO2' });
    await ask(shop, 'payout_statement', TODAY);
    await ask(shop, 'payment_statement', TODAY);
    await checkNotified(shop);
    // Where the operator has not said where payouts come from, the members are there all the same.
    const plain = shopWith(QR);
    await plain.call('qrcode_create', payer);
    await plain.report(plain.orderBy('ORD20260115001'), paid(5_000_000n));
    await plain.call('payout_create');
    const { records } = await ask(plain, 'payout_statement', TODAY);
    assert.deepEqual([records[0].remittingBank, records[0].remittingAccount], [null, null]);
  });

  test('4: bills payment', async () => {
    const shop = shopWith(BILL);
    await ask(shop, 'bill_batch_create', { description: 'loan 17', mobile: '09171234567' });
    await ask(shop, 'bill_create', { channelCode: '7ELEVEN_STATIC_VA' });
    await ask(shop, 'bill_batch_update');
    await ask(shop, 'bill_short_link');
    const code = shop.orders().find(({ channel }) => channel === 'PHL_GCASH_STATIC_VA');
    assert.ok(code !== undefined);
    await shop.report(code, paid(150_000n));
    assert.equal((await ask(shop, 'bill_payments', NOVEMBER)).length, 1);
    await ask(shop, 'payment_statement', TODAY);
    await ask(shop, 'bill_cancel');
    await checkNotified(shop);
  });

  test('5: QR codes', async () => {
    const shop = shopWith(QR);
    await ask(shop, 'qrcode_create', { remark: 'table 7' });
    await ask(shop, 'qrcode_detail');
    await ask(shop, 'qrcode_update');
    await shop.report(shop.orderBy('ORD20260115001'), paid(10_050n));
    assert.equal((await ask(shop, 'qrcode_payments', NOVEMBER)).length, 1);
    await ask(shop, 'qrcode_create', { mchOrderId: 'Q2', remark: 'table 7' });
    await ask(shop, 'qrcode_cancel', { mchOrderId: 'Q2' });
    await checkNotified(shop);
  });

  test('6: bank transfer', async () => {
    const shop = shopWith(ACCOUNT);
    await ask(shop, 'account_batch_create');
    await ask(shop, 'account_batch_update');
    await shop.report(shop.orderBy('USR0000001'), paid(200_000n));
    assert.equal((await ask(shop, 'account_payments', NOVEMBER)).length, 1);
    await checkNotified(shop);
  });

  test('7 and 8: web payments and refunds', async () => {
    const shop = shopWith(PAGE, { channels: { PHL_COINS_URL: { enabled: false } } });
    const offered: readonly { channelCode: string }[] = await ask(shop, 'payment_channels');
    const codes = offered.map(({ channelCode }) => channelCode);
    assert.deepEqual([codes.length, codes.includes('COINS_URL')], [12, false]);
    const { transactionId } = await ask(shop, 'payment_create');
    await ask(shop, 'payment_query', { transactionId });
    const order = shop.orderBy('WEB20260115001');
    await shop.report(order, paid(200_500n));
    await ask(shop, 'payment_query', { transactionId });
    await shop.call('payment_create', { mchOrderId: 'WEB2' });
    await shop.report(shop.orderBy('WEB2'), declined('insufficient_balance'));
    const back = { originalTransactionId: transactionId };
    const { refundTransactionId } = await ask(shop, 'refund_create', back);
    await ask(shop, 'refund_query');
    await shop.report(shop.orderBy('RF20260115001'), paid(50_000n, 'B1'));
    await ask(shop, 'refund_query');
    await ask(shop, 'refund_create', { ...back, mchRefundOrderId: 'RF2' });
    await shop.report(shop.orderBy('RF2'), declined('declined'));
    await ask(shop, 'refund_query', { mchRefundOrderId: 'RF2' });
    await ask(shop, 'refund_query_get', { refundTransactionId });
    await ask(shop, 'refund_query_get', { refundTransactionId: '', mchRefundOrderId: 'RF2' });
    await checkNotified(shop);
  });

  test('9: checkouts', async () => {
    const shop = openShop();
    await ask(shop, 'checkout_channels');
    await ask(shop, 'checkout_create', { appName: 'Demo App', remark: 'order 1' });
    const key = { mchOrderId: 'CK20260115001', checkoutId: '' };
    await ask(shop, 'checkout_query', key);
    await chooseChannel(shop.deps, shop.orderBy('CK20260115001'), 'PHL_GCASH_URL');
    await shop.report(shop.orderBy('CK20260115001'), paid(200_500n));
    const { transactionStatus } = await ask(shop, 'checkout_query', key);
    assert.equal(transactionStatus, 'COMPLETE');
    await ask(shop, 'checkout_create', { mchOrderId: 'CK2' });
    await ask(shop, 'checkout_close', { mchOrderId: 'CK2' });
    await checkNotified(shop);
  });

  test('10: direct debit', async () => {
    const shop = shopWith(PAGE);
    await ask(shop, 'mandate_apply');
    const mandate = shop.orderBy('AUTH20260115001');
    const expiresAt = new Date(shop.nowMs() + 86_400_000);
    await shop.report(mandate, { kind: 'activated', upstreamId: 'M1', expiresAt });
    const { tokenList } = await ask(shop, 'mandate_query');
    const { payToken } = tokenList[0];
    const payer = { customerName: 'Juan Dela Cruz', email: 'a@b.ph', mobile: '09171234567' };
    const { transactionId } = await ask(shop, 'debit_create', { payToken, ...payer });
    await shop.report(shop.orderBy('DD20260115001'), paid(10_000n));
    await ask(shop, 'debit_query', { transactionId });
    await shop.call('debit_create', { payToken, mchOrderId: 'DD2' });
    await shop.report(shop.orderBy('DD2'), declined('insufficient_balance'));
    await ask(shop, 'debit_query', { transactionId: '', mchOrderId: 'DD2' });
    await ask(shop, 'mandate_cancel', { payToken });
    await ask(shop, 'mandate_query', { payToken });
    await shop.call('mandate_apply', { requestId: 'AUTH2' });
    await shop.report(shop.orderBy('AUTH2'), declined('declined'));
    await checkNotified(shop);
  });

  test('11: eKYC', async () => {
    const shop = openShop();
    const reading = {
      ...{ documentNumber: '123456785678', fullName: 'JUAN DELA CRUZ', birthDate: '1990-01-01' },
      ...{ gender: 'M', address: 'Makati', documentExpiry: '2034-06-30' },
      ...{ faceScore: 98.2, isLive: true },
    };
    for (const [requestId, outcome, reason] of [
      ['KY1', 'passed', null],
      ['KY2', 'failed', 'face_mismatch'],
    ] as const) {
      await ask(shop, 'ekyc_init', { requestId, docType: 'PH_PASSPORT' });
      await ask(shop, 'ekyc_query', { requestId });
      const photo = { type: 'image/jpeg', width: 9, height: 9, bytes: Buffer.from('x') } as const;
      for (const part of ['front', 'selfie'] as const) {
        assert.equal(await addPhoto(shop.deps, shop.orderBy(requestId), part, photo), 'done');
      }
      assert.equal(await submitVerification(shop.deps, shop.orderBy(requestId)), 'done');
      const verdict = { kind: 'verified', upstreamId: 'V', outcome, reason, reading } as const;
      assert.equal(await shop.report(shop.orderBy(requestId), verdict), 'applied');
      await ask(shop, 'ekyc_query', { requestId });
    }
    await checkNotified(shop);
  });

  // Of the payments of a code for many, those that fail are not reported (published).
  test('is every call, every event, and each of their members at least once', () => {
    const silent = [...namesIn(PUBLISHED.answers), ...namesIn(PUBLISHED.events), ...ENDINGS].filter(
      (name) => !said.has(name) && !/^(?:transfer\.)?payment\.failed/.test(name),
    );
    assert.deepEqual(silent, []);
  });
});

/** The events that the documents name, but for `payment.verification`, which is a question. */
const ENDINGS = [
  ...['disbursement.success', 'disbursement.failed', 'payment.success', 'qrcode.payment.success'],
  ...['qrcode.payment.failed', 'transfer.payment.success', 'h5.payment.success'],
  ...['h5.payment.failed', 'payment.refund.success', 'payment.refund.failed'],
  ...['checkout.payment.success', 'checkout.payment.failed', 'directdebit.auth.success'],
  ...['directdebit.auth.failed', 'directdebit.auth.cancel', 'directdebit.payment.success'],
  ...['directdebit.payment.failed', 'ekyc.success', 'ekyc.failed'],
];

function namesIn(shapes: Readonly<Record<string, Shape>>): readonly string[] {
  const names = (shape: Shape, path: string): readonly string[] => {
    if (typeof shape === 'string') return [path];
    if (Array.isArray(shape)) return names((shape as readonly Shape[])[0] as Shape, path);
    return Object.entries(shape).flatMap(([name, each]) => names(each, `${path}.${name}`));
  };
  return Object.entries(shapes).flatMap(([name, shape]) => names(shape, name));
}
