/**
 * Entries of a bank's statement as ISO 20022 has it (camt.053, any version): a row for each `Ntry`,
 * under headings of ours, so that a column map reads it as it reads any file. A document type is
 * refused, and with it every entity that a file could define.
 */
import { SaxesParser } from 'saxes';
import type { Bytes } from '../table.ts';
import { checkRow, type FileRow, type FileRows, ROWS_PER_PAGE, UnreadableFile } from './rows.ts';

/** The headings of the first row. */
export const CAMT_HEADINGS = [
  'key', // the bank's reference, or the statement's id and the entry's number in it
  'kind', // always `entry`
  'status', // `BOOK`, `PDNG`
  'currency',
  'amount',
  'effect', // `CRDT`, `DBIT`
  'date', // of the booking, or else of the value
  'bank_ref',
  'end_to_end',
  'text',
] as const;
type Heading = (typeof CAMT_HEADINGS)[number];

const DEPTH_MAX = 40;
const TEXT_CHARS_MAX = 4_000;

/** By the names from the entry down; of several all, with blanks between. */
const PLACES: ReadonlyMap<string, Heading> = new Map<string, Heading>([
  ['Sts', 'status'],
  ['Sts/Cd', 'status'],
  ['Amt', 'amount'],
  ['CdtDbtInd', 'effect'],
  ['BookgDt/Dt', 'date'],
  ['BookgDt/DtTm', 'date'],
  ['AcctSvcrRef', 'bank_ref'],
  ['NtryDtls/TxDtls/Refs/EndToEndId', 'end_to_end'],
  ['NtryDtls/TxDtls/RmtInf/Ustrd', 'text'],
  ['NtryDtls/TxDtls/RmtInf/Strd/CdtrRefInf/Ref', 'text'],
  ['NtryDtls/TxDtls/RltdPties/Dbtr/Nm', 'text'],
  ['NtryDtls/TxDtls/RltdPties/Dbtr/Pty/Nm', 'text'],
  ['AddtlNtryInf', 'text'],
]);

/** Throws `UnreadableFile` at the first thing that is no statement. */
export async function* camtRows(bytes: Bytes): FileRows {
  const entries = new CamtEntries();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  yield [{ row: 1, cells: CAMT_HEADINGS }];
  try {
    for await (const piece of bytes) {
      entries.write(decoder.decode(piece, { stream: true }));
      if (entries.count >= ROWS_PER_PAGE) yield entries.take();
    }
    entries.write(decoder.decode());
    entries.end();
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(`it is no XML: ${(error as Error).message}`);
  }
  if (!entries.isStatement) throw new UnreadableFile('it is no statement (camt.053)');
  if (entries.count > 0) yield entries.take();
}

type Entry = Partial<Record<Heading | 'value_date', string>>;

class CamtEntries {
  readonly #parser = new SaxesParser();
  readonly #path: string[] = [];
  #found: FileRow[] = [];
  #entry: Entry | null = null;
  #entryDepth = 0;
  #text = '';
  #statement = '';
  #nth = 0;
  #row = 1;
  isStatement = false;

  constructor() {
    this.#parser.on('error', (error) => {
      throw error;
    });
    this.#parser.on('doctype', () => {
      throw new UnreadableFile('it has a document type, which no statement needs');
    });
    this.#parser.on('opentag', ({ name, attributes }) => this.#open(localOf(name), attributes));
    this.#parser.on('text', (text) => this.#add(text));
    this.#parser.on('cdata', (text) => this.#add(text));
    this.#parser.on('closetag', ({ name }) => this.#close(localOf(name)));
  }

  get count(): number {
    return this.#found.length;
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

  #add(text: string): void {
    this.#text += text;
    if (this.#text.length > TEXT_CHARS_MAX) {
      throw new UnreadableFile(`a text has more than ${TEXT_CHARS_MAX} characters`, this.#row);
    }
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#path.push(name);
    this.#text = '';
    if (this.#path.length > DEPTH_MAX) throw new UnreadableFile('its parts lie too deep');
    if (name === 'BkToCstmrStmt') this.isStatement = true;
    if (name === 'Stmt') [this.#statement, this.#nth] = ['', 0];
    if (name === 'Ntry' && this.#path.at(-2) === 'Stmt') {
      [this.#entry, this.#entryDepth] = [{}, this.#path.length];
      [this.#row, this.#nth] = [this.#row + 1, this.#nth + 1];
    }
    if (name === 'Amt' && this.#path.length === this.#entryDepth + 1 && this.#entry !== null) {
      this.#entry.currency = attributes.Ccy ?? '';
    }
  }

  #close(name: string): void {
    const text = this.#text.trim();
    if (name === 'Id' && this.#path.at(-2) === 'Stmt') this.#statement = text;
    if (this.#entry !== null) {
      const place = this.#path.slice(this.#entryDepth).join('/');
      if (place === '') this.#finish(this.#entry);
      else if (text !== '') keep(this.#entry, place, text);
    }
    this.#path.pop();
    this.#text = '';
  }

  #finish(entry: Entry): void {
    const key = entry.bank_ref ?? `${this.#statement}/${this.#nth}`;
    const whole: Entry = {
      ...{ ...entry, key, kind: 'entry' },
      date: entry.date ?? entry.value_date ?? '',
    };
    const cells = CAMT_HEADINGS.map((heading) => whole[heading] ?? '');
    this.#found.push(checkRow({ row: this.#row, cells }));
    this.#entry = null;
  }
}

function keep(entry: Entry, place: string, text: string): void {
  if (place === 'ValDt/Dt' || place === 'ValDt/DtTm') entry.value_date = text;
  const heading = PLACES.get(place);
  if (heading === undefined) return;
  const before = entry[heading];
  entry[heading] = before === undefined ? text : `${before} ${text}`.slice(0, TEXT_CHARS_MAX);
}

/** `ns:Ntry` -> `Ntry`. */
function localOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** How its rows are read, but for the currencies and the first day. */
export const CAMT_MAP: Readonly<Record<string, unknown>> = {
  format: 'camt053',
  columns: {
    ...{ key: 'key', type: 'kind', asset: 'currency', amount: 'amount', effect: 'effect' },
    ...{ at: 'date', bankRef: 'bank_ref', reference: 'text', state: 'status' },
  },
  types: { entry: 'bank' },
  amounts: 'major',
  sign: { in: ['CRDT'], out: ['DBIT'] },
  states: ['BOOK'],
};
