import { accept, type Parsed, refuse } from './parsed.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossy = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/**
 * Strict UTF-8 to text. Overlong forms, surrogates and cut sequences are refused with the offset of
 * the first bad byte. A byte order mark is kept as U+FEFF, so that the caller can refuse it.
 */
export function decodeUtf8(bytes: Uint8Array): Parsed<string> {
  try {
    return accept(strict.decode(bytes));
  } catch {
    return refuse('the body is not valid UTF-8', firstBadByte(bytes));
  }
}

/** Offset in UTF-8 bytes of a UTF-16 index. */
export function byteOffset(text: string, index: number): number {
  return Buffer.byteLength(text.slice(0, index));
}

/** True if the text takes more than `maxBytes` in UTF-8; counts only when it is in question. */
export function exceedsBytes(text: string, maxBytes: number): boolean {
  if (text.length * 3 <= maxBytes) return false;
  return text.length > maxBytes || Buffer.byteLength(text) > maxBytes;
}

function firstBadByte(bytes: Uint8Array): number {
  let at = 0;
  for (const char of lossy.decode(bytes)) {
    // A replacement character that the input did not spell out stands for bad bytes.
    const spelt = bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
    if (char === '\ufffd' && !spelt) return at;
    at += Buffer.byteLength(char);
  }
  return at;
}
