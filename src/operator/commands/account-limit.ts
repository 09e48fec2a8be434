/** How much may be asked of a provider's account at once: the bounds of what adapts by itself. */
import { type AccountLimit, LIMIT_RANGE } from '../../domain/account-limit.ts';
import type { AccountKey } from '../../domain/routing.ts';
import { failed, failedField, type Input, type OperatorCommand } from '../command.ts';
import type { Read } from '../input.ts';
import { MANAGE_ACCOUNTS, readAccount } from './accounts.ts';

type Wanted = AccountKey & {
  /** Null: none. Left out: as it is. */
  readonly set: { readonly [K in keyof AccountLimit]?: number | null };
};

const FIELDS = { floor: 'least', ceiling: 'most', perSecond: 'per_second' } as const;

export const accountLimit: OperatorCommand<Wanted, AccountKey & AccountLimit> = {
  ...MANAGE_ACCOUNTS,
  // It opens no way to money, and a provider that is overrun cannot wait for a second person.
  approval: 'none',
  name: 'account.limit',
  async check(deps, _actor, input) {
    const key = readAccount(deps, input);
    if (!key.ok) return key;
    const set: Record<string, number | null> = {};
    for (const name of Object.keys(FIELDS) as (keyof AccountLimit)[]) {
      const read = readBound(input, name);
      if (!read.ok) return read;
      if (read.value !== undefined) set[name] = read.value;
    }
    if (Object.keys(set).length === 0) {
      return failedField('most', 'is missing: name least, most or per_second');
    }
    return { ok: true, value: { ...key.value, set } };
  },
  execute: (run, { set, ...key }) =>
    run.commit(async ({ accounts }) => {
      const limit = await accounts.limit(key, set);
      if (limit === null) return failed('not_found');
      if (limit === 'least_above_most') return failedField('least', 'must not be above most');
      const detail = `${limit.floor} to ${limit.ceiling} at once, ${limit.perSecond ?? 'any'} a second`;
      return { ok: true, result: { ...key, ...limit }, after: { ...key, ...limit }, detail };
    }),
};

function readBound(input: Input, name: keyof AccountLimit): Read<number | null | undefined> {
  const text = input[FIELDS[name]]?.trim();
  if (text === undefined || text === '') return { ok: true, value: undefined };
  if (text === 'none') return { ok: true, value: null };
  const [min, max] = LIMIT_RANGE[name];
  const value = /^\d{1,6}$/.test(text) ? Number.parseInt(text, 10) : 0;
  return value >= min && value <= max
    ? { ok: true, value }
    : failedField(FIELDS[name], `must be a whole number from ${min} to ${max}, or none`);
}
