/** The short fault run of every change: `npm run faults` makes longer ones. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { reportText } from './report.ts';
import { runFaults } from './run.ts';
import type { RunOptions } from './settings.ts';

const SMALL: Omit<RunOptions, 'seed'> = {
  provider: 'simulator',
  pgKills: 10,
  serverKills: 10,
  pauses: 0,
  terminations: 3,
  servers: 2,
  merchants: 6,
  orders: 100,
  ratePerS: 8,
  realTime: false,
  twoAccounts: false,
  sabotage: null,
  databaseUrl: null,
  healWithinMs: 90_000,
  backWithinMs: 60_000,
};

/** Orders leave an account that answers with nonsense or not at all, while servers are killed. */
const MOVING: Omit<RunOptions, 'seed'> = {
  ...SMALL,
  ...{ pgKills: 0, serverKills: 3, terminations: 0, orders: 80, twoAccounts: true },
};

test('under failover no reference is effective twice, and no payout goes to two accounts', async (t) => {
  const seed = randomInt(1, 1_000_000);
  t.diagnostic(`seed ${seed}`);
  const report = await runFaults({ ...MOVING, seed }, (line) => t.diagnostic(line));
  for (const line of reportText(report).split('\n')) t.diagnostic(line);
  assert.deepEqual(report.violations, []);
  assert.ok(report.moved > 0, 'orders moved');
});

test('ten kills of PostgreSQL and ten of servers under load lose nothing and double nothing', async (t) => {
  const seed = randomInt(1, 1_000_000);
  t.diagnostic(`seed ${seed}: npm run faults -- --seed ${seed} --terminations 3 --rate 8`);
  const report = await runFaults({ ...SMALL, seed }, (line) => t.diagnostic(line));
  for (const line of reportText(report).split('\n')) t.diagnostic(line);
  assert.deepEqual(report.violations, []);
  assert.equal(report.pgKills, SMALL.pgKills);
  assert.equal(report.serverKills, SMALL.serverKills);
  assert.ok(report.acknowledged >= SMALL.orders / 2, 'the run was made under load');
});
