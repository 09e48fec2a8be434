/** Pictures made by hand, byte by byte: as large as they say, and with nothing in them. */
import { pngOf } from '../../tools/demo/png.ts';

export { chunk } from '../../tools/demo/png.ts';

/** A JPEG of one colour as far as anybody looks who does not decode it. */
export function jpegOf(width: number, height: number, segments: readonly Buffer[] = []): Buffer {
  const size = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  size.writeUInt16BE(height, 1);
  size.writeUInt16BE(width, 3);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...segments,
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, size),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    // Data with a stuffed byte and a restart marker, which are part of it.
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
    Buffer.from([0xff, 0xd9]),
  ]);
}

export function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** EXIF as a phone writes it: turned by a quarter, and where it was taken. */
export function exifOf(orientation: number, place: string): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 2 * 12 + 4);
  tiff.write('II', 0, 'latin1');
  tiff.writeUInt16LE(42, 2);
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  tiff.writeUInt16LE(0x010f, 10);
  tiff.writeUInt16LE(2, 12);
  tiff.writeUInt16LE(0x0112, 22);
  tiff.writeUInt16LE(3, 24);
  tiff.writeUInt32LE(1, 26);
  tiff.writeUInt16LE(orientation, 30);
  return segment(
    0xe1,
    Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(place)]),
  );
}

/** Its data is no picture: nobody here decodes it. */
export function emptyPng(width: number, height: number, more: readonly Buffer[] = []): Buffer {
  return pngOf({ width, height, colour: 'rgb' }, Buffer.from([1, 2, 3]), more);
}
