/** Several processes that are started at once on one empty database. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { CHANNELS, DEFAULT_ROUTES, DEFAULT_TERMS } from '../../../src/catalogue/catalogue.ts';
import { createPool } from '../../../src/store/database/pool.ts';
import { testDatabase } from '../../support/database.ts';
import { type Causeway, causewayProcess, MAIN } from './run.ts';

const SETTINGS = {
  CAUSEWAY_DEMO: 'off',
  CAUSEWAY_KEY: Buffer.alloc(32, 5).toString('base64'),
  HOST: '127.0.0.1',
  PORT: '0',
};

/** Starts a role and resolves when it listens. */
async function startRole(t: TestContext, { env, folder }: Causeway, role: string) {
  const child = spawn(process.execPath, [MAIN, 'start', '--role', role], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const receive = (chunk: Buffer) => {
      said += chunk;
      if (/listens on port \d+\n/.test(said)) resolve();
    };
    child.stdout.on('data', receive);
    child.stderr.on('data', receive);
    child.once('exit', (code) => reject(new Error(`${role} ended with ${code}: ${said}`)));
  });
  return child;
}

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
  const children = await Promise.all(roles.map((role) => startRole(t, program, role)));
  const pool = createPool(connection, 'test', 1);
  const { rows } = await pool.query(
    `select (select count(*)::int from channel) as channels,
            (select count(*)::int from terms) as terms,
            (select count(*)::int from route) as routes`,
  );
  await pool.end();
  assert.deepEqual(rows[0], {
    channels: CHANNELS.length,
    terms: DEFAULT_TERMS.length,
    routes: DEFAULT_ROUTES.length,
  });
  assert.deepEqual(await Promise.all(children.map(stop)), [0, 0, 0]);
});
