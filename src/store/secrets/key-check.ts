/**
 * Whose secrets a database holds. The first start marks it with a text sealed under its platform
 * key; a start with another key, or with none, is known before anything is sealed or opened.
 */
import type pg from 'pg';
import { type Vault, WrongPlatformKey } from './vault.ts';

const MARK = 'key_check';
const MARK_PURPOSE = 'meta:key_check';
const MARK_TEXT = 'causeway';

/** Whether a platform key has been used with this database: then a new one would be wrong. */
export async function hasPlatformKey(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ used: boolean }>(
    `select exists (select from meta where key = $1) or exists (select from app_key)
         or exists (select from connector_account) or exists (select from audit_log) as used`,
    [MARK],
  );
  return rows[0]?.used === true;
}

/** Marks a new database with the vault's key. False: the database is sealed with another key. */
export async function bindPlatformKey(pool: pg.Pool, vault: Vault): Promise<boolean> {
  if (!(await opensTheOldest(pool, vault))) return false;
  const mark = vault.seal(MARK_TEXT, MARK_PURPOSE).toString('base64');
  await pool.query('insert into meta (key, value) values ($1, $2) on conflict (key) do nothing', [
    MARK,
    mark,
  ]);
  const { rows } = await pool.query<{ value: string }>('select value from meta where key = $1', [
    MARK,
  ]);
  return opens(vault, Buffer.from(rows[0]?.value ?? '', 'base64'), MARK_PURPOSE);
}

/** A database may be older than the mark: then one of its secrets is tried. */
async function opensTheOldest(pool: pg.Pool, vault: Vault): Promise<boolean> {
  const { rows } = await pool.query<{ sealed: Uint8Array; purpose: string }>(
    `(select sealed, 'app_key:' || id as purpose from app_key order by not_before limit 1)
     union all
     (select sealed, 'connector:' || connector || '/' || account || '/' || version
      from connector_account order by created_at limit 1)`,
  );
  return rows.every(({ sealed, purpose }) => opens(vault, sealed, purpose));
}

function opens(vault: Vault, sealed: Uint8Array, purpose: string): boolean {
  try {
    vault.open(sealed, purpose);
    return true;
  } catch (error) {
    if (error instanceof WrongPlatformKey) return false;
    throw error;
  }
}
