import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { FaultName } from './faults.ts';
import { FAULT_NAMES, FAULTS, magicFault } from './faults.ts';
import type { Json, Platform, Reply } from './testing/harness.ts';
import { signedHeaders, startPlatform } from './testing/harness.ts';

/**
 * Shorter than the real delays, yet long enough for a busy machine to look before they are over.
 */
const SHORT = Object.fromEntries(FAULT_NAMES.map((name) => [name, { delayMs: 1_000 }]));

let platform: Platform;
before(async () => {
  platform = await startPlatform({
    faultDefaults: { ...SHORT, lost: { delayMs: 50 }, huge_body: { bytes: 300_000 } },
  });
});
beforeEach(async () => {
  await platform.call('DELETE', '/admin/faults');
});
after(() => platform.stop());

function magicMinor(fault: FaultName): string {
  return `${FAULTS[fault].magic}00`;
}

/** A payment whose amount asks for the fault; no reply at all is http 0. */
async function magicPayment(
  fault: FaultName,
  over: Json = {},
): Promise<Reply & { reference: string }> {
  const reference = `magic-${fault}`;
  const asked = { reference, order: `o-${fault}`, merchantOrder: `m-${fault}`, ...over };
  try {
    return await platform.payment({ amountMinor: magicMinor(fault), ...asked });
  } catch {
    return { http: 0, body: {}, text: '', headers: new Headers(), reference };
  }
}

async function pay(order: string, more: Json = {}): Promise<Reply> {
  return platform.call('POST', '/pay', { order, ...more });
}

async function movements(reference: string): Promise<string[]> {
  const { body } = await platform.call('GET', '/admin/journal');
  const all = body.movements as {
    reference: string;
    operation: string;
    effect: string;
    amountMinor: string;
  }[];
  return all
    .filter((each) => each.reference === reference)
    .map(({ operation, effect, amountMinor }) => `${operation} ${effect}${amountMinor}`);
}

async function calls(reference: string): Promise<string[]> {
  const { body } = await platform.call('GET', '/admin/calls');
  const all = body.calls as { reference: string; outcome: string }[];
  return all.filter((each) => each.reference === reference).map(({ outcome }) => outcome);
}

test('a magic amount works in every scale, and only as a whole major amount', () => {
  assert.equal(magicFault(900100n, 'PHP/2'), 'decline');
  assert.equal(magicFault(9001n, 'IDR/0'), 'decline');
  assert.equal(magicFault(1029001000n, 'KWD/3'), 'decline');
  assert.equal(magicFault(900101n, 'PHP/2'), undefined);
  assert.equal(magicFault(9001n, 'PHP/2'), undefined);
  assert.equal(magicFault(900000n, 'PHP/2'), undefined);
});

test('every fault has a magic ending of its own', () => {
  const endings = FAULT_NAMES.map((name) => FAULTS[name].magic);
  assert.equal(new Set(endings).size, FAULT_NAMES.length);
});

test('decline: 422 with the failure, recorded, and no money', async () => {
  const made = await magicPayment('decline');
  assert.equal(made.http, 422);
  assert.equal(made.body.status, 'failed');
  assert.equal((made.body.failure as Json).code, 'declined');
  assert.equal((await platform.query('payment', made.reference)).body.status, 'failed');
  assert.deepEqual(await movements(made.reference), []);
  const again = await magicPayment('decline');
  assert.equal(again.http, 422);
  assert.equal(again.text, made.text);
});

test('decline_later: the payer is refused, the payout fails, both are reported', async () => {
  const made = await magicPayment('decline_later');
  assert.equal(made.http, 201);
  const paid = await pay(made.reference);
  assert.equal(paid.http, 422);
  const event = await platform.until(() => platform.events(made.reference)[0]);
  assert.equal(event.type, 'payment.failed');
  const payout = await platform.payout({ amountMinor: magicMinor('decline_later') });
  const failed = await platform.until(() => platform.events(payout.reference)[0]);
  assert.equal(failed.type, 'payout.failed');
  assert.equal((failed.failure as Json).code, 'insufficient_funds');
  assert.deepEqual(await movements(payout.reference), []);
});

test('timeout_then_success: the order is there before the late answer', async () => {
  let answered = false;
  const answer = magicPayment('timeout_then_success').finally(() => {
    answered = true;
  });
  const query = await platform.until(async () => {
    const reply = await platform.query('payment', 'magic-timeout_then_success');
    return reply.http === 200 && reply;
  });
  assert.equal(query.body.status, 'pending');
  assert.equal(answered, false);
  assert.equal((await answer).http, 201);
});

test('timeout_then_success: a payout has succeeded although its call had no answer in time', async () => {
  const reference = 'payout-timeout';
  const abort = new AbortController();
  const body = JSON.stringify({
    reference,
    order: 'o-pt',
    merchantOrder: 'm-pt',
    asset: 'IDR/0',
    amountMinor: String(FAULTS.timeout_then_success.magic),
    callbackUrl: platform.callbackUrl,
    beneficiary: { name: 'Budi' },
  });
  const headers = signedHeaders('POST', '/v1/payouts', body);
  const address = `${platform.simulator.url}/v1/payouts`;
  const answer = fetch(address, { method: 'POST', body, headers, signal: abort.signal });
  const unanswered = assert.rejects(answer, { name: 'AbortError' });
  const event = await platform.until(() => platform.events(reference)[0]);
  abort.abort();
  await unanswered;
  assert.equal(event.type, 'payout.succeeded');
  assert.deepEqual(await movements(reference), ['payout -9003']);
});

test('accept_then_hang: never answered, queries unavailable, then the truth', async () => {
  let answered = false;
  void magicPayment('accept_then_hang').then(() => {
    answered = true;
  });
  const reference = 'magic-accept_then_hang';
  await platform.until(async () => (await calls(reference)).length > 0);
  assert.equal((await platform.query('payment', reference)).http, 503);
  const seen = await platform.until(async () => {
    const reply = await platform.query('payment', reference);
    return reply.http === 200 && reply;
  });
  assert.equal(seen.body.status, 'pending');
  assert.equal(answered, false);
});

test('accept_502, html_200, redirect_302: a useless answer, and the order exists', async () => {
  const expected = { accept_502: 502, html_200: 200, redirect_302: 302 };
  for (const [fault, http] of Object.entries(expected)) {
    const made = await magicPayment(fault as FaultName);
    assert.equal(made.http, http, fault);
    assert.deepEqual(made.body, {}, fault);
    assert.equal((await platform.query('payment', made.reference)).body.status, 'pending', fault);
    assert.deepEqual((await calls(made.reference))[0], 'created', fault);
  }
});

test('huge_body and gzip_bomb: right but enormous answers', async () => {
  const huge = await magicPayment('huge_body');
  assert.equal(huge.text.length > 300_000, true);
  assert.equal(huge.body.status, 'pending');
  const bomb = await magicPayment('gzip_bomb');
  assert.equal(bomb.headers.get('content-encoding'), 'gzip');
  assert.equal(bomb.text.length > 10_000_000, true);
});

test('malformed_json, duplicate_keys, deep_json: bodies a strict reader refuses', async () => {
  const malformed = await magicPayment('malformed_json');
  assert.throws(() => JSON.parse(malformed.text));
  const duplicate = await magicPayment('duplicate_keys');
  assert.equal(duplicate.text.split('"status"').length - 1, 2);
  const deep = await magicPayment('deep_json');
  assert.match(deep.text, /\[{10000}\]{10000}/);
  for (const { reference } of [malformed, duplicate, deep]) {
    assert.equal((await platform.query('payment', reference)).body.status, 'pending');
  }
});

test('duplicate_callback: copies at once, one event id, one movement', async () => {
  const made = await magicPayment('duplicate_callback');
  await pay(made.reference);
  const events = await platform.until(() => {
    const all = platform.events(made.reference);
    return all.length === 5 && all;
  });
  assert.equal(new Set(events.map(({ eventId }) => eventId)).size, 1);
  assert.equal((await movements(made.reference)).length, 1);
});

test('late_callback: the query knows before the callback comes', async () => {
  const made = await magicPayment('late_callback');
  const paid = await pay(made.reference);
  assert.equal(paid.body.callback, 'late');
  assert.equal(platform.events(made.reference).length, 0);
  assert.equal((await platform.query('payment', made.reference)).body.status, 'succeeded');
  await platform.until(() => platform.events(made.reference)[0]);
});

test('callback_never: paid, without a callback', async () => {
  const made = await magicPayment('callback_never');
  assert.equal((await pay(made.reference)).body.callback, 'withheld');
  const next = await platform.payment();
  await pay(next.reference);
  await platform.until(() => platform.events(next.reference)[0]);
  assert.equal(platform.events(made.reference).length, 0);
  assert.equal((await platform.query('payment', made.reference)).body.status, 'succeeded');
});

test('wrong amounts: callback, query and journal agree on what really moved', async () => {
  const cases = [
    ['wrong_amount_under', '450400'],
    ['wrong_amount_over', '1351350'],
  ] as const;
  for (const [fault, moved] of cases) {
    const made = await magicPayment(fault);
    assert.equal((await pay(made.reference)).body.amountMinor, moved);
    assert.equal(platform.events(made.reference)[0]?.amountMinor, moved);
    const { body } = await platform.query('payment', made.reference);
    assert.deepEqual([body.amountMinor, body.paidMinor], [magicMinor(fault), moved]);
    assert.deepEqual(await movements(made.reference), [`payment +${moved}`]);
  }
});

test('late_reversal: payments and payouts succeed, then are reversed', async () => {
  const made = await magicPayment('late_reversal');
  await pay(made.reference);
  const payout = await platform.payout({ amountMinor: magicMinor('late_reversal') });
  const cases = [
    ['payment', made.reference, ['payment +901000', 'reversal -901000']],
    ['payout', payout.reference, ['payout -901000', 'reversal +901000']],
  ] as const;
  for (const [kind, reference, moved] of cases) {
    await platform.until(() => platform.events(reference).length === 2);
    const types = platform.events(reference).map(({ type }) => type);
    assert.deepEqual(types, [`${kind}.succeeded`, `${kind}.reversed`]);
    assert.equal((await platform.query(kind, reference)).body.status, 'reversed');
    assert.deepEqual(await movements(reference), moved);
  }
});

test('forged_callback: false messages of ten times the amount come first and do not verify', async () => {
  const made = await magicPayment('forged_callback');
  await pay(made.reference);
  const about = platform.received.filter(({ body }) => body.reference === made.reference);
  assert.deepEqual(
    about.map(({ genuine }) => genuine),
    [false, false, false, false, true],
  );
  assert.deepEqual(
    about.map(({ body }) => body.amountMinor),
    [...Array<string>(4).fill('9011000'), '901100'],
  );
});

test('lost: no answer, no order, every time', async () => {
  for (const _attempt of [1, 2]) {
    assert.equal((await magicPayment('lost')).http, 0);
    assert.equal((await platform.query('payment', 'magic-lost')).http, 404);
  }
  assert.deepEqual(await calls('magic-lost'), ['dropped', 'answered', 'dropped', 'answered']);
});

test('drop_connection_before_accept: no order, and the next try comes through', async () => {
  assert.equal((await magicPayment('drop_connection_before_accept')).http, 0);
  const reference = 'magic-drop_connection_before_accept';
  assert.equal((await platform.query('payment', reference)).http, 404);
  assert.equal((await magicPayment('drop_connection_before_accept')).http, 201);
});

test('drop_connection_after_accept: no answer, but the order exists', async () => {
  assert.equal((await magicPayment('drop_connection_after_accept')).http, 0);
  const query = await platform.query('payment', 'magic-drop_connection_after_accept');
  assert.equal(query.body.status, 'pending');
});

test('late_visible and query_down: queries say 404 or 503 at first, then the truth', async () => {
  for (const [fault, http] of [
    ['late_visible', 404],
    ['query_down', 503],
  ] as const) {
    const made = await magicPayment(fault);
    assert.equal(made.http, 201, fault);
    assert.equal((await platform.query('payment', made.reference)).http, http, fault);
    await platform.until(
      async () => (await platform.query('payment', made.reference)).http === 200,
    );
  }
});

test('unknown_word: in the answer, in queries for a while, and as an event type', async () => {
  const made = await magicPayment('unknown_word');
  assert.equal(made.body.status, 'under_review');
  assert.equal((await platform.query('payment', made.reference)).body.status, 'under_review');
  const event = await platform.until(() => platform.events(made.reference)[0]);
  assert.equal(event.type, 'payment.under_review');
  await platform.until(
    async () => (await platform.query('payment', made.reference)).body.status === 'pending',
  );
});

test('a rule acts on what it matches, as often as it says', async () => {
  const match = { merchantOrder: 'm-ruled' };
  const rule = { match, fault: 'accept_502', count: 2 };
  assert.equal((await platform.call('POST', '/admin/faults', rule)).http, 201);
  const ruled = () => platform.payment({ merchantOrder: 'm-ruled' });
  assert.equal((await platform.payment()).http, 201);
  assert.deepEqual(
    [(await ruled()).http, (await ruled()).http, (await ruled()).http],
    [502, 502, 201],
  );
});

test('rules spoil queries and closes on request', async () => {
  const made = await platform.payment();
  const spoil = (operation: string, fault: string) =>
    platform.call('POST', '/admin/faults', { match: { operation }, fault });
  await spoil('query', 'html_200');
  await spoil('close', 'accept_502');
  assert.match((await platform.query('payment', made.reference)).text, /It works/);
  assert.equal((await platform.query('payment', made.reference)).body.status, 'pending');
  const close = `/v1/payments/${made.body.id}/close`;
  assert.equal((await platform.api('POST', close)).http, 502);
  assert.equal((await platform.query('payment', made.reference)).body.status, 'expired');
  assert.equal((await spoil('query', 'decline')).http, 400);
});

test('a rule set after the order was made still acts when the money moves', async () => {
  const made = await platform.payment();
  const match = { reference: made.reference };
  const options = { direction: 'over', amountMinor: '99999' };
  await platform.call('POST', '/admin/faults', { match, fault: 'wrong_amount', options });
  await platform.call('POST', '/admin/faults', {
    match,
    fault: 'duplicate_callback',
    options: { copies: 3 },
  });
  assert.equal((await pay(made.reference)).body.amountMinor, '99999');
  await platform.until(() => platform.events(made.reference).length === 3);
});

test('a rule that makes no sense is refused with a reason', async () => {
  const cases: [Json, RegExp][] = [
    [{ match: {}, fault: 'lost' }, /match names/],
    [{ match: { any: true }, fault: 'no_such' }, /fault is one of/],
    [{ match: { any: true }, fault: 'lost', count: 0 }, /count/],
    [{ match: { any: true }, fault: 'lost', options: { delayMs: -1 } }, /delayMs/],
    [{ match: { operation: 'payments' }, fault: 'lost' }, /operation/],
  ];
  for (const [rule, reason] of cases) {
    const reply = await platform.call('POST', '/admin/faults', rule);
    assert.equal(reply.http, 400);
    assert.match(reply.text, reason);
  }
});

test('knobs: down, careless creates, no magic, payments that pay themselves', async () => {
  const turn = (knobs: Json) => platform.call('PUT', '/admin/knobs', knobs);
  await turn({ down: true });
  assert.equal((await platform.payment()).http, 503);
  await turn({ down: 'drop' });
  await assert.rejects(platform.payment());
  await turn({ down: false, idempotentCreates: false, magicAmounts: false, autoPayMs: 1 });
  const over = { reference: 'careless', order: 'c', merchantOrder: 'c', amountMinor: '900100' };
  const first = await platform.payment(over);
  const second = await platform.payment(over);
  assert.notEqual(first.body.id, second.body.id);
  await platform.until(async () => (await movements('careless')).length === 2);
  const { body } = await platform.call('GET', '/admin/calls');
  assert.deepEqual(body.createdTwice, [{ kind: 'payment', reference: 'careless', orders: 2 }]);
  await turn({ idempotentCreates: true, magicAmounts: true, autoPayMs: null });
});

test('callbacks wait while paused', async () => {
  await platform.call('PUT', '/admin/knobs', { callbacksPaused: true });
  const made = await platform.payout();
  await platform.until(async () => (await movements(made.reference)).length === 1);
  const next = await platform.payout();
  await platform.until(async () => (await movements(next.reference)).length === 1);
  assert.deepEqual(platform.events(made.reference), []);
  assert.deepEqual(platform.events(next.reference), []);
  await platform.call('PUT', '/admin/knobs', { callbacksPaused: false });
  await platform.until(() => platform.events(made.reference)[0]);
});
