import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a command on the same terminal and resolves with its exit code. What ends us ends it first:
 * signals are passed on.
 */
export function runChild(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const child = spawn(command, args, { env, stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const passOn = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of signals) process.on(signal, passOn);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  }).finally(() => {
    for (const signal of signals) process.off(signal, passOn);
  });
}
