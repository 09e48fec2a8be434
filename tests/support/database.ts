import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import pg from 'pg';
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
  await dropLeft(server, 1);
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  const url = await createDatabase(server, name, template);
  if (t === undefined) atProcessEnd(() => dropDatabase(server, name));
  else {
    if (left.size === 0) atProcessEnd(() => dropLeft(server, 0));
    t.after(() => void left.add(name));
  }
  return { name, url, connection: connectionOf(url) };
}

/** Databases of tests that are over, in the order of their ends. */
const left = new Set<string>();

/**
 * Drops what tests have left but for the last ones. Connections need a moment to end, and a server
 * that finds one sleeps for a tenth of a second before it looks again: a test later they are gone.
 */
async function dropLeft(server: string, butLast: number): Promise<void> {
  for (const name of [...left].slice(0, left.size - butLast)) {
    left.delete(name);
    await dropDatabase(server, name);
  }
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
  await hashPasswordOnce(server.url);
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}

/**
 * A connection proves that it knows the password by hashing it 4,096 times, and tests open
 * thousands of connections: here it is hashed once.
 */
async function hashPasswordOnce(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { user, password } = connectionOf(url);
  const role = client.escapeIdentifier(user);
  const text = `alter role ${role} password ${client.escapeLiteral(password)}`;
  await client.query('set scram_iterations = 1');
  await client.query(text);
  await client.end();
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
