/** The platform's key: made once for a new database, never beside one that has its own. */
import assert from 'node:assert/strict';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import pg from 'pg';
import type { Connection } from '../../../src/store/database/pool.ts';
import { testDatabase } from '../../support/database.ts';
import { type Causeway, causeway } from './run.ts';

const LIST = ['merchant', 'list'];

/** A database that was started once, with the key file of that start. */
async function started(t: TestContext) {
  const { connection } = await testDatabase(t);
  const first = await causeway(t, connection);
  assert.equal((await first.run(LIST)).code, 0);
  return { connection, first, key: await readFile(keyFile(first), 'utf8') };
}

const keyFile = ({ env }: Causeway) => join(env.DATA_DIR as string, 'platform.key');

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

describe('the platform key', () => {
  test('is made once for a new database, and used again', async (t) => {
    const { first, key } = await started(t);
    assert.match(key, /^[A-Za-z0-9+/]{43}=\n$/);
    assert.equal((await first.run(LIST)).code, 0);
    assert.equal(await readFile(keyFile(first), 'utf8'), key);
  });

  test('that is missing beside a database with a key is said, and none is made', async (t) => {
    const { connection, key } = await started(t);
    const elsewhere = await causeway(t, connection);
    const { code, err } = await elsewhere.run(LIST);
    assert.equal(code, 1);
    assert.match(err, /has secrets of a platform key, and there is none at .*platform\.key/);
    assert.match(err, /CAUSEWAY_KEY.*DATA_DIR/);
    assert.equal(await exists(elsewhere.env.DATA_DIR as string), false);
    const given = await causeway(t, connection, { CAUSEWAY_KEY: key.trim() });
    assert.equal((await given.run(LIST)).code, 0);
  });

  test('that is wrong is refused at once, named by where it came from', async (t) => {
    const { connection } = await started(t);
    const other = Buffer.alloc(32, 7).toString('base64');
    const given = await causeway(t, connection, { CAUSEWAY_KEY: other });
    const byName = await given.run(LIST);
    assert.equal(byName.code, 1);
    assert.match(byName.err, /CAUSEWAY_KEY is not the key that this database was sealed with/);
    const filed = await causeway(t, connection);
    await mkdir(filed.env.DATA_DIR as string);
    await writeFile(keyFile(filed), `${other}\n`);
    const byFile = await filed.run(LIST);
    assert.equal(byFile.code, 1);
    assert.match(byFile.err, /platform\.key is not the key that this database was sealed with/);
    assert.equal(await readFile(keyFile(filed), 'utf8'), `${other}\n`);
  });

  test('is known by the secrets of a database that is older than the mark', async (t) => {
    const { connection, first } = await started(t);
    const created = await first.run(['merchant', 'create', '--name', 'Shop']);
    assert.equal(created.code, 0, created.err);
    const app = await first.run([
      'app',
      'create',
      '--merchant',
      'Shop',
      '--dialect',
      'collect',
      '--mode',
      'live',
    ]);
    assert.equal(app.code, 0, app.err);
    await query(connection, "delete from meta where key = 'key_check'");
    const elsewhere = await causeway(t, connection);
    assert.equal((await elsewhere.run(LIST)).code, 1);
    assert.equal(await exists(keyFile(elsewhere)), false);
    const other = { CAUSEWAY_KEY: Buffer.alloc(32, 7).toString('base64') };
    const wrong = await (await causeway(t, connection, other)).run(LIST);
    assert.match(wrong.err, /CAUSEWAY_KEY is not the key/);
    // A refusal must not have marked the database with the wrong key.
    assert.equal((await first.run(LIST)).code, 0);
  });

  test('that cannot be read as 32 bytes is named', async (t) => {
    const { connection } = await testDatabase(t);
    for (const key of ['short', Buffer.alloc(31).toString('base64'), `${'!'.repeat(60)}`]) {
      const { code, err } = await (await causeway(t, connection, { CAUSEWAY_KEY: key })).run(LIST);
      assert.equal(code, 1);
      assert.match(err, /CAUSEWAY_KEY must be 32 bytes in base64/);
    }
  });

  test('of two first starts at once is one key, and the other start is refused', async (t) => {
    const { connection } = await testDatabase(t);
    assert.equal((await (await causeway(t, connection)).run(['migrate'])).code, 0);
    const both = await Promise.all([causeway(t, connection), causeway(t, connection)]);
    const codes = await Promise.all(both.map(async (each) => (await each.run(LIST)).code));
    assert.deepEqual(codes.toSorted(), [0, 1]);
    const kept = await Promise.all(both.map((each) => exists(keyFile(each))));
    assert.deepEqual(
      kept,
      codes.map((code) => code === 0),
    );
  });
});

async function query(connection: Connection, text: string): Promise<void> {
  const client = new pg.Client(
    'url' in connection ? { connectionString: connection.url } : { ...connection },
  );
  await client.connect();
  await client.query(text);
  await client.end();
}
