/** A merchant: it has balances; what it calls the API with is an app. */
import type { Id } from '../../domain/id.ts';
import type { NewMerchant } from '../../ports/privileged.ts';
import type { OperatorCommand } from '../command.ts';
import { readChoice, readText } from '../input.ts';

/** What is done when another amount comes than was ordered, and when money comes too late. */
export const AMOUNT_POLICIES = ['accept', 'excess_to_suspense'] as const;
export const LATE_POLICIES = ['accept', 'suspense'] as const;

const NAME_CHARS_MAX = 100;

export const merchantCreate: OperatorCommand<NewMerchant, NewMerchant & { readonly id: Id }> = {
  name: 'merchant.create',
  ability: 'manage_merchants',
  confirm: 'password',
  approval: 'none',
  changesConfiguration: true,
  subject: ({ name = '' }) => `merchant ${name}`,
  async check(_deps, _actor, input) {
    const name = readText(input, 'name', NAME_CHARS_MAX);
    if (!name.ok) return name;
    const amountPolicy = readChoice(input, 'amount_policy', AMOUNT_POLICIES, 'accept');
    if (!amountPolicy.ok) return amountPolicy;
    const latePolicy = readChoice(input, 'late_policy', LATE_POLICIES, 'accept');
    if (!latePolicy.ok) return latePolicy;
    const value = { name: name.value, amountPolicy: amountPolicy.value };
    return { ok: true, value: { ...value, latePolicy: latePolicy.value } };
  },
  execute: (run, merchant) =>
    run.commit(async ({ merchants }) => {
      const made = { ...merchant, id: await merchants.create(merchant) };
      return { ok: true, result: made, after: made, detail: `merchant ${made.id}` };
    }),
};
