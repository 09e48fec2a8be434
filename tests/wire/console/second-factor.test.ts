/** The second factor as operators meet it: set up, asked for at sign-in, lost, required. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SCREENS } from '../../../src/console/table.ts';
import { codeAt } from './authenticator.ts';
import { type Visitor, visitor } from './browsing.ts';
import { makeStory } from './story.ts';
import { openConsole, PASSWORD } from './world.ts';

const STEP_MS = 30_000;
const HOME = '/console/account/second-factor';

/** A console whose time the test moves. */
async function openAt(t: Parameters<typeof openConsole>[0], requireSecondFactor = false) {
  let at = new Date('2026-11-20T08:00:00Z');
  const world = await openConsole(t, { now: () => at, requireSecondFactor });
  const next = () => {
    at = new Date(at.getTime() + STEP_MS);
  };
  const code = (secret: string) => codeAt(secret, at);
  return { ...world, next, code };
}

type World = Awaited<ReturnType<typeof openAt>>;

async function authenticate(world: World, login: string, form: Record<string, string> = {}) {
  const ann = visitor(world.server);
  await ann.get('/console/sign-in');
  const reply = await ann.post('/console/sign-in', { login, password: PASSWORD, ...form });
  if (reply.status === 303) await ann.get('/console/account');
  return { ann, reply };
}

/** Sets it up through the pages; the secret and the codes stand where a person reads them. */
async function enrol(world: World, ann: Visitor) {
  const begun = await ann.post(`${HOME}/begin`, { password: PASSWORD });
  const secret = /<pre data-copy>([A-Z2-7]{32})<\/pre>/.exec(begun.body)?.[1] ?? '';
  assert.match(begun.body, /<svg class="qr"/);
  const on = await ann.post(`${HOME}/confirm`, { otp: world.code(secret) });
  assert.equal(on.status, 200);
  const recovery = /<pre data-copy>([A-Z2-7\-\n]+)<\/pre>/.exec(on.body)?.[1]?.split('\n') ?? [];
  assert.equal(recovery.length, 10);
  world.next();
  return { secret, recovery };
}

test('set up by a picture, it is asked for at sign-in, once a code', async (t) => {
  const world = await openAt(t);
  const { ann } = await authenticate(world, 'finance');
  const { secret } = await enrol(world, ann);
  const shown = await ann.get(HOME);
  assert.ok(!shown.body.includes(secret), 'the secret is not shown again');
  const code = world.code(secret);
  assert.equal((await authenticate(world, 'finance')).reply.status, 401);
  assert.equal((await authenticate(world, 'finance', { otp: code })).reply.status, 303);
  const replayed = await authenticate(world, 'finance', { otp: code });
  assert.equal(replayed.reply.status, 401);
  world.next();
  const spaced = world.code(secret).replace(/^(...)/, '$1 ');
  assert.equal((await authenticate(world, 'finance', { otp: spaced })).reply.status, 303);
});

test('a wrong code gets the answer of a wrong password, word for word', async (t) => {
  const world = await openAt(t);
  const { ann } = await authenticate(world, 'finance');
  await enrol(world, ann);
  const plain = ({ body }: { body: string }) => body.replace(/name="csrf" value="[^"]+"/g, '');
  const wrongCode = await authenticate(world, 'finance', { otp: '000000' });
  const wrongPassword = await authenticate(world, 'finance', { password: 'wrong', otp: '000000' });
  assert.equal(wrongCode.reply.status, 401);
  assert.equal(plain(wrongCode.reply), plain(wrongPassword.reply));
});

test('a wrong code at set-up keeps the picture, and turns nothing on', async (t) => {
  const world = await openAt(t);
  const { ann } = await authenticate(world, 'viewer');
  assert.equal((await ann.post(`${HOME}/begin`, { password: 'wrong' })).status, 422);
  assert.ok(!(await ann.get(HOME)).body.includes('<svg class="qr"'));
  await ann.post(`${HOME}/begin`, { password: PASSWORD });
  const reply = await ann.post(`${HOME}/confirm`, { otp: '000000' });
  assert.equal(reply.status, 422);
  assert.match(reply.body, /<svg class="qr"/);
  assert.equal((await authenticate(world, 'viewer')).reply.status, 303);
});

test('turning it off and new recovery codes ask for the password and a fresh code', async (t) => {
  const world = await openAt(t);
  const { ann } = await authenticate(world, 'viewer');
  const { secret, recovery } = await enrol(world, ann);
  for (const name of ['recovery', 'remove']) {
    const without = await ann.post(`${HOME}/${name}`, { password: PASSWORD });
    assert.equal(without.status, 422);
  }
  const form = { password: PASSWORD, otp: world.code(secret) };
  const renewed = await ann.post(`${HOME}/recovery`, form);
  assert.equal(renewed.status, 200);
  assert.ok(!renewed.body.includes(recovery[0] as string));
  assert.equal((await ann.post(`${HOME}/remove`, form)).status, 422, 'the code was used');
  world.next();
  const off = await ann.post(`${HOME}/remove`, { ...form, otp: world.code(secret) });
  assert.equal(off.status, 303);
  assert.equal((await ann.get('/console')).status, 303, 'the session has ended');
  assert.equal((await authenticate(world, 'viewer')).reply.status, 303);
});

test('with a lost phone a recovery code signs in once, or another owner takes it away', async (t) => {
  const world = await openAt(t);
  const { ann } = await authenticate(world, 'viewer');
  const { recovery } = await enrol(world, ann);
  const [first = ''] = recovery;
  assert.equal((await authenticate(world, 'viewer', { otp: first })).reply.status, 303);
  assert.equal((await authenticate(world, 'viewer', { otp: first })).reply.status, 401);
  const owner = (await authenticate(world, 'owner')).ann;
  const reset = (id: bigint) =>
    owner.post(`/console/operators/${id}/second-factor`, { password: PASSWORD });
  assert.equal((await reset(world.operators.owner.id)).status, 422, 'not one’s own');
  assert.equal((await reset(world.operators.support.id)).status, 422, 'there is none');
  assert.equal((await reset(world.operators.viewer.id)).status, 303);
  assert.equal((await ann.get('/console')).status, 303, 'the session has ended');
  assert.equal((await authenticate(world, 'viewer')).reply.status, 303);
  const rows = await world.deps.audit.list(null, 100);
  const done = rows.filter(
    ({ action, phase }) => /^second_factor/.test(action) && phase === 'done',
  );
  assert.deepEqual(
    done.map(({ action, login }) => `${action} ${login}`),
    ['second_factor.reset owner', 'second_factor.on viewer', 'second_factor.begin viewer'],
  );
});

test('where it is required, who has none sees the own account and nothing else', async (t) => {
  const world = await openAt(t, true);
  const { paid } = await makeStory(world);
  const { ann } = await authenticate(world, 'owner');
  for (const { path, ability } of SCREENS.filter(({ path: one }) => !one.includes(':'))) {
    const page = await ann.get(`/console${path}`);
    const json = await ann.get(`/console/api${path === '' ? '/overview' : path}`);
    const own = ability === 'own_account';
    assert.equal(page.status, own ? 200 : 303, path);
    assert.equal(json.status, own ? 200 : 403, path);
    if (own) continue;
    assert.equal(page.headers.location, HOME);
    assert.deepEqual(json.json(), { error: { code: 'second_factor_needed' } });
  }
  const form = { ref: `OP${'0'.repeat(20)}`, amount: '1.00', password: PASSWORD };
  const refund = await ann.post(`/console/orders/${paid.id}/refund`, form);
  assert.equal(refund.headers.location, HOME);
  assert.equal((await ann.post(`/console/api/orders/${paid.id}/refund`, form)).status, 403);
  const details = await world.deps.queries.orderDetails(paid.id);
  assert.equal(details?.order.refundedMinor, 0n);
  await enrol(world, ann);
  assert.equal((await ann.get('/console/orders')).status, 200);
});
