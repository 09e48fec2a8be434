/** Members of merchants: people who sign in to the portal. */
import type { Id } from '../domain/id.ts';
import type { AccountCheck } from './operator.ts';

export const MEMBER_ROLES = ['owner', 'developer', 'finance', 'viewer'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

export interface Member {
  readonly id: bigint;
  readonly merchantId: Id;
  /** Lower case: a short name or an e-mail address; no other member of any merchant has it. */
  readonly login: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  /** Since when signing in takes a code as well; null: it does not. */
  readonly secondFactorAt: Date | null;
  /** Until when the link to set a password counts; null: there is none. */
  readonly invitedUntil: Date | null;
}

export type MemberProblem =
  | 'login_malformed'
  | 'login_taken'
  | 'password_short'
  | 'password_common'
  | 'unknown_member'
  | 'link_over'
  | 'last_owner';

export type MemberResult =
  | { readonly ok: true; readonly member: Member }
  | { readonly ok: false; readonly problem: MemberProblem };

export interface Members extends AccountCheck<Member> {
  of(merchantId: Id): Promise<readonly Member[]>;
  byId(id: bigint): Promise<Member | null>;
  byLogin(login: string): Promise<Member | null>;
  /** Whose link this is, as long as it counts. */
  invited(token: string): Promise<Member | null>;
}
