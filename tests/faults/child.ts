/** A process that is started again whenever it ends, as an init system would. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from './patch.ts';

export interface ChildSpec {
  readonly name: string;
  /** Of Node: options, file, arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 when the process can take work. */
  readonly readyUrl: string;
  /** Takes everything that it writes. */
  readonly logFile: string;
}

/** An end that we did not bring about. */
export interface OwnEnd {
  readonly name: string;
  readonly how: string;
  readonly atMs: number;
  /** It had not been ready yet: a start that failed. */
  readonly starting: boolean;
  readonly lastLines: readonly string[];
}

const AGAIN_AFTER_MS = 100;
const LOOK_MS = 40;
const STOP_WITHIN_MS = 8_000;
const LAST_LINES = 40;

export class Child {
  readonly spec: ChildSpec;
  readonly ownEnds: OwnEnd[] = [];
  starts = 0;
  readonly #log: WriteStream;
  #process: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();
  #ready = false;
  #killed = false;
  #stopping = false;
  #lastLines: string[] = [];

  constructor(spec: ChildSpec) {
    this.spec = spec;
    this.#log = createWriteStream(spec.logFile, { flags: 'a' });
  }

  start(): void {
    const [command = '', ...args] = [...diesWithUs(), process.execPath, ...this.spec.args];
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', ...this.spec.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.starts += 1;
    this.#process = child;
    this.#ready = false;
    this.#killed = false;
    this.#lastLines = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    }
    this.#ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.#gone(code === null ? `${signal}` : `exit code ${code}`);
        resolve();
      });
    });
  }

  /** True once the process answers; false when it does not within the time. */
  async up(withinMs: number): Promise<boolean> {
    const endAtMs = Date.now() + withinMs;
    while (Date.now() < endAtMs) {
      if (await answers(this.spec.readyUrl)) {
        this.#ready = true;
        return true;
      }
      await delay(LOOK_MS);
    }
    return false;
  }

  /** SIGKILL; resolves when it is gone. It is started again by itself. */
  async kill(): Promise<void> {
    this.#killed = true;
    this.#process?.kill('SIGKILL');
    await this.#ended;
  }

  /** Stops it in its tracks for a while: it learns nothing of the time that passes. */
  async pause(ms: number): Promise<void> {
    this.#process?.kill('SIGSTOP');
    await delay(ms);
    this.#process?.kill('SIGCONT');
  }

  /** Ends it for good: politely, then not. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#process?.kill('SIGTERM');
    const late = setTimeout(() => this.#process?.kill('SIGKILL'), STOP_WITHIN_MS);
    await this.#ended;
    clearTimeout(late);
    this.#log.end();
    await once(this.#log, 'close');
  }

  #read(text: string): void {
    this.#log.write(text);
    this.#lastLines = [...this.#lastLines, ...text.split('\n')].slice(-LAST_LINES);
  }

  #gone(how: string): void {
    this.#process = null;
    if (this.#stopping) return;
    if (!this.#killed) {
      const { name } = this.spec;
      const starting = !this.#ready;
      this.ownEnds.push({ name, how, atMs: Date.now(), starting, lastLines: this.#lastLines });
    }
    // Unref'd: nobody waits for a process that nobody asks after any more.
    setTimeout(() => {
      if (!this.#stopping) this.start();
    }, AGAIN_AFTER_MS).unref();
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** Where the system offers it: if the harness is killed outright, nothing of it stays behind. */
function diesWithUs(): readonly string[] {
  prefix ??= probe();
  return prefix;
}

let prefix: readonly string[] | undefined;

function probe(): readonly string[] {
  const wanted = ['setpriv', '--pdeathsig', 'KILL'];
  return spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0 ? wanted : [];
}
