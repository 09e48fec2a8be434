/**
 * Guessing is counted in the database: five tries in 15 minutes for an account and for an address,
 * over all processes and restarts. Counting comes before hashing, so a guess beyond the fifth
 * costs one statement. From an address where the account has signed in before it has five of its
 * own, so that guesses from elsewhere lock nobody out of where they work.
 */
import { createHash } from 'node:crypto';
import { holderOf } from '../../domain/address-list.ts';
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
  delete from login_attempt where kind = 'account' and key = any($1::text[])`;

const RELEASE_ATTEMPT = `update login_attempt set count = greatest(count - 1, 0)
  where kind = 'ip' and key = $1`;

/** Where an account has signed in is remembered as long as what one person has in hand. */
const REMEMBER = `insert into login_attempt (kind, key, count, until)
  values ('account', $1, 0, coalesce($2::timestamptz, now()) + interval '30 days')
  on conflict (kind, key) do update set until = excluded.until`;

const IS_KNOWN = `select from login_attempt where kind = 'account' and key = $1
  and until > coalesce($2::timestamptz, now())`;

/** All tries of an account, from wherever: its key is $1. */
export const UNLOCK = `delete from login_attempt
  where kind = 'account' and (key = $1 or key like $1 || '.%')`;

export interface LoginLimit {
  /** Takes one try; false when the account's or the address's are used up, or the session's own. */
  take(login: string, ip: string, session?: string): Promise<boolean>;
  /** The try was a success: the account starts afresh, and the address gets its try back. */
  succeeded(login: string, ip: string, session?: string): Promise<void>;
}

export function createLoginLimit(pool: Queryable, now: () => Date | null): LoginLimit {
  const claim = async (kind: 'account' | 'ip', key: string) => {
    const values = [kind, key, time(now())];
    const { rows } = await pool.query<{ count: number }>({ text: CLAIM, values });
    return (rows[0]?.count ?? TRIES_MAX + 1) <= TRIES_MAX;
  };
  const isKnown = async (pair: string) => {
    const values = [knownKey(pair), time(now())];
    return (await pool.query({ text: IS_KNOWN, values })).rows.length > 0;
  };
  return {
    // The address first: one that is out of tries does not use up an account's.
    async take(login, ip, session) {
      if (session !== undefined) return await claim('account', sessionKey(session));
      if (!(await claim('ip', addressKey(ip)))) return false;
      const pair = pairKey(login, ip);
      return await claim('account', (await isKnown(pair)) ? pair : digest(login));
    },
    async succeeded(login, ip, session) {
      const pair = pairKey(login, ip);
      const keys = session === undefined ? [digest(login), pair] : [sessionKey(session)];
      await pool.query({ text: FORGET, values: [keys, time(now())] });
      if (session !== undefined) return;
      await pool.query({ text: RELEASE_ATTEMPT, values: [addressKey(ip)] });
      await pool.query({ text: REMEMBER, values: [knownKey(pair), time(now())] });
    },
  };
}

const addressKey = (ip: string) => digest(holderOf(ip));
const pairKey = (login: string, ip: string) => `${digest(login)}.${addressKey(ip)}`;
const knownKey = (pair: string) => `known ${pair}`;
/** No login has a blank. */
const sessionKey = (session: string) => digest(`session ${session}`);

/** A digest: what was typed as a login by mistake may be a password. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
