import { type AccountLimit, DEFAULT_LIMIT } from '../../src/domain/account-limit.ts';
import { AccountGates } from '../../src/workers/account-gates.ts';

/** Gates of a process of its own, with one limit for all accounts. */
export function gatesOf(limit: Partial<AccountLimit> = {}): AccountGates {
  return new AccountGates({
    limitOf: () => ({ ...DEFAULT_LIMIT, ...limit }),
    nowMs: () => performance.now(),
  });
}
