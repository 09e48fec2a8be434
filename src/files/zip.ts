/** A zip that is written as it is read: one entry after the other, deflated outside this thread. */
import { type PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Bytes } from './table.ts';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Bytes;
}

/**
 * The zip's bytes; nothing of the entries is read before they are. `at`: the time that each entry
 * bears. What an entry throws, the reader of the zip is thrown.
 */
export async function* zipOf(entries: readonly ZipEntry[], at: Date): Bytes {
  const zip = new ZipFile();
  // By its type it is less than it is, and only so can it be ended by us.
  const out = zip.outputStream as PassThrough;
  zip.on('error', (error: Error) => out.destroy(error));
  const sources = entries.map(({ name, bytes }) => {
    const source = Readable.from(bytes, { objectMode: false });
    source.on('error', (error) => out.destroy(error));
    zip.addReadStream(source, name, { mtime: at, mode: 0o100644 });
    return source;
  });
  zip.end();
  try {
    yield* out;
  } finally {
    // Whoever stops reading early ends what the entries are made of.
    for (const source of sources) source.destroy();
  }
}
