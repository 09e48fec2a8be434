/** Rules for short, over and late payments: set on the merchant’s page, by two at need. */
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
  for (const text of ['Rules for short, over and late payments', 'Less than ordered', name]) {
    assert.ok(body.includes(text), text);
  }
  assert.doesNotMatch(body, /amount_rules|>revision</);
  await bob.post(`/console/approvals/${approval?.id}/approve`, { password: PASSWORD });
  const order = { merchantId, appId, channel: 'PH_GCASH' };
  assert.deepEqual(world.deps.snapshot.current().amountRules(order).short, HELD);
});
