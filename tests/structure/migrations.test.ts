import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownMigrations } from '../../src/store/database/migrate.ts';

test('each migration has a number of its own: of two, one would never be applied', async () => {
  const versions = (await knownMigrations()).map(({ version }) => version);
  assert.ok(versions.length > 0);
  assert.deepEqual(versions, [...new Set(versions)]);
});
