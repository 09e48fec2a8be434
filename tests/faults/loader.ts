/** Given to a process with `--import`: patches the product's source while it is loaded. */
import { registerHooks } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PATCHES, type Patch, patched, ROOT } from './patch.ts';

const patches: readonly Patch[] = JSON.parse(process.env[PATCHES] ?? '[]');
const files = new Set(patches.map(({ file }) => file));

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.startsWith('file:') || loaded.source == null) return loaded;
    const file = relative(ROOT, fileURLToPath(url));
    if (!files.has(file)) return loaded;
    const text = Buffer.from(loaded.source as Uint8Array).toString('utf8');
    return { ...loaded, source: patched(file, text, patches) };
  },
});
