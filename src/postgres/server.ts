import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chown, lstat, mkdir, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { type Launcher, launch } from './launcher.ts';
import { OWNER_SETTING, readLockFile, removeStaleSocketLocks } from './postmaster.ts';
import { processName } from './processes.ts';

/** A server that this process started. `ended` resolves with a sentence when it is no more. */
export type Server = {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
  readonly ended: Promise<string>;
  stop(): Promise<void>;
};

/**
 * `contended`: another server holds the cluster, or what is left of one has not gone yet; look
 * again.
 */
export type StartResult = { readonly kind: 'started'; readonly server: Server } | 'contended';

export type ServerPlan = {
  readonly cluster: string;
  readonly binaries: Binaries;
  readonly launcher: Launcher;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
};

// Durable first, then fit for a small machine. Every commit is flushed before it is answered.
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  listen_addresses: '',
  port: '5432',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  effective_cache_size: '512MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '1GB',
  wal_compression: 'on',
  random_page_cost: '1.1',
  // Statements here are short: compiling them, or sharing them out, costs more than it gains.
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  idle_in_transaction_session_timeout: '60s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_line_prefix: '',
};

const RECOVERY_LIMIT_MS = 600_000;
const FAST_STOP_LIMIT_MS = 60_000;

// A unix socket's path holds 107 bytes on Linux and 103 on macOS.
const SOCKET_PATH_LIMIT = 103;

/**
 * Starts PostgreSQL on a cluster and waits until it accepts connections, however long recovery
 * takes. Rejects with one line that says why it did not start.
 */
export async function startServer(plan: ServerPlan): Promise<StartResult> {
  const socket = await socketFolder(plan);
  await removeStaleSocketLocks(socket.path, plan.cluster);
  const settings = {
    ...SETTINGS,
    unix_socket_directories: socket.path,
    ...plan.settings,
    [OWNER_SETTING]: await processName(process.pid),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = launch(plan.launcher, plan.binaries, plan.binaries.postgres, [
    '-D',
    plan.cluster,
    ...args,
  ]);
  const messages = collectMessages(child, plan.log);
  const ended = endOf(child);
  const state = { running: true };
  void ended.then(() => {
    state.running = false;
  });

  const deadline = Date.now() + RECOVERY_LIMIT_MS;
  while (state.running && Date.now() < deadline) {
    const lock = await readLockFile(plan.cluster);
    if (lock?.pid === child.pid && lock?.ready) {
      // From here on the server must not keep the process alive that started it.
      child.unref();
      (child.stderr as unknown as { unref(): void }).unref();
      const { pid, port, socketDir } = lock;
      const stop = () => stopChild(child, ended, socket);
      return { kind: 'started', server: { pid, port, socketDir, ended, stop } };
    }
    await Promise.race([delay(10), ended]);
  }
  if (state.running) {
    await stopChild(child, ended, socket);
    throw new Error(`PostgreSQL was not ready after ${RECOVERY_LIMIT_MS / 60_000} minutes`);
  }
  const end = await ended;
  await delay(20); // its last words may still be in the pipe
  if (socket.temporary) await rm(socket.path, { recursive: true, force: true });
  if (messages.some((line) => /postmaster\.pid" already exists|still in use/.test(line))) {
    return 'contended';
  }
  throw new Error(whyNotStarted(messages, end, plan, settings));
}

/** Asks a server to end in good order: open transactions are rolled back, everything is written. */
export function requestFastStop(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function stopChild(
  child: ChildProcess,
  ended: Promise<string>,
  socket: SocketFolder,
): Promise<void> {
  child.ref();
  child.kill('SIGINT');
  const inTime = await Promise.race([ended, delay(FAST_STOP_LIMIT_MS, undefined, { ref: false })]);
  // A server that cannot flush in a minute is cut off: the next start replays its log, nothing is
  // lost.
  if (inTime === undefined) child.kill('SIGQUIT');
  await ended;
  // Not what is in it: whoever shared this server may have started the next one already.
  if (socket.temporary) await rmdir(socket.path).catch(() => undefined);
}

function collectMessages(child: ChildProcess, log: (line: string) => void): string[] {
  const latest: string[] = [];
  if (child.stderr === null) return latest;
  createInterface({ input: child.stderr }).on('line', (line) => {
    latest.push(line);
    if (latest.length > 40) latest.shift();
    log(line);
  });
  return latest;
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = await once(child, 'exit');
    return signal === null ? `exit code ${code}` : `signal ${signal}`;
  } catch (error) {
    return (error as Error).message;
  }
}

type SocketFolder = { readonly path: string; readonly temporary: boolean };

/**
 * The cluster's own folder; where that path is too long for a socket, a private one under the
 * temporary folder.
 */
async function socketFolder(plan: ServerPlan): Promise<SocketFolder> {
  const longest = join(plan.cluster, '.s.PGSQL.65535');
  if (Buffer.byteLength(longest) <= SOCKET_PATH_LIMIT) {
    return { path: plan.cluster, temporary: false };
  }
  const name = createHash('sha256').update(plan.cluster).digest('hex').slice(0, 16);
  const path = join(tmpdir(), `causeway-${name}`);
  const owner = plan.launcher.owner ?? {
    uid: process.geteuid?.() ?? 0,
    gid: process.getegid?.() ?? 0,
  };
  await mkdir(path, { mode: 0o700 }).then(
    () => chown(path, owner.uid, owner.gid),
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  // Anyone may write to the temporary folder: a folder that somebody else prepared is not trusted.
  const facts = await lstat(path);
  if (!facts.isDirectory() || facts.uid !== owner.uid) {
    throw new Error(
      `${path}, needed for the database's socket, belongs to another user: remove it`,
    );
  }
  return { path, temporary: true };
}

function whyNotStarted(
  messages: readonly string[],
  end: string,
  plan: ServerPlan,
  settings: Readonly<Record<string, string>>,
): string {
  const all = messages.join('\n');
  const last = messages.findLast((line) => /^(FATAL|PANIC|.*error)/i.test(line)) ?? end;
  const cause = /could not bind .*Address already in use/.test(all)
    ? `port ${settings.port} on ${settings.listen_addresses} is taken`
    : /No space left on device/.test(all)
      ? `the disk that holds ${plan.cluster} is full`
      : /incompatible with server/.test(all)
        ? `${plan.cluster} was written by another major version of PostgreSQL`
        : `starting it on ${plan.cluster} failed`;
  return `the embedded PostgreSQL did not start: ${cause} (${last.trim()})`;
}
