/**
 * What a process, and the data folder that outlives it, knows of the database without asking it:
 * how far it had counted. The folder is on another disk than the database where that is reached by
 * DATABASE_URL; beside the database it goes back with it, and proves nothing.
 */
import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { handOver } from './disk/owner.ts';
import type { Mark, Witness } from './ports/recovery.ts';

const FILE = 'continuity.json';
/** The folder is not there, or not to be written: a container without a volume. */
const NO_FOLDER: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS'];

/**
 * `folder`: DATA_DIR; null, or where it is not there or not to be written: the process alone
 * remembers. A file that cannot be read is no witness; a disk that fails is `trouble`, once.
 */
export async function openWitness(
  folder: string | null,
  trouble: (error: unknown) => void,
): Promise<Witness> {
  const path = folder === null ? null : join(folder, FILE);
  let mark = path === null ? null : await read(path);
  let isTroubled = false;
  return {
    of(lineage) {
      if (mark?.lineage === lineage) return mark;
      return { id: randomUUID(), lineage, count: 0n, since: null };
    },
    async keep(next) {
      mark = next;
      if (path === null) return;
      try {
        await write(path, next);
      } catch (error) {
        if (isTroubled || NO_FOLDER.includes((error as NodeJS.ErrnoException).code)) return;
        isTroubled = true;
        trouble(error);
      }
    },
  };
}

/** Whole or not at all: processes that share the folder may write at once. */
async function write(path: string, { count, ...mark }: Mark): Promise<void> {
  const part = `${path}.${randomUUID()}`;
  await writeFile(part, JSON.stringify({ ...mark, count: `${count}` }));
  handOver(part);
  await rename(part, path);
}

async function read(path: string): Promise<Mark | null> {
  try {
    const { id, lineage, count, since } = JSON.parse(await readFile(path, 'utf8'));
    const at = new Date(since);
    if (typeof id !== 'string' || typeof lineage !== 'string') return null;
    return Number.isNaN(at.getTime()) ? null : { id, lineage, count: BigInt(count), since: at };
  } catch {
    return null;
  }
}
