/** A database that is an older backup is noticed, and gives no payout to anybody (P42). */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Recovery, Witness } from '../../src/ports/recovery.ts';
import { createPool } from '../../src/store/database/pool.ts';
import { recoveryWrites } from '../../src/store/privileged/recoveries.ts';
import {
  beginRecovery,
  lookAtContinuity,
  SILENCE_MS,
} from '../../src/store/recovery/continuity.ts';
import { createRecoveries } from '../../src/store/recovery/recoveries.ts';
import { openWitness } from '../../src/witness.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { SHARDS } from '../support/lanes.ts';
import { migratedDatabase } from '../support/migrated.ts';

const noTrouble = (error: unknown) => assert.fail(String(error));
const memory = () => openWitness(null, noTrouble);

function poolOf(t: TestContext, { connection }: TestDatabase) {
  const pool = createPool(connection, 'test', 2);
  t.after(() => pool.end());
  return pool;
}

type Pool = ReturnType<typeof poolOf>;

const look = (pool: Pool, witness: Witness, silenceMs: number | null = SILENCE_MS) =>
  lookAtContinuity(pool, silenceMs, witness);

const mayLeave = async (pool: Pool) =>
  (await pool.query('select money_may_leave() as may')).rows[0].may as boolean;

/** As if nobody had worked on it since. */
async function minutesAgo(pool: Pool, minutes: number): Promise<void> {
  await pool.query(`update continuity set beat_at = now() - $1 * interval '1 minute'`, [minutes]);
  await pool.query(
    `update continuity_witness set counted_at = counted_at - $1 * interval '1 minute'`,
    [minutes],
  );
}

async function end(pool: Pool): Promise<void> {
  await pool.query(`update recovery set ended_at = now(), ended_by = 'ann' where ended_at is null`);
}

const opened = async (pool: Pool) => (await createRecoveries(pool, SHARDS).open()) as Recovery;

async function withAccount(pool: Pool, connector: string): Promise<void> {
  await pool.query(
    `insert into connector_account (connector, account, version, base_url, sealed, mode)
     values ($1, 'main', 1, 'http://127.0.0.1', '', 'live')`,
    [connector],
  );
}

test('a copy of the database is another place, and sends nothing until that is over', async (t) => {
  const first = await migratedDatabase(t);
  const pool = createPool(first.connection, 'test', 2);
  const witness = await memory();
  assert.deepEqual(await look(pool, witness), { isRecovering: false, isListing: false });
  assert.equal((await look(pool, witness)).isRecovering, false, 'again');
  assert.equal(await mayLeave(pool), true);
  await pool.end();

  const restored = poolOf(t, await testDatabase(t, first.name));
  await minutesAgo(restored, 3);
  assert.equal(await mayLeave(restored), false, 'before anybody has looked');
  const started = await memory();
  assert.deepEqual(await look(restored, started), { isRecovering: true, isListing: true });
  assert.equal(await mayLeave(restored), false, 'and afterwards');
  const open = await opened(restored);
  assert.deepEqual([open.reason, open.isCheck], ['other_place', false]);
  const agoMs = open.beganAt.getTime() - open.forgottenFrom.getTime();
  assert.ok(agoMs >= 180_000 && agoMs < 240_000, `forgotten from ${agoMs} ms before`);
  assert.equal((await look(restored, started)).isRecovering, true, 'it lasts');
  await end(restored);
  assert.equal((await look(restored, started)).isRecovering, false);
  assert.equal(await mayLeave(restored), true);
});

test('a silence is a mere check where a witness that was there to the end agrees', async (t) => {
  const pool = poolOf(t, await migratedDatabase(t));
  const witness = await memory();
  await look(pool, witness);
  await minutesAgo(pool, 9);
  assert.equal((await look(pool, witness)).isRecovering, false, 'a restart');
  await minutesAgo(pool, 600);
  assert.equal((await look(pool, witness, null)).isRecovering, false, 'the demo');
  await minutesAgo(pool, 600);
  // New orders are taken all the while.
  assert.deepEqual(await look(pool, witness), { isRecovering: true, isListing: false });
  const { reason, isCheck } = await opened(pool);
  assert.deepEqual([reason, isCheck], ['silence', true]);
  await end(pool);

  await minutesAgo(pool, 600);
  assert.equal((await look(pool, await memory())).isListing, true, 'nobody who was there');
  assert.equal((await opened(pool)).isCheck, false);
  await look(pool, witness);
  assert.equal((await opened(pool)).isCheck, true, 'somebody who was there has come');
  await end(pool);

  await minutesAgo(pool, 40_000);
  const newer = await memory();
  await look(pool, newer, null);
  await minutesAgo(pool, 600);
  await look(pool, witness);
  assert.equal((await opened(pool)).isCheck, false, 'the witness had left weeks before the end');
});

test('a database that has counted less than a witness is set back, whoever looks first', async (t) => {
  const pool = poolOf(t, await migratedDatabase(t));
  const witness = await memory();
  const other = await memory();
  for (const one of [witness, other, witness]) await look(pool, one);
  const backup = await pool.query('select * from continuity_witness');
  for (let n = 0; n < 3; n += 1) await look(pool, witness);
  // The machine of the database goes back by two minutes: same place, hardly a silence.
  await pool.query('delete from continuity_witness');
  for (const { id, count, counted_at: at } of backup.rows) {
    await pool.query('insert into continuity_witness values ($1, $2, $3)', [id, count, at]);
  }
  await minutesAgo(pool, 2);
  for (let n = 0; n < 5; n += 1) await look(pool, other);
  assert.equal((await look(pool, other)).isRecovering, false, 'it cannot know');
  assert.equal((await look(pool, witness)).isRecovering, true);
  const open = await opened(pool);
  assert.deepEqual([open.reason, open.isCheck], ['set_back', false]);
  const agoMs = open.beganAt.getTime() - open.forgottenFrom.getTime();
  assert.ok(agoMs >= 120_000, `from its own last count, ${agoMs} ms before`);
  await end(pool);
  assert.equal((await look(pool, witness)).isRecovering, false, 'it is noticed once');

  await pool.query('delete from continuity_witness');
  assert.equal((await look(pool, witness)).isRecovering, true, 'older than the witness');
  await end(pool);
  await pool.query('update continuity set lineage = gen_random_uuid()');
  assert.equal((await look(pool, witness)).isRecovering, false, 'another database');
});

test('a clock that was ahead says nothing of when: payouts wait, and a week is read', async (t) => {
  const first = await migratedDatabase(t);
  const pool = createPool(first.connection, 'test', 2);
  const witness = await memory();
  for (let n = 0; n < 2; n += 1) await look(pool, witness);
  await minutesAgo(pool, -300);
  assert.equal(await mayLeave(pool), false);
  assert.equal((await look(pool, witness)).isRecovering, true);
  const daysOf = ({ beganAt, forgottenFrom }: Recovery) =>
    (beganAt.getTime() - forgottenFrom.getTime()) / 86_400_000;
  const check = await opened(pool);
  assert.deepEqual([check.reason, check.isCheck, daysOf(check)], ['silence', true, 7]);
  assert.match(check.detail, /clock/);
  await end(pool);
  assert.equal((await look(pool, witness)).isRecovering, false, 'the clock is right again');
  assert.equal(await mayLeave(pool), true);
  await minutesAgo(pool, -300);
  await pool.end();

  const restored = poolOf(t, await testDatabase(t, first.name));
  assert.equal(await mayLeave(restored), false);
  await look(restored, await memory());
  const recovery = await opened(restored);
  assert.deepEqual([recovery.reason, daysOf(recovery)], ['other_place', 7]);
});

test('the count outlives the process in the data folder', async (t) => {
  const pool = poolOf(t, await migratedDatabase(t));
  const folder = await mkdtemp(join(tmpdir(), 'causeway-continuity-'));
  t.after(() => rm(folder, { recursive: true }));
  const start = () => openWitness(folder, noTrouble);
  const started = await start();
  await Promise.all([look(pool, started), look(pool, started), look(pool, await start())]);
  await look(pool, started);
  assert.equal((await look(pool, await start())).isRecovering, false);
  await pool.query('update continuity_witness set count = 1');
  assert.equal((await look(pool, await start())).isRecovering, true);
  await end(pool);
  await writeFile(join(folder, 'continuity.json'), '{"id":');
  assert.equal((await look(pool, await start())).isRecovering, false, 'a torn file is no witness');
  const nowhere = await openWitness(join(folder, 'missing'), noTrouble);
  assert.equal((await look(pool, nowhere)).isRecovering, false);
});

test('of many that look at once one begins the recovery', async (t) => {
  const pool = poolOf(t, await migratedDatabase(t));
  const witness = await memory();
  await look(pool, witness);
  await minutesAgo(pool, 60);
  const looks = Array.from({ length: 8 }, () => look(pool, witness));
  assert.ok((await Promise.all(looks)).every(({ isRecovering }) => isRecovering));
  const { rows } = await pool.query('select count(*)::int as count from recovery');
  assert.equal(rows[0].count, 1);
});

test('a check that a list objects to is none any more, and people compare', async (t) => {
  const pool = poolOf(t, await migratedDatabase(t));
  for (const name of ['listing', 'silent']) await withAccount(pool, name);
  const recoveries = createRecoveries(pool, SHARDS);
  await beginRecovery(pool, 'silence', 'a night', new Date(), true);
  const check = await opened(pool);
  await recoveries.addAccounts(check, ['listing']);
  const states = async () => (await recoveries.accounts(check.id)).map(({ state }) => state);
  assert.deepEqual(await states(), ['to_list', 'passed']);
  const account = { connector: 'listing', account: 'main' };
  await recoveries.objected(check, 'listing/main has what is not here');
  await recoveries.objected(check, 'a second process that comes too late');
  await recoveries.allListed(check);
  assert.equal(await recoveries.endExplained(check), false, 'it goes on');

  const real = await opened(pool);
  assert.deepEqual([real.isCheck, real.revision, real.listedAt], [false, 2, null]);
  await recoveries.listed(check, account, 9);
  assert.deepEqual(await states(), ['to_list', 'to_list'], 'a list for the check does not count');
  await recoveries.addAccounts(real, ['listing']);
  const found = { reference: 'CW1', orderId: null, detail: 'payout CW1' };
  for (let n = 0; n < 2; n += 1) await recoveries.keepFound(real, account, found);
  assert.deepEqual(await states(), ['to_list', 'by_hand']);
  const cases = async () =>
    (await pool.query(`select key from case_file where state = 'open' order by key`)).rows;
  assert.deepEqual(await cases(), [{ key: 'listing/main:CW1' }, { key: `silent/main@${real.id}` }]);

  const people = recoveryWrites(pool);
  assert.equal(await people.confirm(check, 'silent/main', 'ann', 'compared'), false, 'too early');
  assert.equal(await people.confirm(real, 'silent/main', 'ann', 'compared'), true);
  assert.equal(await people.confirm(real, 'silent/main', 'bob', 'compared'), false, 'twice');
  assert.deepEqual(await cases(), [{ key: 'listing/main:CW1' }]);
  await recoveries.listed(real, account, 0);
  const [listed] = await recoveries.accounts(real.id);
  assert.deepEqual([listed?.state, listed?.unknown], ['listed', 1], 'it stays found');
  assert.equal((await recoveries.unexplained(real.id)).unknown, 1);

  await people.begin('a week, really', 10_000);
  assert.equal(await people.end(real, 'ann', 'nothing is missing'), false, 'it goes further back');
  assert.deepEqual(await states(), ['to_list', 'to_list']);
  assert.equal(await people.end(await opened(pool), 'ann', 'nothing is missing'), true);
  assert.equal(await people.end({ id: real.id, revision: 3 }, 'bob', 'nothing'), false, 'twice');
});

test('a witness that comes after a list objected does not make it a check again', async (t) => {
  const pool = poolOf(t, await migratedDatabase(t));
  await withAccount(pool, 'silent');
  const recoveries = createRecoveries(pool, SHARDS);
  const [witness, other] = [await memory(), await memory()];
  for (const one of [witness, other, witness, other]) await look(pool, one);
  await minutesAgo(pool, 60);
  await look(pool, witness);
  const check = await opened(pool);
  await recoveries.addAccounts(check, []);
  await recoveries.objected(check, 'listing/main has what is not here');
  await recoveries.addAccounts(await opened(pool), []);
  await look(pool, other);
  const { isCheck, revision } = await opened(pool);
  assert.deepEqual([check.isCheck, isCheck, revision], [true, false, 2]);
  const states = (await recoveries.accounts(check.id)).map(({ state }) => state);
  assert.deepEqual(states, ['by_hand']);
});

test('a check waits a quarter of an hour for a provider that does not answer', async (t) => {
  const pool = poolOf(t, await migratedDatabase(t));
  await withAccount(pool, 'listing');
  const recoveries = createRecoveries(pool, SHARDS);
  await beginRecovery(pool, 'silence', 'a night', new Date(), true);
  const check = await opened(pool);
  await recoveries.addAccounts(check, ['listing']);
  const account = { connector: 'listing', account: 'main' };
  const left = async () => (await recoveries.unexplained(check.id)).accounts.length;
  await recoveries.failed(check.id, account, 'no answer');
  assert.equal(await left(), 1);
  await pool.query(`update recovery set began_at = now() - interval '16 minutes'`);
  await recoveries.failed(check.id, account, 'no answer');
  assert.equal(await left(), 0);
  await pool.query(`update recovery set is_check = false`);
  await pool.query(`update recovery_account set state = 'to_list'`);
  await recoveries.failed(check.id, account, 'no answer');
  assert.equal(await left(), 1, 'of a restore it waits for as long as it takes');
});
