/**
 * Migrations: numbered SQL files, each in one transaction together with its version row. Older
 * programs refuse to run on a schema that has one they do not know, unless its file begins with
 * `--! compatible`: they can go on working beside it.
 */
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { type Connection, createClient, type Executor } from './pool.ts';
import { refuseUnsuitable } from './suitable.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  /** Programs that do not know it must not run on the schema. */
  readonly breaking: boolean;
  readonly sql: string;
}

/** The schema is newer than this program, and may not be written by it. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';
}

const FOLDER = new URL('./migrations/', import.meta.url);

/** All migrations that this program knows, in order. */
export async function knownMigrations(): Promise<readonly Migration[]> {
  const files = (await readdir(FOLDER)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  return await Promise.all(
    files.map(async (name) => {
      const sql = await readFile(new URL(name, FOLDER), 'utf8');
      const version = Number.parseInt(name.slice(0, 4), 10);
      return { version, name, breaking: !sql.startsWith('--! compatible'), sql };
    }),
  );
}

/** Two migrators must not meet: the lock's number is this program's own, and means nothing. */
const MIGRATING = 6_021_983;

/**
 * Brings the database up to date; returns what was applied. Harmless when run twice, or by many at
 * once: each waits for the one before.
 */
export async function migrate(
  connection: Connection,
  known?: readonly Migration[],
): Promise<readonly Migration[]> {
  const migrations = known ?? (await knownMigrations());
  const client = createClient(connection, 'migrate');
  await client.connect();
  try {
    await refuseUnsuitable(client);
    // Held until the connection ends.
    await client.query('select pg_advisory_lock($1)', [MIGRATING]);
    await client.query(`create table if not exists migration (
      version integer primary key, name text not null, breaking boolean not null,
      applied_at timestamptz not null default now())`);
    const applied: Migration[] = [];
    for (const migration of migrations) {
      if (await apply(client, migration)) applied.push(migration);
    }
    await refuseNewer(client, migrations.at(-1)?.version ?? 0);
    return applied;
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<boolean> {
  await client.query('begin');
  try {
    const { rowCount } = await client.query(
      `insert into migration (version, name, breaking) values ($1, $2, $3)
       on conflict (version) do nothing`,
      [migration.version, migration.name, migration.breaking],
    );
    if (rowCount === 1) await client.query(migration.sql);
    await client.query('commit');
    return rowCount === 1;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`migration ${migration.name} failed: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function refuseNewer(client: pg.Client, newestKnown: number): Promise<void> {
  const name = await newerThan(client, newestKnown);
  if (name !== null) throw new SchemaTooNew(tooNew(name));
}

/** The sentence about a migration that this program does not know. */
export function tooNew(name: string): string {
  return (
    `the database has the migration ${name}, which this version of Causeway does not know: ` +
    'run the version that made it, or a newer one'
  );
}

/** The first migration of a newer program that keeps this one from running; null: there is none. */
export async function newerThan(on: Executor, newestKnown: number): Promise<string | null> {
  const { rows } = await on.query<{ name: string }>(
    'select name from migration where version > $1 and breaking order by version limit 1',
    [newestKnown],
  );
  return rows[0]?.name ?? null;
}
