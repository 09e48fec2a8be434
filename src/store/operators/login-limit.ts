/**
 * Guessing is counted in the database: five tries in 15 minutes for an account and for an address,
 * over all processes and restarts. Counting comes before hashing, so a guess beyond the fifth
 * costs one statement.
 */
import { createHash } from 'node:crypto';
import type { Queryable } from '../database/pool.ts';
import { time } from '../statements/columns.ts';

const TRIES_MAX = 5;
const NOW = 'coalesce($3::timestamptz, now())';
const WINDOW = `interval '15 minutes'`;

const CLAIM = `insert into login_attempt as a (kind, key, count, until)
  values ($1, $2, 1, ${NOW} + ${WINDOW})
  on conflict (kind, key) do update set
    count = case when a.until <= ${NOW} then 1 else least(a.count + 1, 1000000) end,
    until = case when a.until <= ${NOW} then ${NOW} + ${WINDOW} else a.until end
  returning count`;

const FORGET = `with over as (delete from login_attempt
    where until <= coalesce($2::timestamptz, now()))
  delete from login_attempt where kind = 'account' and key = $1`;

const RELEASE_ATTEMPT = `update login_attempt set count = greatest(count - 1, 0)
  where kind = 'ip' and key = $1`;

export interface LoginLimit {
  /** Takes one try; false when the account's or the address's are used up, or the session's own. */
  take(login: string, ip: string, session?: string): Promise<boolean>;
  /** The try was a success: the account starts afresh, and the address gets its try back. */
  succeeded(login: string, ip: string, session?: string): Promise<void>;
}

export function createLoginLimit(pool: Queryable, now: () => Date | null): LoginLimit {
  const claim = async (kind: 'account' | 'ip', key: string) => {
    const values = [kind, digest(key), time(now())];
    const { rows } = await pool.query<{ count: number }>({ text: CLAIM, values });
    return (rows[0]?.count ?? TRIES_MAX + 1) <= TRIES_MAX;
  };
  return {
    // The address first: one that is out of tries does not use up an account's.
    take: async (login, ip, session) =>
      session === undefined
        ? (await claim('ip', ip)) && (await claim('account', login))
        : await claim('account', ofSession(session)),
    async succeeded(login, ip, session) {
      if (session !== undefined) {
        await pool.query({ text: FORGET, values: [digest(ofSession(session)), time(now())] });
        return;
      }
      await pool.query({ text: FORGET, values: [digest(login), time(now())] });
      await pool.query({ text: RELEASE_ATTEMPT, values: [digest(ip)] });
    },
  };
}

/** No login has a blank. */
const ofSession = (session: string) => `session ${session}`;

/** A digest: what was typed as a login by mistake may be a password. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
