/**
 * A text that was signed serves one operation. The published signatures cover neither path nor
 * method, so whoever has seen a query could close the order by it.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleFields as openApiSample } from '../../src/dialects/open-api/fixtures/speak.ts';
import { openApiPh } from '../../src/dialects/open-api-ph/dialect.ts';
import { envelopeOf, sampleFields } from '../../src/dialects/open-api-ph/fixtures/speak.ts';
import { operationOf as phOperationOf } from '../../src/dialects/open-api-ph/operations/all.ts';
import { openShop as openPhShop } from '../support/open-api-ph-shop.ts';
import { openShop } from '../support/open-api-shop.ts';
import { rememberedTexts } from '../support/shop.ts';

const PAYMENT = { ...openApiSample('ph_payment_create'), mchOrderId: 'ONCE1' };
const SERVED = /this text has served another call/;

function remembering() {
  return openShop({ signedTexts: rememberedTexts() });
}

async function opened(shop: ReturnType<typeof remembering>) {
  const made = await shop.call('ph_payment_create', { ...PAYMENT, timestamp: shop.nowMs() });
  assert.equal(made.code, 10000, made.message);
  return { fields: { mchOrderId: 'ONCE1', countryCode: 'PH', timestamp: shop.nowMs() } };
}

const stateOf = (shop: ReturnType<typeof remembering>) => shop.orderBy('ONCE1').state;

describe('open-api', () => {
  test('the text of a query closes nothing, and queries as often as it is sent', async () => {
    const shop = remembering();
    const { fields } = await opened(shop);
    for (const operation of ['ph_payment_query', 'payment_query', 'ph_payment_query']) {
      assert.equal((await shop.call(operation, fields)).code, 10000, operation);
    }
    const close = await shop.call('payment_close', fields);
    assert.equal(close.code, 21009);
    assert.match(close.data.detail, SERVED);
    assert.notEqual(stateOf(shop), 'closed');
    const anew = { ...fields, timestamp: shop.nowMs() + 1 };
    assert.equal((await shop.call('payment_close', anew)).code, 10000);
    assert.equal(stateOf(shop), 'closed');
  });

  test('the text of a close is the same close again, and nothing else', async () => {
    const shop = remembering();
    const { fields } = await opened(shop);
    const first = await shop.call('payment_close', fields);
    assert.equal(first.code, 10000);
    const query = await shop.call('ph_payment_query', fields);
    assert.match(query.data.detail, SERVED);
    assert.doesNotMatch((await shop.call('payment_close', fields)).data?.detail ?? '', SERVED);
  });

  test('a create is repeated by its reference, whatever was signed', async () => {
    const shop = remembering();
    const fields = { ...PAYMENT, timestamp: shop.nowMs() };
    assert.equal((await shop.call('ph_payment_create', fields)).code, 10000);
    const again = await shop.call('ph_payment_create', fields);
    assert.equal(again.code, 21007, again.message);
  });
});

describe('open-api-ph', () => {
  test('the text of a checkout’s query closes nothing', async () => {
    const shop = openPhShop({ signedTexts: rememberedTexts() });
    const { mchOrderId } = sampleFields('checkout_create') as { mchOrderId: string };
    assert.equal((await shop.call('checkout_create', { mchOrderId })).code, 1);
    const param = JSON.stringify({ mchOrderId, timestamp: shop.nowMs() });
    const query = envelopeOf('checkout_query', param);
    assert.equal((await shop.send(query)).code, 1);
    const [path = ''] = phOperationOf('checkout_close').paths;
    const close = await shop.send({ ...query, path });
    assert.equal(close.code, 1023);
    assert.notEqual(shop.orderBy(mchOrderId).state, 'closed');
  });

  test('what names no time is distinct from nothing: a merchant asks, then cancels by one text', async () => {
    const timeless = openApiPh.operations.filter(
      ({ fields }) => !fields.some(({ name }) => name === 'timestamp'),
    );
    assert.ok(timeless.some(({ name }) => name === 'qrcode_cancel'));
    const shop = openPhShop({ signedTexts: rememberedTexts() });
    const { mchOrderId } = sampleFields('qrcode_create') as { mchOrderId: string };
    assert.equal((await shop.call('qrcode_create', { mchOrderId })).code, 1000);
    for (const operation of ['qrcode_detail', 'qrcode_cancel', 'qrcode_detail']) {
      assert.equal((await shop.call(operation, { mchOrderId })).code, 1000, operation);
    }
  });
});
