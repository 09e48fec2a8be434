/** Several processes that are started at once on one empty database. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { CHANNELS, DEFAULT_ROUTES, DEFAULT_TERMS } from '../../../src/catalogue/catalogue.ts';
import { createPool } from '../../../src/store/database/pool.ts';
import { testDatabase } from '../../support/database.ts';
import { causewayProcess } from './run.ts';
import { startRole } from './server.ts';

const SETTINGS = {
  CAUSEWAY_DEMO: 'off',
  CAUSEWAY_KEY: Buffer.alloc(32, 5).toString('base64'),
  HOST: '127.0.0.1',
  PORT: '0',
};

async function stop(child: ChildProcess): Promise<number | null> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  return child.exitCode;
}

test('three roles started at once on an empty database all start, on one catalogue', async (t) => {
  const { connection } = await testDatabase(t);
  const program = await causewayProcess(t, connection, SETTINGS);
  const roles = ['api', 'worker', 'console'];
  const servers = await Promise.all(roles.map((role) => startRole(t, program, role)));
  const pool = createPool(connection, 'test', 1);
  const { rows } = await pool.query(
    `select (select count(*)::int from channel) as channels,
            (select count(*)::int from terms) as terms,
            (select count(*)::int from route) as routes,
            (select value from meta where key = 'installation') as kind`,
  );
  await pool.end();
  assert.deepEqual(rows[0], {
    channels: CHANNELS.length,
    terms: DEFAULT_TERMS.length,
    routes: DEFAULT_ROUTES.length,
    kind: 'production',
  });
  assert.deepEqual(await Promise.all(servers.map(({ child }) => stop(child))), [0, 0, 0]);
});
