/** Rows of a file that somebody sent: cells as text, whatever they look like. */

/** A row with its number in the file, counted from 1. */
export interface FileRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** In pages. */
export type FileRows = AsyncIterable<readonly FileRow[]>;

/** A file that cannot be used, and where: it is refused as a whole. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly row: number | null;
  readonly column: string | null;

  constructor(why: string, row: number | null = null, column: string | null = null) {
    const where = [row === null ? '' : `row ${row}`, column === null ? '' : `column ${column}`];
    super([where.filter((part) => part !== '').join(', '), why].filter(Boolean).join(': '));
    this.row = row;
    this.column = column;
  }
}

/** A report of more is asked for by parts. */
export const ROWS_MAX = 2_000_000;
export const COLUMNS_MAX = 200;
/** A cell is an id, a time, an amount or a short text. */
export const CELL_CHARS_MAX = 4_000;
export const ROWS_PER_PAGE = 1_000;

export function checkRow({ row, cells }: FileRow): FileRow {
  if (row > ROWS_MAX) throw new UnreadableFile(`it has more than ${ROWS_MAX} rows`);
  if (cells.length > COLUMNS_MAX) {
    throw new UnreadableFile(`it has more than ${COLUMNS_MAX} columns`, row);
  }
  const long = cells.findIndex((cell) => cell.length > CELL_CHARS_MAX);
  if (long >= 0) {
    const why = `a cell has more than ${CELL_CHARS_MAX} characters`;
    throw new UnreadableFile(why, row, `${long + 1}`);
  }
  return { row, cells };
}
