/**
 * Rows of the first sheet of a workbook (ECMA-376). Formulas are not evaluated, and their last
 * values not trusted: a cell with one refuses the file.
 */
import { text } from 'node:stream/consumers';
import { SaxesParser } from 'saxes';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { Bytes } from '../table.ts';
import { checkRow, type FileRow, ROWS_PER_PAGE, UnreadableFile } from './rows.ts';
import { SheetRows, type Workbook } from './sheet-rows.ts';

/** A workbook is read by its directory, which stands at its end. */
const BYTES_MAX = 64 * 2 ** 20;
const ENTRIES_MAX = 200;
/** All that its entries are unpacked to. */
const UNPACKED_MAX = 512 * 2 ** 20;
/** Sheets pack well; what packs better is made to. */
const RATIO_MAX = 200;
/** Parts that are held as a whole: relations, styles, shared strings. */
const PART_BYTES_MAX = 64 * 2 ** 20;

export async function* xlsxRows(bytes: Bytes): AsyncGenerator<readonly FileRow[]> {
  const zip = await opened(await collected(bytes));
  try {
    const entries = await entriesOf(zip);
    const sheet = await firstSheet(zip, entries);
    const rows = new SheetRows({
      strings: await sharedStrings(zip, entries),
      isDate: await dateStyles(zip, entries),
    });
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const chunk of await zip.openReadStreamPromise(sheet)) {
      rows.write(decoder.decode(chunk as Uint8Array, { stream: true }));
      if (rows.found.length >= ROWS_PER_PAGE) yield rows.take().map(checkRow);
    }
    rows.end();
    yield rows.take().map(checkRow);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile('it is no workbook that can be read', null);
  } finally {
    zip.close();
  }
}

async function collected(bytes: Bytes): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > BYTES_MAX) throw new UnreadableFile(`it has more than ${BYTES_MAX >> 20} MB`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function opened(file: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(file, { autoClose: false, lazyEntries: true });
  } catch {
    throw new UnreadableFile('it is no workbook (.xlsx)');
  }
}

type Entries = ReadonlyMap<string, Entry>;

/** What the directory says is checked before anything is unpacked, and yauzl holds it to that. */
async function entriesOf(zip: ZipFile): Promise<Entries> {
  if (zip.entryCount > ENTRIES_MAX) {
    throw new UnreadableFile(`it has more than ${ENTRIES_MAX} parts`);
  }
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    const isBomb = entry.uncompressedSize > Math.max(entry.compressedSize, 1_000) * RATIO_MAX;
    if (isBomb || unpacked > UNPACKED_MAX) {
      throw new UnreadableFile(`${entry.fileName} unpacks to more than it may`);
    }
    entries.set(entry.fileName, entry);
  }
  return entries;
}

/** By the workbook's own list; where that names none, the one that is called the first. */
async function firstSheet(zip: ZipFile, entries: Entries): Promise<Entry> {
  const [id] = await attributes(zip, entries.get('xl/workbook.xml'), 'sheet', ['r:id']);
  const relations = await attributes(
    zip,
    entries.get('xl/_rels/workbook.xml.rels'),
    'Relationship',
    [...['Id', 'Target']],
  );
  const target =
    relations.find(([relation]) => relation === id?.[0])?.[1] ?? 'worksheets/sheet1.xml';
  const sheet = entries.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  if (sheet === undefined) throw new UnreadableFile('it has no sheet');
  return sheet;
}

interface Handlers {
  open(name: string, given: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Reads a part that the workbook may have. */
async function walk(zip: ZipFile, entry: Entry | undefined, handlers: Handlers): Promise<void> {
  if (entry === undefined) return;
  if (entry.uncompressedSize > PART_BYTES_MAX) {
    throw new UnreadableFile(`${entry.fileName} is larger than ${PART_BYTES_MAX >> 20} MB`);
  }
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes: given }) => handlers.open(name, given));
  parser.on('text', (part) => handlers.text?.(part));
  parser.on('closetag', ({ name }) => handlers.close?.(name));
  parser.write(await text(await zip.openReadStreamPromise(entry))).close();
}

/** Of each element of that name, the values of some attributes; '' where it has none. */
async function attributes(
  zip: ZipFile,
  entry: Entry | undefined,
  element: string,
  names: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const found: string[][] = [];
  await walk(zip, entry, {
    open(name, given) {
      if (name === element) found.push(names.map((one) => given[one] ?? ''));
    },
  });
  return found;
}

async function sharedStrings(zip: ZipFile, entries: Entries): Promise<Workbook['strings']> {
  const strings: string[] = [];
  let isText = false;
  let spoken = 0;
  await walk(zip, entries.get('xl/sharedStrings.xml'), {
    open(name) {
      if (name === 'si') strings.push('');
      // How a text is spoken stands beside it, and is no part of it.
      if (name === 'rPh') spoken += 1;
      isText = name === 't' && spoken === 0;
    },
    text(part) {
      if (isText) strings.push((strings.pop() ?? '') + part);
    },
    close(name) {
      if (name === 'rPh') spoken -= 1;
      isText = false;
    },
  });
  return strings;
}

/** Number formats that are dates, of those built in. */
const DATE_FORMATS = [14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47];

async function dateStyles(zip: ZipFile, entries: Entries): Promise<Workbook['isDate']> {
  const styles = entries.get('xl/styles.xml');
  const own = await attributes(zip, styles, 'numFmt', ['numFmtId', 'formatCode']);
  const isDateCode = (code: string) => /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]/g, ''));
  const dates = new Set([
    ...DATE_FORMATS.map(String),
    ...own.filter(([, code = '']) => isDateCode(code)).map(([id = '']) => id),
  ]);
  const formats = await cellFormats(zip, styles);
  return formats.map((id) => dates.has(id));
}

/** The number format of each style that a cell can have. */
async function cellFormats(zip: ZipFile, styles: Entry | undefined): Promise<readonly string[]> {
  const formats: string[] = [];
  let isInside = false;
  await walk(zip, styles, {
    open(name, given) {
      if (name === 'cellXfs') isInside = true;
      if (name === 'xf' && isInside) formats.push(given.numFmtId ?? '');
    },
    close(name) {
      if (name === 'cellXfs') isInside = false;
    },
  });
  return formats;
}
