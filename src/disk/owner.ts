/** Root acts for others: what it makes in the folder of another account belongs to that account. */
import { chownSync, lstatSync } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** An operating system account, as numbers. */
export type Account = { readonly uid: number; readonly gid: number };

/** The account that a file or folder belongs to; undefined: there is no such thing. */
export async function ownerOf(path: string): Promise<Account | undefined> {
  try {
    const { uid, gid } = await lstat(path);
    return { uid, gid };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes a folder and those above it that are missing; each is given as `handOver` does. */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  const above = dirname(path);
  if (above !== path && (await ownerOf(above)) === undefined) await makeFolder(above, mode);
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return;
  }
  handOver(path);
}

/** Gives what root has just made to the owner of the folder that holds it. */
export function handOver(path: string): void {
  if (process.geteuid?.() !== 0) return;
  const { uid, gid } = lstatSync(dirname(path));
  if (uid !== 0) chownSync(path, uid, gid);
}
