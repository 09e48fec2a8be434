/** Builds the package beside the source and packs it. No script of npm's runs on the way. */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');
const TSC = join(ROOT, 'node_modules', 'typescript', 'lib', 'tsc.js');

/** Resolves with the path of the tarball; rejects with what the compiler or npm said. */
export async function packSdk(into: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-sdk-build-'));
  try {
    const build = ['-p', join(ROOT, 'sdk'), '--outDir', join(folder, 'dist')];
    await run(process.execPath, [TSC, ...build]).catch(
      ({ stdout, stderr }: { stdout: string; stderr: string }) => {
        throw new Error(`the SDK does not compile: ${stdout}${stderr}`);
      },
    );
    for (const name of ['sdk/package.json', 'sdk/README.md', 'LICENSE']) {
      await copyFile(join(ROOT, name), join(folder, name.replace('sdk/', '')));
    }
    const pack = ['pack', '--json', '--pack-destination', resolve(into)];
    const { stdout } = await run('npm', pack, { cwd: folder });
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    return join(resolve(into), filename);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
