/** Callbacks that nobody signed, and inputs that nobody may change. */
import type { RawCallback } from '../../src/connectors/contract.ts';

/**
 * Changed callbacks: in the first round every byte of body and signed headers is changed, dropped
 * and doubled, in all callbacks. If those are fewer than `atLeast`, more rounds follow with other
 * bytes and longer cuts.
 */
export function* forgeries(
  callbacks: readonly RawCallback[],
  signedHeaders: readonly string[],
  atLeast: number,
): Generator<RawCallback> {
  let left = atLeast;
  for (let round = 1; round === 1 || left > 0; round += 1) {
    for (const raw of callbacks) {
      for (const forged of changedOnce(raw, signedHeaders, round)) {
        if (round > 1 && left <= 0) return;
        left -= 1;
        yield forged;
      }
    }
  }
}

function* changedOnce(
  raw: RawCallback,
  signedHeaders: readonly string[],
  round: number,
): Generator<RawCallback> {
  for (const name of signedHeaders) {
    for (const value of changes(Buffer.from(raw.headers[name] ?? '', 'latin1'), round)) {
      yield { ...raw, headers: { ...raw.headers, [name]: value.toString('latin1') } };
    }
  }
  for (const body of changes(Buffer.from(raw.body), round)) yield { ...raw, body };
}

/** What upper and lower case of a letter differ by. */
const CASE_BIT = 0x20;

/** In a later round the same byte becomes another one, and more bytes than one are cut out. */
function* changes(bytes: Buffer, round: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1) {
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + 1)];
    const byte = bytes[at] ?? 0;
    yield Buffer.concat([before, Uint8Array.of(byte ^ (((round - 1) % 255) + 1)), after]);
    if (round === 1) yield Buffer.concat([before, Uint8Array.of(byte ^ CASE_BIT), after]);
    yield Buffer.concat([before, bytes.subarray(at + round)]);
    yield Buffer.concat([before, Buffer.alloc(round, byte), bytes.subarray(at)]);
  }
}

/** Freezes a value in depth (bytes cannot be) and answers it. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const item of Object.values(value)) frozen(item);
  return Object.freeze(value);
}

/** Remembers bytes; the answer says whether they are still the same. */
export function unchangedBytes(bytes: Uint8Array): () => boolean {
  const kept = Buffer.from(bytes);
  return () => kept.equals(bytes);
}
