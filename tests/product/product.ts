/** The whole product, started as its user starts it, on free ports and in a folder of its own. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoFile } from '../../src/demo/demo.ts';
import type { TestDatabase } from '../support/database.ts';
import { freePort } from '../support/ports.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const READY_WITHIN_MS = 60_000;

export interface Product {
  readonly demo: DemoFile;
  readonly dataDir: string;
  /** All that was printed so far. */
  output(): string;
  /** Sends a signal; resolves with the exit code, or null when it was killed. */
  stop(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
  environment(): NodeJS.ProcessEnv;
}

interface Cleanup {
  after(task: () => Promise<void>): void;
}

export interface Place {
  readonly dataDir: string;
  readonly port: number;
  readonly simulatorPort: number;
  /** Ends what was started here; the folder goes only then. */
  readonly stops: (() => Promise<unknown>)[];
}

/** A folder and ports that are free now; when the test ends, what runs there does, then it goes. */
export async function newPlace(t: Cleanup): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'causeway-product-'));
  const stops: (() => Promise<unknown>)[] = [];
  t.after(async () => {
    for (const stop of stops.toReversed()) await stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  // The demo's shop and two providers listen beside the simulator.
  return { dataDir, port: await freePort(), simulatorPort: await freePort(4), stops };
}

/**
 * `npm start` without npm's own part, on the embedded database or on one that is there; rejects
 * with what was printed when it does not get ready.
 */
export async function startProduct(place: Place, database?: TestDatabase): Promise<Product> {
  const environment = {
    ...process.env,
    ...(database === undefined ? {} : { DATABASE_URL: database.url }),
    DATA_DIR: place.dataDir,
    PORT: String(place.port),
    SIMULATOR_PORT: String(place.simulatorPort),
  };
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'causeway.mjs'), 'start'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const isReady = Promise.withResolvers<void>();
  const keep = (chunk: Buffer) => {
    printed += chunk.toString();
    if (printed.includes('Causeway is ready')) isReady.resolve();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stop = async (signal: NodeJS.Signals) => {
    signalAll(child, signal);
    return await ended;
  };
  place.stops.push(() => stop('SIGTERM'));
  const late = AbortSignal.timeout(READY_WITHIN_MS);
  const reason = await Promise.race([
    isReady.promise.then(() => null),
    ended.then((code) => `it ended with ${code}: `),
    once(late, 'abort').then(() => ''),
  ]);
  if (reason !== null) throw new Error(`the product did not get ready: ${reason}\n${printed}`);
  assert.equal((await fetch(`http://127.0.0.1:${place.port}/readyz`)).status, 200);
  const demo = JSON.parse(await readFile(join(place.dataDir, 'demo.json'), 'utf8')) as DemoFile;
  return {
    demo,
    dataDir: place.dataDir,
    output: () => printed,
    stop,
    environment: () => environment,
  };
}

function signalAll(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
}

/** A port on which another web server answers until the test ends. */
export async function takenPort(t: Cleanup): Promise<number> {
  const server = createServer((_request, response) => response.writeHead(404).end());
  const port = await listen(server);
  t.after(async () => {
    server.closeAllConnections();
    server.close();
  });
  return port;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
