/** One's own second factor: begun, confirmed, renewed, taken away. */
import type { Actor } from '../actor.ts';
import { failed, type OperatorCommand } from '../command.ts';
import type { Read } from '../input.ts';

const OWN = {
  ability: 'own_account',
  approval: 'none',
  changesConfiguration: false,
  subject: (_input: unknown, actor: Actor) =>
    `operator ${actor.kind === 'operator' ? actor.operator.id : ''}`,
} as const;

interface Self {
  readonly id: bigint;
  readonly token: string;
  readonly hasFactor: boolean;
}

/** The command line has no second factor of its own. */
function selfOf(actor: Actor): Read<Self> {
  if (actor.kind === 'system') return failed('unknown_operator');
  const { operator, token } = actor;
  return {
    ok: true,
    value: { id: operator.id, token, hasFactor: operator.secondFactorAt !== null },
  };
}

export const factorBegin: OperatorCommand<Self, null> = {
  ...OWN,
  name: 'second_factor.begin',
  confirm: 'password',
  check: async (_deps, actor) => selfOf(actor),
  execute: (run, { id }) =>
    run.commit(async ({ secondFactors }) =>
      (await secondFactors.begin(id)) === null
        ? failed('second_factor_on')
        : { ok: true, result: null },
    ),
};

interface Recovery {
  readonly recovery: readonly string[];
}

export const factorConfirm: OperatorCommand<Self & { readonly code: string }, Recovery> = {
  ...OWN,
  name: 'second_factor.on',
  // The password was asked for at the beginning.
  confirm: 'none',
  async check(_deps, actor) {
    const self = selfOf(actor);
    if (!self.ok || actor.kind === 'system') return failed('unknown_operator');
    return { ok: true, value: { ...self.value, code: actor.otp } };
  },
  execute: (run, { id, code, token }) =>
    run.commit(async ({ secondFactors }) => {
      const recovery = await secondFactors.confirm(id, code, token);
      return recovery === null ? failed('wrong_code') : { ok: true, result: { recovery } };
    }),
};

export const factorRenew: OperatorCommand<Self, Recovery> = {
  ...OWN,
  name: 'second_factor.recovery',
  confirm: 'code',
  async check(_deps, actor) {
    const self = selfOf(actor);
    return self.ok && !self.value.hasFactor ? failed('no_second_factor') : self;
  },
  execute: (run, { id }) =>
    run.commit(async ({ secondFactors }) => ({
      ok: true,
      result: { recovery: await secondFactors.renewRecovery(id) },
    })),
};

export const factorRemove: OperatorCommand<Self, null> = {
  ...OWN,
  name: 'second_factor.off',
  confirm: 'code',
  check: async (_deps, actor) => selfOf(actor),
  execute: (run, { id }) =>
    run.commit(async ({ secondFactors }) =>
      (await secondFactors.remove(id)) ? { ok: true, result: null } : failed('no_second_factor'),
    ),
};
