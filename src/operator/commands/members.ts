/** Members of merchants: invited, changed, and one's own password. */
import { randomBytes } from 'node:crypto';
import { parseId } from '../../domain/id.ts';
import type { Merchant } from '../../domain/merchant.ts';
import { MEMBER_ROLES, type Member, type MemberResult } from '../../ports/member.ts';
import type { MemberWrites, NewMember, PrivilegedWrites } from '../../ports/privileged.ts';
import { type Actor, keyOf, wishOf } from '../actor.ts';
import {
  type Done,
  type Failed,
  failed,
  failedField,
  type Input,
  type OperatorCommand,
} from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import { type Read, readChoice, readId } from '../input.ts';
import { MADE_TOKEN } from '../keys.ts';
import { OF_ONESELF, OF_TEAM, ofMerchant } from '../member-rule.ts';

const MANAGE = {
  ability: 'manage_merchants',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: false,
} as const;

/** `link`: sets the password, once, within 72 hours; it is disclosed this once. */
export interface Invited {
  readonly login: string;
  readonly role: string;
  readonly merchant: Merchant;
  readonly link: string;
}

interface Invitation {
  readonly merchant: Merchant;
  readonly member: NewMember;
  /** Made when it was asked for; null: it is made now. */
  readonly token: string | null;
  readonly publicUrl: string;
}

export const memberInvite: OperatorCommand<Invitation, Invited> = {
  ...MANAGE,
  name: 'member.invite',
  member: ofMerchant('manage_team'),
  secrets: [MADE_TOKEN],
  subject: ({ merchant = '', login = '' }) => `merchant ${merchant}, member ${login}`,
  async check(deps, _actor, input) {
    const id = readId(input, 'merchant');
    if (!id.ok) return id;
    const merchant = deps.snapshot.current().merchant(id.value);
    if (merchant === null) return failedField('merchant', 'is not known');
    const role = readChoice(input, 'role', MEMBER_ROLES);
    if (!role.ok) return failed('role');
    const { login = '', name = '' } = input;
    const member = { merchantId: merchant.id, login, name, role: role.value };
    const token = input[MADE_TOKEN] ?? null;
    return { ok: true, value: { merchant, member, token, publicUrl: deps.publicUrl } };
  },
  async prepare(invitation) {
    const token = newToken();
    return { ok: true, input: { [MADE_TOKEN]: token }, result: invited(invitation, token) };
  },
  async execute(run, invitation) {
    const token = invitation.token ?? newToken();
    return await run.commit(async ({ members }) => {
      const made = answer(await members.invite(invitation.member, token));
      if (!made.ok) return made;
      await members.touched(made.result.id, wishOf(run.actor));
      return { ...made, result: invited(invitation, token) };
    });
  },
};

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function invited({ merchant, member, publicUrl }: Invitation, token: string): Invited {
  const { login, role } = member;
  return { login: login.trim().toLowerCase(), role, merchant, link: linkOf(publicUrl, token) };
}

function linkOf(publicUrl: string, token: string): string {
  return `${publicUrl}/portal/welcome/${token}`;
}

interface Renewal {
  readonly member: Member;
  readonly merchant: Merchant;
  readonly token: string | null;
  readonly publicUrl: string;
}

/** Another link: for whoever has lost the first, or forgotten the password. */
export const memberRenew: OperatorCommand<Renewal, Invited> = {
  ...MANAGE,
  name: 'member.link',
  member: OF_TEAM,
  secrets: [MADE_TOKEN],
  subject: ({ id = '' }) => `member ${id}`,
  async check(deps, actor, input) {
    const member = await somebodyElse(deps, actor, input);
    if (!member.ok) return member;
    const merchant = deps.snapshot.current().merchant(member.value.merchantId);
    if (merchant === null) return failed('unknown_member');
    const token = input[MADE_TOKEN] ?? null;
    return {
      ok: true,
      value: { member: member.value, merchant, token, publicUrl: deps.publicUrl },
    };
  },
  async prepare(renewal) {
    const token = newToken();
    return { ok: true, input: { [MADE_TOKEN]: token }, result: invited(renewal, token) };
  },
  async execute(run, renewal) {
    const token = renewal.token ?? newToken();
    return await run.commit(async ({ members }) => {
      const made = answer(await members.renew(renewal.member.id, token), renewal.member);
      if (!made.ok) return made;
      await members.touched(renewal.member.id, wishOf(run.actor));
      return { ...made, result: invited(renewal, token) };
    });
  },
};

interface Changing<Value> {
  readonly before: Member;
  readonly value: Value;
}

/** Of somebody else: nobody locks himself out, nor makes himself more than he is. */
function changeOf<Value>(
  name: string,
  read: (input: Input) => Read<Value>,
  change: (members: MemberWrites, id: bigint, value: Value) => Promise<MemberResult>,
): OperatorCommand<Changing<Value>, Member> {
  return {
    ...MANAGE,
    name,
    member: OF_TEAM,
    subject: ({ id = '' }) => `member ${id}`,
    async check(deps, actor, input) {
      const before = await somebodyElse(deps, actor, input);
      if (!before.ok) return before;
      const value = read(input);
      return value.ok ? { ok: true, value: { before: before.value, value: value.value } } : value;
    },
    execute: (run, { before, value }) =>
      run.commit(async ({ members }) => {
        const changed = await change(members, before.id, value);
        if (changed.ok) await members.touched(before.id, wishOf(run.actor));
        return answer(changed, before);
      }),
  };
}

export const memberRole = changeOf(
  'member.role',
  (input) => {
    const role = readChoice(input, 'role', MEMBER_ROLES);
    return role.ok ? role : failed('role');
  },
  (members, id, role) => members.setRole(id, role),
);

/** Locking somebody out is done at once, by one. */
export const memberDisabled: OperatorCommand<Changing<boolean>, Member> = {
  ...changeOf(
    'member.disabled',
    ({ disabled }): Read<boolean> => ({ ok: true, value: disabled === 'yes' }),
    (members, id, disabled) => members.setDisabled(id, disabled),
  ),
  closes: ({ disabled }) => disabled === 'yes',
};

/** For a phone that is lost: by an owner of the team or an operator, who has made sure who asks. */
export const memberFactorReset: OperatorCommand<Member, null> = {
  ...MANAGE,
  name: 'member.second_factor_reset',
  member: OF_TEAM,
  subject: ({ id = '' }) => `member ${id}`,
  check: (deps, actor, input) => somebodyElse(deps, actor, input),
  execute: (run, { id }) =>
    run.commit(async ({ members }) => {
      if (!(await members.secondFactors.remove(id))) return failed('no_second_factor');
      await members.touched(id, wishOf(run.actor));
      return { ok: true, result: null };
    }),
};

/** For whoever others have locked out by guessing: the five tries begin anew. */
export const memberUnlock: OperatorCommand<Member, Member> = {
  ...MANAGE,
  name: 'member.unlock',
  member: OF_TEAM,
  approval: 'none',
  subject: ({ id = '' }) => `member ${id}`,
  check: (deps, actor, input) => somebodyElse(deps, actor, input),
  execute: (run, member) =>
    run.commit(async ({ members }) => {
      await members.unlock(member.login);
      return { ok: true, result: member, detail: member.login };
    }),
};

async function somebodyElse(
  { members }: Pick<OperatorDeps, 'members'>,
  actor: Actor,
  input: Input,
): Promise<Read<Member>> {
  const id = parseId(input.id ?? '');
  if (actor.kind === 'member' && id === actor.member.id) return failed('yourself');
  const found = id === null ? null : await members.byId(id);
  return found === null ? failed('unknown_member') : { ok: true, value: found };
}

/** One's own. */
export const memberPassword: OperatorCommand<
  { readonly id: bigint; readonly password: string },
  Member
> = {
  ...MANAGE,
  ability: 'own_account',
  member: OF_ONESELF,
  approval: 'none',
  name: 'member.password',
  secrets: ['new_password', 'again'],
  subject: (_input, actor) => keyOf(actor).replace(':', ' '),
  async check(_deps, actor, { new_password: password = '', again = '' }) {
    if (actor.kind !== 'member') return failed('unknown_member');
    if (password !== again) return failed('passwords_differ');
    return { ok: true, value: { id: actor.member.id, password } };
  },
  execute: (run, { id, password }) =>
    run.commit(async ({ members }: PrivilegedWrites) =>
      answer(await members.setPassword(id, password)),
    ),
};

function answer(result: MemberResult, before?: Member): Done<Member> | Failed {
  if (!result.ok) return failed(result.problem);
  const { member } = result;
  const detail = `${member.login}: ${member.role}`;
  return { ok: true, result: member, before, after: member, detail };
}
