/** Routes x roles x merchants, from the portal's own tables. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTIONS, SCREENS } from '../../../src/portal/table.ts';
import { MEMBER_ROLES, type MemberRole } from '../../../src/ports/member.ts';
import { AUTHENTICATION_POSTS } from '../../../src/screens/authentication.ts';
import { apiPath } from '../../../src/screens/register.ts';
import { makeStory, settledBatch } from '../console/story.ts';
import { PASSWORD } from '../console/world.ts';
import { fileUrl, openPortal } from './portal-world.ts';

const ALL = 'owner developer finance viewer';

/** Written out once more, so that a change of the table alone opens nothing. */
const MAY: Readonly<Record<string, string>> = {
  'GET ': ALL,
  'GET /orders': ALL,
  'GET /orders/:id': ALL,
  'GET /notifications': ALL,
  'GET /balances': 'owner finance viewer',
  'GET /withdrawals': 'owner finance',
  'GET /batches': 'owner finance viewer',
  'GET /batches/:id': 'owner finance viewer',
  'GET /statement': 'owner finance viewer',
  'GET /apps': 'owner developer',
  'GET /apps/:id': 'owner developer',
  'GET /explain': 'owner developer',
  'GET /team': 'owner',
  'GET /account': ALL,
  'GET /account/second-factor': ALL,
  'POST /orders/:id/refund': 'owner finance',
  'POST /orders/:id/notifications/:n/resend': 'owner developer',
  'POST /apps/:id/rotate-key': 'owner developer',
  'POST /apps/:id/end-key': 'owner developer',
  'POST /apps/:id/access': 'owner developer',
  'POST /withdrawals/make': 'owner finance',
  'POST /withdrawals/beneficiaries': 'owner finance',
  'POST /withdrawals/block': 'owner finance',
  'POST /withdrawals/reference': 'owner finance',
  'POST /apps/:id/subscriptions': 'owner developer',
  'POST /apps/:id/subscriptions/set': 'owner developer',
  'POST /explain': 'owner developer',
  'POST /team': 'owner',
  'POST /team/:id/link': 'owner',
  'POST /team/:id/role': 'owner',
  'POST /team/:id/disabled': 'owner',
  'POST /team/:id/unlock': 'owner',
  'POST /team/:id/second-factor': 'owner',
  'POST /account/password': ALL,
  'POST /account/second-factor/begin': ALL,
  'POST /account/second-factor/confirm': ALL,
  'POST /account/second-factor/recovery': ALL,
  'POST /account/second-factor/remove': ALL,
};

const urlsOf = (mode: string, path: string) => [
  `/portal/${mode}${path}`,
  `/portal/api/${mode}${apiPath({ path })}`,
];

test('the matrix names every route, and every form is of a command that members may run', () => {
  const routes = [
    ...SCREENS.map(({ path }) => `GET ${path}`),
    ...ACTIONS.map(({ path }) => `POST ${path}`),
  ];
  assert.deepEqual(routes.sort(), Object.keys(MAY).sort());
  for (const { command } of ACTIONS) assert.notEqual(command.member, undefined, command.name);
});

for (const role of MEMBER_ROLES) {
  test(`${role}: every route, as a page and as JSON, is open or shut as the matrix says`, async (t) => {
    const world = await openPortal(t);
    const { paid } = await makeStory(world);
    const batchId = await settledBatch(world, paid);
    const mia = world.browser();
    await mia.signIn(role);
    const real = (path: string) =>
      path
        .replace('/orders/:id', `/orders/${paid.id}`)
        .replace('/batches/:id', `/batches/${batchId}`)
        .replace('/apps/:id', `/apps/${world.app.id}`)
        .replace('/team/:id', `/team/${world.team.viewer.id}`)
        .replace(':n', '1');
    for (const [route, roles] of Object.entries(MAY)) {
      const [method, path = ''] = route.split(' ') as [string, string];
      const isOpen = (roles.split(' ') as MemberRole[]).includes(role);
      for (const url of urlsOf('test', real(path))) {
        const { status } = method === 'GET' ? await mia.get(url) : await mia.post(url);
        if (!isOpen) assert.equal(status, 403, `${role} ${method} ${url}`);
        else assert.notEqual(status, 403, `${role} ${method} ${url}`);
        if (isOpen && method === 'GET') assert.equal(status, 200, `${role} ${url}`);
      }
    }
    const file = await mia.get(await fileUrl(world));
    assert.equal(file.status, MAY['GET /balances']?.includes(role) ? 200 : 403);
    assert.deepEqual(world.failures, []);
  });
}

test("another merchant's anything is answered like what does not exist, on every route", async (t) => {
  const world = await openPortal(t);
  const { paid } = await makeStory(world);
  const batchId = await settledBatch(world, paid);
  const tea = world.browser();
  await tea.signIn('tea');
  const filled = (path: string, ids: Readonly<Record<string, string>>) =>
    path.replace(/\/(orders|apps|team|batches)\/:id/, (_all, kind) => `/${kind}/${ids[kind]}`);
  const theirs = {
    batches: String(batchId),
    orders: String(paid.id),
    apps: String(world.app.id),
    team: String(world.team.viewer.id),
  };
  const nobodys = {
    ...{ batches: '1000000000000000016', orders: '1000000000000000017' },
    apps: '1000000000000000018',
    team: '999999',
  };
  const same = (text: string) =>
    Object.values({ ...theirs }).reduce(
      (all, id, index) => all.replaceAll(id, Object.values(nobodys)[index] ?? ''),
      text.replace(/name="csrf" value="[^"]*"/g, ''),
    );
  const forms = { password: PASSWORD, amount: '1.00', ref: `OP${'A1'.repeat(10)}`, role: 'owner' };
  const app = String(world.app.id);
  for (const mode of ['test', 'live']) {
    for (const { path } of SCREENS.filter((one) => one.path.includes(':id'))) {
      const urls = urlsOf(mode, filled(path, theirs));
      const none = urlsOf(mode, filled(path, nobodys));
      for (const [index, url] of urls.entries()) {
        const [got, due] = [await tea.get(url), await tea.get(none[index] ?? '')];
        assert.equal(got.status, 404, url);
        assert.equal(same(got.body), same(due.body), url);
      }
    }
    for (const { path } of ACTIONS.filter((one) => /:id|^\/explain/.test(one.path))) {
      const url = urlsOf(mode, filled(path, theirs).replace(':n', '1'))[1] ?? '';
      const none = urlsOf(mode, filled(path, nobodys).replace(':n', '1'))[1] ?? '';
      const isOwn = path.startsWith('/account');
      if (isOwn) continue;
      const [got, due] = [
        await tea.post(url, { ...forms, app }),
        await tea.post(none, { ...forms, app: nobodys.apps }),
      ];
      assert.equal(got.status, 422, url);
      assert.deepEqual(got.json(), { error: { code: 'not_found', why: null } }, url);
      assert.equal(got.body, due.body, url);
    }
  }
  const found = await tea.get(`/portal/api/test/orders?q=${paid.id}`);
  assert.deepEqual(found.json().orders, []);
  const byRef = await tea.get(`/portal/api/test/orders?q=${paid.merchantRef}`);
  assert.deepEqual(byRef.json().orders, []);
  for (const path of ['/orders', '/notifications?state=delivered', '/balances', '/statement']) {
    const { body } = await tea.get(`/portal/api/test${path}`);
    assert.ok(!body.includes(String(paid.id)), path);
  }
});

test('a form names no other merchant: what it says of one is ignored', async (t) => {
  const world = await openPortal(t);
  const tea = world.browser();
  await tea.signIn('tea');
  const merchant = String(world.app.merchantId);
  const form = { login: 'spy', role: 'owner', password: PASSWORD, merchant };
  assert.equal((await tea.post('/portal/test/team', form)).status, 200);
  const spy = await world.deps.members.byLogin('spy');
  assert.equal(spy?.merchantId, world.other.member.merchantId);
});

test('an order of test money is not there among the real, nor the other way round', async (t) => {
  const world = await openPortal(t);
  const { paid } = await makeStory(world);
  const mia = world.browser();
  await mia.signIn('owner');
  assert.equal((await mia.get(`/portal/test/orders/${paid.id}`)).status, 200);
  assert.equal((await mia.get(`/portal/live/orders/${paid.id}`)).status, 404);
  assert.equal((await mia.get('/portal/other/orders')).status, 404);
  assert.match((await mia.get('/portal/test')).body, /Test mode: no real money/);
});

test('a post that no page of the portal made is refused on every route', async (t) => {
  const world = await openPortal(t);
  const mia = world.browser();
  await mia.signIn('owner');
  const other = world.browser();
  await other.signIn('tea');
  const posts = [
    ...AUTHENTICATION_POSTS.map((path) => `/portal${path}`),
    '/portal/welcome/token',
    ...ACTIONS.flatMap(({ path }) => urlsOf('test', path.replace(':id', '17').replace(':n', '1'))),
  ];
  const forgeries: readonly (readonly [Record<string, string>, Record<string, string>])[] = [
    [{}, { origin: 'https://evil.example' }],
    [{}, { origin: '' }],
    [{}, { 'sec-fetch-site': 'cross-site' }],
    [{ csrf: '' }, {}],
    [{ csrf: other.csrf }, {}],
    [{}, { cookie: '' }],
  ];
  for (const url of posts) {
    for (const [form, headers] of forgeries) {
      const { status } = await mia.post(url, { password: PASSWORD, ...form }, headers);
      assert.equal(status, 403, `${url} ${JSON.stringify([form, headers])}`);
    }
  }
  assert.equal((await mia.get('/portal/test')).status, 200, 'the session lives');
});
