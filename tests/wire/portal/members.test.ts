/** Members: invited, signed in, locked out; and what they do, with its rows in the audit log. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memberInvite } from '../../../src/operator/commands/members.ts';
import { ownerOf } from '../../store/operator-trials.ts';
import { codeAt } from '../console/authenticator.ts';
import { visitor } from '../console/browsing.ts';
import { makeStory } from '../console/story.ts';
import { hire, PASSWORD } from '../console/world.ts';
import { fileUrl, openPortal, type PortalWorld } from './portal-world.ts';

const SECRET = 'a passphrase of mine';

async function invite(world: PortalWorld, login: string) {
  const input = { merchant: String(world.app.merchantId), login, role: 'finance' };
  const done = await world.deps.run(memberInvite, ownerOf(world), input);
  assert.ok(done.ok && 'result' in done);
  return done.result.link.replace('http://console.example', '');
}

test('an invitation sets a password once, and its owner signs in', async (t) => {
  const world = await openPortal(t);
  const link = await invite(world, 'Ann@Shop.example');
  const ann = world.browser();
  assert.equal((await ann.get(link)).status, 200);
  const short = await ann.post(link, { new_password: 'short', again: 'short' });
  assert.equal(short.status, 422);
  const differ = await ann.post(link, { new_password: SECRET, again: `${SECRET}!` });
  assert.equal(differ.status, 422);
  assert.equal((await ann.post(link, { new_password: SECRET, again: SECRET })).status, 303);
  assert.equal((await ann.post(link, { new_password: SECRET, again: SECRET })).status, 422);
  assert.equal((await ann.get(link)).status, 404, 'used up');
  assert.equal((await ann.signIn('ann@shop.example', SECRET)).status, 303);
  assert.equal((await ann.get('/portal')).headers.location, '/portal/test');
  assert.equal((await ann.get('/portal/test/statement')).status, 200);
  const rows = (await world.deps.audit.list(null, 3)).map(({ login, action }) => [login, action]);
  assert.deepEqual(rows.reverse(), [
    ['owner', 'member.invite'],
    ['member:ann@shop.example', 'member.accept'],
    ['member:ann@shop.example', 'sign_in'],
  ]);
});

test('an invitation is over after three days', async (t) => {
  let at = new Date('2026-11-20T08:00:00Z');
  const world = await openPortal(t, { now: () => at });
  const link = await invite(world, 'ann');
  at = new Date('2026-11-23T07:59:00Z');
  assert.equal((await world.browser().get(link)).status, 200);
  at = new Date('2026-11-23T08:00:01Z');
  assert.equal((await world.browser().get(link)).status, 404);
});

test('an operator is no member and a member is no operator, also under one login', async (t) => {
  const world = await openPortal(t);
  await hire(world, 'tea', 'owner');
  const atConsole = visitor(world.server);
  assert.equal((await atConsole.signIn('developer')).status, 401);
  assert.equal((await world.browser().signIn('support')).status, 401);
  const tea = world.browser();
  await tea.signIn('tea');
  const [name = '', token = ''] = [...tea.cookies][0] ?? [];
  assert.equal(name, 'causeway-portal-session');
  const cookie = `causeway-session=${token}`;
  assert.equal((await atConsole.get('/console', { cookie })).status, 303, 'no session there');
});

test('five wrong passwords lock the account, not the operator of the same login', async (t) => {
  const world = await openPortal(t);
  await hire(world, 'tea', 'owner');
  for (let n = 0; n < 5; n += 1) {
    assert.equal((await world.browser(`192.0.2.${n}`).signIn('tea', 'wrong')).status, 401);
  }
  assert.equal((await world.browser('192.0.2.77').signIn('tea')).status, 401);
  const operator = visitor(world.server, 'http://console.example', '192.0.2.78');
  assert.equal((await operator.signIn('tea')).status, 303);
});

test('whoever is disabled or gets another role is out at once, and no team loses its owner', async (t) => {
  const world = await openPortal(t);
  const [mia, dan] = [world.browser(), world.browser()];
  await mia.signIn('owner');
  await dan.signIn('developer');
  const url = `/portal/test/team/${world.team.developer.id}`;
  const password = PASSWORD;
  assert.equal((await mia.post(`${url}/disabled`, { disabled: 'yes', password })).status, 303);
  assert.equal((await dan.get('/portal/test')).status, 303);
  assert.equal((await dan.signIn('developer')).status, 401);
  const self = `/portal/api/test/team/${world.team.owner.id}/role`;
  const own = await mia.post(self, { role: 'viewer', password });
  assert.deepEqual(own.json(), { error: { code: 'yourself', why: null } });
  const finance = `/portal/api/test/team/${world.team.finance.id}/role`;
  assert.equal((await mia.post(finance, { role: 'admin', password })).status, 422);
});

test('a second factor is asked for once it is on, and sets nothing of the operators', async (t) => {
  const world = await openPortal(t);
  const mia = world.browser();
  await mia.signIn('owner');
  const here = '/portal/test/account/second-factor';
  await mia.post(`${here}/begin`, { password: PASSWORD });
  const { pending } = (await mia.get('/portal/api/test/account/second-factor')).json<{
    pending: { secret: string };
  }>();
  const shown = await mia.post(`${here}/confirm`, { otp: codeAt(pending.secret, new Date()) });
  assert.equal(shown.status, 200);
  const recovery = /([A-Z2-7]{4}-){3}[A-Z2-7]{4}/.exec(shown.body)?.[0] ?? '';
  const again = world.browser();
  assert.equal((await again.signIn('owner')).status, 401, 'the code is missing');
  const form = { login: 'owner', password: PASSWORD, otp: recovery };
  assert.equal((await again.post('/portal/sign-in', form)).status, 303);
  const { rows } = await world.pool.query('select from operator_totp');
  assert.equal(rows.length, 0);
});

test('without a second factor, where one is required, there is only the own account', async (t) => {
  const world = await openPortal(t, { requireSecondFactor: true });
  const mia = world.browser();
  await mia.signIn('owner');
  const home = await mia.get('/portal/test');
  assert.equal(home.headers.location, '/portal/test/account/second-factor');
  assert.equal((await mia.get(await fileUrl(world))).status, 403);
  assert.equal((await mia.get('/portal/api/test/orders')).status, 403);
});

test('a refund from the portal is the merchant’s own, once, with its rows', async (t) => {
  const world = await openPortal(t);
  const { paid } = await makeStory(world);
  const fay = world.browser();
  await fay.signIn('finance');
  const { refundable } = (await fay.get(`/portal/api/test/orders/${paid.id}`)).json<{
    refundable: { ref: string };
  }>();
  const url = `/portal/test/orders/${paid.id}/refund`;
  const form = { ref: refundable.ref, amount: '1.00', password: PASSWORD };
  assert.equal((await fay.post(url, { ...form, password: 'wrong' })).status, 422);
  assert.equal((await fay.post(url, form)).status, 303);
  assert.equal((await fay.post(url, form)).status, 303);
  const { children } = (await fay.get(`/portal/api/test/orders/${paid.id}`)).json<{
    children: { merchantRef: string }[];
  }>();
  assert.equal(children.filter(({ merchantRef }) => merchantRef === refundable.ref).length, 1);
  const done = (await world.deps.audit.list(null, 20)).find(
    ({ action, phase }) => action === 'refund' && phase === 'done',
  );
  assert.equal(done?.login, 'member:finance');
  assert.match(done?.detail ?? '', new RegExp(`^merchant ${world.app.merchantId} `));
});

test('of real money it waits for an operator, who is not whoever invited the member', async (t) => {
  const world = await openPortal(t, { fourEyes: true });
  const { pool, config, deps, app } = world;
  const live = await config.createApp({
    ...{ merchantId: app.merchantId, dialect: 'collect', publicId: '2C0009', mode: 'live' },
    ...{ notifyUrl: null, settings: { asset: 'PHP/2' } },
    keys: [{ purpose: 'request', material: 'live5f2b9c1d8e7a6f5b4c3d2e1f0abc' }],
  });
  await deps.snapshot.refresh();
  const second = await hire(world, 'second', 'owner');
  const { developer } = world.team;
  const touch = 'insert into member_touch (member_id, by_whom, at) values ($1, $2, now())';
  await pool.query(touch, [developer.id, `operator:${second.id}`]);
  const dan = world.browser();
  await dan.signIn('developer');
  const form = { purpose: 'request', overlap: '3600', password: PASSWORD };
  const inTest = await dan.post(`/portal/api/test/apps/${app.id}/rotate-key`, form);
  assert.notEqual(inTest.json<{ shown: { keyId: string | null } }>().shown.keyId, null);
  const asked = await dan.post(`/portal/api/live/apps/${live}/rotate-key`, form);
  assert.equal(asked.json<{ shown: { keyId: string | null } }>().shown.keyId, null);
  assert.equal(deps.snapshot.current().app(live)?.keys.length, 1, 'nothing counts yet');
  const [request] = await deps.approvals.list('waiting', 5);
  assert.equal(request?.maker, `member:${developer.id}`);
  const approve = `/console/api/approvals/${request?.id}/approve`;
  const hand = visitor(world.server);
  await hand.signIn('second');
  const refused = await hand.post(approve, { password: PASSWORD });
  assert.equal(refused.json<{ error: { code: string } }>().error.code, 'same_person');
  const owner = visitor(world.server);
  await owner.signIn('owner');
  assert.equal((await owner.post(approve, { password: PASSWORD })).status, 200);
  assert.equal(deps.snapshot.current().app(live)?.keys.length, 2);
});

test('opening and movements are the closing, the closing is the balance, the file is the same', async (t) => {
  const world = await openPortal(t);
  await makeStory(world);
  const fay = world.browser();
  await fay.signIn('finance');
  type Total = Record<'asset' | 'openingMinor' | 'netMinor' | 'closingMinor', string>;
  const { totals, movements } = (await fay.get('/portal/api/test/statement')).json<{
    totals: Total[];
    movements: { netMinor: string }[];
  }>();
  const [total] = totals;
  assert.ok(total !== undefined && movements.length > 1);
  const sum = movements.reduce((all, { netMinor }) => all + BigInt(netMinor), 0n);
  assert.equal(sum, BigInt(total.netMinor));
  assert.equal(BigInt(total.openingMinor) + sum, BigInt(total.closingMinor));
  const [balance] = (await world.deps.reader.balances(world.app.merchantId)).filter(
    ({ mode }) => mode === 'test',
  );
  const { available, pending, reserved, rolling, disputed, debt } = balance?.balance ?? {};
  const own = [available, pending, reserved, rolling, disputed, debt];
  const held = own.reduce<bigint>((all, minor) => all + (minor ?? 0n), 0n);
  assert.equal(BigInt(total.closingMinor), held);
  const file = await fay.get(await fileUrl(world, { format: 'json' }));
  const { lines } = file.json<{ lines: { net: string }[] }>();
  const amounts = lines.map(({ net }) => BigInt(net.replace('.', '')));
  assert.equal(
    amounts.reduce((all, one) => all + one, 0n),
    sum,
  );
  for (const wrong of [
    { from: '2026-01-01', to: '2026-03-01' },
    { from: '2026-02-31', to: '2026-02-31' },
    { format: 'doc' },
    { asset: 'PHP/2\0' },
    { asset: 'USD/2' },
  ]) {
    const { status } = await fay.get(await fileUrl(world, wrong));
    assert.equal(status, 404, JSON.stringify(wrong));
  }
  assert.deepEqual(world.failures, []);
});

test('a viewer sees no payer’s name, nor which provider has the order', async (t) => {
  const world = await openPortal(t);
  const { paid } = await makeStory(world);
  const [vic, fay] = [world.browser(), world.browser()];
  await vic.signIn('viewer');
  await fay.signIn('finance');
  const ofViewer = await vic.get(`/portal/test/orders/${paid.id}`);
  assert.doesNotMatch(ofViewer.body, /Maria Santos/);
  const ofFinance = await fay.get(`/portal/test/orders/${paid.id}`);
  assert.match(ofFinance.body, /Maria Santos/);
  const json = await fay.get(`/portal/api/test/orders/${paid.id}`);
  for (const { body } of [ofFinance, json]) assert.doesNotMatch(body, /simulator|UP-1/);
});
