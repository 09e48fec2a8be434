/** Rows of a sheet's XML, as it is read. */
import { SaxesParser } from 'saxes';
import { COLUMNS_MAX, type FileRow, UnreadableFile } from './rows.ts';
import { shownNumber } from './shown-number.ts';

/** What cells refer to. */
export interface Workbook {
  readonly strings: readonly string[];
  /** By a cell's style: whether its number is a date. */
  readonly isDate: readonly boolean[];
}

/** A cell as its XML says it. */
interface RawCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  text: string;
}

export class SheetRows {
  readonly #workbook: Workbook;
  readonly #parser = new SaxesParser();
  #found: FileRow[] = [];
  #row = 0;
  #cells: string[] = [];
  #cell: RawCell | null = null;
  #isText = false;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
    this.#parser.on('error', (error) => {
      throw error;
    });
    this.#parser.on('opentag', ({ name, attributes }) => this.#open(name, attributes));
    this.#parser.on('text', (text) => {
      if (this.#cell !== null && this.#isText) this.#cell.text += text;
    });
    this.#parser.on('closetag', ({ name }) => this.#close(name));
  }

  get found(): readonly FileRow[] {
    return this.#found;
  }

  take(): readonly FileRow[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  end(): void {
    this.#parser.close();
  }

  #open(name: string, given: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      this.#row = given.r === undefined ? this.#row + 1 : Number.parseInt(given.r, 10);
      this.#cells = [];
    } else if (name === 'c') {
      const column = given.r === undefined ? this.#cells.length : columnOf(given.r);
      if (column >= COLUMNS_MAX) {
        throw new UnreadableFile(`it has more than ${COLUMNS_MAX} columns`, this.#row);
      }
      const style = Number.parseInt(given.s ?? '0', 10);
      this.#cell = { column, type: given.t ?? 'n', style, text: '' };
    } else if (name === 'f' && this.#cell !== null) {
      throw new UnreadableFile('a cell has a formula', this.#row, letters(this.#cell.column));
    }
    this.#isText = name === 'v' || name === 't';
  }

  #close(name: string): void {
    this.#isText = false;
    if (name === 'c' && this.#cell !== null) {
      const { column } = this.#cell;
      while (this.#cells.length < column) this.#cells.push('');
      this.#cells[column] = this.#valueOf(this.#cell);
      this.#cell = null;
    }
    if (name === 'row' && this.#cells.some((cell) => cell !== '')) {
      this.#found.push({ row: this.#row, cells: this.#cells });
    }
  }

  #valueOf({ type, style, text, column }: RawCell): string {
    if (type === 's') return this.#workbook.strings[Number.parseInt(text, 10)] ?? '';
    if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE';
    if (type === 'e') throw new UnreadableFile('a cell is an error', this.#row, letters(column));
    if (type !== 'n' || text === '') return text;
    const number = shownNumber(text);
    if (number === null) {
      throw new UnreadableFile('a cell is no number', this.#row, letters(column));
    }
    return this.#workbook.isDate[style] === true ? dateText(number) : number;
  }
}

/** `AB12` -> 27. */
function columnOf(place: string): number {
  let column = 0;
  for (const letter of place.replace(/[^A-Z]/g, '')) {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}

function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

/** The day that a workbook counts from (it takes 1900 for a leap year). */
const FIRST_DAY_MS = Date.UTC(1899, 11, 30);

/** `46356.5` -> `2026-11-30 12:00:00`, the time as it stands in the sheet. */
function dateText(serial: string): string {
  const [days = '0', fraction = ''] = serial.split('.');
  const seconds =
    (BigInt(fraction.padEnd(9, '0').slice(0, 9)) * 86_400n + 500_000_000n) / 10n ** 9n;
  const at = new Date(
    FIRST_DAY_MS + Number.parseInt(days, 10) * 86_400_000 + Number(seconds) * 1_000,
  );
  return at.toISOString().slice(0, 19).replace('T', ' ');
}
