/**
 * Rules of an installation that every process must know, whatever its own environment says: a
 * command typed beside the server has not always the server's settings.
 */
import type pg from 'pg';
import { type Connection, createPool, endPool } from '../database/pool.ts';

const FOUR_EYES = 'four_eyes';
const INSTALLATION = 'installation';

/** What a database is for, from its first start on: to be played with, or for real money. */
export type Installation = 'demo' | 'production';

/** The same of a database that may have no tables yet, over a connection of its own. */
export async function installationAt(connection: Connection): Promise<Installation | null> {
  const pool = createPool(connection, 'installation', 1);
  try {
    const { rows } = await pool.query("select to_regclass('meta') is not null as is_there");
    return rows[0]?.is_there === true ? await readInstallation(pool) : null;
  } finally {
    await endPool(pool);
  }
}

/** What the database is; null: it has never been started. */
export async function readInstallation(pool: pg.Pool): Promise<Installation | null> {
  const { rows } = await pool.query<{ value: Installation }>(
    'select value from meta where key = $1',
    [INSTALLATION],
  );
  return rows[0]?.value ?? null;
}

/** Says at a first start what the database is; answers what it is, and was already if it was. */
export async function settleInstallation(
  pool: pg.Pool,
  wanted: Installation,
): Promise<Installation> {
  const text = 'insert into meta (key, value) values ($1, $2) on conflict (key) do nothing';
  await pool.query(text, [INSTALLATION, wanted]);
  return (await readInstallation(pool)) ?? wanted;
}

/** Written by the console when it starts. */
export async function noteFourEyes(pool: pg.Pool, on: boolean): Promise<void> {
  await pool.query(
    `insert into meta (key, value) values ($1, $2)
     on conflict (key) do update set value = excluded.value where meta.value <> excluded.value`,
    [FOUR_EYES, on ? 'on' : 'off'],
  );
}

/** Whether money by hand takes two operators here. */
export async function hasFourEyes(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ value: string }>('select value from meta where key = $1', [
    FOUR_EYES,
  ]);
  return rows[0]?.value === 'on';
}
