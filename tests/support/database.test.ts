import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pg from 'pg';
import { type TestDatabase, testDatabase } from './database.ts';

async function query<Row extends pg.QueryResultRow>(
  database: TestDatabase,
  sql: string,
): Promise<Row[]> {
  const client = new pg.Client(database.connection);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const shared = await testDatabase();

describe('a database for tests', () => {
  test('is empty, and another one does not see what is in it', async (t) => {
    const own = await testDatabase(t);
    await query(own, 'create table note (word text)');
    const tables = "select tablename from pg_tables where schemaname = 'public'";
    assert.deepEqual(await query(own, tables), [{ tablename: 'note' }]);
    assert.deepEqual(await query(shared, tables), []);
  });

  test('can be a copy of another one', async (t) => {
    const original = await testDatabase(t);
    await query(original, "create table note as select 'kept' as word");
    const copy = await testDatabase(t, original.name);
    assert.deepEqual(await query(copy, 'select word from note'), [{ word: 'kept' }]);
  });

  test('is gone when a later test begins with one', async (t) => {
    const names: string[] = [];
    for (const title of ['a test that uses one', 'the next one', 'and another']) {
      await t.test(title, async (inner) => void names.push((await testDatabase(inner)).name));
    }
    const [first = ''] = names;
    assert.match(first, /^test_/);
    const isThere = `select from pg_database where datname = '${first}'`;
    assert.deepEqual(await query(shared, isThere), []);
  });
});
