/** The short fault run of every change: `npm run faults` makes longer ones. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { it } from 'node:test';
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

/** A real provider's twin, which misbehaves at any call, while servers and database are killed. */
const AT_A_TWIN: Omit<RunOptions, 'seed'> = {
  ...SMALL,
  // A payout whose report was lost is asked about after a minute and a half once more.
  ...{ pgKills: 1, serverKills: 3, terminations: 0, orders: 60, healWithinMs: 200_000 },
};

for (const provider of ['airwallex', 'payermax'] as const) {
  it(`kills over the twin of ${provider} lose and double nothing`, async (t) => {
    const seed = randomInt(1, 1_000_000);
    const options = { ...AT_A_TWIN, provider, seed };
    t.diagnostic(`npm run faults -- --provider ${provider} --seed ${seed} --rate 8`);
    const report = await runFaults(options, (line) => t.diagnostic(line));
    for (const line of reportText(report).split('\n')) t.diagnostic(line);
    assert.deepEqual(report.violations, []);
    assert.equal(report.serverKills, options.serverKills);
    assert.ok(report.acknowledged >= options.orders / 2, 'the run was made under load');
    assert.ok(report.troubles > 0, 'the twin misbehaved');
    assert.ok(report.paid > 0 && report.paidOut > 0, 'money came and went');
  });
}

it('under failover no reference is effective twice, and no payout goes to two accounts', async (t) => {
  const seed = randomInt(1, 1_000_000);
  t.diagnostic(`seed ${seed}`);
  const report = await runFaults({ ...MOVING, seed }, (line) => t.diagnostic(line));
  for (const line of reportText(report).split('\n')) t.diagnostic(line);
  assert.deepEqual(report.violations, []);
  assert.ok(report.moved > 0, 'orders moved');
});

it('ten kills of PostgreSQL and ten of servers under load lose nothing and double nothing', async (t) => {
  const seed = randomInt(1, 1_000_000);
  t.diagnostic(`seed ${seed}: npm run faults -- --seed ${seed} --terminations 3 --rate 8`);
  const report = await runFaults({ ...SMALL, seed }, (line) => t.diagnostic(line));
  for (const line of reportText(report).split('\n')) t.diagnostic(line);
  assert.deepEqual(report.violations, []);
  assert.equal(report.pgKills, SMALL.pgKills);
  assert.equal(report.serverKills, SMALL.serverKills);
  assert.ok(report.acknowledged >= SMALL.orders / 2, 'the run was made under load');
});
