/**
 * The short fault run of every change, and with FULL_TESTS=1 two longer ones; `npm run faults`
 * makes runs of any length.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { reportText } from './report.ts';
import { type Report, runFaults } from './run.ts';
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
  alsoRecharge: false,
  faultsWithinMs: Number.POSITIVE_INFINITY,
  keep: false,
  sabotage: null,
  databaseUrl: null,
  // What every callback missed is asked about within a minute or two, and for the last time in six.
  healWithinMs: 240_000,
  backWithinMs: 60_000,
};

/** Orders leave an account that answers with nonsense or not at all, while servers are killed. */
const MOVING: Omit<RunOptions, 'seed'> = {
  ...SMALL,
  ...{ pgKills: 0, serverKills: 3, terminations: 0, orders: 80, twoAccounts: true },
};

/** Few faults of each kind: what they find, they find within seconds. */
const EVERY_CHANGE: Omit<RunOptions, 'seed'> = {
  ...SMALL,
  ...{ pgKills: 1, serverKills: 2, terminations: 1, merchants: 3, orders: 30, twoAccounts: true },
};

const isFull = process.env.FULL_TESTS === '1';

async function run(t: TestContext, options: Omit<RunOptions, 'seed'>): Promise<Report> {
  const seed = randomInt(1, 1_000_000);
  const { pgKills, serverKills, terminations, ratePerS } = options;
  const kills = `--pg-kills ${pgKills} --server-kills ${serverKills} --terminations ${terminations}`;
  t.diagnostic(`npm run faults -- --seed ${seed} ${kills} --rate ${ratePerS}`);
  const report = await runFaults({ ...options, seed }, (line) => t.diagnostic(line));
  for (const line of reportText(report).split('\n')) t.diagnostic(line);
  assert.deepEqual(report.violations, []);
  assert.equal(report.pgKills, pgKills);
  assert.equal(report.serverKills, serverKills);
  assert.ok(report.acknowledged >= options.orders / 2, 'the run was made under load');
  return report;
}

test('kills of PostgreSQL and of servers under load lose nothing and double nothing', async (t) => {
  await run(t, EVERY_CHANGE);
});

test('under failover no reference is effective twice, and no payout goes to two accounts', {
  skip: !isFull,
}, async (t) => {
  const { moved } = await run(t, MOVING);
  assert.ok(moved > 0, 'orders moved');
});

test('ten kills of PostgreSQL and ten of servers under load lose nothing and double nothing', {
  skip: !isFull,
}, async (t) => {
  await run(t, SMALL);
});
