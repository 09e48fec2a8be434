/** What is written into a file: columns, and rows that come in pages. */

/** `amount`: decimal text, which is a number where the format has numbers. */
export interface FileColumn {
  readonly name: string;
  readonly holds: 'text' | 'amount';
}

export interface FileTable {
  /** Letters only. */
  readonly title: string;
  readonly columns: readonly FileColumn[];
  /** Each row has a cell per column. */
  readonly pages: AsyncIterable<readonly (readonly string[])[]>;
}

/** Bytes as they come: no file is ever held in memory as a whole. */
export type Bytes = AsyncIterable<Uint8Array>;

/** Plain decimal text: no exponent, no thousands, one sign. */
export function isDecimal(text: string): boolean {
  return /^-?[0-9]+(\.[0-9]+)?$/.test(text);
}
