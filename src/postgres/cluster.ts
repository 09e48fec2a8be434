import { randomBytes } from 'node:crypto';
import {
  chown,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
} from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Account, ownerOf } from '../disk/owner.ts';
import type { Binaries } from './binaries.ts';
import { type Launcher, launch } from './launcher.ts';
import { lookUpProcess } from './processes.ts';

/** The database superuser of an embedded server. */
export const SUPERUSER = 'causeway';

const PASSWORD_FILE = 'superuser.password';
const UNFINISHED = 'cluster.new-';

/** The folder of PostgreSQL's own files under the data folder. */
export function clusterFolder(dataDir: string): string {
  return join(dataDir, 'cluster');
}

/** The superuser's password, made with the cluster. Undefined: there is no cluster yet. */
export async function readPassword(dataDir: string): Promise<string | undefined> {
  try {
    return await readFile(join(clusterFolder(dataDir), PASSWORD_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Makes the cluster unless it exists, for the account that will run the server. initdb works in a
 * folder of its own that is renamed when complete, so a cluster is there whole or not at all; of
 * two processes that do this at once, the second to finish throws its work away. Returns the
 * password.
 */
export async function ensureCluster(
  dataDir: string,
  binaries: Binaries,
  launcher: Launcher,
  extraArguments: readonly string[],
): Promise<string> {
  await removeUnfinished(dataDir);
  if ((await readPassword(dataDir)) === undefined) {
    await makeCluster(dataDir, binaries, launcher, extraArguments);
  }
  const password = await readPassword(dataDir);
  if (password === undefined) {
    throw new Error(
      `${clusterFolder(dataDir)} holds no database of ours: empty it or choose another`,
    );
  }
  return password;
}

/**
 * Gives a cluster that is root's (a copy that root has made of a backup) to the account that will
 * run the server. One that belongs to anybody else is never given away: its owner would be locked
 * out, and a server of theirs that is at work would be killed by it. Nothing may run on it.
 */
export async function giveRootsCluster(dataDir: string, { owner }: Launcher): Promise<void> {
  const folder = clusterFolder(dataDir);
  if (owner === undefined || (await ownerOf(folder))?.uid !== 0) return;
  await giveTo(folder, owner);
}

async function makeCluster(
  dataDir: string,
  binaries: Binaries,
  launcher: Launcher,
  extraArguments: readonly string[],
): Promise<void> {
  const work = await mkdtemp(join(dataDir, `${UNFINISHED}${process.pid}-`));
  try {
    const made = join(work, 'cluster');
    const password = join(work, PASSWORD_FILE);
    await mkdir(made, { mode: 0o700 });
    await writeDurably(password, randomBytes(24).toString('base64url'));
    if (launcher.owner !== undefined) await giveTo(work, launcher.owner);
    await initdb(binaries, launcher, [
      `--pgdata=${made}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${password}`,
      '--auth=scram-sha-256',
      '--data-checksums',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...extraArguments,
    ]);
    await rename(password, join(made, PASSWORD_FILE));
    await rename(made, clusterFolder(dataDir)).catch(unlessAlreadyThere);
    await syncFolder(dataDir);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function initdb(
  binaries: Binaries,
  launcher: Launcher,
  args: readonly string[],
): Promise<void> {
  const child = launch(launcher, binaries, binaries.initdb, args);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [messages, code] = await Promise.all([child.stderr ? text(child.stderr) : '', ended]);
  if (code === 0) return;
  const reason = messages.split('\n').findLast((line) => /error|FATAL|PANIC/.test(line));
  throw new Error(`initdb could not make the database: ${reason ?? `exit code ${code}`}`);
}

/**
 * Gives a tree to an account. The top comes last: while it is wrong, the tree counts as not yet
 * given.
 */
async function giveTo(path: string, account: Account): Promise<void> {
  const facts = await lstat(path);
  if (facts.uid === account.uid) return;
  await giveTree(path, facts.isDirectory(), account);
}

async function giveTree(path: string, isFolder: boolean, account: Account): Promise<void> {
  if (isFolder) {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      await giveTree(join(path, entry.name), entry.isDirectory(), account);
    }
  }
  await chown(path, account.uid, account.gid);
}

/**
 * Removes what an initdb left that was killed half-way; one that is still at work is left alone.
 */
async function removeUnfinished(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const maker = Number.parseInt(name.slice(UNFINISHED.length), 10);
    if ((await lookUpProcess(maker)).kind === 'alive') continue;
    await rm(join(dataDir, name), { recursive: true, force: true });
  }
}

function unlessAlreadyThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}

async function writeDurably(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(content);
  await file.sync();
  await file.close();
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync();
  await folder.close();
}
