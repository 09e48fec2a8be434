/**
 * Fault runs over the emulators of real providers: with FULL_TESTS=1, for each waits minutes for
 * what an emulator lost to be asked about again. Every change has the emulators' faults without
 * kills (`tests/workers/`, `tests/wire/`).
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { reportText } from './report.ts';
import { runFaults } from './run.ts';
import type { RunOptions } from './settings.ts';

const IS_FULL = process.env.FULL_TESTS === '1';

/** The emulator misbehaves at any call, while servers and database are killed. */
const AT_AN_EMULATOR: Omit<RunOptions, 'seed'> = {
  provider: 'simulator',
  pgKills: 1,
  serverKills: 3,
  pauses: 0,
  terminations: 0,
  servers: 2,
  merchants: 6,
  orders: 60,
  ratePerS: 8,
  realTime: false,
  twoAccounts: false,
  alsoRecharge: false,
  faultsWithinMs: Number.POSITIVE_INFINITY,
  keep: false,
  sabotage: null,
  databaseUrl: null,
  // What was lost is asked about for the last time six minutes after it was made.
  healWithinMs: 420_000,
  backWithinMs: 60_000,
};

for (const provider of ['airwallex', 'payermax'] as const) {
  test(`kills over the emulator of ${provider} lose and double nothing`, {
    skip: !IS_FULL,
  }, async (t) => {
    const seed = randomInt(1, 1_000_000);
    const options = { ...AT_AN_EMULATOR, provider, seed };
    t.diagnostic(`npm run faults -- --provider ${provider} --seed ${seed} --rate 8`);
    const report = await runFaults(options, (line) => t.diagnostic(line));
    for (const line of reportText(report).split('\n')) t.diagnostic(line);
    assert.deepEqual(report.violations, []);
    assert.equal(report.serverKills, options.serverKills);
    assert.ok(report.acknowledged >= options.orders / 2, 'the run was made under load');
    assert.ok(report.troubles > 0, 'the emulator misbehaved');
    assert.ok(report.paid > 0 && report.paidOut > 0, 'money came and went');
  });
}
