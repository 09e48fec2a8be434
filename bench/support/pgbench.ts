/**
 * The yardstick: PostgreSQL's own pgbench running the same rows, one transaction per request.
 * Without the program, the same SQL over `pg` connections, and the label says so.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

export interface Script {
  readonly name: string;
  /** Random integers: name, lowest, highest. */
  readonly variables: readonly (readonly [string, bigint, bigint])[];
  /**
   * In order; `:name` stands for a variable. Several make one transaction. The columns of the
   * first one's row become variables when `firstSets`.
   */
  readonly statements: readonly string[];
  readonly firstSets: boolean;
}

export interface Yardstick {
  /** `pgbench` or what stands for it. */
  readonly label: string;
  readonly perSecond: number;
}

/** Runs a script with 16 clients for `forMs` on the database. */
export async function yardstick(url: string, script: Script, forMs: number): Promise<Yardstick> {
  const program = await findPgbench();
  return program === null
    ? { label: 'pg, one by one', perSecond: await overPg(url, script, forMs) }
    : { label: 'pgbench', perSecond: await overPgbench(program, url, script, forMs) };
}

/** More are no faster on a small machine, and only wait for each other on a hot row. */
const CLIENTS = 16;

let program: Promise<string | null> | undefined;

function findPgbench(): Promise<string | null> {
  program ??= lookUp();
  return program;
}

async function lookUp(): Promise<string | null> {
  const debian = '/usr/lib/postgresql';
  const versions = await readdir(debian).catch(() => []);
  const candidates = [...versions.map((v) => join(debian, v, 'bin', 'pgbench')), 'pgbench'];
  for (const candidate of candidates) {
    try {
      await promisify(execFile)(candidate, ['--version']);
      return candidate;
    } catch {
      // The next one.
    }
  }
  return null;
}

async function overPgbench(
  pgbench: string,
  url: string,
  { variables, statements, firstSets }: Script,
  forMs: number,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-pgbench-'));
  try {
    const file = join(folder, 'script.sql');
    const random = variables.map(([name, low, high]) => `\\set ${name} random(${low}, ${high})`);
    const end = (i: number) => (firstSets && i === 0 ? ' \\gset' : ';');
    const body = statements.map((sql, i) => sql.replace(/\s+/g, ' ').trim() + end(i));
    await writeFile(file, [...random, ...transaction(body)].join('\n'));
    const { searchParams, port, username, password, pathname } = new URL(url);
    const { stdout } = await promisify(execFile)(
      pgbench,
      [
        ...['--no-vacuum', '--protocol=prepared', `--client=${CLIENTS}`, '--jobs=1'],
        ...[`--time=${Math.max(1, Math.round(forMs / 1000))}`, `--file=${file}`],
        ...[`--host=${searchParams.get('host')}`, `--port=${port}`, `--username=${username}`],
        decodeURIComponent(pathname.slice(1)),
      ],
      { env: { ...process.env, PGPASSWORD: decodeURIComponent(password) } },
    ).catch((error: { stderr?: string }) => {
      throw new Error(`pgbench failed: ${error.stderr?.slice(0, 500) ?? error}`);
    });
    const tps = /tps = ([0-9.]+)/.exec(stdout)?.[1];
    if (tps === undefined) throw new Error(`pgbench said no rate: ${stdout}`);
    return Number.parseFloat(tps);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function transaction(statements: readonly string[]): readonly string[] {
  return statements.length === 1 ? statements : ['begin;', ...statements, 'commit;'];
}

/** The same statements, named, one per round trip, over as many connections. */
async function overPg(url: string, script: Script, forMs: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: CLIENTS });
  const queries = script.statements.map((sql, i) => {
    const names: string[] = [];
    const text = sql.replace(/(?<!:):([a-z_]+)/g, (_, name: string) => {
      if (!names.includes(name)) names.push(name);
      return `$${names.indexOf(name) + 1}`;
    });
    return { name: `${script.name}_${i}`, text, names };
  });
  const endAt = performance.now() + forMs;
  let done = 0;
  const client = async () => {
    const connection = await pool.connect();
    while (performance.now() < endAt) {
      const values = new Map<string, unknown>(
        script.variables.map(([name, low, high]) => [name, pick(low, high)]),
      );
      const several = queries.length > 1;
      if (several) await connection.query('begin');
      for (const [i, { names, ...query }] of queries.entries()) {
        const filled = { ...query, values: names.map((name) => values.get(name)) };
        const { rows } = await connection.query(filled);
        if (!script.firstSets || i > 0) continue;
        for (const [name, value] of Object.entries(rows[0] ?? {})) values.set(name, value);
      }
      if (several) await connection.query('commit');
      done += 1;
    }
    connection.release();
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await pool.end();
  return (done * 1000) / forMs;
}

function pick(low: bigint, high: bigint): bigint {
  const part = BigInt(Math.floor(Math.random() * 2 ** 52));
  return low + ((high - low + 1n) * part) / (1n << 52n);
}
