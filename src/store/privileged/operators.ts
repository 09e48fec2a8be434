/** Operators' accounts: made and changed. */
import { passwordProblem } from '../../domain/password.ts';
import type {
  Operator,
  OperatorProblem,
  OperatorResult,
  OperatorRole,
} from '../../ports/operator.ts';
import type { OperatorWrites } from '../../ports/privileged.ts';
import type { Executor } from '../database/pool.ts';
import { inTransaction, type Transactional } from '../database/transaction.ts';
import { digest, UNLOCK } from '../operators/login-limit.ts';
import { OPERATOR_COLUMNS, type OperatorRow, operatorOf } from '../operators/operator-row.ts';
import { LOGIN, normalLogin } from '../operators/operators.ts';
import { hashPassword } from '../operators/password-hash.ts';

export const NAME_CHARS_MAX = 80;

const CREATE = `insert into operator as o (login, name, password_hash, role)
  values ($1, $2, $3, $4)
  on conflict (login) do nothing returning ${OPERATOR_COLUMNS}`;

const BY_ID = `select ${OPERATOR_COLUMNS} from operator o where o.id = $1`;

/** Serialises changes, so that two owners cannot demote each other at once. */
const LOCK = `select ${OPERATOR_COLUMNS} from operator o order by o.id for update`;

const TOUCH = `insert into operator_touch (operator_id, by_whom, at)
  values ($1, $2, coalesce($3::timestamptz, now()))
  on conflict (operator_id, by_whom) do update set at = excluded.at`;

/**
 * `on`: the transaction that the changes are a part of; a pool gives each one of its own. `now`:
 * the time to go by; null (always, but in tests): the database's own.
 */
export function operatorWrites(
  on: Transactional,
  now: () => Date | null = () => null,
): OperatorWrites {
  const changeOf = (id: bigint, field: Field, value: string | OperatorRole | null) =>
    inTransaction(on, (client) => change(client, id, field, value));
  return {
    async createOperator({ login: typed, password, role, name }) {
      const login = normalLogin(typed);
      if (!LOGIN.test(login)) return refused('login_malformed');
      const shown = (name ?? '').trim().slice(0, NAME_CHARS_MAX) || login;
      const problem = passwordProblem(password, [login, shown]);
      if (problem !== null) return refused(problem);
      const values = [login, shown, await hashPassword(password), role];
      const { rows } = await on.query<OperatorRow>(CREATE, values);
      const [row] = rows;
      return row === undefined ? refused('login_taken') : { ok: true, operator: operatorOf(row) };
    },
    async setPassword(id, password) {
      const { rows } = await on.query<OperatorRow>(BY_ID, [id]);
      const problem = passwordProblem(
        password,
        rows[0] === undefined ? [] : [rows[0].login, rows[0].name],
      );
      if (problem !== null) return refused(problem);
      return await changeOf(id, 'password_hash', await hashPassword(password));
    },
    setRole: (id, role) => changeOf(id, 'role', role),
    setDisabled: (id, disabled) => changeOf(id, 'disabled_at', disabled ? 'now' : null),
    async unlock(login) {
      await on.query(UNLOCK, [digest(login)]);
    },
    async touched(id, by) {
      await on.query(TOUCH, [id, by, now()]);
    },
  };
}

type Field = 'password_hash' | 'role' | 'disabled_at';

const UPDATE: Readonly<Record<Field, string>> = {
  password_hash: update('password_hash = $2'),
  role: update('role = $2'),
  disabled_at: update('disabled_at = $2::timestamptz'),
};

function update(assignment: string): string {
  return `update operator o set ${assignment} where o.id = $1 returning ${OPERATOR_COLUMNS}`;
}

/**
 * Changes one field and ends the account's sessions, but never leaves the platform without an
 * owner.
 */
async function change(
  client: Executor,
  id: bigint,
  field: Field,
  value: string | OperatorRole | null,
): Promise<OperatorResult> {
  const { rows } = await client.query<OperatorRow>(LOCK);
  const problem = whyNot(rows.map(operatorOf), id, field, value);
  if (problem !== null) return refused(problem);
  const changed = await client.query<OperatorRow>(UPDATE[field], [id, value]);
  await client.query('delete from session where operator_id = $1', [id]);
  return { ok: true, operator: operatorOf(changed.rows[0] as OperatorRow) };
}

function whyNot(
  all: readonly Operator[],
  id: bigint,
  field: Field,
  value: string | null,
): OperatorProblem | null {
  const operator = all.find((one) => one.id === id);
  if (operator === undefined) return 'unknown_operator';
  const stays = field === 'password_hash' || value === 'owner' || value === null;
  const owners = all.filter(({ role, disabledAt }) => role === 'owner' && disabledAt === null);
  return !stays && owners.length === 1 && owners[0]?.id === id ? 'last_owner' : null;
}

function refused(problem: OperatorProblem): OperatorResult {
  return { ok: false, problem };
}
