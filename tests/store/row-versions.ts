/** What a run has written, as the database itself says: row versions and their transactions. */
import type pg from 'pg';
import type { AuditRow } from '../../src/ports/operator.ts';

/** The log itself, and the count of guesses at a password, which comes before anything is asked. */
const ASIDE = ['audit_log', 'audit_head', 'login_attempt'];

async function tablesOf(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`,
  );
  return rows.map(({ name }) => name).filter((name) => !ASIDE.includes(name));
}

/** All rows of all tables, as text. */
export async function stateOf(pool: pg.Pool): Promise<readonly string[]> {
  const state: string[] = [];
  for (const table of await tablesOf(pool)) {
    const text = `with t as (table ${table}) select row_to_json(t)::text as row from t order by 1`;
    const found = await pool.query<{ row: string }>(text);
    state.push(...found.rows.map(({ row }) => `${table} ${row}`));
  }
  return state;
}

/** Every version of every row: its table, its place, and the transaction that wrote it. */
export async function rowVersions(pool: pg.Pool): Promise<ReadonlyMap<string, string>> {
  const versions = new Map<string, string>();
  for (const table of await tablesOf(pool)) {
    const text = `select tableoid::text || ctid::text as place, xmin::text as writer from ${table}`;
    const { rows } = await pool.query<{ place: string; writer: string }>(text);
    for (const { place, writer } of rows) versions.set(`${table} ${place} ${writer}`, writer);
  }
  return versions;
}

/** Versions that are new since `before`, or gone: with a row of the log in one commit, or apart. */
export async function changedRows(
  pool: pg.Pool,
  before: ReadonlyMap<string, string>,
  log: readonly AuditRow[],
) {
  const { rows } = await pool.query<{ writer: string }>(
    'select xmin::text as writer from audit_log where seq = any($1)',
    [log.map(({ seq }) => seq)],
  );
  const writers = rows.map(({ writer }) => writer);
  const after = await rowVersions(pool);
  const fresh = [...after].filter(([version]) => !before.has(version));
  const gone = [...before].filter(([version]) => !after.has(version));
  return {
    together: fresh.filter(([, writer]) => writers.includes(writer)).length + gone.length,
    apart: fresh.filter(([, writer]) => !writers.includes(writer)).map(([version]) => version),
  };
}
