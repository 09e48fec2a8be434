import type { Bytes, FileColumn, FileTable } from '../table.ts';

export async function collect(bytes: Bytes): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

export async function* bytesOf(...texts: readonly string[]): Bytes {
  for (const text of texts) yield Buffer.from(text);
}

type Rows = readonly (readonly string[])[];

/** A table whose pages are given; the columns are text, but for those called `amount`. */
export function tableOf(names: readonly string[], ...pages: readonly Rows[]): FileTable {
  const columns = names.map(
    (name): FileColumn => ({ name, holds: name === 'amount' ? 'amount' : 'text' }),
  );
  return { title: 'payment', columns, pages: given(pages) };
}

async function* given(pages: readonly Rows[]) {
  yield* pages;
}
