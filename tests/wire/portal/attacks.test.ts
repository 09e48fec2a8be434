/** What unknown callers and members try beyond their role, their mode and their name. */
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { test } from 'node:test';
import type { App } from '../../../src/domain/merchant.ts';
import { deadLetter, makeStory } from '../console/story.ts';
import { ACCEPTED, PASSWORD, paid } from '../console/world.ts';
import { openPortal, type PortalWorld } from './portal-world.ts';

async function liveApp({ config, deps, app }: PortalWorld): Promise<App> {
  const id = await config.createApp({
    ...{ merchantId: app.merchantId, dialect: 'collect', publicId: '2C0009', mode: 'live' },
    ...{ notifyUrl: 'https://kopi.example/live', settings: { asset: 'PHP/2' } },
    keys: [{ purpose: 'request', material: 'live5f2b9c1d8e7a6f5b4c3d2e1f0abc' }],
  });
  await deps.snapshot.refresh();
  return deps.snapshot.current().app(id) as App;
}

test('what a page is not for stands in no JSON of another page either', async (t) => {
  const world = await openPortal(t);
  await makeStory(world);
  const overviewOf = async (login: string) => {
    const member = world.browser();
    await member.signIn(login);
    return (await member.get('/portal/api/test/overview')).json();
  };
  const [dan, vic] = [await overviewOf('developer'), await overviewOf('viewer')];
  assert.equal(dan.balances, null, 'a developer sees no money');
  assert.ok(Array.isArray(vic.balances));
  await world.config.createApp({
    ...{ merchantId: world.app.merchantId, dialect: 'collect', publicId: '2C0008' },
    ...{ mode: 'test', notifyUrl: null, settings: { asset: 'PHP/2' }, keys: [] },
  });
  await world.deps.snapshot.refresh();
  assert.deepEqual((await overviewOf('developer')).silentApps, ['2C0008']);
  assert.deepEqual((await overviewOf('viewer')).silentApps, [], 'a viewer sees no apps');
});

test('a form of one mode does nothing to what is of the other', async (t) => {
  const world = await openPortal(t);
  const { paid } = await makeStory(world);
  const live = await liveApp(world);
  const mia = world.browser();
  await mia.signIn('owner');
  const { id } = live;
  const forms = {
    [`/test/apps/${id}/rotate-key`]: { purpose: 'request', overlap: '3600' },
    [`/test/apps/${id}/end-key`]: { key: live.keys[0]?.id ?? '' },
    [`/test/apps/${id}/access`]: { notify_url: 'https://evil.example/' },
    [`/test/apps/${id}/subscriptions`]: { url: 'https://evil.example/' },
    [`/live/orders/${paid.id}/refund`]: { amount: '1.00', ref: `OP${'A1'.repeat(10)}` },
    [`/live/orders/${paid.id}/notifications/1/resend`]: {},
    '/test/explain': { app: `${id}`, operation: 'collect create' },
  };
  for (const [path, form] of Object.entries(forms)) {
    const reply = await mia.post(`/portal/api${path}`, { password: PASSWORD, ...form });
    assert.equal(reply.status, 422, path);
    assert.deepEqual(reply.json(), { error: { code: 'not_found', why: null } }, path);
  }
  assert.deepEqual(world.deps.snapshot.current().app(id), live);
});

test('notifications are listed and counted by mode', async (t) => {
  const world = await openPortal(t);
  const live = await liveApp(world);
  const waiting = [];
  for (const n of [1, 2, 3]) {
    waiting.push(await world.payin(`KOPI-${n}`, [ACCEPTED, paid(125_050n, `GC-${n}`)]));
  }
  for (const order of waiting) await deadLetter(world, order);
  await world.pool.query('update notification set app_id = $1 where order_id = $2', [
    live.id,
    waiting[2]?.id,
  ]);
  const mia = world.browser();
  await mia.signIn('owner');
  const ofMode = async (mode: string) => {
    const { deadLettered } = (await mia.get(`/portal/api/${mode}/overview`)).json();
    const { notifications } = (await mia.get(`/portal/api/${mode}/notifications`)).json<{
      notifications: { orderId: string }[];
    }>();
    return { deadLettered, orders: notifications.map(({ orderId }) => orderId) };
  };
  const [first, second, third] = waiting.map(({ id }) => `${id}`);
  assert.deepEqual(await ofMode('test'), { deadLettered: 2, orders: [second, first] });
  assert.deepEqual(await ofMode('live'), { deadLettered: 1, orders: [third] });
});

test('pages come by the names that are ours, and by no other', async (t) => {
  const world = await openPortal(t);
  const mia = world.browser();
  for (const host of ['console.example', 'console.internal', '127.0.0.1:8080', 'localhost']) {
    assert.equal((await mia.get('/portal/sign-in', { host })).status, 200, host);
  }
  for (const path of ['/portal', '/portal/sign-in', '/portal/welcome/x', '/portal/api/session']) {
    const reply = await mia.get(path, { host: 'rebound.example' });
    assert.equal(reply.status, 421, path);
    assert.equal(reply.headers['set-cookie'], undefined);
  }
});

test('a link that nobody was given makes us hash no password', async (t) => {
  const world = await openPortal(t);
  const hash = t.mock.method(crypto, 'argon2');
  syncBuiltinESMExports();
  t.after(() => {
    hash.mock.restore();
    syncBuiltinESMExports();
  });
  const nobody = world.browser();
  await nobody.get('/portal/welcome/nobodys');
  const secret = 'a passphrase of mine';
  const form = { new_password: secret, again: secret };
  assert.equal((await nobody.post('/portal/welcome/nobodys', form)).status, 422);
  assert.equal(hash.mock.callCount(), 0);
  await nobody.signIn('nobody', secret);
  assert.equal(hash.mock.callCount(), 1, 'as signing in does: the count above counts');
});

test('an owner ends the wait of a member also where that member has worked before', async (t) => {
  const world = await openPortal(t);
  const dan = world.browser('192.0.2.30');
  assert.equal((await dan.signIn('developer')).status, 303);
  const again = world.browser('192.0.2.30');
  // The address has tries of its own: each from another one of its block would be the same.
  await world.pool.query(`delete from login_attempt where kind = 'ip'`);
  for (let n = 0; n < 5; n += 1) {
    assert.equal((await again.signIn('developer', 'wrong')).status, 401);
    await world.pool.query(`delete from login_attempt where kind = 'ip'`);
  }
  assert.equal((await again.signIn('developer')).status, 401, 'out of tries');
  const mia = world.browser();
  await mia.signIn('owner');
  const url = `/portal/test/team/${world.team.developer.id}/unlock`;
  assert.equal((await mia.post(url, { password: PASSWORD })).status, 303);
  assert.equal((await again.signIn('developer')).status, 303);
});

test('a key that a member adds is shown once, and named on the first page for a week', async (t) => {
  const world = await openPortal(t);
  const { app, pool, deps } = world;
  const [mia, dan, fay] = [world.browser(), world.browser(), world.browser()];
  for (const [who, login] of [
    [mia, 'owner'],
    [dan, 'developer'],
    [fay, 'finance'],
  ] as const) {
    await who.signIn(login);
  }
  const newKeysOf = async (who = mia) =>
    (await who.get('/portal/api/test/overview')).json<{ newKeys: { publicId: string }[] }>()
      .newKeys;
  assert.deepEqual(await newKeysOf(), [], 'an app begins with a key');
  const form = { purpose: 'request', overlap: '3600', password: PASSWORD };
  const made = await dan.post(`/portal/api/test/apps/${app.id}/rotate-key`, form);
  const { shown } = made.json<{ shown: { keyId: string; disclosed: { value: string } } }>();
  for (const path of ['/apps', `/apps/${app.id}`]) {
    for (const site of ['/portal/test', '/portal/api/test']) {
      assert.ok(!(await dan.get(`${site}${path}`)).body.includes(shown.disclosed.value), path);
    }
  }
  const moved = async (age: string) => {
    await pool.query(`update app_key set not_before = now() - $2::interval where id = $1`, [
      shown.keyId,
      age,
    ]);
    await deps.snapshot.refresh();
  };
  // The app is as old as its id says: this one is of now, so its new key comes later.
  await moved('-2 hours');
  assert.deepEqual(
    (await newKeysOf()).map(({ publicId }) => publicId),
    [app.publicId],
  );
  assert.match((await mia.get('/portal/test')).body, /A key was added to app 2C0001/);
  assert.deepEqual(await newKeysOf(fay), [], 'finance sees no keys');
  await moved('8 days');
  assert.deepEqual(await newKeysOf(), []);
});

test('a link is over once the password is changed or the account is shut', async (t) => {
  const world = await openPortal(t);
  const mia = world.browser();
  await mia.signIn('owner');
  const { developer } = world.team;
  const url = `/portal/api/test/team/${developer.id}`;
  const linkOf = async () => {
    const reply = await mia.post(`${url}/link`, { password: PASSWORD });
    const { shown } = reply.json<{ shown: { link: string } }>();
    return new URL(shown.link).pathname;
  };
  const isOpen = async (link: string) => (await world.browser().get(link)).status === 200;
  const first = await linkOf();
  assert.ok(await isOpen(first));
  const second = await linkOf();
  assert.ok(!(await isOpen(first)), 'a new link ends the one before');
  const dan = world.browser();
  await dan.signIn('developer');
  const secret = 'another passphrase of mine';
  const form = { password: PASSWORD, new_password: secret, again: secret };
  assert.equal((await dan.post('/portal/test/account/password', form)).status, 303);
  assert.ok(!(await isOpen(second)));
  assert.equal((await dan.get('/portal/test')).status, 303, 'signed out everywhere');
  const third = await linkOf();
  for (const disabled of ['yes', 'no']) {
    const done = await mia.post(`${url}/disabled`, { disabled, password: PASSWORD });
    assert.equal(done.status, 200);
  }
  assert.ok(!(await isOpen(third)), 'also after the account is open again');
});
