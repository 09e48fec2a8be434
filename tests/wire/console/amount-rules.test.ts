/** Rules for short, over, late and second payments: set on the merchant’s page, by two at need. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitor } from './browsing.ts';
import { openConsole, PASSWORD } from './world.ts';

const FORM = {
  ...{ part: 'amount_rules', channel: 'PH_GCASH', short: 'hold', tolerance: '0.5' },
  ...{ tolerance_amount: '2', over: 'default', late: 'accept', late_hours: '24' },
  password: PASSWORD,
};

test('rules are set on the merchant’s page, shown there, and hold for its orders', async (t) => {
  const world = await openConsole(t);
  const { merchantId, id: appId } = world.app;
  const ann = visitor(world.server);
  await ann.signIn('owner');
  const page = `/console/merchants/${merchantId}`;
  assert.doesNotMatch((await ann.get(page)).body, /is held until the rest comes<\/td>/);
  const set = await ann.post(`${page}/rules`, FORM);
  assert.match(String(set.headers.location), /done=merchant_changed/);
  const order = { merchantId, appId, channel: 'PH_GCASH' };
  const { lateHours, short } = world.deps.snapshot.current().amountRules(order);
  assert.deepEqual([lateHours, short], [24, HELD]);
  const { body } = await ann.get(page);
  for (const text of ['is held until the rest comes', '0.5 %', '2.00']) {
    assert.ok(body.includes(text), text);
  }
});

const HELD = { rule: 'hold', tolerancePpm: 5_000n, toleranceMinor: 200n };

test('what cannot be used is named, and what was typed stays', async (t) => {
  const world = await openConsole(t);
  const ann = visitor(world.server);
  await ann.signIn('owner');
  const to = `/console/merchants/${world.app.merchantId}/rules`;
  const refused = await ann.post(to, { ...FORM, channel: '' });
  assert.match(refused.body, /needs a channel, whose currency it is in/);
  assert.match(refused.body, /value="0.5"/);
  const unknown = await ann.post(to, { ...FORM, late_hours: '0' });
  assert.match(unknown.body, /must be 1 or more, or empty/);
});

test('waiting for a second owner they are read by names, and executed by the other', async (t) => {
  const world = await openConsole(t, { fourEyes: true });
  const second = { login: 'owner2', password: PASSWORD, role: 'owner' } as const;
  assert.ok((await world.deps.operators.createOperator(second)).ok);
  const { merchantId, id: appId } = world.app;
  const [ann, bob] = [visitor(world.server), visitor(world.server)];
  await ann.signIn('owner');
  await bob.signIn('owner2');
  await ann.post(`/console/merchants/${merchantId}/rules`, FORM);
  const [approval] = await world.deps.approvals.list('waiting', 10);
  assert.equal(approval?.action, 'merchant.rules');
  const { body } = await bob.get('/console/approvals');
  const name = world.deps.snapshot.current().merchant(merchantId)?.name ?? '';
  for (const text of [
    'Rules for short, over, late and second payments',
    'Less than ordered',
    name,
  ]) {
    assert.ok(body.includes(text), text);
  }
  assert.doesNotMatch(body, /amount_rules|>revision</);
  await bob.post(`/console/approvals/${approval?.id}/approve`, { password: PASSWORD });
  const order = { merchantId, appId, channel: 'PH_GCASH' };
  assert.deepEqual(world.deps.snapshot.current().amountRules(order).short, HELD);
});

const RESERVE = {
  ...{ part: 'reserve', asset: 'PHP/2', reserve_share: '10', reserve_days: '90' },
  ...{ reserve_cap: '1000', reserve_basis: 'gross', password: PASSWORD },
};

test('a reserve is set on the merchant’s page, and shown there', async (t) => {
  const world = await openConsole(t);
  const { merchantId } = world.app;
  const ann = visitor(world.server);
  await ann.signIn('owner');
  const page = `/console/merchants/${merchantId}`;
  const wrong = await ann.post(`${page}/reserve`, { ...RESERVE, reserve_days: '0' });
  assert.match(wrong.body, /must be 1 to 730/);
  assert.match(wrong.body, /name="reserve_share"[^>]*value="10"/);
  const set = await ann.post(`${page}/reserve`, RESERVE);
  assert.match(String(set.headers.location), /done=merchant_changed/);
  const rule = world.deps.snapshot.current().reserveRule(merchantId, 'PHP/2');
  assert.deepEqual([rule?.ppm, rule?.days, rule?.capMinor], [100_000n, 90, 100_000n]);
  const { body } = await ann.get(page);
  for (const text of ['of what was paid</td>', '10 %', '1,000.00'])
    assert.ok(body.includes(text), text);
});
