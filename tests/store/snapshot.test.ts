import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { idGenerator } from '../../src/domain/id.ts';
import { createAccounts } from '../../src/store/accounts.ts';
import { createConfigWriter } from '../../src/store/config.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPool } from '../../src/store/pool.ts';
import { openSnapshot } from '../../src/store/snapshot.ts';
import { createVault } from '../../src/store/vault.ts';
import { testDatabase } from '../support/database.ts';

test('what was written before a refresh is there after it, whatever else is being read', async (t) => {
  const { connection } = await testDatabase(t);
  await migrate(connection);
  const pool = createPool(connection, 'test', 8);
  t.after(() => pool.end());
  const vault = createVault(randomBytes(32));
  const generate = idGenerator(1);
  const config = createConfigWriter(pool, vault, (bucket) => generate(bucket, Date.now()));
  const fail = (error: unknown) => assert.fail(String(error));
  const snapshot = await openSnapshot(pool, connection, vault, fail);
  t.after(() => snapshot.close());
  for (let round = 0; round < 60; round += 1) {
    // Every write is told to the listener as well, whose own reading may end late.
    const id = await config.createMerchant({ name: `Shop ${round}` });
    await snapshot.refresh();
    assert.ok(snapshot.current().merchant(id), `merchant of round ${round}`);
    await new Promise((resolve) => setTimeout(resolve, round % 4));
    assert.ok(snapshot.current().merchant(id), `merchant of round ${round}, a little later`);
  }
});

test('a version of credentials ends by the clock, without anything being written', async (t) => {
  const { connection } = await testDatabase(t);
  await migrate(connection);
  const pool = createPool(connection, 'test', 4);
  t.after(() => pool.end());
  const vault = createVault(randomBytes(32));
  const accounts = createAccounts(pool, vault, 4);
  const key = { connector: 'fake', account: 'main' };
  for (const secret of ['one', 'two']) {
    await accounts.save({ ...key, baseUrl: 'https://psp.example', secrets: { secret } });
  }
  const endsAt = await accounts.end(key, 1, 3_600);
  let nowMs = (endsAt?.getTime() ?? 0) - 1;
  const fail = (error: unknown) => assert.fail(String(error));
  const snapshot = await openSnapshot(pool, connection, vault, fail, () => nowMs);
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
});
