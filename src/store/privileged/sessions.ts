/** Sessions of people: begun and ended. */
import { randomBytes } from 'node:crypto';
import type { SessionWrites } from '../../ports/privileged.ts';
import type { Queryable } from '../database/pool.ts';
import { type AccountTables, OPERATORS } from '../operators/account-tables.ts';
import { digest, LIVES, NOW } from '../operators/sessions.ts';
import { time } from '../statements/columns.ts';

const TOKEN_BYTES = 32;

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function sessionWrites(
  client: Queryable,
  now: () => Date | null = () => null,
  { session, owner }: Pick<AccountTables<unknown, never>, 'session' | 'owner'> = OPERATORS,
): SessionWrites {
  const start = `insert into ${session} (token_hash, ${owner}, created_at, last_seen_at, ip)
    values ($1, $3, ${NOW}, ${NOW}, $4)`;
  const end = `delete from ${session} s where s.token_hash = $1 or not (${LIVES})`;
  return {
    async start(personId, ip) {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      const values = [digest(token), time(now()), personId, ip];
      await client.query({ text: start, values });
      return token;
    },
    async end(token) {
      await client.query({ text: end, values: [digest(token), time(now())] });
    },
  };
}
