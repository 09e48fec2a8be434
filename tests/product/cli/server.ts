/** A server that a test starts as a person does, without a demo. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { TestContext } from 'node:test';
import { type Causeway, MAIN } from './run.ts';

export interface Server {
  readonly child: ChildProcess;
  readonly port: string;
}

/** Starts a role and resolves when it listens; rejects with what it said when it ends before. */
export async function startRole(
  t: TestContext,
  { env, folder }: Causeway,
  role: string,
  account: { readonly uid?: number; readonly gid?: number } = {},
): Promise<Server> {
  const child = spawn(process.execPath, [MAIN, 'start', '--role', role], {
    ...account,
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let said = '';
  const port = await new Promise<string>((resolve, reject) => {
    const receive = (chunk: Buffer) => {
      said += chunk;
      const [, found] = /listens on port (\d+)\n/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', receive);
    child.stderr.on('data', receive);
    child.once('exit', (code) => reject(new Error(`${role} ended with ${code}: ${said}`)));
  });
  return { child, port };
}
