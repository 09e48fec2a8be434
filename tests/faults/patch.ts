/**
 * Changes to the product's source text that are made while it is loaded, and only in the processes
 * of a fault run: nothing in `src/` knows of them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Patch {
  /** From the project's root. */
  readonly file: string;
  /** Text that stands in the file exactly once. */
  readonly find: string;
  readonly put: string;
}

export const ROOT = join(import.meta.dirname, '..', '..');

/** The environment variable by which the loader gets its patches, as JSON. */
export const PATCHES = 'FAULTS_PATCHES';

/** The text with the patches of its file; throws when one does not fit any more. */
export function patched(file: string, text: string, patches: readonly Patch[]): string {
  let result = text;
  for (const patch of patches) {
    if (patch.file !== file) continue;
    const places = result.split(patch.find).length - 1;
    if (places !== 1) throw new Error(`${file} holds ${places} times, not once: ${patch.find}`);
    // A function, for `$` is no sign of ours.
    result = result.replace(patch.find, () => patch.put);
  }
  return result;
}

/** Throws unless every patch fits the source as it is: a sabotage that misses proves nothing. */
export function checkPatches(patches: readonly Patch[]): void {
  for (const file of new Set(patches.map((patch) => patch.file))) {
    patched(file, readFileSync(join(ROOT, file), 'utf8'), patches);
  }
}
