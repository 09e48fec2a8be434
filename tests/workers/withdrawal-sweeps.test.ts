/** Sweeps: once a day, after the settlements, above what is kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWithdrawalSweeps } from '../../src/store/queues/withdrawal-sweeps.ts';
import { withdrawalSweepsRound } from '../../src/workers/withdrawal-sweeps.ts';
import { giveMoney } from './dispatching.ts';
import { addApp, openWorld, orderOf, SHARDS, type World } from './world.ts';

const MONDAY = Date.parse('2026-11-30T04:00:00Z');

/** A merchant with 1,000.00, of which all above 100.00 goes to our bank's payee. */
async function merchantWith(world: World, weekday: number | null) {
  const app = addApp(world, 5);
  const { merchantId } = app;
  const order = orderOf(world, app);
  await giveMoney(world, order.shard, merchantId);
  await world.query("insert into merchant (id, name, bucket) values ($1, 'Shop', 5)", [merchantId]);
  await world.query(
    `insert into beneficiary (id, merchant_id, mode, asset, name, account_shown, sealed, added_by,
       active_from) values (77, $1, 'live', 'PHP/2', 'Shop Inc', '••••5678', '', 'ann', '2026-01-01')`,
    [merchantId],
  );
  const fee = { ratePpm: '10000', fixedMinor: '500', minMinor: null, maxMinor: null };
  await world.query(
    `insert into withdrawal_terms (merchant_id, asset, fee, min_minor, alone_minor,
       sweep_beneficiary, sweep_weekday, sweep_keep_minor)
     values ($1, 'PHP/2', $2, 1000, 0, 77, $3, 10000)`,
    [merchantId, JSON.stringify(fee), weekday],
  );
  await world.query(
    `insert into bank_account (code, mode, asset, bank_name, holder, number)
     values ('bdo1', 'live', 'PHP/2', 'BDO', 'Causeway', '1')`,
  );
  return order;
}

async function sweep(world: World, nowMs: number, refused = new Map<string, string>()) {
  const clock = { nowMs: () => nowMs };
  const withdrawalSweeps = createWithdrawalSweeps(world.pool, SHARDS);
  await withdrawalSweepsRound({ ...world, clock, withdrawalSweeps, events: {}, refused });
  return await world.query<{ merchant_ref: string; held: bigint }>(
    `select merchant_ref, amount_minor + fee_minor as held from orders
     where kind = 'withdrawal' order by id`,
  );
}

test('all but what is kept goes once a day, with its fee', async (t) => {
  const world = await openWorld(t);
  await merchantWith(world, null);
  const first = { merchant_ref: 'sweep-2026-11-30-live-PHP.2', held: 90_000n };
  assert.deepEqual(await sweep(world, MONDAY), [first]);
  assert.deepEqual(await sweep(world, MONDAY), [first]);
  await world.query('update balance set available = available + 700, upstream = upstream - 700');
  assert.equal((await sweep(world, MONDAY + 86_400_000)).length, 1, 'less than the least stays');
  await world.query('update balance set available = available + 5000, upstream = upstream - 5000');
  const [, second] = await sweep(world, MONDAY + 86_400_000);
  assert.deepEqual(second, { merchant_ref: 'sweep-2026-12-01-live-PHP.2', held: 5_700n });
  assert.deepEqual(world.logged, []);
});

test('it waits for its weekday, for what is due to be settled, and for its beneficiary', async (t) => {
  const world = await openWorld(t);
  const payin = await merchantWith(world, 2);
  assert.deepEqual(await sweep(world, MONDAY), [], 'a Monday');
  const tuesday = MONDAY + 86_400_000;
  await world.commit({
    ...payin,
    ...{ state: 'paid', paidMinor: 100n, pendingMinor: 100n, settleAt: new Date(0) },
  });
  assert.deepEqual(await sweep(world, tuesday), []);
  await world.query('update orders set settle_at = null, pending_minor = 0');
  await world.query("update beneficiary set active_from = now() + interval '1 hour'");
  assert.deepEqual(await sweep(world, tuesday), []);
  await world.query("update beneficiary set active_from = '2026-01-01'");
  assert.equal((await sweep(world, tuesday)).length, 1);
});

test('one that is refused is logged once, and again when the reason is another', async (t) => {
  const world = await openWorld(t);
  await merchantWith(world, null);
  const refused = new Map<string, string>();
  await world.query('update bank_account set enabled = false');
  for (let round = 0; round < 3; round += 1) await sweep(world, MONDAY, refused);
  assert.equal(world.logged.splice(0).length, 1);
  await world.query("update beneficiary set channel = 'NO_CHANNEL'");
  for (let round = 0; round < 3; round += 1) await sweep(world, MONDAY, refused);
  assert.equal(world.logged.splice(0).length, 1);
  await world.query('update beneficiary set channel = null');
  await world.query('update bank_account set enabled = true');
  assert.equal((await sweep(world, MONDAY, refused)).length, 1);
  assert.deepEqual([world.logged, refused.size], [[], 0]);
});
