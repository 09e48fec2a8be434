/** Operators' accounts: made, checked, changed. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type {
  Operator,
  OperatorProblem,
  OperatorResult,
  OperatorRole,
  Operators,
} from '../../ports/operator.ts';
import { createLoginLimit } from './login-limit.ts';
import { OPERATOR_COLUMNS, type OperatorRow, operatorOf } from './operator-row.ts';
import { hashPassword, passwordMatches } from './password-hash.ts';

const PASSWORD_CHARS_MIN = 12;
const LOGIN = /^[a-z0-9][a-z0-9._@-]{1,63}$/;
const NAME_CHARS_MAX = 80;
const UNIQUE_VIOLATION = '23505';

const CREATE = `insert into operator as o (login, name, password_hash, role)
  values ($1, $2, $3, $4) returning ${OPERATOR_COLUMNS}`;

const BY_LOGIN = `select ${OPERATOR_COLUMNS}, o.password_hash from operator o where o.login = $1`;

const LIST = `select ${OPERATOR_COLUMNS} from operator o order by o.login`;

/** Serialises changes, so that two owners cannot demote each other at once. */
const LOCK = `select ${OPERATOR_COLUMNS} from operator o order by o.id for update`;

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function createOperators(pool: pg.Pool, now: () => Date | null = () => null): Operators {
  const limit = createLoginLimit(pool, now);
  // An unknown account costs what a known one costs.
  const nobodysHash = hashPassword(randomBytes(32).toString('hex'));
  nobodysHash.catch(() => undefined);
  return {
    async createOperator({ login: typed, password, role, name }) {
      const login = normalLogin(typed);
      if (!LOGIN.test(login)) return refused('login_malformed');
      if (password.length < PASSWORD_CHARS_MIN) return refused('password_short');
      const shown = (name ?? '').trim().slice(0, NAME_CHARS_MAX) || login;
      const values = [login, shown, await hashPassword(password), role];
      try {
        const { rows } = await pool.query<OperatorRow>(CREATE, values);
        return { ok: true, operator: operatorOf(rows[0] as OperatorRow) };
      } catch (error) {
        if ((error as { code?: string }).code === UNIQUE_VIOLATION) return refused('login_taken');
        throw error;
      }
    },
    async list() {
      const { rows } = await pool.query<OperatorRow>(LIST);
      return rows.map(operatorOf);
    },
    async verifyLogin(typed, password, ip, also): Promise<Operator | null> {
      const login = normalLogin(typed);
      if (!(await limit.take(login, ip))) return null;
      const found = await pool.query<OperatorRow & { password_hash: string }>(BY_LOGIN, [
        LOGIN.test(login) ? login : '',
      ]);
      const [row] = found.rows;
      const right = await passwordMatches(row?.password_hash ?? (await nobodysHash), password);
      if (row === undefined || !right || row.disabled_at !== null) return null;
      const operator = operatorOf(row);
      if (also !== undefined && !(await also(operator))) return null;
      await limit.succeeded(login, ip);
      return operator;
    },
    async setPassword(id, password) {
      if (password.length < PASSWORD_CHARS_MIN) return refused('password_short');
      return await change(pool, id, 'password_hash', await hashPassword(password));
    },
    setRole: (id, role) => change(pool, id, 'role', role),
    setDisabled: (id, disabled) => change(pool, id, 'disabled_at', disabled ? 'now' : null),
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
  pool: pg.Pool,
  id: bigint,
  field: Field,
  value: string | OperatorRole | null,
): Promise<OperatorResult> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<OperatorRow>(LOCK);
    const problem = whyNot(rows.map(operatorOf), id, field, value);
    if (problem !== null) {
      await client.query('rollback');
      return refused(problem);
    }
    const changed = await client.query<OperatorRow>(UPDATE[field], [id, value]);
    await client.query('delete from session where operator_id = $1', [id]);
    await client.query('commit');
    return { ok: true, operator: operatorOf(changed.rows[0] as OperatorRow) };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
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

function normalLogin(typed: string): string {
  return typed.trim().toLowerCase();
}

function refused(problem: OperatorProblem): OperatorResult {
  return { ok: false, problem };
}
