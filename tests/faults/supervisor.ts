/** Starts everything of a run, hands out victims, and leaves nothing behind. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { createDatabase, dropDatabase } from '../../src/postgres/databases.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../src/postgres/embedded.ts';
import { freePort } from '../support/ports.ts';
import { Child } from './child.ts';
import { type Merchant, prepare } from './merchants.ts';
import { checkPatches, PATCHES, ROOT } from './patch.ts';
import type { Provider } from './providers/contract.ts';
import { providerAt } from './providers/open.ts';
import type { RunOptions } from './settings.ts';
import { SHORT_TIME } from './short-time.ts';
import { openSinks, type Sinks } from './sinks.ts';

export interface ConsoleServices {
  readonly folder: string;
  readonly merchants: readonly Merchant[];
  readonly sinks: Sinks;
  readonly servers: readonly Child[];
  readonly provider: Provider;
  /** Its process; it is never killed. */
  readonly providerChild: Child;
  /** Base URLs of the servers. */
  readonly urls: readonly string[];
  readonly databaseUrl: string;
  /** SIGKILL of the postmaster; rejects when the database is not this run's own. */
  killDatabase(): Promise<void>;
  databaseBack(withinMs: number): Promise<boolean>;
  /** Stops the servers and the provider, so that the books stand still. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

type Closer = () => Promise<unknown>;

/** On failure what was started is stopped again. */
export async function openServices(options: RunOptions): Promise<ConsoleServices> {
  const closers: Closer[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await build(options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(
  options: RunOptions,
  closers: Closer[],
  close: Closer,
): Promise<ConsoleServices> {
  const patches = [...(options.realTime ? [] : SHORT_TIME), ...(options.sabotage?.patches ?? [])];
  checkPatches(patches);
  const folder = options.keep ? keptFolder() : temporaryFolder('causeway-faults-');
  if (!options.keep) closers.push(() => rm(folder, { recursive: true, force: true }));
  // Others may pass through: the account that runs PostgreSQL may be another one.
  await chmod(folder, 0o711);
  const database = await openDatabase(options, folder, closers);
  const providerPort = await freePort(options.servers + 1);
  const ports = Array.from({ length: options.servers }, (_, n) => providerPort + 1 + n);
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const site = { options, folder, port: providerPort, platformUrl: urls[0] as string };
  const provider = await providerAt(site);
  const providerChild = childOf(provider, folder);
  const env = (index: number) => ({
    DATABASE_URL: database.url,
    DATA_DIR: join(folder, `server-${index}`),
    HOST: '127.0.0.1',
    PORT: `${ports[index]}`,
    PUBLIC_URL: urls[0] as string,
    CAUSEWAY_KEY: key,
    CAUSEWAY_DEMO: 'off',
    CAUSEWAY_ALLOW_HTTP_NOTIFY: 'on',
    CAUSEWAY_ALLOW_LOOPBACK_NOTIFY: 'on',
    CAUSEWAY_ALLOW_LOOPBACK_UPSTREAM: 'on',
    LOG_LEVEL: 'info',
    NODE_COMPILE_CACHE: compiled(),
    [PATCHES]: JSON.stringify(patches),
  });
  const key = randomBytes(32).toString('base64');
  const sinks = await openSinks(folder, options.seed);
  closers.push(() => sinks.close());
  const notifyUrl = (merchant: number) => sinks.url(merchant, false);
  const merchants = await prepare(env(0), options, provider, notifyUrl);
  await sabotageDatabase(database.url, options.sabotage?.sql ?? []);
  const servers = urls.map((url, index) => serverOf(folder, index, url, env(index)));
  const rest = async () => {
    await Promise.all([providerChild, ...servers].map((child) => child.stop()));
  };
  let resting: Promise<void> | undefined;
  const restOnce = () => {
    resting ??= rest();
    return resting;
  };
  closers.push(restOnce);
  await startAll([providerChild, ...servers], options);
  return {
    folder,
    merchants,
    sinks,
    servers,
    provider,
    providerChild,
    urls,
    databaseUrl: database.url,
    killDatabase: async () => {
      if (database.own === null) throw new Error('the database is not of this run');
      process.kill(database.own.pid, 'SIGKILL');
    },
    databaseBack: (withinMs) => answering(database.url, withinMs),
    rest: restOnce,
    close: close as () => Promise<void>,
  };
}

function keptFolder(): string {
  return mkdtempSync(join(tmpdir(), 'causeway-faults-kept-'));
}

/** The first start compiles all that is loaded. */
const START_WITHIN_MS = 180_000;

async function startAll(
  children: readonly Child[],
  { backWithinMs }: Pick<RunOptions, 'backWithinMs'>,
): Promise<void> {
  const withinMs = Math.max(START_WITHIN_MS, backWithinMs);
  for (const child of children) child.start();
  for (const child of children) {
    if (!(await child.up(withinMs))) throw new Error(`${child.spec.name} did not start`);
  }
}

/** Gone with this process at the latest: what is interrupted leaves nothing behind either. */
function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

let compiledFolder: string | undefined;

/** Compiled code, shared by all runs of this process: starting a server costs a third then. */
function compiled(): string {
  compiledFolder ??= temporaryFolder('causeway-faults-compiled-');
  return compiledFolder;
}

function serverOf(
  folder: string,
  index: number,
  url: string,
  env: Readonly<Record<string, string>>,
): Child {
  const name = `server-${index}`;
  return new Child({
    name,
    args: [
      '--disable-warning=ExperimentalWarning',
      ...['--import', join(import.meta.dirname, 'loader.ts')],
      ...[join(ROOT, 'src', 'main.ts'), 'start', '--role', 'all'],
    ],
    env,
    readyUrl: `${url}/readyz`,
    logFile: join(folder, `${name}.log`),
  });
}

function childOf({ start, readyUrl }: Provider, folder: string): Child {
  return new Child({
    name: 'provider',
    args: [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, 'providers', 'process.ts'),
    ],
    env: { FAULTS_PROVIDER: JSON.stringify(start) },
    readyUrl,
    logFile: join(folder, 'provider.log'),
  });
}

async function openDatabase(
  options: RunOptions,
  folder: string,
  closers: Closer[],
): Promise<{ url: string; own: EmbeddedDatabase | null }> {
  const { databaseUrl: shared } = options;
  if (shared !== null) {
    const name = `faults_${process.pid}_${randomBytes(4).toString('hex')}`;
    const url = await createDatabase(shared, name);
    closers.push(() => dropDatabase(shared, name));
    return { url, own: null };
  }
  const dataDir = join(folder, 'postgres');
  const own = await startEmbedded({ dataDir, settings: options.sabotage?.postgres ?? {} });
  closers.push(() => own.stop());
  return { url: own.url, own };
}

async function sabotageDatabase(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const text of statements) await client.query(text);
  } finally {
    await client.end();
  }
}

async function answering(url: string, withinMs: number): Promise<boolean> {
  const endAtMs = Date.now() + withinMs;
  while (Date.now() < endAtMs) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return true;
    } catch {
      await delay(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}
