import type { AccountKey } from '../domain/routing.ts';
import { ticks } from './ticks.ts';

const MINUTE_MS = 60_000;

/** What one process may still ask an account this minute; `left` is counted down by who asks. */
export interface QuestionBudget {
  left: number;
}

/** Budgets of `perMinute` questions for each account; `nowMs`: of a clock that is never set. */
export function questionBudgets(
  perMinute: number,
  nowMs: () => number = ticks,
): (account: AccountKey) => QuestionBudget {
  const budgets = new Map<string, QuestionBudget & { readonly untilMs: number }>();
  return ({ connector, account }) => {
    const name = `${connector} ${account}`;
    const kept = budgets.get(name);
    if (kept !== undefined && nowMs() < kept.untilMs) return kept;
    const fresh = { left: perMinute, untilMs: nowMs() + MINUTE_MS };
    budgets.set(name, fresh);
    return fresh;
  };
}
