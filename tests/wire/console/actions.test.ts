/** What operators do, through the pages, to a real platform. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { buildRequest } from '../../../src/dialects/collect/client.ts';
import { createProviderReports } from '../../../src/store/queues/provider-reports.ts';
import { SHARDS } from '../../support/lanes.ts';
import { flash, problemOf, signedIn, visitor } from './browsing.ts';
import { bringIntoDoubt, deadLetter, makeStory } from './story.ts';
import { ACCEPTED, type ConsoleWorld, MERCHANT_KEY, openConsole, PASSWORD, paid } from './world.ts';

/** Actions and phases of the audit log, oldest first, without those of signing in. */
async function trail({ deps }: ConsoleWorld): Promise<readonly string[]> {
  const rows = await deps.audit.list(null, 100);
  return rows
    .filter(({ action }) => !action.startsWith('sign_'))
    .map(({ action, phase, subject }) => `${action} ${phase} ${subject}`)
    .reverse();
}

test('a refund is made by the command that merchants use, once however often it is sent', async (t) => {
  const world = await openConsole(t);
  const order = await world.payin('A-1', [ACCEPTED, paid(125_050n, 'P1')]);
  const ann = await signedIn(world, 'finance');
  const page = await ann.get(`/console/orders/${order.id}`);
  const ref = /name="ref" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const form = { ref, amount: '50.25', password: PASSWORD };
  const reply = await ann.post(`/console/orders/${order.id}/refund`, form);
  assert.equal(await flash(ann, reply), 'Refund started.');
  await flash(ann, await ann.post(`/console/orders/${order.id}/refund`, form));
  const details = await world.deps.queries.orderDetails(order.id);
  assert.equal(details?.order.refundedMinor, 5_025n);
  assert.deepEqual(
    details?.children.map(({ merchantRef, amountMinor }) => [merchantRef, amountMinor]),
    [[ref, 5_025n]],
  );
  const once = [`refund asked order ${order.id}`, `refund done order ${order.id}`];
  assert.deepEqual(await trail(world), [...once, ...once]);
  const [row] = await world.deps.audit.list(null, 1);
  const digests = [row?.before, row?.after].map((digest) => digest?.length);
  assert.deepEqual(digests, [64, 64]);
});

test('a refund that cannot be is refused with the reason, and moves nothing', async (t) => {
  const world = await openConsole(t);
  const order = await world.payin('A-1', [ACCEPTED, paid(125_050n, 'P1')]);
  const ann = await signedIn(world, 'finance');
  const refund = async (form: Record<string, string>) => {
    const whole = { ref: `OP${'0'.repeat(20)}`, password: PASSWORD, ...form };
    const reply = await ann.post(`/console/orders/${order.id}/refund`, whole);
    assert.equal(reply.status, 422);
    return problemOf(reply);
  };
  assert.match(await refund({ amount: '1,50' }), /amount must be a number/);
  assert.match(await refund({ amount: '-5' }), /negative/);
  assert.match(await refund({ amount: '1.005' }), /decimals/);
  assert.match(await refund({ amount: '5', ref: 'mine' }), /has expired/);
  assert.match(await refund({ amount: '5', password: 'wrong' }), /Wrong password/);
  assert.match(await refund({ amount: '1250.51' }), /refund_exceeds_paid/);
  const details = await world.deps.queries.orderDetails(order.id);
  assert.equal(details?.order.refundedMinor, 0n);
  const rows = await trail(world);
  assert.equal(rows.filter((row) => row.includes(' done ')).length, 0);
  assert.equal(rows.filter((row) => row.startsWith('refund refused')).length, 6);
});

test('money and keys ask for the password, and guesses at it are counted', async (t) => {
  const world = await openConsole(t);
  const order = await world.payin('A-1', [ACCEPTED, paid(125_050n, 'P1')]);
  const ann = await signedIn(world, 'finance');
  const form = { ref: `OP${'0'.repeat(20)}`, amount: '1.00' };
  for (let n = 0; n < 5; n += 1) {
    await ann.post(`/console/orders/${order.id}/refund`, { ...form, password: `guess ${n}` });
  }
  const right = { ...form, password: PASSWORD };
  const reply = await ann.post(`/console/orders/${order.id}/refund`, right);
  assert.match(problemOf(reply), /Wrong password/);
  assert.ok(!reply.body.includes(PASSWORD), 'a password is never shown again');
  assert.ok(reply.body.includes('value="1.00"'), 'the rest of the form is');
});

test('a dead-lettered notification is sent again: one, or all of a merchant', async (t) => {
  const world = await openConsole(t);
  const { failed } = await makeStory(world);
  const ann = await signedIn(world, 'support');
  const stateOf = async () =>
    (await world.deps.queries.orderDetails(failed.id))?.notifications[0]?.state;
  const one = `/console/orders/${failed.id}/notifications/1/resend`;
  assert.match(await flash(ann, await ann.post(one)), /being sent again/);
  assert.equal(await stateOf(), 'due');
  assert.match(problemOf(await ann.post(one)), /already queued/);
  assert.equal((await ann.post(one.replace('/1/', '/9/'))).status, 422);

  await deadLetter(world, failed);
  const other = await ann.post('/console/notifications/resend', { merchant: '17' });
  assert.match(await flash(ann, other), /^0 dead-lettered/);
  assert.equal(await stateOf(), 'parked');
  const all = await ann.post('/console/notifications/resend', { merchant: '' });
  assert.match(await flash(ann, all), /^1 dead-lettered notification is/);
  assert.equal(await stateOf(), 'due');
  const rows = await trail(world);
  assert.ok(
    rows.includes('notification.resend_dead_lettered done all dead-lettered notifications'),
  );
  assert.ok(
    rows.includes(
      'notification.resend_dead_lettered done dead-lettered notifications of merchant 17',
    ),
  );
});

test('a payout in doubt is settled by an operator: paid with a reference', async (t) => {
  const world = await openConsole(t);
  const { doubt } = await makeStory(world);
  const ann = await signedIn(world, 'finance');
  const url = `/console/cases/${doubt.id}/doubt/resolve`;
  const form = { key: '1', finding: 'paid', evidence: 'UTR-4711', password: PASSWORD };
  assert.match(problemOf(await ann.post(url, { ...form, evidence: ' ' })), /reference is needed/);
  assert.match(await flash(ann, await ann.post(url, form)), /Result recorded/);
  const details = await world.deps.queries.orderDetails(doubt.id);
  assert.deepEqual([details?.order.state, details?.order.bankRef], ['paid', 'UTR-4711']);
  assert.deepEqual(
    details?.cases.map(({ state, closedBy }) => [state, closedBy]),
    [['closed', 'finance']],
  );
  // The same word again has the same answer; another one is refused, and neither moves anything.
  assert.match(await flash(ann, await ann.post(url, form)), /Result recorded/);
  const other = { ...form, finding: 'failed', evidence: 'letter 17' };
  assert.equal((await ann.post(url, other)).status, 422);
  const after = await world.deps.queries.orderDetails(doubt.id);
  assert.deepEqual([after?.order, after?.entries], [details?.order, details?.entries]);
  assert.ok((await trail(world)).includes(`case.resolve done case ${doubt.id}/doubt`));
});

test('a payout in doubt is settled by an operator: not executed, the hold is released', async (t) => {
  const world = await openConsole(t);
  const { doubt } = await makeStory(world);
  const held = async () => (await world.reader.balances(world.app.merchantId))[0]?.balance.reserved;
  assert.equal(await held(), doubt.amountMinor + doubt.feeMinor);
  const ann = await signedIn(world, 'owner');
  const url = `/console/cases/${doubt.id}/doubt/resolve`;
  const evidence = 'mail of the bank, ticket 17';
  const form = { key: '1', finding: 'failed', evidence, password: PASSWORD };
  assert.match(await flash(ann, await ann.post(url, form)), /Result recorded/);
  assert.equal((await world.reader.orderById(doubt.id))?.state, 'failed');
  assert.equal(await held(), 0n);
});

test('a doubt about held money is not closed by a reason; other cases are, once', async (t) => {
  const world = await openConsole(t);
  const { doubt } = await makeStory(world);
  const ann = await signedIn(world, 'support');
  const reason = 'looked into it with the bank';
  const doubtUrl = `/console/cases/${doubt.id}/doubt/close`;
  assert.match(problemOf(await ann.post(doubtUrl, { key: '1', reason })), /Not changed/);

  const payin = await world.payin('A-9', [ACCEPTED]);
  await bringIntoDoubt(world, payin);
  const url = `/console/cases/${payin.id}/doubt/close`;
  assert.match(problemOf(await ann.post(url, { key: '1', reason: 'ok' })), /Give a reason/);
  assert.equal((await ann.post(url, { key: 'other', reason })).status, 404);
  assert.match(await flash(ann, await ann.post(url, { key: '1', reason })), /case is closed/);
  assert.match(problemOf(await ann.post(url, { key: '1', reason })), /already closed/);
  const [closed] = await world.deps.cases.ofOrder(payin.id);
  assert.deepEqual([closed?.closedBy, closed?.resolution], ['support', reason]);
});

test('a report that no order was found for is shown without one, and closed with a reason', async (t) => {
  const world = await openConsole(t);
  await createProviderReports(world.pool, SHARDS, world.deps.ids).keep({
    source: { connector: 'airwallex', account: 'main' },
    key: 'paid:int_1',
    kind: 'unknown_order',
    detail: 'paid 1250 minor units of PHP/2',
    event: {
      ...{ reference: 'elsewhere', eventKey: 'paid:int_1' },
      fact: {
        ...{ kind: 'paid', amount: { asset: 'PHP/2', minor: 1_250n }, paymentRef: 'int_1' },
        ...{ bankRef: null, upstreamId: 'int_1' },
      },
    },
    body: Buffer.from('{}'),
  });
  const ann = await signedIn(world, 'support');
  const { body } = await ann.get('/console/cases');
  const [, page = ''] =
    /href="\/console(\/cases\/[0-9]+\/unattributed\?key=[^"]+)"/.exec(body) ?? [];
  assert.match((await ann.get(`/console${page}`)).body, /airwallex\/main: paid 1250 minor units/);
  const [url = ''] = page.split('?');
  const form = { key: 'paid:int_1', reason: 'of another shop of ours' };
  assert.match(await flash(ann, await ann.post(`/console${url}/close`, form)), /case is closed/);
});

test('a rotated key is shown once, works at once, and the old one lives on for the overlap', async (t) => {
  const world = await openConsole(t);
  const ann = await signedIn(world, 'owner');
  const url = `/console/merchants/${world.app.merchantId}/rotate-key`;
  const form = { app: String(world.app.id), purpose: 'request', overlap: '3600' };
  const reply = await ann.post(url, { ...form, password: PASSWORD });
  assert.equal(reply.status, 200);
  const key = /<pre data-copy>([0-9a-f]{32})<\/pre>/.exec(reply.body)?.[1] ?? '';
  const keys = world.deps.snapshot.current().app(world.app.id)?.keys ?? [];
  assert.deepEqual(keys.map(({ material }) => material).sort(), [MERCHANT_KEY, key].sort());
  const old = keys.find(({ material }) => material === MERCHANT_KEY);
  const inMs = (old?.notAfter?.getTime() ?? 0) - Date.now();
  assert.ok(inMs > 3_500_000 && inMs <= 3_600_000);
  const page = await ann.get(`/console/merchants/${world.app.merchantId}`);
  assert.ok(!page.body.includes(key));
  const end = createHash('sha256').update(key).digest('hex').slice(-4);
  assert.ok(page.body.includes(`<code>…${end}</code>`));
  assert.match(
    problemOf(await ann.post(url, { ...form, overlap: '1', password: PASSWORD })),
    /how long/,
  );
  const foreign = { ...form, app: '17', password: PASSWORD };
  assert.match(problemOf(await ann.post(url, foreign)), /Not found/);
  const log = JSON.stringify(await world.deps.audit.list(null, 100), (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  assert.ok(!log.includes(key));
});

test('a merchant shares its apps’ orders from now on, and no more', async (t) => {
  const world = await openConsole(t);
  const ann = await signedIn(world, 'owner');
  const { merchantId } = world.app;
  const isShared = () => world.deps.snapshot.current().merchant(merchantId)?.shareOrders;
  assert.equal(isShared(), false);
  const url = `/console/merchants/${merchantId}/set`;
  for (const share of ['yes', 'no']) {
    const form = { share_orders: share, password: PASSWORD };
    assert.match(await flash(ann, await ann.post(url, form)), /Merchant saved/);
    assert.equal(isShared(), share === 'yes');
  }
  const wrong = { share_orders: 'perhaps', password: PASSWORD };
  assert.match(problemOf(await ann.post(url, wrong)), /must be yes or no/);
});

test('the signature check shows what was signed and never the key', async (t) => {
  const world = await openConsole(t);
  const ann = await signedIn(world, 'support');
  const fields = { merchant: '2C0001', orderId: 'A1', amount: '100.00', payCode: '15001' };
  const { body } = buildRequest('collect_create', fields, MERCHANT_KEY);
  const form = { app: String(world.app.id), operation: 'collect collect_create' };
  const good = await ann.post('/console/explain', { ...form, body });
  assert.match(good.body, /The signature holds/);
  const changed = await ann.post('/console/explain', { ...form, body: body.replace('A1', 'A2') });
  assert.match(changed.body, /does not hold/);
  assert.ok(changed.body.includes('orderId=A2&amp;payCode=15001&amp;key=***'));
  const json = await ann.post('/console/api/explain', { ...form, body });
  assert.equal(json.json<{ shown: { matches: boolean } }>().shown.matches, true);
  for (const reply of [good, changed, json]) assert.ok(!reply.body.includes(MERCHANT_KEY));
  const unread = await ann.post('/console/explain', { ...form, body: '{' });
  assert.match(problemOf(unread), /cannot be read/);
  const strange = { ...form, operation: 'recharge create', body };
  assert.match(problemOf(await ann.post('/console/explain', strange)), /no such operation/);
});

test('an owner adds an operator, changes the role, and ends the account', async (t) => {
  const world = await openConsole(t);
  const ann = await signedIn(world, 'owner');
  const made = {
    login: 'Eve',
    name: 'Eve Adams',
    role: 'support',
    new_password: 'a first password',
  };
  const add = await ann.post('/console/operators', { ...made, password: PASSWORD });
  assert.match(await flash(ann, add), /can sign in now/);
  const eve = visitor(world.server, 'http://console.example', '192.0.2.77');
  assert.equal((await eve.signIn('eve', 'a first password')).status, 303);
  const { id } = (await world.deps.operators.list()).find(({ login }) => login === 'eve') ?? {};
  const role = { role: 'viewer', password: PASSWORD };
  assert.match(
    await flash(ann, await ann.post(`/console/operators/${id}/role`, role)),
    /signed out everywhere/,
  );
  assert.equal((await eve.get('/console')).status, 303, 'a new role ends the session');
  const off = { disabled: 'yes', password: PASSWORD };
  await flash(ann, await ann.post(`/console/operators/${id}/disabled`, off));
  assert.equal((await eve.signIn('eve', 'a first password')).status, 401);
  const own = await ann.post(`/console/operators/${world.operators.owner.id}/disabled`, off);
  assert.match(problemOf(own), /your own/);
  const twice = await ann.post('/console/operators', { ...made, password: PASSWORD });
  assert.match(problemOf(twice), /login is taken/);
  assert.ok(!twice.body.includes('a first password'));
});

test('a changed password ends every session of its owner', async (t) => {
  const world = await openConsole(t);
  const ann = await signedIn(world, 'viewer');
  const elsewhere = await signedIn(world, 'viewer');
  const change = {
    new_password: 'quite another one',
    again: 'quite another 1',
    password: PASSWORD,
  };
  assert.match(problemOf(await ann.post('/console/account/password', change)), /do not match/);
  const right = { ...change, again: 'quite another one' };
  assert.equal((await ann.post('/console/account/password', right)).status, 303);
  assert.equal((await ann.get('/console')).status, 303);
  assert.equal((await elsewhere.get('/console')).status, 303);
  assert.equal((await ann.signIn('viewer', 'quite another one')).status, 303);
});

test('what a link claims to be done is not said: only our own redirect can', async (t) => {
  const world = await openConsole(t);
  const ann = await signedIn(world, 'owner');
  const { body } = await ann.get('/console/orders?done=refunded&count=0&seal=forged');
  assert.doesNotMatch(body, /flash-good/);
});

test('a failure of ours says that the outcome is not known, and no more', async (t) => {
  const resendDeadLettered = async () => {
    throw new Error('secret detail');
  };
  const world = await openConsole(t, {
    onWrites: (writes) => ({
      ...writes,
      notifications: { ...writes.notifications, resendDeadLettered },
    }),
  });
  const ann = await signedIn(world, 'support');
  const reply = await ann.post('/console/notifications/resend', { merchant: '' });
  assert.equal(reply.status, 500);
  assert.match(reply.body, /Check before you try again/);
  assert.doesNotMatch(reply.body, /secret detail/);
  assert.equal(world.failures.length, 1);
  const [row] = await world.deps.audit.list(null, 1);
  assert.deepEqual([row?.phase, row?.detail], ['refused', 'failed: the outcome is not known']);
});

test('an open payin is called paid on its own page', async (t) => {
  const world = await openConsole(t);
  const payin = await world.payin('A-8', [ACCEPTED]);
  const ann = await signedIn(world, 'finance');
  const url = `/console/orders/${payin.id}`;
  assert.match((await ann.get(url)).body, /Settle the order by hand/);
  const form = { finding: 'paid', evidence: 'UTR-4712', password: PASSWORD };
  assert.match(await flash(ann, await ann.post(`${url}/resolve`, form)), /Result recorded/);
  const after = await world.reader.orderById(payin.id);
  assert.deepEqual([after?.state, after?.bankRef, after?.paymentRef], ['paid', 'UTR-4712', null]);
  assert.doesNotMatch((await ann.get(url)).body, /Settle the order by hand/);
});

test('a subscription is added with a key that is shown once, changed, and given a new one', async (t) => {
  const world = await openConsole(t);
  const ann = await signedIn(world, 'owner');
  const url = `/console/merchants/${world.app.merchantId}/subscriptions`;
  const app = String(world.app.id);
  const address = 'https://books.example/hook';
  const asked = { app, url: address, events: 'payin.paid, refund.paid', password: PASSWORD };
  const keyIn = (body: string) => /<pre data-copy>([0-9a-f]+)<\/pre>/.exec(body)?.[1] ?? '';
  const key = keyIn((await ann.post(url, asked)).body);
  assert.notEqual(key, '');
  const stored = () => world.deps.snapshot.current().app(world.app.id)?.subscriptions?.[0];
  assert.deepEqual([stored()?.url, stored()?.key.material], [address, key]);
  const page = await ann.get(`/console/merchants/${world.app.merchantId}`);
  assert.ok(page.body.includes(address) && page.body.includes('payin.paid, refund.paid'));
  assert.ok(!page.body.includes(key));
  const set = { app, slot: '1', url: address, events: '', enabled: 'off', password: PASSWORD };
  assert.match(await flash(ann, await ann.post(`${url}/set`, set)), /subscription is changed/);
  assert.deepEqual([stored()?.enabled, stored()?.events, stored()?.key.material], [false, [], key]);
  const next = keyIn((await ann.post(`${url}/set`, { ...set, new_key: 'yes' })).body);
  assert.ok(next !== '' && next !== key);
  assert.equal(stored()?.key.material, next);
  const wrong = { ...asked, events: 'payin.lost' };
  assert.match(problemOf(await ann.post(url, wrong)), /payin\.paid/);
  const json = (await ann.get(`/console/api/merchants/${world.app.merchantId}`)).body;
  for (const secret of [key, next]) assert.ok(!json.includes(secret));
});
