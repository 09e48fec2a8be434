import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../../../tests/support/database.ts';
import { createPool } from './pool.ts';

test('a connection that breaks in the hands of its user fails the next query, not the process', async (t) => {
  const { connection } = await testDatabase();
  const pool = createPool(connection, 'pool test', 2);
  const client = await pool.connect();
  t.after(async () => {
    client.release(true);
    await pool.end();
  });
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  // Not `once` of node:events, which would hear the error for us.
  const ended = new Promise<void>((resolve) => client.on('end', () => resolve()));
  await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await ended;
  await assert.rejects(client.query('select 1'));
  assert.equal((await pool.query('select 1 as one')).rows[0]?.one, 1);
});
