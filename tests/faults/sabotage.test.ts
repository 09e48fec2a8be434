/** A harness that cannot fail proves nothing: each promise is broken once, and must be missed. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { testDatabase } from '../support/database.ts';
import { INVARIANTS } from './invariants.ts';
import { checkPatches } from './patch.ts';
import { COMES_BACK, runFaults } from './run.ts';
import { SABOTAGES, sabotagedRun } from './sabotages.ts';
import { SHORT_TIME } from './short-time.ts';

/** Three at a time: most of a run is waiting. */
const AT_ONCE = 3;
const SEED = 20_261_120;

const { url } = await testDatabase();

const IS_FULL = process.env.FULL_TESTS === '1';

/**
 * What every change is proved with: the books broken inside the database, and a promise broken in
 * the code. All others are made with FULL_TESTS=1; that they fit the source is seen each time.
 */
const EVERY_CHANGE: readonly string[] = ['drifting_balance', 'doubt_is_failure'];

describe('sabotage', { concurrency: AT_ONCE }, () => {
  for (const sabotage of SABOTAGES) {
    const { name, breaks } = sabotage;
    const skip = !IS_FULL && !EVERY_CHANGE.includes(name);
    test(`${name} makes a run fail with ${breaks.join(' and ')}`, { skip }, async (t) => {
      const options = sabotagedRun(sabotage, SEED, url);
      const report = await runFaults(options, (line) => t.diagnostic(line));
      const violated = report.violations.map(({ invariant }) => invariant);
      t.diagnostic(`violated: ${violated.join(', ') || 'nothing'}`);
      for (const invariant of breaks) assert.ok(violated.includes(invariant), invariant);
    });
  }
});

describe('the list of sabotages', () => {
  test('has those that every change is proved with', () => {
    const names = SABOTAGES.map(({ name }) => name);
    assert.deepEqual(
      EVERY_CHANGE.filter((name) => !names.includes(name)),
      [],
    );
  });

  test('breaks every invariant at least once', () => {
    const broken = new Set(SABOTAGES.flatMap(({ breaks }) => breaks));
    const promised = [...INVARIANTS.map(({ name }) => name), COMES_BACK];
    assert.deepEqual([...broken].sort(), promised.sort());
  });

  test('fits the source text as it is', () => {
    for (const { patches = [] } of SABOTAGES) checkPatches([...SHORT_TIME, ...patches]);
  });

  test('is noticed when it does not fit the source text any more', () => {
    const gone = { file: 'src/main.ts', find: 'no such text', put: '' };
    assert.throws(() => checkPatches([gone]), /holds 0 times/);
  });
});
