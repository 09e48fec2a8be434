import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  type Connection,
  connectionOf,
  createDatabase,
  dropDatabase,
} from '../../src/postgres/databases.ts';
import { startEmbedded } from '../../src/postgres/embedded.ts';

/**
 * The environment variable by which a test run hands the URL of its one server to every test file.
 */
export const TEST_SERVER = 'TEST_PG_SERVER';

/** A database of a test file's own. */
export type TestDatabase = {
  readonly name: string;
  readonly url: string;
  readonly connection: Connection;
};

/**
 * Gives a fresh, empty database (or a copy of `template`, a database on the same server).
 * With a test's context it is dropped when that test is over. Without, it is the whole file's: it
 * is dropped when the process has nothing left to do. (Not by a hook: `after`, called in a `before`
 * hook, belongs to the first test.)
 *
 * The server is the one of the test run. A test file that is run by hand starts one for itself,
 * in the temporary folder, and takes it down again.
 */
export async function testDatabase(t?: TestContext, template?: string): Promise<TestDatabase> {
  const server = await serverUrl();
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  const url = await createDatabase(server, name, template);
  const drop = () => dropDatabase(server, name);
  if (t === undefined) atProcessEnd(drop);
  else t.after(drop);
  return { name, url, connection: connectionOf(url) };
}

/** Starts a server for tests: quick, not durable, gone afterwards. */
export async function startTestServer(): Promise<{ url: string; stop(): Promise<void> }> {
  await removeAbandoned();
  const dataDir = await mkdtemp(join(tmpdir(), `${FOLDER}${process.pid}-`));
  const server = await startEmbedded({
    dataDir,
    // A test database is thrown away: it need not outlive a power cut, nor be tidied up.
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      autovacuum: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
    },
  });
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}

const FOLDER = 'causeway-test-';

let ownServer: Promise<string> | undefined;

async function serverUrl(): Promise<string> {
  const given = process.env[TEST_SERVER];
  if (given !== undefined) return given;
  ownServer ??= startOwnServer();
  return ownServer;
}

async function startOwnServer(): Promise<string> {
  const server = await startTestServer();
  atProcessEnd(() => server.stop());
  return server.url;
}

const endings: (() => Promise<void>)[] = [];

/** Runs work when the process has nothing left to do; what was asked for first comes last. */
function atProcessEnd(work: () => Promise<void>): void {
  if (endings.length === 0) process.on('beforeExit', runNextEnding);
  endings.push(work);
}

// The work keeps the process alive, and when it is done `beforeExit` comes again.
function runNextEnding(): void {
  void endings.pop()?.();
}

/** Removes the folders of test servers whose process was killed. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(FOLDER)) continue;
    const pid = Number.parseInt(name.slice(FOLDER.length), 10);
    if (pid > 0 && !isRunning(pid))
      await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
