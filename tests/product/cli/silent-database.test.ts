/** A server whose database connections are swallowed: it says so, it heals, and it can be ended. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { testDatabase } from '../../support/database.ts';
import { startPgProxy } from '../../support/pg-proxy.ts';
import { until } from '../../support/until.ts';
import { causewayProcess } from './run.ts';
import { startRole } from './server.ts';

const SETTINGS = { CAUSEWAY_DEMO: 'off', HOST: '127.0.0.1', PORT: '0' };

test('a server heals when its connections were swallowed, and ends when all are', {
  timeout: 120_000,
}, async (t) => {
  const { connection } = await testDatabase(t);
  const proxy = await startPgProxy(t, connection);
  const program = await causewayProcess(t, proxy.connection, SETTINGS);
  const { child, port } = await startRole(t, program, 'all');
  const answers = (status: number, within = 20_000) =>
    until(async () => (await readiness(port)) === status, `a ${status} of /readyz`, within);
  await answers(200);

  proxy.swallow();
  await answers(503);
  await answers(200);

  proxy.stall();
  await answers(503);
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(40_000) });
  child.kill('SIGTERM');
  child.kill('SIGHUP');
  await ended;
});

test('signals that come again are the same wish: what is under way ends', async (t) => {
  const { connection } = await testDatabase(t);
  const program = await causewayProcess(t, connection, SETTINGS);
  const { child, port } = await startRole(t, program, 'all');
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  // Two that have not been received yet are one: the first must have come.
  await until(async () => (await readiness(port)) !== 200, 'the first is heard');
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) child.kill(signal);
  assert.deepEqual(await ended, [0, null]);
});

/** The status of `/readyz`; null when nobody listens any more. */
async function readiness(port: string): Promise<number | null> {
  const reply = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
  return reply?.status ?? null;
}
