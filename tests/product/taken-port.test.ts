/** A port that somebody else has: one clear sentence, and an end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPool } from '../../src/store/database/pool.ts';
import { testDatabase } from '../support/database.ts';
import { newPlace, startProduct, takenPort } from './product.ts';

for (const taken of ['port', 'simulatorPort'] as const) {
  test(`a taken ${taken} ends the start with nothing written, and says which setting moves it`, async (t) => {
    const cleanup = { after: (task: () => Promise<void>) => t.after(task) };
    const place = { ...(await newPlace(cleanup)), [taken]: await takenPort(cleanup) };
    const database = await testDatabase(t);
    await assert.rejects(startProduct(place, database), ({ message }: Error) => {
      assert.match(message, /it ended with 1:/);
      assert.match(message, /the port is taken[\s\S]*PORT moves/);
      return true;
    });
    const pool = createPool(database.connection, 'test', 1);
    t.after(() => pool.end());
    const { rows } = await pool.query(
      `select (select count(*)::int from connector_account) as accounts,
              (select count(*)::int from merchant) as merchants,
              (select count(*)::int from channel) as channels,
              (select count(*)::int from meta where key = 'installation') as kinds`,
    );
    assert.deepEqual(rows[0], { accounts: 0, merchants: 0, channels: 0, kinds: 0 });
  });
}
