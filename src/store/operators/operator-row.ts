/** An operator's row; the password's hash is read where it is checked, and nowhere else. */
import type { Operator } from '../../ports/operator.ts';

export interface OperatorRow {
  readonly id: bigint;
  readonly login: string;
  readonly name: string;
  readonly role: Operator['role'];
  readonly created_at: Date;
  readonly disabled_at: Date | null;
  readonly second_factor_at: Date | null;
}

/** Of a table named `o`. */
export const OPERATOR_COLUMNS =
  'o.id, o.login, o.name, o.role, o.created_at, o.disabled_at, o.second_factor_at';

export function operatorOf(row: OperatorRow): Operator {
  const { id, login, name, role } = row;
  return {
    ...{ id, login, name, role },
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    secondFactorAt: row.second_factor_at,
  };
}
