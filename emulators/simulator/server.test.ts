import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Platform } from './testing/harness.ts';
import { signedHeaders, startPlatform } from './testing/harness.ts';

let platform: Platform;
before(async () => {
  platform = await startPlatform();
});
after(() => platform.stop());

test('a payment is created pending, paid by /pay, reported by callback and by query', async () => {
  const made = await platform.payment();
  assert.equal(made.http, 201);
  assert.equal(made.body.status, 'pending');
  const paid = await platform.call('POST', '/pay', { order: made.reference });
  assert.equal(paid.http, 200);
  assert.equal(paid.body.paid, true);
  assert.equal(paid.body.amountMinor, '10050');
  assert.equal(paid.body.callback, 'sent');
  const [event, ...more] = platform.events(made.reference);
  assert.equal(more.length, 0);
  assert.equal(event?.type, 'payment.succeeded');
  assert.equal(event?.amountMinor, '10050');
  assert.match(String(event?.utr), /^\d{12}$/);
  const { body } = await platform.query('payment', made.reference);
  assert.equal(body.status, 'succeeded');
  assert.equal(body.paidMinor, '10050');
});

test('a payout finishes by itself and moves money out once', async () => {
  const made = await platform.payout();
  assert.equal(made.http, 202);
  assert.equal(made.body.status, 'processing');
  const event = await platform.until(() => platform.events(made.reference)[0]);
  assert.equal(event.type, 'payout.succeeded');
  const { body } = await platform.query('payout', made.reference);
  assert.equal(body.status, 'succeeded');
  assert.equal(body.paidMinor, '10050');
});

test('the same reference with the same content has the same answer and one order', async () => {
  const order = {
    reference: 'twice-1',
    order: 'o',
    merchantOrder: 'm',
    method: 'wallet',
    asset: 'PHP/2',
    amountMinor: '10050',
    callbackUrl: platform.callbackUrl,
    attributes: { a: '1', b: '2' },
  };
  const first = await platform.api('POST', '/v1/payments', order);
  await platform.call('POST', '/pay', { order: 'twice-1' });
  const shuffled = Object.fromEntries(Object.entries(order).toReversed());
  const attributes = { b: '2', a: '1' };
  const again = await platform.api('POST', '/v1/payments', { ...shuffled, attributes });
  assert.equal(again.http, 201);
  assert.equal(again.text, first.text);
  assert.equal(again.headers.get('x-sim-replayed'), 'true');
});

test('the same reference with other content is a conflict', async () => {
  await platform.payment({ reference: 'other-1' });
  const other = await platform.payment({ reference: 'other-1', amountMinor: '1' });
  assert.equal(other.http, 409);
  assert.deepEqual((other.body.error as { code: string }).code, 'reference_conflict');
});

test('wrong, old, unknown and missing signatures are refused with a reason', async () => {
  const path = '/v1/payments/by-reference/x';
  const old = String(Math.floor(Date.now() / 1000) - 301);
  const cases = [
    ['signature_mismatch', signedHeaders('GET', path, '', { secret: 'not the secret at all' })],
    ['signature_mismatch', signedHeaders('POST', path, '')],
    ['signature_mismatch', signedHeaders('GET', `${path}?a=1`, '')],
    ['signature_mismatch', { ...signedHeaders('GET', path, ''), 'x-sim-signature': 'zz' }],
    ['timestamp_out_of_window', signedHeaders('GET', path, '', { timestamp: old })],
    ['timestamp_invalid', signedHeaders('GET', path, '', { timestamp: '1e9' })],
    ['unknown_account', signedHeaders('GET', path, '', { account: 'nobody' })],
    ['signature_missing', {}],
  ] as const;
  for (const [code, headers] of cases) {
    const reply = await platform.call('GET', path, undefined, headers);
    assert.equal(reply.http, 401, code);
    assert.equal((reply.body.error as { code: string }).code, code);
  }
});
