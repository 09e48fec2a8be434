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

/** One query over all tables: `text` is made of the name of each. */
async function inAll<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  text: (table: string) => string,
): Promise<readonly Row[]> {
  const all = (await tablesOf(pool)).map(text).join(' union all ');
  return (await pool.query<Row>(all)).rows;
}

/** All rows of all tables, as text. */
export async function stateOf(pool: pg.Pool): Promise<readonly string[]> {
  const rows = await inAll<{ name: string; row: string }>(
    pool,
    (table) => `select '${table}' as name, row_to_json(t)::text as row from ${table} t`,
  );
  return rows.map(({ name, row }) => `${name} ${row}`).sort();
}

/** Every version of every row: its table, its place, and the transaction that wrote it. */
export async function rowVersions(pool: pg.Pool): Promise<ReadonlyMap<string, string>> {
  const rows = await inAll<{ name: string; place: string; writer: string }>(
    pool,
    (table) => `select '${table}' as name, tableoid::text || ctid::text as place,
      xmin::text as writer from ${table}`,
  );
  return new Map(rows.map(({ name, place, writer }) => [`${name} ${place} ${writer}`, writer]));
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
