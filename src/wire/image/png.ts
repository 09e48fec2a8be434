/** PNG (ISO/IEC 15948): a list of chunks, each with its length and a checksum. */
import type { ParsedImage } from './parsed.ts';

/** What the picture is made of; everything else is said about it. */
const KEPT: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
const SIGNATURE_BYTES = 8;
/** Length, type and checksum. */
const AROUND_BYTES = 12;

interface Chunk {
  readonly type: string;
  /** Frame included. */
  readonly bytes: Buffer;
}

/** Null unless it begins with a header, has data and comes to its end. */
export function readPng(bytes: Uint8Array): ParsedImage | null {
  const chunks = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (chunks === null) return null;
  const header = chunks[0];
  const hasData = chunks.some(({ type }) => type === 'IDAT');
  if (header?.type !== 'IHDR' || header.bytes.length !== AROUND_BYTES + 13 || !hasData) return null;
  const width = header.bytes.readUInt32BE(8);
  const height = header.bytes.readUInt32BE(12);
  if (width === 0 || height === 0) return null;
  const kept = chunks.filter(({ type }) => KEPT.has(type)).map((chunk) => chunk.bytes);
  return { width, height, bytes: Buffer.concat([bytes.subarray(0, SIGNATURE_BYTES), ...kept]) };
}

/** Up to the end chunk: what comes after it is no picture. Null: it does not get there. */
function chunksOf(bytes: Buffer): readonly Chunk[] | null {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE_BYTES; at + AROUND_BYTES <= bytes.length; ) {
    const end = at + AROUND_BYTES + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    const checked = bytes.subarray(at + 4, end - 4);
    if (crc32(checked) !== bytes.readUInt32BE(end - 4)) return null;
    const type = checked.toString('latin1', 0, 4);
    chunks.push({ type, bytes: bytes.subarray(at, end) });
    if (type === 'IEND') return chunks;
    at = end;
  }
  return null;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value;
});

/** The checksum of a chunk's type and data (annex D of the standard). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}
