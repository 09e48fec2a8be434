/** The Open API against the whole product: every channel is paid, every call answers. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CHANNELS } from '../../src/catalogue/catalogue.ts';
import { buildRequest } from '../../src/dialects/open-api/client.ts';
import { sampleFields } from '../../src/dialects/open-api/fixtures/speak.ts';
import { OPERATIONS } from '../../src/dialects/open-api/operations/all.ts';
import type { Channel } from '../../src/domain/channel.ts';
import type { PlainValue } from '../../src/wire/json-value.ts';
import { testDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';
import { newPlace, type Product, startProduct } from './product.ts';

type Fields = Readonly<Record<string, PlainValue>>;

interface Answer {
  readonly code: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered.
  readonly data: any;
}

/** Where nobody listens: these orders' notifications are not what is tested here. */
const NOTIFY_URL = 'http://127.0.0.1:9/notify';

describe('the Open API of a running product', () => {
  let product: Product;
  const cleanups: (() => Promise<void>)[] = [];
  const called = new Set<string>();
  let count = 0;

  before(async () => {
    const context = { after: (task: () => Promise<void>) => void cleanups.push(task) };
    product = await startProduct(await newPlace(context), await testDatabase());
    return undefined;
  });
  after(async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  });

  /** An id that was not used before, long enough for every call. */
  const newId = (): string => `ORDER${String(++count).padStart(8, '0')}`;

  async function call(operation: string, changes: Fields = {}): Promise<Answer> {
    called.add(operation);
    const { appId = '', privateKey = '' } = product.demo.apps['open-api'] ?? {};
    const fields = { ...sampleFields(operation), timestamp: Date.now(), ...changes };
    const { path, headers, body } = await buildRequest(operation, appId, fields, privateKey);
    const init = { method: 'POST', headers: { ...headers }, body };
    return (await (await fetch(product.demo.baseUrl + path, init)).json()) as Answer;
  }

  async function done(operation: string, changes: Fields = {}): Promise<Answer['data']> {
    const { code, data } = await call(operation, changes);
    assert.equal(code, 10_000, `${operation}: ${code} ${JSON.stringify(data)}`);
    return data;
  }

  async function pay(order: string, more: object = {}): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ order, ...more });
    const reply = await fetch(`${product.demo.simulator}/pay`, { method: 'POST', headers, body });
    assert.ok(reply.ok, await reply.text());
  }

  async function payThrough(channel: Channel, minor: bigint): Promise<string> {
    const country = channel.country.toLowerCase();
    const mchOrderId = newId();
    const data = await done(`${country}_payment_create`, {
      ...{ mchOrderId, channelCode: channel.code, amount: minor, notifyUrl: NOTIFY_URL },
      ...{ redirectUrl: 'https://shop.example/back', payerClientIp: '203.0.113.7' },
    });
    await pay(mchOrderId);
    await until(async () => {
      const found = await done(`${country}_payment_query`, { mchOrderId });
      return found.transactionStatus === 'COMPLETED';
    }, `${channel.code} is not paid`);
    return data.transactionId;
  }

  const payins = CHANNELS.filter((each) => 'open-api' in each.aliases && each.kind === 'payin');

  test('every channel for one payment is paid, in every country', async () => {
    const once = payins.filter(
      ({ method, abilities }) => method !== 'direct_debit' && !abilities.static,
    );
    assert.ok(once.length > 40);
    for (const channel of once) await payThrough(channel, channel.limits.minMinor + 20_137n);
  });

  test('every code for many payments is paid twice, listed, and one is cancelled', async () => {
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    for (const { code, country, limits } of payins.filter(({ abilities }) => abilities.static)) {
      const [place, mchOrderId] = [country.toLowerCase(), newId()];
      const made = { mchOrderId, channelCode: code, notifyUrl: NOTIFY_URL };
      assert.equal((await done(`${place}_code_create`, made)).status, 'ACTIVE');
      for (const more of [5n, 6n])
        await pay(mchOrderId, { amountMinor: `${limits.minMinor + more}` });
      const days = { mchOrderId, startDate: today, endDate: today };
      await until(
        async () => (await done(`${place}_code_payments`, days)).length === 2,
        `${code}: two payments`,
      );
      assert.equal((await done(`${place}_code_detail`, { mchOrderId })).status, 'ACTIVE');
      if (place !== 'ph') continue;
      const cancel = { mchOrderId, channelCode: code };
      assert.equal((await done('ph_code_cancel', cancel)).status, 'CANCEL');
    }
  });

  test('payouts arrive in every country, of v1 and of v2', async () => {
    for (const country of ['ph', 'id', 'my', 'th']) {
      const mchOrderId = newId();
      const amount = country === 'id' ? 10_000 : 1_000;
      const paidOut = { mchOrderId, idempotencyId: newId(), amount };
      assert.equal((await done(`${country}_payout_create`, paidOut)).transactionStatus, 'PENDING');
      await until(async () => {
        const found = await done(`${country}_payout_check`, { mchOrderId });
        return found.transactionStatus === 'COMPLETED';
      }, `the payout in ${country} has not arrived`);
    }
    const v2 = { mchOrderId: newId(), idempotencyId: newId(), amount: 1_000 };
    assert.equal((await done('payout_create', v2)).currency, 'THB');
    const oldest = { ...v2, mchOrderId: newId(), idempotencyId: newId(), countryCode: 'TH' };
    assert.equal((await done('legacy_payout_create', oldest)).transactionStatus, 'PENDING');
    const { mchOrderId } = v2;
    assert.equal((await done('payout_check', { mchOrderId, countryCode: 'TH' })).amount, 1_000);
    assert.match((await done('balance', { countryCode: 'TH' })).balance, /^\d+\.\d\d$/);
  });

  test('refunds, closings, checkouts, debits, lists and reports answer', async () => {
    const gcash = payins.find(({ code }) => code === 'PH_GCASH_URL') as Channel;
    const original = await payThrough(gcash, 50_000n);
    const refund = { mchRefundOrderId: newId(), refundAmount: 100, refundCallbackUrl: NOTIFY_URL };
    await done('refund_create', { ...refund, originalTransactionId: original });
    await until(async () => {
      const [found] = await done('refund_list', { originalTransactionId: original });
      return found.refundStatus === 'COMPLETE';
    }, 'the refund is not complete');

    const open = { mchOrderId: newId(), notifyUrl: NOTIFY_URL };
    await done('payment_create', open);
    const key = { mchOrderId: open.mchOrderId, countryCode: 'PH' };
    assert.equal((await done('payment_close', key)).status, 'CLOSED');
    assert.equal((await done('payment_query', key)).transactionStatus, 'FAILED');
    assert.equal((await call('payment_void', { ...key, mchVoidOrderId: newId() })).code, 21_500);

    const checkout = { mchOrderId: newId(), notifyUrl: NOTIFY_URL };
    const { checkoutUrl, checkoutId } = await done('checkout_create', checkout);
    assert.equal((await fetch(checkoutUrl)).status, 200);
    assert.equal((await done('checkout_query', { checkoutId })).transactionStatus, 'PENDING');
    assert.equal(
      (await done('checkout_close', { mchOrderId: checkout.mchOrderId })).status,
      'CLOSED',
    );
    assert.ok((await done('checkout_channels')).list.length > 10);

    for (const operation of ['qr_create', 'webpay_create', 'va_create']) {
      await done(operation, { mchOrderId: newId(), notifyUrl: NOTIFY_URL });
    }
    assert.equal((await call('code_payments', { mchOrderId: 'NOBODY' })).code, 21_006);

    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const { downloadUrl } = await done('report', { transDate: today });
    assert.equal((await fetch(downloadUrl)).status, 200);
  });

  test('a payer who has agreed is debited, and no longer once it is cancelled', async () => {
    const [userId, requestId] = [newId(), newId()];
    await done('mandate_apply', { userId, requestId, notifyUrl: NOTIFY_URL });
    await pay(requestId);
    let payToken = '';
    await until(async () => {
      const { tokenList } = await done('mandate_query', { userId });
      payToken = tokenList[0]?.payToken ?? '';
      return tokenList[0]?.tokenStatus === 'ACTIVED';
    }, 'there is no token');
    const channel = { channelType: 'DIRECT_DEBIT', channelCode: 'PH_GCASH_DIRECT_DEBIT' };
    const debit = { ...channel, payToken, mchOrderId: newId(), notifyUrl: NOTIFY_URL };
    await done('payment_create', debit);
    await until(async () => {
      const key = { mchOrderId: debit.mchOrderId, countryCode: 'PH' };
      return (await done('payment_query', key)).transactionStatus === 'COMPLETED';
    }, 'the payer is not debited');
    const cancelled = await done('mandate_cancel', { userId, payToken });
    assert.equal(cancelled.inactiveType, 'MCH_CANCEL');
    const late = await call('payment_create', { ...debit, mchOrderId: newId() });
    assert.equal(late.code, 21_024);
  });

  test('every operation was called', async () => {
    assert.deepEqual(
      OPERATIONS.filter(({ name }) => !called.has(name)),
      [],
    );
  });
});
