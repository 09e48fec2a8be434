import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import type { Account } from '../disk/owner.ts';
import type { Binaries } from './binaries.ts';

const run = promisify(execFile);

/**
 * A way to run PostgreSQL's programs here. `prefix` is the command that changes the identity and
 * then becomes the program (the process id stays the same); `spawnAs` is Node's own way where no
 * such command exists.
 * `owner` is who must own the database files; undefined: whoever runs this process.
 */
export type Launcher = {
  readonly name: string;
  readonly prefix: readonly string[];
  readonly spawnAs?: Account;
  readonly owner?: Account;
};

// The server ends in good order (SIGINT, a fast shutdown) when the process that started it dies,
// however it dies.
const DIE_WITH_PARENT = ['setpriv', '--pdeathsig', 'INT'];

// Inside a user namespace of its own a process may be seen as `nobody`, while its files stay the
// caller's.
const NOBODY_ID = 65534;
const AS_NOBODY_INSIDE = [
  'unshare',
  '--user',
  `--map-user=${NOBODY_ID}`,
  `--map-group=${NOBODY_ID}`,
];

/**
 * Chooses how to run PostgreSQL, which refuses to run as root: the first way by which its programs
 * really start and `dataDir` can be entered. Root runs it as the account that the files belong to
 * (`filesOf`), if that is not root itself. Rejects with one line when there is none.
 */
export async function chooseLauncher(
  binaries: Binaries,
  dataDir: string,
  filesOf?: Account,
): Promise<Launcher> {
  const candidates = isRoot() ? await launchersForRoot(filesOf) : launchersForOthers();
  for (const launcher of candidates) {
    if (await works(launcher, binaries, dataDir)) return launcher;
  }
  throw new Error(`${whyNone(dataDir)}, or set DATABASE_URL`);
}

function whyNone(dataDir: string): string {
  if (isRoot()) {
    const needs = 'run as another user, or move the folder';
    return `PostgreSQL refuses to run as root, and no other account can enter ${dataDir}: ${needs}`;
  }
  if (!hasUserName()) {
    return `PostgreSQL needs user id ${process.geteuid?.()} to have a name: add it to /etc/passwd`;
  }
  return "PostgreSQL's programs do not start on this machine: install glibc";
}

/**
 * Starts one of PostgreSQL's programs. It gets a session of its own, so that Ctrl-C in a terminal
 * is ours alone.
 */
export function launch(
  launcher: Launcher,
  binaries: Binaries,
  program: string,
  args: readonly string[],
): ChildProcess {
  const [command = program, ...rest] = [...launcher.prefix, program, ...args];
  return spawn(command, rest, {
    ...launcher.spawnAs,
    cwd: '/',
    env: binaries.environment,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
}

function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

async function launchersForRoot(filesOf: Account | undefined): Promise<Launcher[]> {
  const others = filesOf !== undefined && filesOf.uid !== 0;
  const owner = others ? filesOf : await serverAccount();
  const inNamespace: Launcher = {
    name: 'user namespace',
    prefix: [...AS_NOBODY_INSIDE, ...DIE_WITH_PARENT],
    owner: { uid: 0, gid: 0 },
  };
  if (owner === undefined) return [inNamespace];
  const asOwner = ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const drop = [...asOwner, '--pdeathsig=INT'];
  const nameless: Launcher = {
    name: 'own account in a user namespace',
    prefix: [...asOwner, ...AS_NOBODY_INSIDE, ...DIE_WITH_PARENT],
    owner,
  };
  // A folder that only root may enter: the server keeps the one right to pass through folders. The
  // second form is for containers, which withhold the first right. Without no_setuid_fixup,
  // access(2) would not honour either.
  const passing = (right: string): Launcher => ({
    name: `own account with ${right}`,
    prefix: [
      ...drop,
      '--securebits=+no_setuid_fixup',
      `--inh-caps=-all,+${right}`,
      `--ambient-caps=-all,+${right}`,
      `--bounding-set=-all,+${right}`,
    ],
    owner,
  });
  return [
    ...((await hasName(owner.uid)) ? [] : [nameless]),
    { name: 'own account', prefix: drop, owner },
    { name: 'own account, without setpriv', prefix: [], spawnAs: owner, owner },
    passing('dac_read_search'),
    passing('dac_override'),
    // There the files would have to be root's.
    ...(others ? [] : [inNamespace]),
  ];
}

function launchersForOthers(): Launcher[] {
  const inNamespace: Launcher = {
    name: 'user namespace',
    prefix: [...AS_NOBODY_INSIDE, ...DIE_WITH_PARENT],
  };
  const direct: Launcher[] = [
    { name: 'same user', prefix: DIE_WITH_PARENT },
    { name: 'same user, without setpriv', prefix: [] },
  ];
  // initdb refuses a user id that has no name, as containers started with a bare number have.
  return hasUserName() ? direct : [inNamespace];
}

function hasUserName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

async function serverAccount(): Promise<Account | undefined> {
  const accounts = await systemAccounts();
  for (const wanted of ['postgres', 'nobody']) {
    const found = accounts.find(({ name, uid, gid }) => name === wanted && uid > 0 && gid > 0);
    if (found !== undefined) return { uid: found.uid, gid: found.gid };
  }
  return undefined;
}

async function hasName(account: number): Promise<boolean> {
  return (await systemAccounts()).some(({ uid }) => uid === account);
}

async function systemAccounts(): Promise<(Account & { readonly name: string })[]> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n');
  return lines.map((line) => {
    const [name = '', , uid = '', gid = ''] = line.split(':');
    return { name, uid: Number.parseInt(uid, 10), gid: Number.parseInt(gid, 10) };
  });
}

async function works(launcher: Launcher, binaries: Binaries, dataDir: string): Promise<boolean> {
  const script = 'cd "$1" && exec "$2" --version';
  const [command = '', ...rest] = [
    ...launcher.prefix,
    ...['/bin/sh', '-c', script, 'sh', dataDir, binaries.postgres],
  ];
  try {
    const { stdout, stderr } = await run(command, rest, {
      ...launcher.spawnAs,
      cwd: '/',
      env: binaries.environment,
    });
    return stdout.startsWith('postgres (PostgreSQL)') && !stderr.includes('invalid binary');
  } catch {
    return false;
  }
}
