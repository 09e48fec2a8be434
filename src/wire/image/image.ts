/**
 * Pictures of unknown origin, without a decoder: what they are is read from their bytes, how large
 * they would become is known before anybody opens them, and only what makes the picture is kept.
 * Names, places and times that a camera has written, and what was hung on behind, are gone.
 */
import { readJpeg } from './jpeg.ts';
import type { ParsedImage } from './parsed.ts';
import { readPng } from './png.ts';

export interface CleanImage extends ParsedImage {
  readonly type: 'image/jpeg' | 'image/png';
}

/**
 * `not_an_image`: neither JPEG nor PNG, whatever its name says. `damaged`: it ends too early, or
 * is not built like one.
 */
export type ImageFault = 'not_an_image' | 'damaged' | 'too_small' | 'too_large';

export interface ImageLimits {
  /** Of each side, in pixels, both included. */
  readonly sideMin: number;
  readonly sideMax: number;
  /** Of the whole: what it takes to open it. */
  readonly pixelsMax: number;
}

export type ImageRead =
  | { readonly ok: true; readonly value: CleanImage }
  | { readonly ok: false; readonly fault: ImageFault };

const JPEG_START = [0xff, 0xd8, 0xff];
const PNG_START = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export function readImage(bytes: Uint8Array, limits: ImageLimits): ImageRead {
  const isJpeg = beginsWith(bytes, JPEG_START);
  if (!isJpeg && !beginsWith(bytes, PNG_START)) return { ok: false, fault: 'not_an_image' };
  const parsed = isJpeg ? readJpeg(bytes) : readPng(bytes);
  if (parsed === null) return { ok: false, fault: 'damaged' };
  const { width, height } = parsed;
  const { sideMin, sideMax, pixelsMax } = limits;
  if (Math.max(width, height) > sideMax || width * height > pixelsMax) {
    return { ok: false, fault: 'too_large' };
  }
  if (Math.min(width, height) < sideMin) return { ok: false, fault: 'too_small' };
  return { ok: true, value: { type: isJpeg ? 'image/jpeg' : 'image/png', ...parsed } };
}

function beginsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
