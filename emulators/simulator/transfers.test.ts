import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json, Platform, Reply } from './testing/harness.ts';
import {
  ACCOUNT,
  API_SECRET,
  CALLBACK_SECRET,
  signedHeaders,
  startPlatform,
} from './testing/harness.ts';

let platform: Platform;
before(async () => {
  platform = await startPlatform({ knobs: { callbackTimetableMs: [0, 10, 10] } });
});
after(() => platform.stop());

function code(reply: Reply): unknown {
  return (reply.body.error as Json).code;
}

async function paidPayment(over: Json = {}): Promise<Reply & { reference: string }> {
  const made = await platform.payment(over);
  await platform.call('POST', '/pay', { order: made.reference });
  return made;
}

let refunds = 0;
function refund(over: Json): Promise<Reply> {
  refunds += 1;
  const order = {
    reference: `refund-${refunds}`,
    order: `R${refunds}`,
    merchantOrder: `MR${refunds}`,
    asset: 'PHP/2',
    amountMinor: '1000',
    callbackUrl: platform.callbackUrl,
    ...over,
  };
  return platform.api('POST', '/v1/refunds', order);
}

test('a refund goes back from a payment by id, reference or arrival, and is reported', async () => {
  const payment = await paidPayment();
  const { body } = await platform.query('payment', payment.reference);
  const arrival = (body.payments as Json[])[0]?.id;
  const sources = [
    { paymentId: payment.body.id },
    { paymentReference: payment.reference },
    { paymentId: arrival },
  ];
  for (const source of sources) {
    const made = await refund(source);
    assert.deepEqual([made.http, made.body.status], [202, 'processing']);
    const event = await platform.until(() => platform.events(String(made.body.reference))[0]);
    assert.deepEqual([event.type, event.amountMinor], ['refund.succeeded', '1000']);
  }
  const after = await platform.query('payment', payment.reference);
  assert.deepEqual([after.body.status, after.body.refundedMinor], ['succeeded', '3000']);
});

test('refunds never exceed what was paid, also all at once', async () => {
  const payment = await paidPayment();
  const paymentId = payment.body.id;
  const all = await Promise.all(Array.from({ length: 20 }, () => refund({ paymentId })));
  assert.equal(all.filter(({ http }) => http === 202).length, 10);
  assert.equal(code(await refund({ paymentId })), 'refund_exceeds_paid');
  assert.equal((await refund({ paymentId, amountMinor: '50' })).http, 202);
});

test('a failed refund gives its amount free again', async () => {
  const payment = await paidPayment({ amountMinor: '900200' });
  const wallet = await paidPayment({ amountMinor: '2000000' });
  assert.equal(code(await refund({ paymentId: payment.body.id })), 'refund_exceeds_paid');
  const made = await refund({ paymentId: wallet.body.id, amountMinor: '900200' });
  const event = await platform.until(() => platform.events(String(made.body.reference))[0]);
  assert.equal(event.type, 'refund.failed');
  const after = await platform.query('payment', wallet.reference);
  assert.equal(after.body.refundedMinor, '0');
});

test('nobody sees, refunds or closes the order of another account', async () => {
  const secret = 'a-secret-of-another-account';
  const secrets = [{ version: '1', secret }];
  const other = { id: 'rival', name: 'Rival', apiSecrets: secrets, callbackSecrets: secrets };
  assert.equal((await platform.call('PUT', '/admin/accounts', other)).http, 200);
  const payment = await paidPayment();
  const as = (method: string, path: string, body?: Json) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = signedHeaders(method, path, text, { account: 'rival', secret });
    return platform.call(method, path, body, headers);
  };
  const id = String(payment.body.id);
  const theirs = { reference: 'x', order: 'x', merchantOrder: 'x', asset: 'PHP/2' };
  const taken = { ...theirs, amountMinor: '1', callbackUrl: platform.callbackUrl, paymentId: id };
  const replies = [
    await as('GET', `/v1/payments/${id}`),
    await as('GET', `/v1/payments/by-reference/${payment.reference}`),
    await as('POST', `/v1/payments/${id}/close`),
    await as('POST', '/v1/refunds', taken),
  ];
  for (const { http } of replies) assert.equal(http, 404);
});

test('secret versions overlap while both are live, then the old one ends', async () => {
  const now = Date.now();
  const old = {
    version: '1',
    secret: API_SECRET,
    notAfter: new Date(now + 3_600_000).toISOString(),
  };
  const next = { version: '2', secret: 'the-next-api-secret-of-acme' };
  const callbackSecrets = [
    { version: '2', secret: 'the-next-callback-secret' },
    { version: '1', secret: CALLBACK_SECRET },
  ];
  const rotate = (apiSecrets: Json[]) =>
    platform.call('PUT', '/admin/accounts', { ...ACCOUNT, apiSecrets, callbackSecrets });
  const path = '/v1/payments/none';
  const status = async (secret: string) =>
    (await platform.call('GET', path, undefined, signedHeaders('GET', path, '', { secret }))).http;
  await rotate([next, old]);
  assert.deepEqual([await status(API_SECRET), await status(next.secret)], [404, 404]);
  const paid = await paidPayment();
  const [callback] = platform.received.filter(({ body }) => body.reference === paid.reference);
  assert.equal(String(callback?.headers['x-sim-signature']).split(',').length, 2);
  assert.equal(callback?.genuine, true);
  await rotate([next, { ...old, notAfter: new Date(now - 1).toISOString() }]);
  assert.deepEqual([await status(API_SECRET), await status(next.secret)], [401, 404]);
  const shown = await platform.call('GET', '/admin/accounts');
  assert.equal(shown.text.includes(next.secret), false);
  await platform.call('PUT', '/admin/accounts', { ...ACCOUNT });
});

test('a callback comes again with the same bytes until it is acknowledged, then given up', async () => {
  const answer = platform.answer;
  let refusals = 1;
  platform.answer = (received) => {
    refusals -= 1;
    return refusals >= 0 ? { http: 200, body: '{"received":"yes"}' } : answer(received);
  };
  const about = (reference: string) =>
    platform.received.filter(({ body }) => body.reference === reference);
  const first = await paidPayment();
  await platform.until(() => about(first.reference).length === 2);
  assert.equal(new Set(about(first.reference).map(({ text }) => text)).size, 1);
  refusals = 99;
  const second = await paidPayment();
  const stateOf = async (reference: string) => {
    const { body } = await platform.call('GET', '/admin/callbacks');
    const events = body.events as { body: string; state: string }[];
    return events.find((event) => event.body.includes(reference))?.state;
  };
  await platform.until(async () => (await stateOf(second.reference)) === 'given_up');
  assert.equal(about(second.reference).length, 3);
  assert.equal(await stateOf(first.reference), 'acknowledged');
  platform.answer = answer;
  const resend = { event: second.body.id };
  assert.deepEqual((await platform.call('POST', '/admin/callbacks/resend', resend)).body, {
    sent: 1,
  });
  assert.equal(await stateOf(second.reference), 'acknowledged');
});

test('bad requests are refused with the field that is wrong', async () => {
  const cases: [Json, RegExp][] = [
    [{ amountMinor: 100 }, /amountMinor/],
    [{ amountMinor: '0' }, /amountMinor/],
    [{ amountMinor: '10.5' }, /amountMinor/],
    [{ asset: 'PHP' }, /asset/],
    [{ method: 'cash' }, /method/],
    [{ callbackUrl: 'ftp://x' }, /callbackUrl/],
    [{ callbackUrl: null }, /callbackUrl/],
    [{ returnUrl: 'javascript:alert(1)' }, /returnUrl/],
    [{ reference: 'with space' }, /reference/],
    [{ expiresAt: 'tomorrow' }, /expiresAt/],
    [{ attributes: { a: { b: 'c' } } }, /attributes/],
  ];
  for (const [over, field] of cases) {
    const reply = await platform.payment(over);
    assert.deepEqual([reply.http, code(reply)], [400, 'invalid_request']);
    assert.match(reply.text, field);
  }
});

test('the settlement report equals the journal, and shows the errors put into it', async () => {
  const kept = await paidPayment({ merchantOrder: 'say "hi", you' });
  const missing = await paidPayment();
  const altered = await paidPayment();
  const date = new Date().toISOString().slice(0, 10);
  const path = `/v1/reports/settlement?date=${date}`;
  const lines = async () => (await platform.api('GET', path)).text.trimEnd().split('\r\n');
  const { body } = await platform.call('GET', '/admin/journal');
  const clean = await lines();
  assert.equal(clean.length - 1, (body.movements as Json[]).length);
  assert.match(clean.find((line) => line.includes(kept.reference)) ?? '', /"say ""hi"", you"/);
  const alter = (alteration: Json) => platform.call('POST', '/admin/report', alteration);
  await alter({ kind: 'missing', target: missing.reference });
  await alter({ kind: 'altered', target: altered.reference, line: { amount_minor: '1' } });
  await alter({ kind: 'extra', line: { reference: 'made-up' } });
  const spoiled = await lines();
  assert.equal(spoiled.length, clean.length);
  assert.equal(
    spoiled.some((line) => line.includes(missing.reference)),
    false,
  );
  assert.match(spoiled.find((line) => line.includes(altered.reference)) ?? '', /,PHP\/2,1,\+,/);
  assert.match(spoiled.at(-1) ?? '', /made-up/);
  await platform.call('DELETE', '/admin/report');
  assert.deepEqual(await lines(), clean);
  assert.equal((await platform.api('GET', '/v1/reports/settlement?date=2026')).http, 400);
});

test('an operator can end, fail and reverse orders', async () => {
  const act = (order: unknown, what: string) =>
    platform.call('POST', '/admin/act', { order, act: what });
  const pending = await platform.payment();
  assert.equal((await act(pending.reference, 'fail')).body.status, 'failed');
  const paid = await paidPayment();
  assert.equal((await act(paid.reference, 'reverse')).body.status, 'reversed');
  assert.equal((await act(paid.reference, 'reverse')).http, 409);
  assert.equal((await act('nobody', 'fail')).http, 404);
  assert.deepEqual(
    platform.events(paid.reference).map(({ type }) => type),
    ['payment.succeeded', 'payment.reversed'],
  );
});
