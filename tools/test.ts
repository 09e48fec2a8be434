// Runs the tests: all of them, or those whose path starts with one of the arguments.
//   npm test                                    everything
//   npm test -- src/wire tests/structure            these folders
//   npm test -- src/wire --test-name-pattern=x  options go to node's test runner

import { accessSync, constants, existsSync, globSync, readFileSync, statfsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { startTestServer, TEST_SERVER } from '../tests/support/database.ts';
import { makeTemplate, TEST_TEMPLATE } from '../tests/support/migrated.ts';
import { ensureChromium } from './chromium.ts';
import { runChild } from './run-child.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDERS = ['src', 'emulators', 'sdk', 'bench', 'tools', 'tests'];

// Three at a time on two cores: what waits for a clock or a process leaves its core to others.
// The limit is for a test file that hangs, far above what the slowest takes.
const RUNNER = ['--test', '--test-concurrency=3', '--test-timeout=300000', '--test-reporter=spec'];

// What the processes of a run have compiled, for the next process: each test file, and each command
// that one starts, is a process of its own, and reading TypeScript is half of what most of them do.
const COMPILED = join(ROOT, 'node_modules', '.cache', 'compiled');

// A folder in memory that Linux has, and what a run needs there at most, with much to spare.
const MEMORY = '/dev/shm';
const MEMORY_NEEDED_BYTES = 4 * 2 ** 30;

process.chdir(ROOT);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`npm test: ${(error as Error).message}`);
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<number> {
  const options = args.filter((arg) => arg.startsWith('-'));
  const files = chooseFiles(args.filter((arg) => !arg.startsWith('-')).map(normalize));
  const environment: NodeJS.ProcessEnv = {
    NODE_COMPILE_CACHE: COMPILED,
    ...process.env,
  };
  if (files.some(usesBrowser)) environment.CHROMIUM = ensureChromium();
  // What the run writes lies in one folder, which goes with it. As a folder for temporary files is:
  // open to other accounts, as which some tests run servers.
  const folder = await mkdtemp(join(temporaryFolder(), 'causeway-run-'));
  await chmod(folder, 0o1777);
  process.env.TMPDIR = environment.TMPDIR = folder;
  const server = await startTestServer();
  try {
    environment[TEST_SERVER] = server.url;
    environment[TEST_TEMPLATE] = await makeTemplate(server.url);
    return await runChild(process.execPath, [...RUNNER, ...options, ...files], environment);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Memory where the machine has enough of it, else the disk: more than a thousand databases are made
 * and dropped, some hundred files each, and that was half of the time of a run.
 */
function temporaryFolder(): string {
  const given = process.env.TMPDIR;
  if (given !== undefined) return given;
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= MEMORY_NEEDED_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** Every argument must choose something: a mistyped path is not a passed test. */
function chooseFiles(prefixes: readonly string[]): string[] {
  const present = FOLDERS.filter((folder) => existsSync(folder));
  const all = present.flatMap((folder) => globSync(`${folder}/**/*.test.ts`)).filter(isOurs);
  for (const prefix of prefixes) {
    if (!all.some((file) => file.startsWith(prefix))) throw new Error(`no test file at ${prefix}`);
  }
  const chosen = all.filter(
    (file) => prefixes.length === 0 || prefixes.some((p) => file.startsWith(p)),
  );
  if (chosen.length === 0) throw new Error('there is no test file');
  return chosen.sort();
}

/** Templates of `npm run new` hold tests that fail until somebody has written what they name. */
function isOurs(file: string): boolean {
  return !file.includes('node_modules') && !/^tools\/new\/[^/]+\//.test(file);
}

function usesBrowser(file: string): boolean {
  return (
    file.startsWith('tests/browser/') || readFileSync(file, 'utf8').includes('playwright-core')
  );
}
