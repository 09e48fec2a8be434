/** A server whose database connections are swallowed: it says so, it heals, and it can be ended. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { testDatabase } from '../../support/database.ts';
import { startPgProxy } from '../../support/pg-proxy.ts';
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
  /** Asks once the answer before cannot hold any more. */
  const ready = async () => {
    await delay(250);
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
  };
  assert.equal(await ready(), 200);

  proxy.swallow();
  assert.equal(await ready(), 503);
  const giveUpAtMs = performance.now() + 20_000;
  while ((await ready()) !== 200) {
    assert.ok(performance.now() < giveUpAtMs, 'it did not heal');
  }

  proxy.stall();
  assert.equal(await ready(), 503);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  child.kill('SIGHUP');
  const outcome = await Promise.race([ended, delay(40_000, 'still there', { ref: false })]);
  assert.notEqual(outcome, 'still there');
});

test('signals that come again are the same wish: what is under way ends', async (t) => {
  const { connection } = await testDatabase(t);
  const program = await causewayProcess(t, connection, SETTINGS);
  const { child } = await startRole(t, program, 'all');
  const ended = once(child, 'exit');
  for (const signal of ['SIGTERM', 'SIGTERM', 'SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    child.kill(signal);
    await delay(5);
  }
  assert.deepEqual(await ended, [0, null]);
});
