/** The page's own files: read once, named by their content, so a browser may keep them for ever. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { ownPath, type SafeUrl } from './safe-url.ts';

export interface Asset {
  /** `cashier-1f0c…9a.css`: another content has another name. */
  readonly fileName: string;
  readonly url: SafeUrl;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly packed: { readonly br: Buffer; readonly gzip: Buffer };
}

export interface Assets {
  readonly style: Asset;
  readonly script: Asset;
  readonly icon: Asset;
}

export function loadAssets(): Assets {
  return {
    style: load('cashier', 'css', 'text/css; charset=utf-8'),
    script: load('cashier', 'js', 'text/javascript; charset=utf-8'),
    icon: load('icon', 'svg', 'image/svg+xml'),
  };
}

function load(name: string, extension: string, contentType: string): Asset {
  const bytes = readFileSync(new URL(`./assets/${name}.${extension}`, import.meta.url));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const fileName = `${name}-${hash}.${extension}`;
  return {
    fileName,
    url: ownPath(['assets', fileName]),
    contentType,
    bytes,
    packed: { br: brotliCompressSync(bytes), gzip: gzipSync(bytes) },
  };
}
