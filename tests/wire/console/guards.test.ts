/** Nothing is done by a page of others, by a GET, or by somebody whose role does not include it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTIONS, SCREENS } from '../../../src/console/table.ts';
import { OPERATOR_ROLES, type OperatorRole } from '../../../src/ports/operator.ts';
import { AUTHENTICATION_POSTS } from '../../../src/screens/authentication.ts';
import { apiPath } from '../../../src/screens/register.ts';
import { visitor } from './browsing.ts';
import { reconPaths } from './recon-story.ts';
import { inReview } from './shown.ts';
import { disputeOf, makeStory, settledBatch } from './story.ts';
import { type ConsoleWorld, openConsole, PASSWORD } from './world.ts';

const concrete = (path: string) =>
  path
    .replace(':id', '17')
    .replace(':code', 'PH_GCASH')
    .replace(':n', '1')
    .replace(':kind', 'doubt');
const POSTS = [
  ...AUTHENTICATION_POSTS.map((path) => `/console${path}`),
  ...ACTIONS.flatMap(({ path }) => [`/console${path}`, `/console/api${path}`]),
].map(concrete);

const rowsOf = async ({ pool }: ConsoleWorld) => {
  const { rows } = await pool.query<{ count: bigint }>('select count(*) as count from audit_log');
  return rows[0]?.count;
};

test('a post that no page of ours made is refused on every route, and leaves no trace', async (t) => {
  const world = await openConsole(t);
  const ann = visitor(world.server);
  await ann.signIn('owner');
  const other = visitor(world.server);
  await other.signIn('owner');
  const before = await rowsOf(world);
  const forgeries: readonly (readonly [string, Record<string, string>, Record<string, string>])[] =
    [
      ['a foreign origin', {}, { origin: 'https://evil.example' }],
      ['the origin of a sandbox', {}, { origin: 'null' }],
      ['no origin', {}, { origin: '' }],
      ['our name on another port', {}, { origin: 'http://console.example:8080' }],
      ['another site', {}, { 'sec-fetch-site': 'cross-site' }],
      ['a sister site', {}, { 'sec-fetch-site': 'same-site' }],
      ['a typed address', {}, { 'sec-fetch-site': 'none' }],
      ['no token', { csrf: '' }, {}],
      ['a wrong token', { csrf: 'A'.repeat(43) }, {}],
      ["another session's token", { csrf: other.csrf }, {}],
      ['no cookie', {}, { cookie: '' }],
    ];
  for (const url of POSTS) {
    for (const [what, form, headers] of forgeries) {
      const reply = await ann.post(url, { password: PASSWORD, ...form }, headers);
      assert.equal(reply.status, 403, `${url} with ${what}`);
    }
  }
  assert.equal(await rowsOf(world), before);
  assert.equal((await ann.get('/console')).status, 200, 'the session lives');
});

test('our own form is taken on every route: the refusals above are not for another reason', async (t) => {
  const world = await openConsole(t);
  for (const url of POSTS) {
    const ann = visitor(world.server);
    await ann.signIn('owner');
    const { status } = await ann.post(url);
    assert.notEqual(status, 403, url);
  }
});

test('a browser that sends no site of origin is judged by the origin alone', async (t) => {
  const { server } = await openConsole(t);
  const ann = visitor(server);
  await ann.get('/console/sign-in');
  const form = { login: 'viewer', password: PASSWORD };
  assert.equal((await ann.post('/console/sign-in', form, { 'sec-fetch-site': '' })).status, 303);
});

test('no address that does something does it by GET', async (t) => {
  const world = await openConsole(t);
  const ann = visitor(world.server);
  await ann.signIn('owner');
  const before = await rowsOf(world);
  const shown = SCREENS.flatMap(({ path }) => [`/console${path}`, `/console/api${path}`]);
  for (const url of [...POSTS, '/console/api/sign-out'].filter((one) => !shown.includes(one))) {
    if (url === '/console/sign-in') continue;
    assert.equal((await ann.get(`${url}?password=${PASSWORD}`)).status, 404, url);
  }
  assert.equal(await rowsOf(world), before);
});

test('every answer lets the browser run only our files and to keep nothing', async (t) => {
  const { server } = await openConsole(t);
  const ann = visitor(server);
  const replies = [await ann.get('/console/sign-in'), await ann.get('/console/api/orders')];
  await ann.signIn('owner');
  for (const { path } of SCREENS) replies.push(await ann.get(`/console${concrete(path)}`));
  replies.push(await ann.get('/console/nothing'), await ann.post('/console/explain', { csrf: '' }));
  for (const { headers } of replies) {
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
    assert.match(policy, /form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'same-origin');
  }
});

// ---------------------------------------------------------------------------------------------

const ALL = 'owner finance support viewer';

/** Written out once more, so that a change of the table alone opens nothing. */
const MAY: Readonly<Record<string, string>> = {
  'GET ': ALL,
  'GET /orders': ALL,
  'GET /orders/:id': ALL,
  'GET /notifications': ALL,
  'GET /cases': ALL,
  'GET /cases/:id/:kind': ALL,
  'GET /disputes': ALL,
  'GET /disputes/:id': ALL,
  'GET /verifications': ALL,
  'GET /verifications/:id': ALL,
  'POST /verifications/:id/decide': 'owner finance support',
  'POST /verifications/:id/erase': 'owner finance support',
  'GET /merchants': ALL,
  'GET /merchants/:id': ALL,
  'GET /balances': ALL,
  'GET /withdrawals': ALL,
  'GET /merchants/:id/withdrawals': ALL,
  'GET /batches': ALL,
  'GET /batches/:id': ALL,
  'GET /invoices': ALL,
  'GET /main-book': ALL,
  'GET /coverage': ALL,
  'GET /reconciliation': ALL,
  'GET /reconciliation/items/:item': ALL,
  'GET /reconciliation/files/:file': ALL,
  'POST /reconciliation/upload': 'owner finance',
  'POST /reconciliation/files/:file/apply': 'owner finance',
  'POST /reconciliation/items/:item/decide': 'owner finance',
  'POST /reconciliation/items/:item/decide-large': 'owner finance',
  'GET /column-maps': ALL,
  'POST /column-maps/draft': 'owner finance',
  'POST /column-maps/approve': 'owner finance',
  'GET /calendars': ALL,
  'POST /calendars/draft': 'owner finance',
  'POST /calendars/approve': 'owner finance',
  'GET /channels': ALL,
  'GET /channels/:code': ALL,
  'GET /providers': ALL,
  'GET /explain': 'owner finance support',
  'GET /approvals': 'owner finance',
  'POST /approvals/:id/approve': 'owner finance',
  'POST /approvals/:id/reject': 'owner finance',
  'POST /approvals/:id/reveal': 'owner finance',
  'GET /audit': 'owner finance',
  'GET /operators': 'owner',
  'GET /account': ALL,
  'GET /account/second-factor': ALL,
  'POST /orders/:id/refund': 'owner finance',
  'POST /orders/:id/notifications/:n/resend': 'owner finance support',
  'POST /notifications/resend': 'owner finance support',
  'POST /cases/:id/:kind/close': 'owner finance support',
  'POST /cases/:id/:kind/resolve': 'owner finance',
  'POST /orders/:id/resolve': 'owner finance',
  'POST /cases/:id/:kind/exit': 'owner finance',
  'POST /cases/:id/:kind/book': 'owner finance',
  'POST /merchants/:id/post': 'owner finance',
  'POST /withdrawals/receive': 'owner finance',
  'POST /withdrawals/decide': 'owner finance',
  'POST /merchants/:id/withdrawals/make': 'owner finance',
  'POST /merchants/:id/withdrawals/add': 'owner finance',
  'POST /merchants/:id/withdrawals/block': 'owner finance',
  'POST /merchants/:id/rotate-key': 'owner',
  'POST /merchants/:id/subscriptions': 'owner',
  'POST /merchants/:id/subscriptions/set': 'owner',
  'POST /merchants/:id/set': 'owner',
  'POST /merchants/:id/reserve': 'owner',
  'POST /merchants/:id/rules': 'owner',
  'POST /merchants/:id/status': 'owner',
  'POST /merchants/:id/members': 'owner',
  'POST /merchants/:id/member-link': 'owner',
  'POST /merchants/:id/member-disabled': 'owner',
  'POST /merchants/:id/access': 'owner',
  'POST /merchants/:id/app-settings': 'owner',
  'POST /merchants/:id/app-status': 'owner',
  'POST /merchants/:id/end-key': 'owner',
  'POST /channels/:code/facts': 'owner finance',
  'POST /channels/:code/fields': 'owner finance',
  'POST /channels/:code/codes': 'owner finance',
  'POST /channels/:code/terms': 'owner finance',
  'POST /channels/:code/terms/withdraw': 'owner finance',
  'POST /channels/:code/routes': 'owner finance',
  'POST /channels/:code/routes/remove': 'owner finance',
  'POST /explain': 'owner finance support',
  'POST /operators': 'owner',
  'POST /operators/:id/role': 'owner',
  'POST /operators/:id/disabled': 'owner',
  'POST /operators/:id/second-factor': 'owner',
  'POST /account/password': ALL,
  'POST /account/second-factor/begin': ALL,
  'POST /account/second-factor/confirm': ALL,
  'POST /account/second-factor/recovery': ALL,
  'POST /account/second-factor/remove': ALL,
};

test('the matrix names every route', () => {
  const routes = [
    ...SCREENS.map(({ path }) => `GET ${path}`),
    ...ACTIONS.map(({ path }) => `POST ${path}`),
  ];
  assert.deepEqual(routes.sort(), Object.keys(MAY).sort());
});

for (const role of OPERATOR_ROLES) {
  test(`${role}: every route, as a page and as JSON, is open or shut as the matrix says`, async (t) => {
    const world = await openConsole(t);
    const { paid, doubt } = await makeStory(world);
    const disputeId = await disputeOf(world, paid);
    const verificationId = await inReview(world);
    const batchId = await settledBatch(world, paid);
    const ann = visitor(world.server);
    await ann.signIn(role);
    const recon = await reconPaths(world);
    const real = (path: string) =>
      recon(path)
        .replace('/merchants/:id', `/merchants/${world.app.merchantId}`)
        .replace('/cases/:id/:kind', `/cases/${doubt.id}/doubt`)
        .replace('/disputes/:id', `/disputes/${disputeId}`)
        .replace('/verifications/:id', `/verifications/${verificationId}`)
        .replace('/orders/:id', `/orders/${paid.id}`)
        .replace('/batches/:id', `/batches/${batchId}`)
        .replace(':code', 'PH_GCASH')
        .replace('/operators/:id', `/operators/${world.operators.viewer.id}`)
        .replace(':n', '1');
    for (const [route, roles] of Object.entries(MAY)) {
      const [method, path = ''] = route.split(' ') as [string, string];
      const open = (roles.split(' ') as OperatorRole[]).includes(role);
      const page = `/console${real(path)}`;
      const json = `/console/api${apiPath({ path: real(path) })}`;
      const key = method === 'GET' && path.includes(':kind') ? '?key=1' : '';
      for (const url of [page, json]) {
        const { status } = method === 'GET' ? await ann.get(url + key) : await ann.post(url);
        if (open) assert.notEqual(status, 403, `${role} ${method} ${url}`);
        else assert.equal(status, 403, `${role} ${method} ${url}`);
        if (open && method === 'GET') assert.equal(status, 200, `${role} ${url}`);
      }
    }
    assert.deepEqual(world.failures, []);
  });
}

test('a page shows no form that its reader may not send', async (t) => {
  const world = await openConsole(t);
  const { paid, failed, doubt } = await makeStory(world);
  const pages = [
    `/orders/${paid.id}`,
    `/orders/${failed.id}`,
    '/notifications',
    `/cases/${doubt.id}/doubt?key=1`,
    `/merchants/${world.app.merchantId}`,
  ];
  const actionsFor = async (role: OperatorRole) => {
    const ann = visitor(world.server);
    await ann.signIn(role);
    const bodies = await Promise.all(pages.map((page) => ann.get(`/console${page}`)));
    const main = bodies.map(({ body }) => body.slice(body.indexOf('<main'))).join('');
    const found = [...main.matchAll(/method="post" action="[^"]*\/([a-z-]+)"/g)];
    return [...new Set(found.map(([, name]) => name))].sort();
  };
  const fences = [
    'access',
    'app-settings',
    'app-status',
    'end-key',
    'members',
    'reserve',
    'rotate-key',
    'rules',
    'set',
    'status',
    'subscriptions',
  ];
  const money = ['post', 'refund', 'resend', 'resolve'];
  assert.deepEqual(await actionsFor('owner'), [...fences, ...money].sort());
  assert.deepEqual(await actionsFor('finance'), money);
  assert.deepEqual(await actionsFor('support'), ['resend']);
  assert.deepEqual(await actionsFor('viewer'), []);
});

test('by a name of others nothing is shown, to nobody, and nothing is done', async (t) => {
  const world = await openConsole(t);
  const ann = visitor(world.server);
  await ann.signIn('owner');
  for (const path of ['/console', '/console/sign-in', '/console/api/overview']) {
    for (const host of ['evil.example', 'console.example.evil.example', '2130706433.evil']) {
      assert.equal((await ann.get(path, { host })).status, 421, `${path} at ${host}`);
    }
    for (const host of ['console.internal:8080', '127.0.0.1', '[::1]:8080', 'localhost:8080']) {
      assert.notEqual((await ann.get(path, { host })).status, 421, `${path} at ${host}`);
    }
  }
  const rebound = { host: 'evil.example', origin: 'http://evil.example' };
  const reply = await ann.post('/console/sign-in', { login: 'owner', password: PASSWORD }, rebound);
  assert.equal(reply.status, 421);
});
