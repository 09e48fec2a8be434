/** Withdrawals and top-ups in the portal: what is a merchant's own, and nobody else's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withdrawable } from '../../store/withdrawal-trials.ts';
import { PASSWORD } from '../console/world.ts';
import { openPortal, type PortalWorld } from './portal-world.ts';

const ACCOUNT = '4417123456789113';

async function ordersOf({ pool }: PortalWorld) {
  const { rows } = await pool.query<{ merchant_id: bigint; state: string }>(
    "select merchant_id, state from orders where kind = 'withdrawal'",
  );
  return rows;
}

test('a member withdraws to a beneficiary, whose account no page shows', async (t) => {
  const world = await openPortal(t);
  const { beneficiary = '', amount = '' } = await withdrawable(world);
  const mia = world.browser();
  await mia.signIn('finance');
  const form = { beneficiary, amount, ref: 'WD1', password: PASSWORD };
  for (let sent = 0; sent < 2; sent += 1) {
    assert.equal((await mia.post('/portal/test/withdrawals/make', form)).status, 303);
  }
  assert.deepEqual(await ordersOf(world), [
    { merchant_id: world.app.merchantId, state: 'created' },
  ]);
  const added = await mia.post('/portal/test/withdrawals/beneficiaries', {
    ...{ asset: 'PHP/2', name: 'Shop Inc', account: ACCOUNT, bank_code: 'BPI' },
    ...{ channel: '', password: PASSWORD },
  });
  assert.equal(added.status, 303);
  const { body: page } = await mia.get('/portal/test/withdrawals');
  assert.match(page, /••••9113/);
  assert.ok(!page.includes(ACCOUNT));
  const { body: json } = await mia.get('/portal/api/test/withdrawals');
  assert.ok(!json.includes(ACCOUNT));
  const orderPage = await mia.get('/portal/test/orders?kind=withdrawal');
  assert.equal(orderPage.status, 200);
});

test('another merchant sees, pays and blocks nothing of it, whatever its forms say', async (t) => {
  const world = await openPortal(t);
  const { beneficiary = '', amount = '' } = await withdrawable(world);
  const tea = world.browser();
  await tea.signIn('tea');
  const mine = { merchant: `${world.app.merchantId}`, mode: 'live', password: PASSWORD };
  const tries = {
    make: { ...mine, beneficiary, amount, ref: 'WD1' },
    block: { ...mine, beneficiary },
  };
  for (const [path, form] of Object.entries(tries)) {
    const reply = await tea.post(`/portal/api/test/withdrawals/${path}`, form);
    assert.equal(reply.status, 422, path);
    assert.deepEqual(reply.json(), { error: { code: 'not_found', why: null } }, path);
  }
  const account = { asset: 'PHP/2', name: 'Tea', account: ACCOUNT, bank_code: 'BPI' };
  const reply = await tea.post('/portal/api/test/withdrawals/beneficiaries', {
    ...{ ...mine, ...account, channel: '' },
  });
  assert.equal(reply.status, 200);
  const { rows } = await world.pool.query<{ merchant_id: bigint; mode: string }>(
    "select merchant_id, mode from beneficiary where name = 'Tea'",
  );
  const { merchantId } = world.other.member;
  assert.deepEqual(
    rows,
    [{ merchant_id: merchantId, mode: 'test' }],
    'its own, of the page’s mode',
  );
  assert.deepEqual(await ordersOf(world), []);
  assert.ok(!(await tea.get('/portal/test/withdrawals')).body.includes('Shop Holdings'));
});

test('of real money a member’s new beneficiary waits for a second person', async (t) => {
  const world = await openPortal(t, { fourEyes: true });
  await world.config.createApp({
    ...{ merchantId: world.app.merchantId, dialect: 'collect', publicId: '2C0009', mode: 'live' },
    ...{ notifyUrl: null, settings: { asset: 'PHP/2' }, keys: [] },
  });
  await world.deps.snapshot.refresh();
  const mia = world.browser();
  await mia.signIn('owner');
  await mia.post('/portal/live/withdrawals/beneficiaries', {
    ...{ asset: 'PHP/2', name: 'Shop Inc', account: ACCOUNT, bank_code: 'BPI' },
    ...{ channel: '', password: PASSWORD },
  });
  const { rows } = await world.pool.query('select 1 from beneficiary');
  assert.deepEqual(rows, []);
  const { body: page } = await mia.get('/portal/live/withdrawals');
  assert.match(page, /Waiting for approval[\s\S]*Shop Inc[\s\S]*••••9113/);
  const tea = world.browser();
  await tea.signIn('tea');
  assert.doesNotMatch((await tea.get('/portal/live/withdrawals')).body, /Shop Inc/);
  assert.doesNotMatch((await mia.get('/portal/test/withdrawals')).body, /Shop Inc/);
  const [waiting] = await world.deps.approvals.list('waiting', 5);
  assert.deepEqual(
    [waiting?.action, waiting?.summary.facts?.account, JSON.stringify(waiting?.form)],
    ['beneficiary.add', '••••9113', JSON.stringify(waiting?.form).replaceAll(ACCOUNT, '')],
  );
});
