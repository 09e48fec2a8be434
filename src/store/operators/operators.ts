/** Operators' accounts: made, checked, changed. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Operator, Operators } from '../../ports/operator.ts';
import { createLoginLimit } from './login-limit.ts';
import { OPERATOR_COLUMNS, type OperatorRow, operatorOf } from './operator-row.ts';
import { hashPassword, passwordMatches } from './password-hash.ts';

export const LOGIN = /^[a-z0-9][a-z0-9._@-]{1,63}$/;

const BY_LOGIN = `select ${OPERATOR_COLUMNS}, o.password_hash from operator o where o.login = $1`;

const LIST = `select ${OPERATOR_COLUMNS} from operator o order by o.login`;

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function createOperators(pool: pg.Pool, now: () => Date | null = () => null): Operators {
  const limit = createLoginLimit(pool, now);
  // An unknown account costs what a known one costs.
  const nobodysHash = hashPassword(randomBytes(32).toString('hex'));
  nobodysHash.catch(() => undefined);
  return {
    async list() {
      const { rows } = await pool.query<OperatorRow>(LIST);
      return rows.map(operatorOf);
    },
    async verifyLogin(typed, password, ip, also, counted, session): Promise<Operator | null> {
      const login = normalLogin(typed);
      if (!(await limit.take(login, ip, session))) return null;
      const found = await pool.query<OperatorRow & { password_hash: string }>(BY_LOGIN, [
        LOGIN.test(login) ? login : '',
      ]);
      const [row] = found.rows;
      const right = await passwordMatches(row?.password_hash ?? (await nobodysHash), password);
      const operator = row === undefined || !right || row.disabled_at ? null : operatorOf(row);
      if (operator === null || (also !== undefined && !(await also(operator)))) {
        counted?.();
        return null;
      }
      await limit.succeeded(login, ip, session);
      return operator;
    },
  };
}

/** As it is stored: people type capitals. */
export function normalLogin(typed: string): string {
  return typed.trim().toLowerCase();
}
