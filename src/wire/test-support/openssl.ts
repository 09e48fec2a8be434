import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs the openssl command line, the independent implementation of these tests; answers stdout. */
export function openssl(args: readonly string[], input: string | Uint8Array): Buffer {
  const run = spawnSync('openssl', args, { input });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`openssl ${args[0]}: ${run.stderr.toString()}`);
  return run.stdout;
}

/** The digest of the input in lower-case hexadecimal, as openssl counts it. */
export function opensslDigest(args: readonly string[], input: string): string {
  return (
    openssl(['dgst', ...args, '-r'], input)
      .toString()
      .split(' ')[0] ?? ''
  );
}

/** Calls back with the paths of files holding the contents, and removes them again. */
export function withFiles<T>(
  contents: readonly (string | Uint8Array)[],
  use: (...paths: string[]) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-wire-'));
  try {
    const paths = contents.map((content, index) => {
      const path = join(folder, String(index));
      writeFileSync(path, content);
      return path;
    });
    return use(...paths);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
