/** A page's own files: read once, named by their content, so a browser may keep them for ever. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ownPath, type SafeUrl } from './safe-url.ts';

export interface Asset {
  /** `cashier-1f0c…9a.css`: another content has another name. */
  readonly fileName: string;
  readonly url: SafeUrl;
  readonly contentType: string;
  readonly bytes: Buffer;
  /** Packed at the first request that takes it, beside the others that are served, and kept. */
  readonly packed: (packing: Packing) => Promise<Buffer>;
}

/** As `content-encoding` says it. */
type Packing = keyof typeof PACKERS;

const PACKERS = { br: promisify(brotliCompress), gzip: promisify(gzip) } as const;
const PACKINGS = ['br', 'gzip'] as const satisfies readonly Packing[];

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** What every style begins with. */
const LOOK = new URL('./look.css', import.meta.url);

/** For files named by their content. */
const ASSET_CACHE = 'public, max-age=31536000, immutable';

/**
 * Reads `file` (`cashier.css`) from a folder; it is served below `path` (`['assets']`). A style has
 * what all styles begin with in front. Throws when it is missing or of a type that pages do not
 * have.
 */
export function loadAsset(folder: URL, file: string, path: readonly string[]): Asset {
  const [, name = '', extension = ''] = /^([a-z-]+)\.([a-z]+)$/.exec(file) ?? [];
  const contentType = CONTENT_TYPES[extension];
  if (contentType === undefined) throw new Error(`no asset: ${file}`);
  const own = readFileSync(new URL(file, folder));
  const bytes = extension === 'css' ? Buffer.concat([readFileSync(LOOK), own]) : own;
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const fileName = `${name}-${hash}.${extension}`;
  return {
    fileName,
    url: ownPath([...path, fileName]),
    contentType,
    bytes,
    packed: packedOnce(bytes),
  };
}

function packedOnce(bytes: Buffer): Asset['packed'] {
  const made = new Map<Packing, Promise<Buffer>>();
  return (packing) => {
    const known = made.get(packing) ?? PACKERS[packing](bytes);
    made.set(packing, known);
    return known;
  };
}

/** RFC 9110 section 12.5.3: named, and not with the weight of nothing. */
function takes(accepted: string, name: string): boolean {
  const named = accepted.split(',').map((one) =>
    one
      .trim()
      .toLowerCase()
      .split(/\s*;\s*q=/),
  );
  return named.some(([coding, weight = '1']) => coding === name && Number(weight) > 0);
}

/** Sends a file in the packing that the browser takes. */
export async function sendAsset(request: FastifyRequest, reply: FastifyReply, asset: Asset) {
  const accepted = request.headers['accept-encoding'] ?? '';
  const packing = PACKINGS.find((name) => takes(accepted, name));
  if (packing !== undefined) reply.header('content-encoding', packing);
  return reply
    .type(asset.contentType)
    .header('cache-control', ASSET_CACHE)
    .header('vary', 'accept-encoding')
    .send(packing === undefined ? asset.bytes : await asset.packed(packing));
}
