/** Lines of a provider's report out of the rows of its file, by the account's column map. */

import { type Asset, isAsset } from '../../domain/money.ts';
import type { ColumnField, ColumnMap } from '../../domain/reconciliation/column-map.ts';
import type { LineType } from '../../domain/reconciliation/line.ts';
import { MAJOR_TEXT, MINOR_INTEGER, parseAmount } from '../../wire/amount.ts';
import type { Bytes } from '../table.ts';
import { camtRows } from './camt-rows.ts';
import { csvRows } from './csv-rows.ts';
import { type FileRow, type FileRows, UnreadableFile } from './rows.ts';
import { xlsxRows } from './xlsx-rows.ts';

/** A line as it stands in the file. */
export interface IncomingLine {
  readonly row: number;
  readonly key: string;
  readonly type: LineType;
  readonly ref: string;
  readonly reference: string;
  readonly bankRef: string;
  readonly asset: Asset;
  readonly grossMinor: bigint;
  readonly feeMinor: bigint;
  readonly taxMinor: bigint;
  readonly batch: string;
  readonly at: Date;
  /** In the zone of the map. */
  readonly day: string;
  /** What the account holds after it; null: the report does not say. */
  readonly balanceMinor: bigint | null;
}

/**
 * In pages, in the order of the file. Throws `UnreadableFile` with row and column at the first cell
 * that cannot be used: then the whole file is not.
 */
export async function* reportLines(
  bytes: Bytes,
  map: ColumnMap,
): AsyncGenerator<readonly IncomingLine[]> {
  const rows = rowsOf(bytes, map);
  let columns: Columns | null = null;
  for await (const page of rows) {
    const lines: IncomingLine[] = [];
    for (const row of page) {
      if (row.row < map.headerRow) continue;
      if (columns === null) columns = columnsOf(row, map);
      else {
        const line = lineOf(row, columns, map);
        if (line !== null) lines.push(line);
      }
    }
    if (lines.length > 0) yield lines;
  }
  if (columns === null) throw new UnreadableFile('it has no headings', map.headerRow);
}

function rowsOf(bytes: Bytes, { format, delimiter }: ColumnMap): FileRows {
  if (format === 'camt053') return camtRows(bytes);
  return format === 'csv' ? csvRows(bytes, delimiter) : xlsxRows(bytes);
}

/** Which cell each field is in. */
type Columns = ReadonlyMap<ColumnField, { readonly at: number; readonly heading: string }>;

const plain = (heading: string) => heading.trim().toLowerCase();

function columnsOf({ row, cells }: FileRow, { columns }: ColumnMap): Columns {
  const headings = cells.map(plain);
  const found = new Map<ColumnField, { at: number; heading: string }>();
  for (const [field, spellings = []] of Object.entries(columns)) {
    const at = headings.findIndex((heading) => spellings.map(plain).includes(heading));
    if (at < 0) throw new UnreadableFile(`there is no column ${spellings.join(' or ')}`, row);
    found.set(field as ColumnField, { at, heading: cells[at] ?? '' });
  }
  return found;
}

/** Null: a row that moves no money. */
function lineOf(row: FileRow, columns: Columns, map: ColumnMap): IncomingLine | null {
  const cell = (field: ColumnField) => (row.cells[columns.get(field)?.at ?? -1] ?? '').trim();
  const wrong = (field: ColumnField, why: string): never => {
    throw new UnreadableFile(why, row.row, columns.get(field)?.heading ?? field);
  };
  if (map.states.length > 0 && !map.states.includes(cell('state'))) return null;
  if (map.passed.includes(cell('type'))) return null;
  const [refField, referenceField] = map.byPayment.includes(cell('type'))
    ? (['payment', 'paymentReference'] as const)
    : (['ref', 'reference'] as const);
  const type = map.types[cell('type')] ?? wrong('type', `"${cell('type')}" is no known type`);
  const asset = assetOf(cell('asset'), map) ?? wrong('asset', `"${cell('asset')}" is no currency`);
  const money = (field: ColumnField): bigint => {
    const read = minorOf(cell(field), asset, map);
    return typeof read === 'string' ? wrong(field, read) : read;
  };
  const at = timeOf(cell('at'), map) ?? wrong('at', `"${cell('at')}" is no time`);
  const amount = money('amount');
  const net = map.sign === 'net' ? money('net') : 0n;
  const signed = signedBy(map, type, amount, { net, effect: cell('effect') });
  const charged = map.fees === 'charged' ? -1n : 1n;
  const ref = idOf(cell(refField)) ?? wrong(refField, 'an id has letters, digits and signs only');
  const key = columns.has('key') ? cell('key') : `${type} ${cell('ref')}`;
  if (key === '') wrong('key', 'the line has no id');
  return {
    ...{ row: row.row, key, type, ref, asset, at },
    reference: cell(referenceField),
    bankRef: cell('bankRef'),
    batch: cell('batch'),
    grossMinor: signed ?? wrong('effect', `"${cell('effect')}" is neither in nor out`),
    feeMinor: columns.has('fee') ? charged * money('fee') : 0n,
    taxMinor: columns.has('tax') ? charged * money('tax') : 0n,
    day: new Date(at.getTime() + map.zoneMinutes * 60_000).toISOString().slice(0, 10),
    balanceMinor: cell('balance') === '' ? null : money('balance'),
  };
}

/** Ids are compared byte by byte. */
function idOf(text: string): string | null {
  return /^[\x21-\x7e]{0,128}$/.test(text) ? text : null;
}

function assetOf(text: string, { assets }: ColumnMap): Asset | null {
  const asset = Object.hasOwn(assets, text) ? assets[text] : text;
  return asset !== undefined && isAsset(asset) ? asset : null;
}

/** An empty amount is none. A sentence: it cannot be read. */
function minorOf(text: string, asset: Asset, { amounts }: ColumnMap): bigint | string {
  if (text === '') return 0n;
  const isNegative = text.startsWith('-');
  const digits = isNegative ? text.slice(1) : text;
  const written =
    amounts === 'major_comma' ? digits.replaceAll('.', '').replace(',', '.') : grouped(digits);
  const form = amounts === 'minor' ? MINOR_INTEGER : MAJOR_TEXT;
  const read = parseAmount(written, asset, form);
  if (!read.ok) return `"${text}": ${read.error.reason}`;
  return isNegative ? -read.value.minor : read.value.minor;
}

/** `1,234.50` -> `1234.50`; commas elsewhere stay, and are refused. */
function grouped(text: string): string {
  return /^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$/.test(text) ? text.replaceAll(',', '') : text;
}

/** What comes in by its type; the rest leaves. */
const COMES_IN: ReadonlySet<LineType> = new Set(['payment', 'settlement']);

function signedBy(
  { sign }: ColumnMap,
  type: LineType,
  minor: bigint,
  { net, effect }: { readonly net: bigint; readonly effect: string },
) {
  if (sign === 'own') return minor;
  const size = minor < 0n ? -minor : minor;
  if (sign === 'net' && net !== 0n) return net > 0n ? size : -size;
  if (sign === 'type' || sign === 'net') return COMES_IN.has(type) ? size : -size;
  if (sign.in.includes(effect)) return size;
  return sign.out.includes(effect) ? -size : null;
}

const TIME =
  /^([0-9]{4})[-/]([0-9]{2})[-/]([0-9]{2})(?:[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]{1,6})?)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$/;

/** ISO 8601, also with a blank for the `T`; a time without a zone is in that of the map. */
function timeOf(text: string, { zoneMinutes }: ColumnMap): Date | null {
  const [, year, month, day, hour = '00', minute = '00', second = '00', , zone] =
    TIME.exec(text) ?? [];
  if (year === undefined) return null;
  const own = zone?.replace(/^([+-][0-9]{2}):?([0-9]{2})$/, '$1:$2');
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${own ?? 'Z'}`);
  if (Number.isNaN(at)) return null;
  return new Date(own === undefined ? at - zoneMinutes * 60_000 : at);
}
