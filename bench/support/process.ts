/** The processes of a run: servers, the load generator, the receiver. All end with the run. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Child {
  readonly pid: number;
  /** Its next message. */
  next<T>(): Promise<T>;
  /** Sends a job and resolves with the answer; rejects when the process ends instead. */
  ask<T>(job: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** Starts a file of `bench/processes/` or the product itself. Its words are kept for an error. */
export function startProcess(
  file: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Child & { readonly said: Promise<string>; readonly process: ChildProcess } {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  // Whatever ends this process: none of its children is left behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const lines: string[] = [];
  const keep = (chunk: Buffer) => {
    lines.push(chunk.toString());
    if (lines.length > 50) lines.shift();
  };
  const said = new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      keep(chunk);
      const ready = /listens on port \d+/.exec(lines.join(''));
      if (ready !== null) resolve(ready[0]);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => reject(new Error(`${file} ended (${code}): ${lines.join('')}`)));
  });
  said.catch(() => undefined);
  const ended = once(child, 'exit');
  const next = async <T>(): Promise<T> => {
    const answered = once(child, 'message') as Promise<[T]>;
    const gone = ended.then(() => {
      throw new Error(`${file} ended: ${lines.join('')}`);
    });
    return (await Promise.race([answered, gone]))[0];
  };
  return {
    process: child,
    pid: child.pid as number,
    said,
    next,
    ask<T>(job: unknown) {
      const answer = next<T>();
      child.send(job as object);
      return answer;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

const ENTRIES = {
  product: '../../src/main.ts',
  ceiling: '../processes/ceiling.ts',
} as const;

/** Starts the product (or its emulator without a database) on a database, on a free port. */
export async function startServer(
  entry: keyof typeof ENTRIES,
  role: 'api' | 'worker' | 'all',
  databaseUrl: string,
  platformKey: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const args = entry === 'product' ? ['start', '--role', role] : [];
  const settings = { ...serverEnvironment(databaseUrl, platformKey), ...env };
  const child = startProcess(ENTRIES[entry], args, settings);
  const port = Number.parseInt((await child.said).split(' ').at(-1) ?? '', 10);
  return { pid: child.pid, port, stop: child.stop };
}

/** The settings of a server as in production, on a free port of this machine. */
export function serverEnvironment(
  databaseUrl: string,
  platformKey: string,
): Readonly<Record<string, string>> {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    CAUSEWAY_KEY: platformKey,
    CAUSEWAY_DEMO: 'off',
    HOST: '127.0.0.1',
    PORT: '0',
    PUBLIC_URL: 'http://127.0.0.1:8080',
    LOG_LEVEL: 'warn',
  };
}
