/** What commands are given to read. */
import { readFile } from 'node:fs/promises';
import { FileUnreadable } from './failures.ts';

/** All of a file, or of standard input for `-`. Throws `FileUnreadable`, a sentence. */
export async function readInput(
  path: string,
  standardInput: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  try {
    return path === '-' ? await standardInput() : await readFile(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new FileUnreadable(`cannot read ${path}: ${reason}`, { cause: error });
  }
}
