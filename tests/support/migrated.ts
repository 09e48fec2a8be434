/** Databases with the product's tables, copied from one that was migrated once. */
import type { TestContext } from 'node:test';
import { connectionOf, createDatabase } from '../../src/postgres/databases.ts';
import { migrate } from '../../src/store/database/migrate.ts';
import { type TestDatabase, testDatabase } from './database.ts';

/**
 * The environment variable by which a test run gives every file the name of its migrated database,
 * on the server of `TEST_SERVER`.
 */
export const TEST_TEMPLATE = 'TEST_PG_TEMPLATE';

const NAME = 'test_template';

/** Makes the migrated database of a test run, and answers its name. */
export async function makeTemplate(serverUrl: string): Promise<string> {
  await migrate(connectionOf(await createDatabase(serverUrl, NAME)));
  return NAME;
}

let template: Promise<string> | undefined;

/** A copy of a migrated database; dropped when the test is over. */
export async function migratedDatabase(t: TestContext): Promise<TestDatabase> {
  template ??= migrated();
  return await testDatabase(t, await template);
}

/** A file that is run by hand migrates one for its own tests. */
async function migrated(): Promise<string> {
  const given = process.env[TEST_TEMPLATE];
  if (given !== undefined) return given;
  const { name, connection } = await testDatabase();
  await migrate(connection);
  return name;
}
