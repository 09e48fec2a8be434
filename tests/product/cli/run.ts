/**
 * The command line as a person or a script meets it: commands with their environment and input,
 * what they print, and their exit code.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { runCommandLine } from '../../../src/cli/cli.ts';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { readInput } from '../../../src/cli/read-input.ts';
import { PLAIN } from '../../../src/cli/style.ts';
import { readConfig } from '../../../src/config.ts';
import { connectionUrl } from '../../../src/postgres/databases.ts';
import type { Connection } from '../../../src/store/database/pool.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
export const MAIN = join(ROOT, 'src', 'main.ts');

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Causeway {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs one command to its end. */
  run(args: readonly string[], input?: string): Promise<Ran>;
  /** The same with `--json`; standard output must be one JSON document. */
  json(args: readonly string[], input?: string): Promise<{ code: number | null; data: Json }>;
}

/** What a test reads out of a JSON document. */
// biome-ignore lint/suspicious/noExplicitAny: its form is what the tests assert
type Json = any;

type Run = Causeway['run'];

/**
 * The command line over a database, or over none at all, with a folder of its own. Its commands run
 * inside this process, with everything but `main.ts`.
 */
export async function causeway(
  t: TestContext,
  connection: Connection | null = null,
  more: Readonly<Record<string, string>> = {},
): Promise<Causeway> {
  const { folder, env } = await surroundings(t, connection, more);
  return withJson(folder, env, (args, input = '') => runHere(args, input, folder, env));
}

/** The same as processes of their own: for what is about processes, `main.ts` and the launcher. */
export async function causewayProcess(
  t: TestContext,
  connection: Connection | null = null,
  more: Readonly<Record<string, string>> = {},
): Promise<Causeway> {
  const { folder, env } = await surroundings(t, connection, more);
  return withJson(folder, env, (args, input = '') => runMain(args, input, folder, env));
}

async function surroundings(
  t: TestContext,
  connection: Connection | null,
  more: Readonly<Record<string, string>>,
): Promise<Pick<Causeway, 'folder' | 'env'>> {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-cli-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const compiled = process.env.NODE_COMPILE_CACHE;
  const env = {
    PATH: process.env.PATH ?? '',
    ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled }),
    DATA_DIR: join(folder, 'data'),
    ...(connection === null ? {} : { DATABASE_URL: urlOf(connection) }),
    ...more,
  };
  return { folder, env };
}

function withJson(folder: string, env: Causeway['env'], run: Run): Causeway {
  return {
    folder,
    env,
    run,
    async json(args, input) {
      const { code, out, err } = await run([...args, '--json'], input);
      try {
        return { code, data: JSON.parse(out) };
      } catch {
        throw new Error(`no JSON: ${out}\n${err}`);
      }
    },
  };
}

async function runHere(
  args: readonly string[],
  input: string,
  folder: string,
  env: Causeway['env'],
): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = {
    out: (chunk: string) => out.push(chunk),
    err: (chunk: string) => err.push(chunk),
    outStyle: PLAIN,
    errStyle: PLAIN,
  };
  const outside = {
    config: () => readConfig(env),
    read: (path: string) =>
      readInput(path === '-' ? path : resolve(folder, path), async () => Buffer.from(input)),
    user: () => userInfo().username,
  };
  const code = await runCommandLine(args, COMMANDS, terminal, outside, '0.0.0');
  return { code, out: out.join(''), err: err.join('') };
}

async function runMain(
  args: readonly string[],
  input: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env, stdio: 'pipe' });
  // A command that does not read its input may be gone before it is written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [out, err] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: child.exitCode, out, err };
}

function urlOf(connection: Connection): string {
  return 'url' in connection ? connection.url : connectionUrl(connection);
}
