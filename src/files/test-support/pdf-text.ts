/** What a PDF says: the texts of its pages, through the map that each embedded font brings. */
import { inflateSync } from 'node:zlib';

/** The text of each page, a line for each piece that was placed. */
export function pdfTexts(bytes: Uint8Array): readonly string[] {
  const streams = [...Buffer.from(bytes).toString('latin1').matchAll(STREAM)].map(([, raw = '']) =>
    unpacked(Buffer.from(raw, 'latin1')),
  );
  const letters = new Map(streams.flatMap(lettersIn));
  const shown = (hex: string) =>
    (hex.match(/.{4}/g) ?? []).map((code) => letters.get(code.toLowerCase()) ?? '?').join('');
  return streams
    .filter((one) => one.includes(' Tf\n'))
    .map((page) =>
      [...page.matchAll(/\[(.*?)\] TJ/g)]
        .map(([, run = '']) => [...run.matchAll(/<([0-9a-fA-F]+)>/g)].map(([, h = '']) => shown(h)))
        .map((pieces) => pieces.join(''))
        .join('\n'),
    );
}

const STREAM = /stream\r?\n([\s\S]*?)\r?\nendstream/g;

function unpacked(raw: Buffer): string {
  try {
    return inflateSync(raw).toString('latin1');
  } catch {
    return raw.toString('latin1');
  }
}

/** `<0001> <0003> [<0041> <0042> <0043>]` of a map from codes to Unicode. */
function lettersIn(text: string): [string, string][] {
  return [...text.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[(.*?)\]/g)].flatMap(
    ([, first = '0', list = '']) =>
      [...list.matchAll(/<([0-9a-f]+)>/g)].map(([, hex = ''], i): [string, string] => [
        (Number.parseInt(first, 16) + i).toString(16).padStart(4, '0'),
        Buffer.from(hex, 'hex').swap16().toString('utf16le'),
      ]),
  );
}
