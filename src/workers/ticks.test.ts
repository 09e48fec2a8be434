import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { BREAKER } from '../domain/breaker.ts';
import { Health } from './health.ts';
import { questionBudgets } from './question-budget.ts';

const ACCOUNT = { connector: 'x', account: 'a' };
const AN_HOUR_MS = 3_600_000;

/** A wall clock that somebody sets. */
const setClock = (t: TestContext, nowMs: number) => t.mock.method(Date, 'now', () => nowMs);

test('a wall clock that is set ahead does not close a breaker, nor give more questions', (t) => {
  const health = new Health({ rule: BREAKER, random: Math.random });
  const budgetOf = questionBudgets(1);
  for (let i = 0; i < BREAKER.troubles; i += 1) health.recordOutcome(ACCOUNT, true);
  budgetOf(ACCOUNT).left -= 1;
  setClock(t, Date.now() + AN_HOUR_MS);
  assert.equal(health.list()[0]?.state, 'open');
  assert.equal(budgetOf(ACCOUNT).left, 0);
});
