/**
 * JPEG (ITU-T T.81): markers with a length, and scans of data without one. Kept are those that
 * make the picture; the application's own (EXIF, XMP, profiles, thumbnails) and comments are not,
 * but for how the picture is turned: without that a phone's would lie on its side.
 */
import { orientationIn, orientationSegment } from './exif.ts';
import type { ParsedImage } from './parsed.ts';

const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
const APP14 = 0xee;
/**
 * Cameras and browsers write 20 scans at most. Each is drawn over the whole picture: of some bytes
 * and thousands of scans an operator's browser would be busy for minutes.
 */
const SCANS_MAX = 100;

/** Frames: C0 to CF without the tables of Huffman (C4) and arithmetic coding (CC), and C8. */
function isHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Frames, tables (C4, CC, DB, DD) and scans; nothing reserved, private, or said about it. */
function isPicture(marker: number): boolean {
  return (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) || TABLES_AND_SCANS.has(marker);
}
const TABLES_AND_SCANS: ReadonlySet<number> = new Set([START_OF_SCAN, 0xdb, 0xdc, 0xdd]);

/** Adobe's says how colours are written: the picture would come out wrong without its 12 bytes. */
function adobeSegment(content: Buffer): readonly Buffer[] {
  const isAdobe = content.length >= 12 && content.toString('latin1', 0, 5) === 'Adobe';
  return isAdobe ? [Buffer.from([0xff, APP14, 0, 14]), content.subarray(0, 12)] : [];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Null unless it has a frame, at least one scan, and its end. */
export function readJpeg(bytes: Uint8Array): ParsedImage | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Buffer[] = [];
  let size: Size | null = null;
  let orientation = 1;
  let scans = 0;
  for (let at = 2; ; ) {
    const marker = markerAt(data, at);
    if (marker === null) return null;
    const { code, end: markerEnd } = marker;
    if (code === END_OF_IMAGE) break;
    const length = markerEnd + 2 <= data.length ? data.readUInt16BE(markerEnd) : 0;
    const end = markerEnd + length;
    if (length < 2 || end > data.length) return null;
    const content = data.subarray(markerEnd + 2, end);
    if (isHeader(code)) {
      // A second frame is a second picture: nobody could say which one is meant.
      if (size !== null) return null;
      size = sizeIn(content);
      if (size === null) return null;
    }
    if (code === APP1) orientation = orientationIn(content) ?? orientation;
    if (code === APP14) kept.push(...adobeSegment(content));
    if (isPicture(code)) kept.push(Buffer.from([0xff, code]), data.subarray(markerEnd, end));
    at = end;
    if (code !== START_OF_SCAN) continue;
    scans += 1;
    if (size === null || scans > SCANS_MAX) return null;
    at = scanEnd(data, end);
    kept.push(data.subarray(end, at));
  }
  if (size === null || scans === 0) return null;
  const turned = orientation === 1 ? [] : [orientationSegment(orientation)];
  const [start, last] = [Buffer.from([0xff, START_OF_IMAGE]), Buffer.from([0xff, END_OF_IMAGE])];
  return { ...size, bytes: Buffer.concat([start, ...turned, ...kept, last]) };
}

/** Any number of FF may stand before a marker's code. */
function markerAt(data: Buffer, at: number): { code: number; end: number } | null {
  if (data[at] !== 0xff) return null;
  let end = at + 1;
  while (data[end] === 0xff) end += 1;
  const code = data[end];
  if (code === undefined || code === 0 || code === START_OF_IMAGE) return null;
  return { code, end: end + 1 };
}

function sizeIn(content: Buffer): Size | null {
  if (content.length < 6) return null;
  const size = { height: content.readUInt16BE(1), width: content.readUInt16BE(3) };
  return size.width === 0 || size.height === 0 ? null : size;
}

/** Where the data of a scan ends: at the next marker that is none of its own. */
function scanEnd(data: Buffer, from: number): number {
  for (let at = from; ; ) {
    const next = data.indexOf(0xff, at);
    if (next < 0) return data.length;
    const code = data[next + 1];
    const isOwn = code === 0 || (code !== undefined && code >= 0xd0 && code <= 0xd7);
    if (!isOwn && code !== 0xff) return next;
    at = next + (code === 0xff ? 1 : 2);
  }
}
