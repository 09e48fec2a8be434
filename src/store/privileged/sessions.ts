/** Sessions of operators: begun and ended. */
import { randomBytes } from 'node:crypto';
import type { SessionWrites } from '../../ports/privileged.ts';
import type { Queryable } from '../database/pool.ts';
import { digest, LIVES, NOW } from '../operators/sessions.ts';
import { time } from '../statements/columns.ts';

const TOKEN_BYTES = 32;

const START = `insert into session (token_hash, operator_id, created_at, last_seen_at, ip)
  values ($1, $3, ${NOW}, ${NOW}, $4)`;

const END = `delete from session s where s.token_hash = $1 or not (${LIVES})`;

export function sessionWrites(
  client: Queryable,
  now: () => Date | null = () => null,
): SessionWrites {
  return {
    async start(operatorId, ip) {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      await client.query({ text: START, values: [digest(token), time(now()), operatorId, ip] });
      return token;
    },
    async end(token) {
      await client.query({ text: END, values: [digest(token), time(now())] });
    },
  };
}
