/** Sessions of operators: opaque tokens whose digests are rows, so that they can be ended. */
import { createHash } from 'node:crypto';
import type { Operator, Sessions } from '../../ports/operator.ts';
import type { Queryable } from '../database/pool.ts';
import { time } from '../statements/columns.ts';
import { OPERATOR_COLUMNS, type OperatorRow, operatorOf } from './operator-row.ts';

export const NOW = 'coalesce($2::timestamptz, now())';

/** Idle for 15 minutes, or 8 hours old: over. */
export const LIVES = `s.last_seen_at > ${NOW} - interval '15 minutes'
  and s.created_at > ${NOW} - interval '8 hours'`;

const USE = `update session s set last_seen_at = ${NOW} from operator o
  where s.token_hash = $1 and o.id = s.operator_id and o.disabled_at is null and ${LIVES}
  returning ${OPERATOR_COLUMNS}`;

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function createSessions(pool: Queryable, now: () => Date | null = () => null): Sessions {
  return {
    async use(token): Promise<Operator | null> {
      const values = [digest(token), time(now())];
      const { rows } = await pool.query<OperatorRow>({ text: USE, values });
      return rows[0] === undefined ? null : operatorOf(rows[0]);
    },
  };
}

export function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
