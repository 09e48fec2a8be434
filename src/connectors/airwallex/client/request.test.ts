import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleIntent } from '../../sample.fixture.ts';
import { CLOSING, PAYIN, PAYOUT, REFUND } from '../fixtures/expected.ts';
import { harness } from '../fixtures/harness.ts';
import { createCall, queryPath } from './request.ts';

const { credentials } = harness;
const LINKS = { ...credentials, secrets: { ...credentials.secrets, hostedPage: 'payment_link' } };

describe('what is asked', () => {
  test('a payment: the amount is a JSON number, the goods are listed', () => {
    assert.deepEqual(createCall(PAYIN, credentials), {
      method: 'POST',
      path: '/api/v1/pa/payment_intents/create',
      body:
        '{"request_id":"236130395249311744","amount":100.5,"currency":"PHP",' +
        '"merchant_order_id":"236130395249311744","return_url":"https://pay.example/p/8b1c",' +
        '"descriptor":"100 coins","customer":{"merchant_customer_id":"123456"},' +
        '"order":{"products":[{"code":"c1","name":"coins","desc":"100 coins","quantity":1,' +
        '"unit_price":100.5}]}}',
    });
  });

  test('an amount beyond what a float can hold is written to the last cent', () => {
    const intent = sampleIntent('payin', 'card', { amountMinor: 9_007_199_254_740_993n });
    assert.match(createCall(intent, credentials).body ?? '', /"amount":90071992547409\.93,/);
  });

  test('a payment link: without request_id, found by its reference', () => {
    const { path, body } = createCall(PAYIN, LINKS);
    assert.equal(path, '/api/v1/pa/payment_links/create');
    assert.equal(
      body,
      '{"title":"100 coins","reusable":false,"amount":100.5,"currency":"PHP",' +
        '"reference":"236130395249311744","expires_at":"2026-11-20T10:00:00+0000"}',
    );
  });

  test('a refund: of the payment that was booked', () => {
    assert.deepEqual(createCall(REFUND, credentials), {
      method: 'POST',
      path: '/api/v1/pa/refunds/create',
      body:
        '{"request_id":"R236130395249311744","payment_intent_id":"int_hkdmsample000000001",' +
        '"amount":100.5}',
    });
  });

  test('a transfer: the amount is text, the beneficiary has a bank account', () => {
    assert.deepEqual(createCall(PAYOUT, credentials), {
      method: 'POST',
      path: '/api/v1/transfers/create',
      body:
        '{"request_id":"236130395249311744","reason":"other_services",' +
        '"reference":"236130395249311744","transfer_currency":"PHP","transfer_amount":"100.5",' +
        '"source_currency":"PHP","transfer_method":"LOCAL","beneficiary":{"type":"BANK_ACCOUNT",' +
        '"entity_type":"PERSONAL","first_name":"Maria","last_name":"Santos","bank_details":{' +
        '"account_currency":"PHP","account_name":"Maria Santos","bank_country_code":"PH",' +
        '"account_number":"00123","account_routing_type1":"bank_code",' +
        '"account_routing_value1":"BPI"}}}',
    });
  });

  test('a closing: by their name, and until that is known only a question', () => {
    const { method, path, body } = createCall(CLOSING, credentials);
    assert.equal(
      `${method} ${path}`,
      `POST /api/v1/pa/payment_intents/${CLOSING.order.upstreamId}/cancel`,
    );
    assert.equal(body, '{"request_id":"236130395249311744_99"}');
    const link = createCall(CLOSING, LINKS);
    assert.equal(link.path, `/api/v1/pa/payment_links/${CLOSING.order.upstreamId}/deactivate`);
    assert.equal(link.body, '{}');
    const early = createCall({ ...CLOSING, order: PAYIN.order }, credentials);
    assert.deepEqual(early, { method: 'GET', path: queryPath(PAYIN, credentials), body: null });
  });

  test('a question: by our name first, by theirs once it is known', () => {
    const paths = [PAYIN, REFUND, PAYOUT].flatMap((intent) => [
      queryPath(intent, credentials),
      queryPath({ ...intent, order: { ...intent.order, upstreamId: 'id_1' } }, credentials),
    ]);
    const page = 'page_num=0&page_size=100';
    assert.deepEqual(paths, [
      `/api/v1/pa/payment_intents?merchant_order_id=236130395249311744&${page}`,
      '/api/v1/pa/payment_intents/id_1',
      `/api/v1/pa/refunds?payment_intent_id=int_hkdmsample000000001&request_id=R236130395249311744&${page}`,
      '/api/v1/pa/refunds/id_1',
      `/api/v1/transfers?request_id=236130395249311744&${page}`,
      '/api/v1/transfers/id_1',
    ]);
  });
});
