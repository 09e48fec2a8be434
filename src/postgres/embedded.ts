import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeFolder, ownerOf } from '../disk/owner.ts';
import { findBinaries } from './binaries.ts';
import {
  clusterFolder,
  ensureCluster,
  giveRootsCluster,
  readPassword,
  SUPERUSER,
} from './cluster.ts';
import { type Connection, connectionUrl, ensureDatabase } from './databases.ts';
import { chooseLauncher } from './launcher.ts';
import { endOfShared, inspectCluster, type LockFile, removeStaleLock } from './postmaster.ts';
import { requestFastStop, type Server, type ServerPlan, startServer } from './server.ts';

export type EmbeddedOptions = {
  /** A folder for the database alone; made when absent. */
  readonly dataDir: string;
  /** Takes what the server and its supervisor say, line by line. */
  readonly log?: (line: string) => void;
  /** PostgreSQL settings that go before ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * Listen on 127.0.0.1 at this port as well; without it the server is reached by its unix socket
   * only.
   */
  readonly tcpPort?: number;
};

export type EmbeddedDatabase = {
  /**
   * For `pg`: `new pg.Pool(database.connection)`. Stays valid when the server has to be restarted.
   */
  readonly connection: Connection;
  readonly url: string;
  /** The server's process id now. */
  readonly pid: number;
  /**
   * Another process on this machine started the server and still lives: it is shared, and not ours
   * to stop.
   */
  readonly adopted: boolean;
  /** Ends a server of our own in good order; leaves a shared one alone. */
  stop(): Promise<void>;
};

const DATABASE = 'causeway';
const PATIENCE_MS = 60_000;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Runs the PostgreSQL server that came with npm on `dataDir`, creating its database on first use.
 *
 * A server that is already there is shared while the process that started it lives, and taken over
 * when that process ends it (a command that was done before us); an orphan (its starter was killed)
 * is ended in good order and replaced. A server of ours that dies is started again. If this process
 * dies, even by kill -9, the server shuts down in good order where the system offers that (Linux
 * with setpriv).
 *
 * Rejects with one line: unsupported platform, folder of another user, port taken, disk full, …
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const log = options.log ?? (() => {});
  const { plan, password } = await prepare(options, log);
  let current = await obtain(plan, password);
  let stopping = false;
  let restart: Promise<void> = Promise.resolve();

  const keepAlive = (obtained: Obtained): void => {
    const ended =
      obtained.kind === 'started'
        ? obtained.server.ended.then((end) => `PostgreSQL ended unexpectedly (${end})`)
        : endOfShared(plan.cluster, obtained.server, () => stopping);
    void ended.then((what) => {
      if (stopping) return;
      log(`${what}; starting it again`);
      restart = startAgain();
    });
  };
  const startAgain = async (): Promise<void> => {
    for (let pauseMs = 100; !stopping; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        current = await obtain(plan, password);
        keepAlive(current);
        return;
      } catch (error) {
        log((error as Error).message);
        await delay(pauseMs, undefined, { ref: false });
      }
    }
  };
  keepAlive(current);

  const { socketDir: host, port } = current.server;
  const connection = { host, port, user: SUPERUSER, password, database: DATABASE };
  const url = connectionUrl(connection);
  const stop = async () => {
    stopping = true;
    await restart;
    if (current.kind === 'started') await current.server.stop();
  };
  try {
    await ensureDatabase(url, DATABASE);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    connection,
    url,
    get pid() {
      return current.server.pid;
    },
    get adopted() {
      return current.kind === 'shared';
    },
    stop,
  };
}

/** A server that answers. */
type Obtained =
  | { readonly kind: 'started'; readonly server: Server }
  | { readonly kind: 'shared'; readonly server: LockFile };

async function prepare(
  options: EmbeddedOptions,
  log: (line: string) => void,
): Promise<{ plan: ServerPlan; password: string }> {
  const dataDir = resolve(options.dataDir);
  // Others may pass through but not look: the account that runs the server may be another one.
  await makeFolder(dataDir, 0o711);
  await refuseFolderOfOthers(dataDir);
  const binaries = await findBinaries(dataDir);
  const filesOf = (await ownerOf(clusterFolder(dataDir))) ?? (await ownerOf(dataDir));
  const launcher = await chooseLauncher(binaries, dataDir, filesOf);
  const settings = { ...tcpSettings(options.tcpPort), ...options.settings };
  const hurry = settings.fsync === 'off' ? ['--no-sync'] : [];
  const password = await ensureCluster(dataDir, binaries, launcher, hurry);
  const cluster = clusterFolder(dataDir);
  return { plan: { cluster, binaries, launcher, settings, log }, password };
}

function tcpSettings(port: number | undefined): Record<string, string> {
  return port === undefined ? {} : { listen_addresses: '127.0.0.1', port: `${port}` };
}

async function refuseFolderOfOthers(dataDir: string): Promise<void> {
  try {
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    await readPassword(dataDir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    throw new Error(
      `${dataDir} belongs to another user: run as that user, or choose another folder`,
    );
  }
}

/**
 * Takes the cluster over: shares, waits for, ends or clears away what is there, then starts a
 * server.
 */
async function obtain(plan: ServerPlan, password: string): Promise<Obtained> {
  let asked = 0;
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const found = await inspectCluster(plan.cluster, password);
    if (found.kind === 'free') {
      await giveRootsCluster(dirname(plan.cluster), plan.launcher);
      const result = await startServer(plan);
      if (result !== 'contended') return result;
    } else if (found.kind === 'shared') {
      plan.log(`sharing the PostgreSQL server ${found.lock.pid} that another process started`);
      return { kind: 'shared', server: found.lock };
    } else if (found.kind === 'orphan' && asked !== found.lock.pid) {
      plan.log(`ending PostgreSQL server ${found.lock.pid}, whose starter is gone`);
      asked = found.lock.pid;
      requestFastStop(asked);
    } else if (found.kind === 'stale') {
      plan.log(`removing the lock of a server that is gone (process ${found.lock.pid})`);
      await removeStaleLock(plan.cluster, found.lock);
    }
    await delay(50);
  }
  throw new Error(`a PostgreSQL server holds ${plan.cluster} but neither answers nor ends`);
}
