/** A picture drawn by hand: a card on a table, or a face, in grey. PNG. */
import { deflateSync } from 'node:zlib';
import { pngOf } from './png.ts';

const WIDTH = 640;
const HEIGHT = 400;

/** Real enough for a console to show it. */
export function drawn(what: 'card' | 'face'): Buffer {
  const rows = Array.from({ length: HEIGHT }, (_, y) => {
    const row = Buffer.alloc(1 + WIDTH);
    for (let x = 0; x < WIDTH; x += 1) row[x + 1] = what === 'card' ? card(x, y) : face(x, y);
    return row;
  });
  const size = { width: WIDTH, height: HEIGHT, colour: 'grey' } as const;
  return pngOf(size, deflateSync(Buffer.concat(rows)));
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
