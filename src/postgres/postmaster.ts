import { readdir, readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { SUPERUSER } from './cluster.ts';
import { isAlive, lookUpProcess, workingFolder } from './processes.ts';

/**
 * The server setting in which the process that started a server leaves its name (see
 * `processName`).
 */
export const OWNER_SETTING = 'causeway.owner';

const LOCK_FILE = 'postmaster.pid';

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
 * `stale`: the lock names a process that is a zombie or another program, which PostgreSQL would
 * take for a server;
 * `shared`: a server answers, and the process that started it still lives;
 * `orphan`: a server runs, and the process that started it is gone;
 * `busy`: a server is starting, recovering or shutting down.
 */
export type Situation =
  | { readonly kind: 'free' }
  | { readonly kind: 'stale' | 'shared' | 'orphan' | 'busy'; readonly lock: LockFile };

/** Reads the lock file; undefined while it is absent or being written. */
export async function readLockFile(cluster: string): Promise<LockFile | undefined> {
  const content = await readFile(join(cluster, LOCK_FILE), 'utf8').catch(() => '');
  const [pid = '', , , port = '', socketDir = '', , , status = ''] = content.split('\n');
  if (pid === '') return undefined;
  return {
    pid: Math.abs(Number.parseInt(pid, 10)),
    port: Number.parseInt(port, 10) || 0,
    socketDir: socketDir.trim(),
    ready: status.trim() === 'ready',
  };
}

/**
 * Removes a stale lock. Safe even if processes of that server linger: a new server looks at the
 * cluster's shared memory too and refuses to start while anyone is attached to it.
 */
export async function removeStaleLock(cluster: string, stale: LockFile): Promise<void> {
  // A server that was started since the look has written a lock of its own.
  if ((await readLockFile(cluster))?.pid !== stale.pid) return;
  await rm(join(cluster, LOCK_FILE), { force: true });
}

/**
 * Removes a socket's lock from a folder of our own when it names a zombie or another program:
 * PostgreSQL locks its socket the same way as its cluster, and is misled the same way.
 */
export async function removeStaleSocketLocks(socketDir: string, cluster: string): Promise<void> {
  for (const name of await readdir(socketDir)) {
    if (!/^\.s\.PGSQL\.\d+\.lock$/.test(name)) continue;
    const path = join(socketDir, name);
    const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
    const holder = await findHolder(pid, cluster);
    if (holder.kind === 'zombie' || holder.kind === 'foreign') await rm(path, { force: true });
  }
}

/**
 * Finds out who, if anyone, serves this cluster. Rejects when a server of other data answers in its
 * place.
 */
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
      return { kind: 'stale', lock };
    case 'ours':
      return { kind: (await isAlive(holder.owner)) ? 'busy' : 'orphan', lock };
  }
}

const SHARED_LOOK_MS = 200;

/**
 * Resolves, with a sentence, when a server that another process started is no more, or when nobody
 * cares any longer. Never keeps this process alive.
 */
export async function endOfShared(
  cluster: string,
  { pid }: LockFile,
  careless: () => boolean,
): Promise<string> {
  // In another container that shares the folder its process cannot be seen: its lock file can.
  const seen = (await lookUpProcess(pid)).kind === 'alive';
  while (!careless()) {
    await delay(SHARED_LOOK_MS, undefined, { ref: false });
    const lock = await readLockFile(cluster);
    if (lock?.pid !== pid || (seen && (await lookUpProcess(pid)).kind !== 'alive')) break;
  }
  return 'the process that shared its PostgreSQL server has ended it';
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
