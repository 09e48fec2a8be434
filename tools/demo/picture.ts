/** A picture drawn by hand: a card on a table, or a face, in grey. PNG. */
import { crc32, deflateSync } from 'node:zlib';

const WIDTH = 640;
const HEIGHT = 400;

/** Real enough for a console to show it. */
export function drawn(what: 'card' | 'face'): Buffer {
  const rows = Array.from({ length: HEIGHT }, (_, y) => {
    const row = Buffer.alloc(1 + WIDTH);
    for (let x = 0; x < WIDTH; x += 1) row[x + 1] = what === 'card' ? card(x, y) : face(x, y);
    return row;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function card(x: number, y: number): number {
  if (x < 60 || x > 580 || y < 40 || y > 360) return 60;
  if (x > 100 && x < 240 && y > 100 && y < 300) return 150;
  return x > 280 && x < 540 && y % 50 > 20 && y % 50 < 30 ? 90 : 225;
}

function face(x: number, y: number): number {
  const isHead = ((x - 320) / 110) ** 2 + ((y - 200) / 150) ** 2 < 1;
  const isEye = Math.abs(Math.abs(x - 320) - 45) < 14 && Math.abs(y - 165) < 8;
  const isMouth = Math.abs(x - 320) < 45 && Math.abs(y - 270) < 6;
  if (!isHead) return 200;
  return isEye || isMouth ? 50 : 140;
}

function chunk(type: string, data: Buffer): Buffer {
  const checked = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(checked), 4);
  return Buffer.concat([around.subarray(0, 4), checked, around.subarray(4)]);
}
