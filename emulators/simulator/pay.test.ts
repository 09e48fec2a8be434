import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json, Platform } from './testing/harness.ts';
import { startPlatform } from './testing/harness.ts';

let platform: Platform;
before(async () => {
  platform = await startPlatform();
});
after(() => platform.stop());

const pay = (order: unknown, more: Json = {}, headers?: Record<string, string>) =>
  platform.call('POST', '/pay', { order, ...more }, headers);

function code(reply: { body: Json }): unknown {
  return (reply.body.error as Json).code;
}

async function moved(reference: string): Promise<string[]> {
  const { body } = await platform.call('GET', '/admin/journal');
  const all = body.movements as Record<string, string>[];
  return all
    .filter((each) => each.reference === reference)
    .map(({ operation, effect, amountMinor }) => `${operation} ${effect}${amountMinor}`);
}

test('/pay finds an order by every name it has', async () => {
  const names: ((order: Json, made: Json) => unknown)[] = [
    ({ reference }) => reference,
    ({ order }) => order,
    ({ merchantOrder }) => merchantOrder,
    (_order, { id }) => id,
    (_order, { instructions }) => (instructions as Json).number,
  ];
  for (const [index, name] of names.entries()) {
    const order = {
      reference: `named-${index}`,
      order: `C-named-${index}`,
      merchantOrder: `M-named-${index}`,
      method: 'va',
    };
    const made = await platform.payment(order);
    const paid = await pay(name(order, made.body));
    assert.equal(paid.http, 200);
    assert.equal(paid.body.id, made.body.id);
    assert.deepEqual(await moved(order.reference), ['payment +10050']);
  }
});

test('/pay waits for an order that is on its way', async () => {
  const early = pay('C-late', { amount: '7' });
  await platform.call('GET', '/admin/knobs');
  const made = await platform.payment({ order: 'C-late' });
  const paid = await early;
  assert.equal(paid.http, 200);
  assert.deepEqual(await moved(made.reference), ['payment +700']);
});

test('/pay takes the second try when the first of a merchant order was declined', async () => {
  const merchantOrder = 'M-second-try';
  await platform.payment({ merchantOrder, amountMinor: '900100' });
  const early = pay(merchantOrder);
  await platform.call('GET', '/admin/knobs');
  const made = await platform.payment({ merchantOrder });
  assert.equal((await early).body.id, made.body.id);
});

test('amounts are major units of the asset, or minor units', async () => {
  const cases = [
    ['PHP/2', { amount: '80.5' }, '8050'],
    ['IDR/0', { amount: '15000' }, '15000'],
    ['KWD/3', { amount: '1.005' }, '1005'],
    ['PHP/2', { amountMinor: '3' }, '3'],
  ] as const;
  for (const [asset, amount, expected] of cases) {
    const made = await platform.payment({ asset, method: 'va' });
    assert.equal((await pay(made.reference, amount)).body.amountMinor, expected);
  }
  const made = await platform.payment({ asset: 'IDR/0' });
  for (const amount of ['1.5', '-1', '1e3', 'abc', '0']) {
    assert.equal((await pay(made.reference, { amount })).http, 400, amount);
  }
  assert.deepEqual(await moved(made.reference), []);
});

test('paying twice moves money once, unless a number is to be paid again', async () => {
  const wallet = await platform.payment();
  await pay(wallet.reference);
  const second = await pay(wallet.reference, { again: true });
  assert.deepEqual([second.body.paid, second.body.already], [true, true]);
  assert.equal((await moved(wallet.reference)).length, 1);
  const va = await platform.payment({ method: 'va' });
  await pay(va.reference);
  await pay(va.reference, { again: true, amount: '1' });
  assert.deepEqual(await moved(va.reference), ['payment +10050', 'payment +100']);
  const { body } = await platform.query('payment', va.reference);
  assert.deepEqual([body.paidMinor, body.paymentCount], ['10150', 2]);
});

test('twenty payers at once pay a wallet order once', async () => {
  const made = await platform.payment();
  const all = await Promise.all(Array.from({ length: 20 }, () => pay(made.reference)));
  assert.equal(all.filter(({ body }) => body.paid && !body.already).length, 1);
  assert.equal((await moved(made.reference)).length, 1);
});

test('an expired link cannot be paid, an expired number can, a closed one only if late', async () => {
  const expiresAt = new Date(Date.now() - 1_000).toISOString();
  const wallet = await platform.payment({ expiresAt });
  const va = await platform.payment({ method: 'va', expiresAt });
  const closed = await platform.payment({ method: 'va' });
  await platform.api('POST', `/v1/payments/${closed.body.id}/close`);
  for (const { reference } of [wallet, va, closed]) {
    const event = await platform.until(() => platform.events(reference)[0]);
    assert.equal(event.type, 'payment.expired');
  }
  assert.equal(code(await pay(wallet.reference)), 'expired');
  assert.equal((await pay(va.reference)).http, 200);
  assert.equal(code(await pay(closed.reference)), 'closed');
  assert.equal((await pay(closed.reference, { late: true })).http, 200);
  assert.equal((await platform.query('payment', closed.reference)).body.status, 'succeeded');
});

test('/pay on a payout or refund forces completion', async () => {
  await platform.call('PUT', '/admin/knobs', { payoutDelayMs: 3_600_000 });
  const payout = await platform.payout();
  assert.equal((await platform.query('payout', payout.reference)).body.status, 'processing');
  const paid = await pay(payout.reference);
  assert.deepEqual([paid.http, paid.body.paid, paid.body.callback], [200, true, 'sent']);
  assert.deepEqual(await moved(payout.reference), ['payout -10050']);
  assert.equal((await pay(payout.reference)).body.already, true);
  await platform.call('PUT', '/admin/knobs', { payoutDelayMs: 20 });
});

test('/pay refuses other web pages and nonsense', async () => {
  const made = await platform.payment();
  const foreign = await pay(made.reference, {}, { origin: 'http://evil.example' });
  assert.equal(code(foreign), 'foreign_origin');
  assert.equal((await pay(5)).http, 400);
  assert.equal((await platform.call('POST', '/pay', undefined)).http, 400);
  assert.deepEqual(await moved(made.reference), []);
});

test('a reusable code is paid many times, within its limits, until it is closed', async () => {
  const terms = { minAmountMinor: '100', maxAmountMinor: '5000' };
  const order = {
    reference: 'code-1',
    order: 'C-code-1',
    merchantOrder: 'SHOP12',
    asset: 'PHP/2',
    callbackUrl: platform.callbackUrl,
    method: 'qr',
    name: 'Shop 12',
    ...terms,
  };
  const made = await platform.api('POST', '/v1/codes', order);
  assert.deepEqual([made.http, made.body.status], [201, 'active']);
  const { payload } = made.body.instructions as { payload: string };
  assert.match(payload, /^000201010211/);
  assert.equal(code(await pay('SHOP12')), 'amount_missing');
  assert.equal(code(await pay('SHOP12', { amount: '50.01' })), 'amount_out_of_limits');
  for (const amount of ['1', '2', '3']) assert.equal((await pay(payload, { amount })).http, 200);
  const events = platform.events('code-1');
  assert.deepEqual(
    events.map(({ type, id, amountMinor }) => `${type} ${id === made.body.id} ${amountMinor}`),
    ['100', '200', '300'].map((minor) => `code.paid true ${minor}`),
  );
  assert.equal(new Set(events.map(({ paymentId }) => paymentId)).size, 3);
  const list = '/v1/codes/by-reference/code-1/payments';
  const page = await platform.api('GET', `${list}?after=${events[0]?.paymentId}`);
  const amounts = (page.body.payments as Json[]).map(({ amountMinor }) => amountMinor);
  assert.deepEqual([amounts, page.body.hasMore], [['200', '300'], false]);
  const change = { maxAmountMinor: '9000', name: 'Shop 12b' };
  await platform.api('POST', `/v1/codes/${made.body.id}/update`, change);
  assert.equal((await pay('SHOP12', { amount: '90' })).http, 200);
  await platform.api('POST', `/v1/codes/${made.body.id}/close`);
  const { body } = await platform.query('code', 'code-1');
  assert.deepEqual([body.status, body.name, body.paidMinor], ['closed', 'Shop 12b', '9600']);
  assert.equal(code(await pay('SHOP12', { amount: '1' })), 'closed');
});

test('payer_refuses: the payer of a payment, a code or a mandate says no when asked', async () => {
  const made = await platform.payment({ amountMinor: '902600' });
  assert.equal(made.http, 201);
  const refused = await pay(made.reference);
  assert.deepEqual([refused.http, code(refused)], [422, 'payer_refused']);
  const event = await platform.until(() => platform.events(made.reference)[0]);
  assert.deepEqual([event.type, (event.failure as Json).code], ['payment.failed', 'payer_refused']);
  const shown = await platform.code({ amountMinor: '902600' });
  assert.equal((await pay(shown.reference)).http, 422);
  assert.equal((await platform.query('code', shown.reference)).body.paidMinor, '0');
  const match = { reference: 'mandate-no' };
  await platform.call('POST', '/admin/faults', { match, fault: 'payer_refuses' });
  await platform.mandate(match);
  assert.equal((await pay('mandate-no')).http, 422);
  const mandate = (await platform.query('mandate', 'mandate-no')).body;
  assert.deepEqual([mandate.status, (mandate.failure as Json).code], ['refused', 'payer_refused']);
});
