/** Operators' accounts: made, checked, changed. */
import type pg from 'pg';
import type { AccountCheck, Operators } from '../../ports/operator.ts';
import { type AccountTables, OPERATORS } from './account-tables.ts';
import { createLoginLimit } from './login-limit.ts';
import { OPERATOR_COLUMNS, type OperatorRow, operatorOf } from './operator-row.ts';
import { hashOfNobody, passwordMatches } from './password-hash.ts';

export const LOGIN = /^[a-z0-9][a-z0-9._@-]{1,63}$/;

const LIST = `select ${OPERATOR_COLUMNS} from operator o order by o.login`;

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function createOperators(pool: pg.Pool, now: () => Date | null = () => null): Operators {
  return {
    ...accountCheck(pool, OPERATORS, now),
    async list() {
      const { rows } = await pool.query<OperatorRow>(LIST);
      return rows.map(operatorOf);
    },
  };
}

/** Passwords of one kind of people, with their tries. */
export function accountCheck<Person, Row extends OperatorRowLike>(
  pool: pg.Pool,
  tables: AccountTables<Person, Row>,
  now: () => Date | null,
): AccountCheck<Person> {
  const limit = createLoginLimit(pool, now);
  const byLogin = `select ${tables.columns}, o.password_hash from ${tables.account} o
    where o.login = $1`;
  // An unknown account costs what a known one costs.
  const nobodysHash = hashOfNobody();
  return {
    async verifyLogin(typed, password, ip, also, counted, session) {
      const login = normalLogin(typed);
      const tries = tables.triesOf(login);
      if (!(await limit.take(tries, ip, session))) return null;
      const found = await pool.query<Row & { password_hash: string | null }>(byLogin, [
        LOGIN.test(login) ? login : '',
      ]);
      const [row] = found.rows;
      const right = await passwordMatches(row?.password_hash ?? nobodysHash, password);
      const isOpen = row !== undefined && right && row.disabled_at === null;
      const person = isOpen ? tables.personOf(row) : null;
      if (person === null || (also !== undefined && !(await also(person)))) {
        counted?.();
        return null;
      }
      await limit.succeeded(tries, ip, session);
      return person;
    },
  };
}

type OperatorRowLike = pg.QueryResultRow & Pick<OperatorRow, 'disabled_at'>;

/** As it is stored: people type capitals. */
export function normalLogin(typed: string): string {
  return typed.trim().toLowerCase();
}
