/** Sessions of people: opaque tokens whose digests are rows, so that they can be ended. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Sessions } from '../../ports/operator.ts';
import type { Queryable } from '../database/pool.ts';
import { time } from '../statements/columns.ts';
import { type AccountTables, OPERATORS } from './account-tables.ts';

export const NOW = 'coalesce($2::timestamptz, now())';

/** Idle for 15 minutes, or 8 hours old: over. */
export const LIVES = `s.last_seen_at > ${NOW} - interval '15 minutes'
  and s.created_at > ${NOW} - interval '8 hours'`;

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function createSessions(pool: Queryable, now?: () => Date | null): Sessions {
  return sessionsOf(pool, OPERATORS, now);
}

export function sessionsOf<Person, Row extends pg.QueryResultRow>(
  pool: Queryable,
  tables: AccountTables<Person, Row>,
  now: () => Date | null = () => null,
): Sessions<Person> {
  const { account, owner, session, columns } = tables;
  const text = `update ${session} s set last_seen_at = ${NOW} from ${account} o
    where s.token_hash = $1 and o.id = s.${owner} and o.disabled_at is null and ${LIVES}
    returning ${columns}`;
  return {
    async use(token) {
      const values = [digest(token), time(now())];
      const { rows } = await pool.query<Row>({ text, values });
      return rows[0] === undefined ? null : tables.personOf(rows[0]);
    },
  };
}

export function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
