/** What Airwallex documents beside the calls that our connector makes, kept by its emulator. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { airwallex } from '../../src/connectors/airwallex/connector.ts';
import { Talk } from './airwallex-talk.ts';

const ALWAYS = '4035501000000008';
const INTENTS = '/api/v1/pa/payment_intents';
const REFUNDS = '/api/v1/pa/refunds';
const TRANSFERS = '/api/v1/transfers';

type Json = Readonly<Record<string, unknown>>;

describe("rules of Airwallex's emulator", () => {
  let talk: Talk;
  let token = '';
  before(async () => {
    talk = await Talk.start();
    token = await talk.token();
  });
  after(() => talk[Symbol.asyncDispose]());

  const post = async (path: string, body: Json) =>
    await talk.call('POST', path, { request_id: crypto.randomUUID(), ...body }, token);
  const list = async (path: string, query: Readonly<Record<string, string>>) => {
    const headers = { authorization: `Bearer ${token}` };
    const url = `${talk.emulator.url}${path}?${new URLSearchParams(query)}`;
    return (await (await fetch(url, { headers })).json()) as { items?: { id: string }[] } & Json;
  };
  const confirmed = async (options: Json = {}) => {
    const made = await post(`${INTENTS}/create`, {
      amount: 20,
      currency: 'SGD',
      merchant_order_id: crypto.randomUUID(),
    });
    const card = { number: ALWAYS, expiry_month: '12', expiry_year: '2030', cvc: '123' };
    const body = { payment_method: { type: 'card', card }, ...options };
    return await post(`${INTENTS}/${made.id}/confirm`, body);
  };
  const attemptOf = (intent: Json) => (intent.latest_payment_attempt as Json).id as string;

  test('a refund may name the attempt that paid, and only that one', async () => {
    const intent = await confirmed();
    const attempt = attemptOf(intent);
    const refund = await post(`${REFUNDS}/create`, { payment_attempt_id: attempt, amount: 5 });
    assert.deepEqual([refund.payment_intent_id, refund.amount], [intent.id, 5]);
    const other = await confirmed();
    for (const body of [
      { payment_attempt_id: 'att_nobody' },
      { payment_attempt_id: attempt, payment_intent_id: other.id },
    ]) {
      assert.equal((await post(`${REFUNDS}/create`, body)).code, 'resource_not_found');
    }
    const { items } = await list(REFUNDS, { payment_attempt_id: attempt });
    assert.deepEqual(
      items?.map(({ id }) => id),
      [refund.id],
    );
  });

  test('lists are of the time that is asked for, the end not included', async () => {
    const before = new Date();
    const intent = await confirmed();
    const stamp = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, '+0000');
    const from = stamp(before.getTime() - 2_000);
    const later = stamp(Date.now() + 60_000);
    const ids = async (query: Readonly<Record<string, string>>) =>
      (await list(INTENTS, { ...query, page_size: '100' })).items?.map(({ id }) => id) ?? [];
    assert.ok((await ids({ from_created_at: from })).includes(intent.id as string));
    assert.deepEqual(await ids({ from_created_at: later }), []);
    assert.deepEqual(await ids({ to_created_at: from }), []);
    assert.equal((await list(INTENTS, { from_created_at: 'soon' })).code, 'validation_error');
  });

  test('what was authorised is captured in part, once; and no other', async () => {
    const options = { payment_method_options: { card: { auto_capture: false } } };
    const held = await confirmed(options);
    assert.deepEqual([held.status, held.captured_amount], ['REQUIRES_CAPTURE', 0]);
    assert.equal(
      (await post(`${INTENTS}/${held.id}/capture`, { amount: 21 })).code,
      'validation_error',
    );
    const captured = await post(`${INTENTS}/${held.id}/capture`, { amount: 12.5 });
    assert.deepEqual([captured.status, captured.captured_amount], ['SUCCEEDED', 12.5]);
    const again = await post(`${INTENTS}/${held.id}/capture`, {});
    assert.equal(again.code, 'invalid_status_for_operation');
  });

  test('an intent is updated until somebody has paid it', async () => {
    const made = { amount: 20, currency: 'SGD', merchant_order_id: 'first' };
    const intent = await post(`${INTENTS}/create`, made);
    const updated = await post(`${INTENTS}/${intent.id}/update`, {
      amount: 30.5,
      merchant_order_id: 'second',
    });
    assert.deepEqual([updated.amount, updated.merchant_order_id], [30.5, 'second']);
    const paid = await confirmed();
    const late = await post(`${INTENTS}/${paid.id}/update`, { amount: 1 });
    assert.equal(late.code, 'invalid_status_for_operation');
  });

  test('a transfer is validated without being made, and cancelled before it is paid', async () => {
    const account = { account: 'main', version: 1, baseUrl: talk.emulator.url, secrets: {} };
    const sent = JSON.parse(
      airwallex.build(talk.payout(7_000n), account, 0, token).body ?? '',
    ) as Json;
    const count = async () => (await list(TRANSFERS, { page_size: '100' })).items?.length;
    const none = await count();
    assert.equal((await post(`${TRANSFERS}/validate`, sent)).transfer_amount, sent.transfer_amount);
    const { beneficiary: _, ...without } = sent;
    assert.equal((await post(`${TRANSFERS}/validate`, without)).code, 'validation_error');
    assert.equal(await count(), none);
    await using slow = await Talk.start({ settleAfterMs: null });
    const bearer = await slow.token();
    const transfer = await slow.call('POST', `${TRANSFERS}/create`, sent, bearer);
    const cancel = () => slow.call('POST', `${TRANSFERS}/${transfer.id}/cancel`, {}, bearer);
    assert.equal((await cancel()).status, 'CANCELLED');
    assert.equal((await cancel()).code, 'invalid_status_for_operation');
  });
});
