/** One's own second factor: begun, confirmed, renewed, taken away. */
import type { PrivilegedWrites, SecondFactorWrites } from '../../ports/privileged.ts';
import { type Actor, keyOf } from '../actor.ts';
import { failed, type OperatorCommand } from '../command.ts';
import type { Read } from '../input.ts';
import { OF_ONESELF } from '../member-rule.ts';

const OWN = {
  ability: 'own_account',
  member: OF_ONESELF,
  approval: 'none',
  changesConfiguration: false,
  subject: (_input: unknown, actor: Actor) => keyOf(actor).replace(':', ' '),
} as const;

interface Self {
  readonly id: bigint;
  readonly token: string;
  readonly hasFactor: boolean;
  writesOf(writes: PrivilegedWrites): SecondFactorWrites;
}

/** The command line has no second factor of its own. */
function selfOf(actor: Actor): Read<Self> {
  if (actor.kind === 'system') return failed('unknown_operator');
  const isMember = actor.kind === 'member';
  const { id, secondFactorAt } = isMember ? actor.member : actor.operator;
  const { token } = actor;
  const writesOf = ({ members, secondFactors }: PrivilegedWrites) =>
    isMember ? members.secondFactors : secondFactors;
  return { ok: true, value: { id, token, hasFactor: secondFactorAt !== null, writesOf } };
}

export const factorBegin: OperatorCommand<Self, null> = {
  ...OWN,
  name: 'second_factor.begin',
  confirm: 'password',
  check: async (_deps, actor) => selfOf(actor),
  execute: (run, { id, writesOf }) =>
    run.commit(async (writes) =>
      (await writesOf(writes).begin(id)) === null
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
  execute: (run, { id, code, token, writesOf }) =>
    run.commit(async (writes) => {
      const recovery = await writesOf(writes).confirm(id, code, token);
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
  execute: (run, { id, writesOf }) =>
    run.commit(async (writes) => ({
      ok: true,
      result: { recovery: await writesOf(writes).renewRecovery(id) },
    })),
};

export const factorRemove: OperatorCommand<Self, null> = {
  ...OWN,
  name: 'second_factor.off',
  confirm: 'code',
  check: async (_deps, actor) => selfOf(actor),
  execute: (run, { id, writesOf }) =>
    run.commit(async (writes) =>
      (await writesOf(writes).remove(id)) ? { ok: true, result: null } : failed('no_second_factor'),
    ),
};
