import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import pg from 'pg';
import { dropDatabase, withDatabase } from '../../src/postgres/databases.ts';
import { knownMigrations, migrate, SchemaTooNew } from '../../src/store/database/migrate.ts';
import { migrationStatus } from '../../src/store/database/migration-status.ts';
import { createPool } from '../../src/store/database/pool.ts';
import { UnsuitableDatabase } from '../../src/store/database/suitable.ts';
import { testDatabase } from '../support/database.ts';

async function emptyDatabase(t: TestContext) {
  const database = await testDatabase(t);
  const pool = createPool(database.connection, 'test', 2);
  t.after(() => pool.end());
  return { ...database, pool };
}

test('eight programs that migrate an empty database at once apply each migration once', async (t) => {
  const { connection } = await emptyDatabase(t);
  const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(connection)));
  const names = applied.flat().map(({ name }) => name);
  assert.deepEqual(
    names,
    (await knownMigrations()).map(({ name }) => name),
  );
});

test('a program that is older than the schema is refused with the migration it lacks', async (t) => {
  const { connection } = await emptyDatabase(t);
  await migrate(connection);
  const known = await knownMigrations();
  const older = known.filter(({ version }) => version < 9);
  await assert.rejects(migrate(connection, older), (error: Error) => {
    assert.ok(error instanceof SchemaTooNew);
    assert.match(error.message, /has the migration 0009-approvals\.sql, which this version/);
    return true;
  });
  const status = await migrationStatus(connection, older);
  assert.deepEqual(
    status.filter((one) => !one.known).map(({ name }) => name),
    known.filter(({ version }) => version >= 9).map(({ name }) => name),
  );
});

test('a newer migration that is compatible does not stop an older program', async (t) => {
  const { connection, pool } = await emptyDatabase(t);
  await migrate(connection);
  await pool.query("insert into migration (version, name, breaking) values (9000, 'x', false)");
  assert.deepEqual(await migrate(connection), []);
  await pool.query("insert into migration (version, name, breaking) values (9001, 'y', true)");
  await assert.rejects(migrate(connection), /has the migration y, which/);
});

/** The names of the tables that are there. */
async function tablesOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace",
  );
  await client.end();
  return rows.map(({ name }) => name);
}

test('a database whose encoding cannot keep every name is refused and left empty', async (t) => {
  const { pool, name, url } = await emptyDatabase(t);
  const latin = `${name}_latin`;
  const sql = `create database ${latin} template template0 encoding 'LATIN1'
    locale_provider libc lc_collate 'C' lc_ctype 'C'`;
  await pool.query(sql);
  t.after(() => dropDatabase(url, latin));
  const latinUrl = withDatabase(url, latin);
  await assert.rejects(migrate({ url: latinUrl }), (error: Error) => {
    assert.ok(error instanceof UnsuitableDatabase);
    assert.match(error.message, /has the encoding LATIN1, .* create one with encoding 'UTF8'/);
    return true;
  });
  assert.deepEqual(await tablesOf(latinUrl), []);
});

test('a way to the database that drops the settings of connections is refused', async (t) => {
  const { url } = await emptyDatabase(t);
  // As behind a pooler that ignores startup options: none of ours arrives.
  const without = `${url}&options=${encodeURIComponent('-c jit=off')}`;
  await assert.rejects(migrate({ url: without }), (error: Error) => {
    assert.ok(error instanceof UnsuitableDatabase);
    assert.match(error.message, /settings of connections do not reach .* pgbouncer, .* options=/);
    return true;
  });
  assert.deepEqual(await tablesOf(url), []);
});
