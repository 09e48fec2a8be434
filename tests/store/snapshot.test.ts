import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { idGenerator } from '../../src/domain/id.ts';
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
