/** People who sign in: operators, and members of merchants. Their tables are alike. */
import type { Member, MemberRole } from '../../ports/member.ts';
import type { Operator } from '../../ports/operator.ts';
import { OPERATOR_COLUMNS, type OperatorRow, operatorOf } from './operator-row.ts';

/** The tables of one kind of people. Their names stand in statements: constants of ours. */
export interface AccountTables<Person, Row> {
  readonly account: 'operator' | 'member';
  /** The column by which the other tables name the account. */
  readonly owner: 'operator_id' | 'member_id';
  readonly session: 'session' | 'member_session';
  readonly totp: 'operator_totp' | 'member_totp';
  readonly recovery: 'operator_recovery_code' | 'member_recovery_code';
  readonly touch: 'operator_touch' | 'member_touch';
  /** Of the account's table, named `o`. */
  readonly columns: string;
  personOf(row: Row): Person;
  /** By which tries are counted: no login has a blank, so no two kinds share one. */
  triesOf(login: string): string;
}

export const OPERATORS: AccountTables<Operator, OperatorRow> = {
  account: 'operator',
  owner: 'operator_id',
  session: 'session',
  totp: 'operator_totp',
  recovery: 'operator_recovery_code',
  touch: 'operator_touch',
  columns: OPERATOR_COLUMNS,
  personOf: operatorOf,
  triesOf: (login) => login,
};

export interface MemberRow extends Omit<OperatorRow, 'role'> {
  readonly role: MemberRole;
  readonly merchant_id: bigint;
  readonly invite_until: Date | null;
}

export const MEMBERS: AccountTables<Member, MemberRow> = {
  account: 'member',
  owner: 'member_id',
  session: 'member_session',
  totp: 'member_totp',
  recovery: 'member_recovery_code',
  touch: 'member_touch',
  columns: `${OPERATOR_COLUMNS}, o.merchant_id, o.invite_until`,
  personOf: ({ id, login, name, role, ...row }) => ({
    ...{ id, login, name, role },
    merchantId: row.merchant_id,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    secondFactorAt: row.second_factor_at,
    invitedUntil: row.invite_until,
  }),
  triesOf: (login) => `member ${login}`,
};
