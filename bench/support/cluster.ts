/** A PostgreSQL of the run's own: embedded, durable (fsync on), in a folder that is removed. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase, dropDatabase, withDatabase } from '../../src/postgres/databases.ts';
import { startEmbedded } from '../../src/postgres/embedded.ts';

export interface Cluster {
  readonly pid: number;
  /** A new database, empty or a copy of another one of the cluster. */
  create(name: string, template?: string): Promise<string>;
  drop(name: string): Promise<void>;
  urlOf(name: string): string;
  /** `name = value` of the settings that decide what a commit costs. */
  readonly durability: string;
  stop(): Promise<void>;
}

/** Starts the server as the product itself does; `settings` are for looking into it. */
export async function startCluster(
  settings: Readonly<Record<string, string>> = {},
): Promise<Cluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'causeway-bench-'));
  const server = await startEmbedded({ dataDir, log: () => undefined, settings });
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const { rows } = await onDatabase(server.url, (client) =>
      client.query<{ name: string; setting: string }>(
        `select name, setting from pg_settings
         where name in ('fsync', 'synchronous_commit', 'full_page_writes') order by name`,
      ),
    );
    return {
      pid: server.pid,
      create: (name, template) => createDatabase(server.url, name, template),
      drop: (name) => dropDatabase(server.url, name),
      urlOf: (name) => withDatabase(server.url, name),
      durability: rows.map(({ name, setting }) => `${name} = ${setting}`).join(', '),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One connection for a piece of work. */
export async function onDatabase<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Processor time of a process so far, in ms; 0 once it is gone. Linux only, else 0. */
export async function cpuMsOf(pid: number): Promise<number> {
  return (await cpuOf(pid)).ownMs;
}

/** Processor time of a server and all its children, those that have ended too, in ms. */
export async function cpuMsOfServer(pid: number): Promise<number> {
  const path = `/proc/${pid}/task/${pid}/children`;
  const children = (await readFile(path, 'latin1').catch(() => '')).split(' ').filter(Boolean);
  const [server, times] = await Promise.all([
    cpuOf(pid),
    Promise.all(children.map((child) => cpuMsOf(Number.parseInt(child, 10)))),
  ]);
  return times.reduce((sum, ms) => sum + ms, server.ownMs + server.endedChildrenMs);
}

const TICK_MS = 10;

async function cpuOf(pid: number): Promise<{ ownMs: number; endedChildrenMs: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  // After the name, which may hold blanks: fields 14 to 17 are ticks of user and system time, of
  // the process itself and of its children that were waited for.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system, childUser, childSystem] = fields
    .slice(11, 15)
    .map((ticks) => TICK_MS * (Number.parseInt(ticks, 10) || 0));
  return {
    ownMs: (user ?? 0) + (system ?? 0),
    endedChildrenMs: (childUser ?? 0) + (childSystem ?? 0),
  };
}
