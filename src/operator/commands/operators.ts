/** Operators' accounts: made, changed, and one's own password. */
import { parseId } from '../../domain/id.ts';
import { passwordProblem } from '../../domain/password.ts';
import type { OperatorResult } from '../../ports/operator.ts';
import { OPERATOR_ROLES, type Operator, type OperatorRole } from '../../ports/operator.ts';
import type { NewOperator, PrivilegedWrites } from '../../ports/privileged.ts';
import { type Actor, wishOf } from '../actor.ts';
import { hasTwoOwners } from '../approval.ts';
import {
  type Done,
  type Failed,
  failed,
  type Input,
  type OperatorCommand,
  type Run,
} from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import type { Read } from '../input.ts';

const MANAGE = {
  ability: 'manage_operators',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: false,
} as const;

export const operatorCreate: OperatorCommand<NewOperator, Operator> = {
  ...MANAGE,
  name: 'operator.create',
  secrets: ['new_password'],
  subject: ({ login = '' }) => `operator ${login}`,
  async check(_deps, _actor, input) {
    const role = roleOf(input.role);
    if (role === null) return failed('role');
    const { login = '', name = '', new_password: password = '' } = input;
    const problem = passwordProblem(password, [login, name]);
    return problem === null
      ? { ok: true, value: { login, name, password, role } }
      : failed(problem);
  },
  async execute(run, operator) {
    const isFounder = operator.role === 'owner' && (await isFounding(run));
    return await run.commit(async (writes) => {
      const made = await writes.operators.createOperator(operator);
      if (made.ok && !isFounder)
        await writes.operators.touched(made.operator.id, wishOf(run.actor));
      return answer(made);
    });
  },
};

/**
 * The first two owners, made at the command line by whoever sets the installation up: nobody else
 * is there to make them, and they may approve at once. Nobody else is a founder: what an account of
 * another role approved would be money that one person moved.
 */
async function isFounding({ actor, deps }: Pick<Run, 'actor' | 'deps'>): Promise<boolean> {
  return actor.kind === 'system' && !(await hasTwoOwners(deps));
}

interface Changing<Value> {
  readonly before: Operator;
  readonly value: Value;
}

/** Of somebody else: nobody locks himself out, nor makes himself more than he is. */
function changeOf<Value>(
  name: string,
  read: (input: Input, before: Operator) => Read<Value>,
  change: (writes: PrivilegedWrites, id: bigint, value: Value) => Promise<OperatorResult>,
): OperatorCommand<Changing<Value>, Operator> {
  return {
    ...MANAGE,
    name,
    secrets: ['new_password'],
    subject: ({ id = '' }) => `operator ${id}`,
    async check(deps, actor, input) {
      const before = await somebodyElse(deps, actor, input);
      if (!before.ok) return before;
      const value = read(input, before.value);
      return value.ok ? { ok: true, value: { before: before.value, value: value.value } } : value;
    },
    execute: (run, { before, value }) =>
      run.commit(async (writes) => {
        const changed = await change(writes, before.id, value);
        if (changed.ok) await writes.operators.touched(before.id, wishOf(run.actor));
        return answer(changed, before);
      }),
  };
}

export const operatorRole = changeOf(
  'operator.role',
  ({ role }): Read<OperatorRole> => {
    const known = roleOf(role);
    return known === null ? failed('role') : { ok: true, value: known };
  },
  ({ operators }, id, role) => operators.setRole(id, role),
);

/** Locking somebody out is done at once, by one; letting somebody in again takes two. */
export const operatorDisabled: OperatorCommand<Changing<boolean>, Operator> = {
  ...changeOf(
    'operator.disabled',
    ({ disabled }): Read<boolean> => ({ ok: true, value: disabled === 'yes' }),
    ({ operators }, id, disabled) => operators.setDisabled(id, disabled),
  ),
  closes: ({ disabled }) => disabled === 'yes',
};

/** For whoever has forgotten it: by the command line, or by another owner. */
export const operatorPasswordReset = changeOf(
  'operator.password_reset',
  ({ new_password: password = '' }, { login, name }): Read<string> => {
    const problem = passwordProblem(password, [login, name]);
    return problem === null ? { ok: true, value: password } : failed(problem);
  },
  ({ operators }, id, password) => operators.setPassword(id, password),
);

/** For a phone that is lost: by another owner, who has made sure who asks. */
export const secondFactorReset: OperatorCommand<Operator, null> = {
  ...MANAGE,
  name: 'second_factor.reset',
  subject: ({ id = '' }) => `operator ${id}`,
  check: (deps, actor, input) => somebodyElse(deps, actor, input),
  execute: (run, { id }) =>
    run.commit(async ({ secondFactors, operators }) => {
      if (!(await secondFactors.remove(id))) return failed('no_second_factor');
      await operators.touched(id, wishOf(run.actor));
      return { ok: true, result: null };
    }),
};

/** For whoever others have locked out by guessing: the five tries begin anew. */
export const operatorUnlock: OperatorCommand<Operator, Operator> = {
  ...MANAGE,
  name: 'operator.unlock',
  approval: 'none',
  subject: ({ id = '' }) => `operator ${id}`,
  check: (deps, actor, input) => somebodyElse(deps, actor, input),
  execute: (run, operator) =>
    run.commit(async ({ operators }) => {
      await operators.unlock(operator.login);
      return { ok: true, result: operator, detail: operator.login };
    }),
};

async function somebodyElse(
  { operators }: Pick<OperatorDeps, 'operators'>,
  actor: Actor,
  input: Input,
): Promise<Read<Operator>> {
  const id = parseId(input.id ?? '');
  if (actor.kind === 'operator' && id === actor.operator.id) return failed('yourself');
  const found = (await operators.list()).find((one) => one.id === id);
  return found === undefined ? failed('unknown_operator') : { ok: true, value: found };
}

/** One's own. */
export const ownPassword: OperatorCommand<
  { readonly id: bigint; readonly password: string },
  Operator
> = {
  ...MANAGE,
  ability: 'own_account',
  approval: 'none',
  name: 'operator.password',
  secrets: ['new_password', 'again'],
  subject: (_input, actor) => `operator ${actor.kind === 'operator' ? actor.operator.id : ''}`,
  async check(_deps, actor, { new_password: password = '', again = '' }) {
    if (actor.kind !== 'operator') return failed('unknown_operator');
    if (password !== again) return failed('passwords_differ');
    const { id, login, name: shown } = actor.operator;
    const problem = passwordProblem(password, [login, shown]);
    return problem === null ? { ok: true, value: { id, password } } : failed(problem);
  },
  execute: (run, { id, password }) =>
    run.commit(async ({ operators }) => answer(await operators.setPassword(id, password))),
};

function roleOf(text: string | undefined): OperatorRole | null {
  return OPERATOR_ROLES.find((role) => role === text) ?? null;
}

function answer(result: OperatorResult, before?: Operator): Done<Operator> | Failed {
  if (!result.ok) return failed(result.problem);
  const { operator } = result;
  const detail = `${operator.login}: ${operator.role}`;
  return { ok: true, result: operator, before, after: operator, detail };
}
