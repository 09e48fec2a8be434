import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What the operating system knows of a process id. `startedAt` distinguishes two users of one id.
 */
export type ProcessFacts =
  | { readonly kind: 'gone' }
  | { readonly kind: 'zombie' }
  | { readonly kind: 'alive'; readonly startedAt: string; readonly command: string };

/** Looks a process up: in /proc where there is one, else by `ps`. */
export async function lookUpProcess(pid: number): Promise<ProcessFacts> {
  return existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
}

/** The folder a process works in, or undefined where that cannot be learnt. */
export async function workingFolder(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid}/cwd`).catch(() => undefined);
}

/** A name for a process that is not reused when its id is: `<pid>:<start>`. */
export async function processName(pid: number): Promise<string> {
  const facts = await lookUpProcess(pid);
  return `${pid}:${facts.kind === 'alive' ? facts.startedAt : ''}`;
}

/** Whether the process with this name (see `processName`) still runs on this machine. */
export async function isAlive(name: string): Promise<boolean> {
  const pid = Number.parseInt(name, 10);
  return (
    pid > 0 && (await lookUpProcess(pid)).kind === 'alive' && (await processName(pid)) === name
  );
}

async function fromProc(pid: number): Promise<ProcessFacts> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    // After the program's name, which may itself hold spaces and brackets: state is field 3, start
    // time field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return { kind: 'zombie' };
    return {
      kind: 'alive',
      startedAt: fields[19] ?? '',
      command: command.replaceAll('\0', ' ').trim(),
    };
  } catch {
    return { kind: 'gone' };
  }
}

async function fromPs(pid: number): Promise<ProcessFacts> {
  try {
    const { stdout } = await run('ps', ['-ww', '-o', 'lstart=,state=,command=', '-p', `${pid}`]);
    const found = /^\s*(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(\S+)\s+(.*)$/m.exec(stdout);
    if (found === null) return { kind: 'gone' };
    const [, startedAt = '', state = '', command = ''] = found;
    if (state.startsWith('Z')) return { kind: 'zombie' };
    return { kind: 'alive', startedAt: startedAt.replaceAll(/\s+/g, '-'), command };
  } catch {
    return { kind: 'gone' };
  }
}
