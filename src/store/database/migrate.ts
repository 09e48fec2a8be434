/**
 * Migrations: numbered SQL files, each in one transaction together with its version row, which is
 * written first so that two migrators collide at once. A file that begins with
 * `--! breaking-change` makes older programs refuse to run on the schema.
 */
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import type { Connection } from './pool.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly breaking: boolean;
  readonly sql: string;
}

/** The schema is newer than this program and may not be written by it. */
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
      return { version, name, breaking: sql.startsWith('--! breaking-change'), sql };
    }),
  );
}

/** Brings the database up to date; returns what was applied. Harmless when run twice. */
export async function migrate(connection: Connection): Promise<readonly Migration[]> {
  const client = new pg.Client(
    'url' in connection ? { connectionString: connection.url } : { ...connection },
  );
  // Broken between two queries, it fails the next one; unheard, it ends the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`create table if not exists migration (
      version integer primary key, name text not null, breaking boolean not null,
      applied_at timestamptz not null default now())`);
    const known = await knownMigrations();
    const applied: Migration[] = [];
    for (const migration of known) {
      if (await apply(client, migration)) applied.push(migration);
    }
    await refuseNewer(client, known.at(-1)?.version ?? 0);
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
  const { rows } = await client.query<{ name: string }>(
    'select name from migration where version > $1 and breaking order by version limit 1',
    [newestKnown],
  );
  if (rows[0] !== undefined) {
    throw new SchemaTooNew(`the database has ${rows[0].name}: this version of Causeway is too old`);
  }
}
