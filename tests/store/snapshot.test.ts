import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { FREE } from '../../src/domain/fee.ts';
import { idGenerator } from '../../src/domain/id.ts';
import type { Mode } from '../../src/domain/merchant.ts';
import { createAccounts } from '../../src/store/configuration/accounts.ts';
import { createConfigWriter } from '../../src/store/configuration/config.ts';
import { openSnapshot } from '../../src/store/configuration/snapshot.ts';
import { migrate } from '../../src/store/database/migrate.ts';
import { createPool } from '../../src/store/database/pool.ts';
import { accountWrites } from '../../src/store/privileged/accounts.ts';
import { merchantWrites } from '../../src/store/privileged/merchants.ts';
import { createVault } from '../../src/store/secrets/vault.ts';
import { testDatabase } from '../support/database.ts';
import { PAYIN_CHANNEL } from '../support/shop.ts';

test('bounds of an account are set one by one, taken away, and never cross', async (t) => {
  const { connection } = await testDatabase(t);
  await migrate(connection);
  const pool = createPool(connection, 'test', 2);
  t.after(() => pool.end());
  const vault = createVault(randomBytes(32));
  const snapshot = await openSnapshot(pool, connection, vault, () => undefined);
  t.after(() => snapshot.close());
  const accounts = accountWrites(pool, vault);
  const key = { connector: 'fake', account: 'main' };
  assert.equal(await accounts.limit(key, { ceiling: 50 }), null, 'there is no such account');
  await accounts.save({
    ...key,
    mode: 'test',
    baseUrl: 'https://psp.example',
    secrets: { a: 'b' },
  });
  const held = async (set: Parameters<typeof accounts.limit>[1]) => {
    const answer = await accounts.limit(key, set);
    await snapshot.refresh();
    const { floor, ceiling, perSecond } = snapshot.current().accountLimit(key);
    return [typeof answer === 'string' ? answer : 'set', floor, ceiling, perSecond];
  };
  assert.deepEqual(await held({ ceiling: 50 }), ['set', 4, 50, null]);
  assert.deepEqual(await held({ perSecond: 20, floor: 8 }), ['set', 8, 50, 20]);
  assert.deepEqual(await held({ floor: 51 }), ['least_above_most', 8, 50, 20]);
  assert.deepEqual(await held({ ceiling: 2, floor: null }), ['set', 2, 2, 20]);
  assert.deepEqual(await held({ ceiling: null, perSecond: null }), ['set', 4, 1024, null]);
  const other = snapshot.current().accountLimit({ ...key, account: 'other' });
  assert.deepEqual([other.floor, other.ceiling, other.perSecond], [4, 1024, null]);
});

test('what was written before a refresh is there after it, whatever else is being read', async (t) => {
  const { connection } = await testDatabase(t);
  await migrate(connection);
  const pool = createPool(connection, 'test', 8);
  t.after(() => pool.end());
  const vault = createVault(randomBytes(32));
  const generate = idGenerator(1);
  const config = createConfigWriter(pool, vault, (bucket) => generate(bucket, Date.now()));
  // Counted within the test only: a poll may still find the database dropped when it is over.
  const troubles: unknown[] = [];
  const snapshot = await openSnapshot(pool, connection, vault, (error) => troubles.push(error));
  t.after(() => snapshot.close());
  for (let round = 0; round < 60; round += 1) {
    // Every write notifies the listener as well, whose own reading may end late.
    const id = await config.createMerchant({ name: `Shop ${round}` });
    await snapshot.refresh();
    assert.ok(snapshot.current().merchant(id), `merchant of round ${round}`);
    for (let turn = 0; turn < round % 4; turn += 1) await pool.query('select 1');
    assert.ok(snapshot.current().merchant(id), `merchant of round ${round}, a little later`);
  }
  assert.deepEqual(troubles, []);
});

test('a route leads to accounts of the mode asked for, and to none that is not there', async (t) => {
  const { connection } = await testDatabase(t);
  await migrate(connection);
  const pool = createPool(connection, 'test', 4);
  t.after(() => pool.end());
  const vault = createVault(randomBytes(32));
  const config = createConfigWriter(pool, vault, () => 1n);
  await config.saveChannels([PAYIN_CHANNEL]);
  const route = {
    ...{ channelCode: 'PAY', connector: 'fake', priority: 1, weight: 1, enabled: true },
    ...{ merchantIds: null, minMinor: null, maxMinor: null },
  };
  await config.addRoutes(['sandbox', 'real', 'none'].map((account) => ({ ...route, account })));
  const saved = { connector: 'fake', version: 1, baseUrl: 'https://psp.example', secrets: {} };
  await config.saveAccount({ ...saved, account: 'sandbox', mode: 'test' });
  await config.saveAccount({ ...saved, account: 'real', mode: 'live' });
  const snapshot = await openSnapshot(pool, connection, vault, () => undefined);
  t.after(() => snapshot.close());
  const carriers = (mode: Mode) =>
    snapshot
      .current()
      .routes('PAY', 1n, 100n, mode)
      .map(({ account }) => account);
  assert.deepEqual([carriers('test'), carriers('live')], [['sandbox'], ['real']]);
  assert.equal(snapshot.current().accountMode({ connector: 'fake', account: 'none' }), null);
});

test('a version of credentials ends by the clock, without anything being written', async (t) => {
  const { connection } = await testDatabase(t);
  await migrate(connection);
  const pool = createPool(connection, 'test', 4);
  t.after(() => pool.end());
  const vault = createVault(randomBytes(32));
  const accounts = { ...createAccounts(pool, 4), ...accountWrites(pool, vault) };
  const key = { connector: 'fake', account: 'main' };
  for (const secret of ['one', 'two']) {
    const baseUrl = 'https://psp.example';
    await accounts.save({ ...key, mode: 'live', baseUrl, secrets: { secret } });
  }
  const endsAt = await accounts.end(key, 1, 3_600);
  let nowMs = (endsAt?.getTime() ?? 0) - 1;
  const troubles: unknown[] = [];
  const snapshot = await openSnapshot(
    pool,
    connection,
    vault,
    (error) => troubles.push(error),
    () => nowMs,
  );
  t.after(() => snapshot.close());
  const live = () => snapshot.current().credentials('fake', 'main');
  assert.deepEqual(
    live().map(({ version, secrets }) => [version, secrets.secret]),
    [
      [2, 'two'],
      [1, 'one'],
    ],
  );
  nowMs += 1;
  assert.deepEqual(
    live().map(({ version }) => version),
    [2],
  );
  assert.equal(await accounts.end(key, 3, 0), null);
  assert.deepEqual(troubles, []);
});

test('terms are read as they were written, with fees for refunds and disputes or without', async (t) => {
  const { connection } = await testDatabase(t);
  await migrate(connection);
  const pool = createPool(connection, 'test', 2);
  t.after(() => pool.end());
  const vault = createVault(randomBytes(32));
  const config = createConfigWriter(pool, vault, () => 1n);
  await config.saveChannels(
    ['PAY', 'OTHER', 'DISPUTED', 'LOST'].map((code) => ({ ...PAYIN_CHANNEL, code })),
  );
  const fee = { ratePpm: 25_000n, fixedMinor: 5n, minMinor: null, maxMinor: 900n };
  const refundFee = { ratePpm: 0n, fixedMinor: 30n, minMinor: 1n, maxMinor: null };
  const dispute = { fee: refundFee, refundedWhenWon: true, refundsFee: false };
  const lost = { fee: FREE, refundedWhenWon: false, refundsFee: true };
  const at = new Date('2026-01-01T00:00:00Z');
  const row = { merchantId: null, fee, settle: 1, effectiveFrom: at };
  await config.addTerms([
    { ...row, channelCode: 'PAY', refundFee },
    { ...row, channelCode: 'OTHER' },
    { ...row, channelCode: 'DISPUTED', dispute },
    { ...row, channelCode: 'LOST', dispute: lost },
  ]);
  const troubles: unknown[] = [];
  const snapshot = await openSnapshot(pool, connection, vault, (error) => troubles.push(error));
  t.after(() => snapshot.close());
  const read = (code: string) => snapshot.current().terms(7n, code, new Date());
  assert.deepEqual(read('PAY'), { fee, settle: 1, refundFee });
  assert.deepEqual(read('OTHER'), { fee, settle: 1 });
  assert.deepEqual(read('DISPUTED'), { fee, settle: 1, dispute });
  assert.deepEqual(read('LOST'), { fee, settle: 1, dispute: lost });
  assert.deepEqual(troubles, []);
});

test('rules for short, over and late payments are those set last, by channel', async (t) => {
  const { connection } = await testDatabase(t);
  await migrate(connection);
  const pool = createPool(connection, 'test', 4);
  t.after(() => pool.end());
  const vault = createVault(randomBytes(32));
  const config = createConfigWriter(pool, vault, idGenerator(1).bind(null, 5, Date.now()));
  await config.saveChannels([PAYIN_CHANNEL]);
  const merchantId = await config.createMerchant({ name: 'Shop' });
  const writes = merchantWrites(pool, () => 1n);
  const none = { short: null, tolerancePpm: 0n, toleranceMinor: 0n, over: null, late: null };
  const row = { ...none, merchantId, channelCode: null, lateHours: null, second: null };
  await writes.amountRule({ ...row, short: 'hold', lateHours: 24, second: 'return' });
  for (const tolerancePpm of [5n, 7n]) {
    await writes.amountRule({ ...row, channelCode: 'PAY', tolerancePpm });
  }
  const snapshot = await openSnapshot(pool, connection, vault, () => undefined);
  t.after(() => snapshot.close());
  const rulesOf = (channel: string) =>
    snapshot.current().amountRules({ merchantId, appId: 1n, channel });
  const [ofPay, ofOthers] = [rulesOf('PAY'), rulesOf('QR')];
  assert.deepEqual(ofPay.short, { rule: 'accept', tolerancePpm: 7n, toleranceMinor: 0n });
  assert.deepEqual([ofOthers.short?.rule, ofOthers.lateHours], ['hold', 24]);
  assert.deepEqual([ofPay.second, ofOthers.second], ['suspense', 'return']);
});
