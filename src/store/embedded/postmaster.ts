import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { SUPERUSER } from './cluster.ts';
import { isAlive, lookUpProcess, workingFolder } from './processes.ts';

/** The server setting in which the process that started a server leaves its name (see `processName`). */
export const OWNER_SETTING = 'causeway.owner';

/** What `postmaster.pid` says of a server. */
export type LockFile = {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
  readonly ready: boolean;
};

/**
 * What was found in a cluster's folder:
 * `free`: nothing runs, or PostgreSQL itself will clear what is left;
 * `stale`: the lock names a process that is a zombie or another program, which PostgreSQL would take for a server;
 * `shared`: a server answers, and the process that started it still lives;
 * `orphan`: a server runs, and the process that started it is gone;
 * `busy`: a server is starting, recovering or shutting down.
 */
export type Situation =
  | { readonly kind: 'free' }
  | { readonly kind: 'stale'; readonly zombie: boolean; readonly lock: LockFile }
  | { readonly kind: 'shared' | 'orphan' | 'busy'; readonly lock: LockFile };

/** Reads the lock file; undefined while it is absent or being written. */
export async function readLockFile(cluster: string): Promise<LockFile | undefined> {
  const content = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid = '', , , port = '', socketDir = '', , , status = ''] = content.split('\n');
  if (pid === '') return undefined;
  return {
    pid: Math.abs(Number.parseInt(pid, 10)),
    port: Number.parseInt(port, 10) || 0,
    socketDir: socketDir.trim(),
    ready: status.trim() === 'ready',
  };
}

/** Finds out who, if anyone, serves this cluster. Rejects when a server of other data answers in its place. */
export async function inspectCluster(cluster: string, password: string): Promise<Situation> {
  const lock = await readLockFile(cluster);
  if (lock === undefined) return { kind: 'free' };
  const holder = await findHolder(lock.pid, cluster);
  const answer = lock.socketDir === '' ? undefined : await ask(lock, password);
  if (answer !== undefined) {
    await refuseOtherData(answer.dataDirectory, cluster);
    // A server whose process cannot be seen belongs to another container that shares the folder.
    const shared = holder.kind !== 'ours' || (await isAlive(answer.owner));
    return { kind: shared ? 'shared' : 'orphan', lock };
  }
  switch (holder.kind) {
    case 'gone':
      return { kind: 'free' };
    case 'zombie':
    case 'foreign':
      return { kind: 'stale', zombie: holder.kind === 'zombie', lock };
    case 'ours':
      return { kind: (await isAlive(holder.owner)) ? 'busy' : 'orphan', lock };
  }
}

type Holder =
  | { readonly kind: 'gone' | 'zombie' | 'foreign' }
  | { readonly kind: 'ours'; readonly owner: string };

async function findHolder(pid: number, cluster: string): Promise<Holder> {
  const facts = await lookUpProcess(pid);
  if (facts.kind !== 'alive') return { kind: facts.kind };
  const folder = await workingFolder(pid);
  const ours =
    folder === undefined
      ? facts.command.includes(cluster)
      : folder === (await realpath(cluster).catch(() => cluster));
  if (!ours) return { kind: 'foreign' };
  const owner = facts.command.split(`${OWNER_SETTING}=`)[1]?.split(' ')[0] ?? '';
  return { kind: 'ours', owner };
}

async function ask(
  lock: LockFile,
  password: string,
): Promise<{ dataDirectory: string; owner: string } | undefined> {
  const client = new pg.Client({
    host: lock.socketDir,
    port: lock.port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 2000,
    query_timeout: 2000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query(
      `select current_setting('data_directory') as "dataDirectory",
        coalesce(current_setting('${OWNER_SETTING}', true), '') as owner`,
    );
    return rows[0];
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}

async function refuseOtherData(answered: string, cluster: string): Promise<void> {
  const [theirs, ours] = await Promise.all(
    [answered, cluster].map((path) => realpath(path).catch(() => path)),
  );
  if (theirs !== ours) {
    throw new Error(`the server that answers for ${cluster} serves other data: ${answered}`);
  }
}
