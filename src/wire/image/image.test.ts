/**
 * Pictures of unknown origin: what they are is in their bytes, and nothing but the picture is kept.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chunk, emptyPng, exifOf, jpegOf, segment } from '../../../tests/support/images.ts';

import { type ImageFault, readImage } from './image.ts';

const LIMITS = { sideMin: 100, sideMax: 5_000, pixelsMax: 12_000_000 };
const SECRET = 'N 14 35 E 120 58';

function bytesOf(picture: Buffer): Buffer {
  const read = readImage(picture, LIMITS);
  assert.ok(read.ok, JSON.stringify(read));
  return Buffer.from(read.value.bytes);
}

function faultOf(picture: Buffer): ImageFault | null {
  const read = readImage(picture, LIMITS);
  return read.ok ? null : read.fault;
}

describe('a picture', () => {
  test('is what its bytes say, with the size that they say', () => {
    const jpeg = readImage(jpegOf(1_200, 900), LIMITS);
    assert.ok(jpeg.ok);
    assert.deepEqual(
      [jpeg.value.type, jpeg.value.width, jpeg.value.height],
      ['image/jpeg', 1_200, 900],
    );
    const png = readImage(emptyPng(640, 480), LIMITS);
    assert.ok(png.ok);
    assert.deepEqual([png.value.type, png.value.width, png.value.height], ['image/png', 640, 480]);
  });

  test('that is something else is none, whatever it is called', () => {
    const others = [
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '<html>',
      'GIF89a',
      'RIFF....WEBP',
    ];
    for (const other of others) assert.equal(faultOf(Buffer.from(other)), 'not_an_image', other);
    assert.equal(faultOf(Buffer.alloc(0)), 'not_an_image');
  });

  test('of few bytes and many pixels is refused before anybody opens it', () => {
    assert.equal(faultOf(emptyPng(60_000, 60_000)), 'too_large');
    assert.equal(faultOf(jpegOf(65_500, 65_500)), 'too_large');
    assert.equal(faultOf(emptyPng(4_900, 4_900)), 'too_large');
    assert.equal(faultOf(jpegOf(99, 400)), 'too_small');
  });

  test('keeps nothing that a camera or a program has written into it', () => {
    const comment = segment(0xfe, Buffer.from(SECRET));
    const thumbnail = segment(0xe0, Buffer.concat([Buffer.from('JFXX\0'), Buffer.from(SECRET)]));
    const profile = segment(0xe2, Buffer.from(SECRET));
    const jpeg = bytesOf(jpegOf(400, 300, [exifOf(1, SECRET), comment, thumbnail, profile]));
    assert.ok(!jpeg.includes(SECRET));
    assert.deepEqual(jpeg, bytesOf(jpegOf(400, 300)));
    const text = chunk('tEXt', Buffer.from(SECRET));
    const exif = chunk('eXIf', Buffer.from(SECRET));
    assert.deepEqual(bytesOf(emptyPng(400, 300, [text, exif])), emptyPng(400, 300));
  });

  test('stays turned as it was, and says nothing else about it', () => {
    const turned = bytesOf(jpegOf(400, 300, [exifOf(6, SECRET)]));
    assert.ok(!turned.includes(SECRET));
    assert.ok(turned.includes(Buffer.from('Exif\0\0', 'latin1')));
    // Read again it is the same picture: what we write is read by the same rule.
    assert.deepEqual(bytesOf(turned), turned);
  });

  test('keeps nothing that hangs on behind it', () => {
    const behind = Buffer.concat([jpegOf(400, 300), Buffer.from(`PK\x03\x04${SECRET}`)]);
    assert.deepEqual(bytesOf(behind), bytesOf(jpegOf(400, 300)));
    const after = Buffer.concat([emptyPng(400, 300), Buffer.from('<script>')]);
    assert.deepEqual(bytesOf(after), emptyPng(400, 300));
  });

  test('keeps of a JPEG no segment that is reserved, private, or hidden in one that is kept', () => {
    const hidden = [0x02, 0xbf, 0xc8, 0xdf, 0xf0, 0xfd, 0xee].map((marker) =>
      segment(marker, Buffer.from(`${SECRET} and more`)),
    );
    assert.deepEqual(bytesOf(jpegOf(400, 300, hidden)), bytesOf(jpegOf(400, 300)));
    const adobe = Buffer.from('Adobe\0\x64\0\0\0\0\x01', 'latin1');
    const clean = bytesOf(jpegOf(400, 300, [segment(0xee, adobe)]));
    assert.ok(clean.includes(adobe), 'it says how colours are written');
    const longer = segment(0xee, Buffer.concat([adobe, Buffer.from(SECRET)]));
    assert.deepEqual(bytesOf(jpegOf(400, 300, [longer])), clean);
  });

  test('of some bytes and a thousand scans is damaged: each would be drawn over all of it', () => {
    const scan = Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from([1])]);
    const end = Buffer.from([0xff, 0xd9]);
    const scans = (count: number) =>
      Buffer.concat([jpegOf(400, 300).subarray(0, -2), ...Array(count).fill(scan), end]);
    assert.equal(faultOf(scans(20)), null);
    assert.equal(faultOf(scans(1_000)), 'damaged');
  });

  test('that is cut off anywhere is damaged', () => {
    for (const picture of [jpegOf(400, 300, [exifOf(6, SECRET)]), emptyPng(400, 300)]) {
      for (let length = 8; length < picture.length; length += 1) {
        const fault = faultOf(picture.subarray(0, length));
        assert.equal(fault, 'damaged', `${length} of ${picture.length} bytes`);
      }
    }
  });

  test('whose checksum is wrong, or that holds two, is damaged', () => {
    const png = emptyPng(400, 300);
    png[png.length - 1] = (png.at(-1) ?? 0) ^ 1;
    assert.equal(faultOf(png), 'damaged');
    const size = Buffer.from([8, 1, 44, 1, 144, 1, 1, 0x11, 0]);
    assert.equal(faultOf(jpegOf(400, 300, [segment(0xc0, size)])), 'damaged');
  });
});
