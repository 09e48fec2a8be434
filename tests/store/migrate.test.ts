import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { knownMigrations, migrate, SchemaTooNew } from '../../src/store/database/migrate.ts';
import { migrationStatus } from '../../src/store/database/migration-status.ts';
import { createPool } from '../../src/store/database/pool.ts';
import { testDatabase } from '../support/database.ts';

async function emptyDatabase(t: TestContext) {
  const { connection } = await testDatabase(t);
  const pool = createPool(connection, 'test', 2);
  t.after(() => pool.end());
  return { connection, pool };
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
