/** The file of a report: the table in its format, wrapped as the merchant wants it. */
import type { Packing, ReportFormat } from '../domain/report.ts';
import { csvOf } from './csv.ts';
import { encryptedFor } from './pgp.ts';
import type { Bytes, FileTable } from './table.ts';
import { xlsxOf } from './xlsx.ts';
import { zipOf } from './zip.ts';

export interface ReportFileParts {
  readonly fileName: string;
  readonly format: ReportFormat;
  readonly packing: Packing;
  /** Armoured; needed when `packing` is `pgp`. */
  readonly pgpKey: string | null;
  readonly at: Date;
  /** Every row, the closing lines included. */
  readonly detail: FileTable;
  /** The closing lines alone; read after `detail`. */
  readonly summary: FileTable;
}

/** The bytes of the file. A zip holds the table and, in a file of its own, the summary. */
export function reportFile(parts: ReportFileParts): Bytes {
  const { fileName, format, packing, pgpKey, at, detail, summary } = parts;
  const write = (table: FileTable) => (format === 'csv' ? csvOf(table) : xlsxOf(table, at));
  if (packing === 'plain') return write(detail);
  const stem = fileName.replace(/\..*$/, '');
  const entries = [
    { name: `${stem}.${format}`, bytes: write(detail) },
    { name: `${stem}_summary.${format}`, bytes: write(summary) },
  ];
  const zip = zipOf(entries, at);
  return packing === 'zip' ? zip : encryptedFor(pgpKey ?? '', zip, `${stem}.zip`);
}

/** The same bytes in pieces of at least this size, but for the last. */
export async function* inPieces(bytes: Bytes, sizeMin: number): Bytes {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const more of bytes) {
    waiting.push(more);
    size += more.length;
    if (size < sizeMin) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}
