/**
 * CSV as RFC 4180 has it, for people who open it in a spreadsheet: UTF-8 with a byte order mark
 * (without it Excel reads names in the local code page) and no cell that is run as a formula.
 */
import { type Bytes, type FileTable, isDecimal } from './table.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** The header, then the rows as they come. */
export async function* csvOf({ columns, pages }: FileTable): Bytes {
  const line = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`;
  yield Buffer.from(BYTE_ORDER_MARK + line(columns.map(({ name }) => harmless(name))));
  for await (const rows of pages) {
    const cells = (row: readonly string[]) =>
      row.map((cell, i) =>
        columns[i]?.holds === 'amount' && isDecimal(cell) ? cell : harmless(cell),
      );
    yield Buffer.from(rows.map((row) => line(cells(row))).join(''));
  }
}

/**
 * What begins a formula: as a cell's first character, or after what a spreadsheet takes for the end
 * of a cell when it separates by something else than commas. Some take full-width signs for signs.
 */
const FORMULA =
  /^(?=[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])|([;\t\r\n]"*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

/** Text that is shown and not run: an apostrophe before what would begin a formula. */
function harmless(text: string): string {
  return text.replace(FORMULA, "$1'");
}

function quoted(cell: string): string {
  return /[",;\s]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
