/** Sessions of operators: opaque tokens whose digests are rows, so that they can be ended. */
import { createHash, randomBytes } from 'node:crypto';
import type { Operator, Sessions } from '../../ports/operator.ts';
import type { Queryable } from '../database/pool.ts';
import { time } from '../statements/columns.ts';
import { OPERATOR_COLUMNS, type OperatorRow, operatorOf } from './operator-row.ts';

const TOKEN_BYTES = 32;
const NOW = 'coalesce($2::timestamptz, now())';

/** Idle for 15 minutes, or 8 hours old: over. */
const LIVES = `s.last_seen_at > ${NOW} - interval '15 minutes'
  and s.created_at > ${NOW} - interval '8 hours'`;

const START = `insert into session (token_hash, operator_id, created_at, last_seen_at, ip)
  values ($1, $3, ${NOW}, ${NOW}, $4)`;

const USE = `update session s set last_seen_at = ${NOW} from operator o
  where s.token_hash = $1 and o.id = s.operator_id and o.disabled_at is null and ${LIVES}
  returning ${OPERATOR_COLUMNS}`;

const END = `delete from session s where s.token_hash = $1 or not (${LIVES})`;

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function createSessions(pool: Queryable, now: () => Date | null = () => null): Sessions {
  return {
    async start(operatorId, ip) {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      await pool.query({ text: START, values: [digest(token), time(now()), operatorId, ip] });
      return token;
    },
    async use(token): Promise<Operator | null> {
      const values = [digest(token), time(now())];
      const { rows } = await pool.query<OperatorRow>({ text: USE, values });
      return rows[0] === undefined ? null : operatorOf(rows[0]);
    },
    async end(token) {
      await pool.query({ text: END, values: [digest(token), time(now())] });
    },
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
