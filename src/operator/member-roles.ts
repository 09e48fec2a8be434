/** Which members of a merchant may do what: the whole matrix, as `roles.ts` for operators. */
import type { MemberRole } from '../ports/member.ts';

export type MemberAbility =
  | 'look'
  | 'read_personal'
  | 'see_money'
  | 'develop'
  | 'resend'
  | 'refund'
  | 'withdraw'
  | 'manage_team'
  | 'own_account';

const EVERYBODY: readonly MemberRole[] = ['owner', 'developer', 'finance', 'viewer'];

const ABILITIES: Readonly<Record<MemberAbility, readonly MemberRole[]>> = {
  look: EVERYBODY,
  own_account: EVERYBODY,
  /** Names, accounts and phone numbers of payers; what the merchant is sent. */
  read_personal: ['owner', 'developer', 'finance'],
  /** Balances and statements. */
  see_money: ['owner', 'finance', 'viewer'],
  /** Apps, keys, addresses, signatures. */
  develop: ['owner', 'developer'],
  resend: ['owner', 'developer'],
  refund: ['owner', 'finance'],
  /** Beneficiaries, and what goes to them. */
  withdraw: ['owner', 'finance'],
  manage_team: ['owner'],
};

export function memberMayDo(role: MemberRole, ability: MemberAbility): boolean {
  return ABILITIES[ability].includes(role);
}
