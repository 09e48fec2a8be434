/** Rows of a CSV file (RFC 4180), read as they come. */
import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import type { Bytes } from '../table.ts';
import {
  CELL_CHARS_MAX,
  COLUMNS_MAX,
  checkRow,
  type FileRow,
  ROWS_PER_PAGE,
  UnreadableFile,
} from './rows.ts';

/** UTF-8, with or without its mark; lines end as they like. Empty lines are passed over. */
export async function* csvRows(
  bytes: Bytes,
  delimiter: string,
): AsyncGenerator<readonly FileRow[]> {
  const parser = Readable.from(bytes, { objectMode: false }).pipe(
    parse({
      bom: true,
      delimiter,
      info: true,
      max_record_size: CELL_CHARS_MAX * COLUMNS_MAX,
      relax_column_count: true,
      skip_empty_lines: true,
    }),
  );
  let page: FileRow[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      page.push(checkRow({ row: info.records, cells: record }));
      if (page.length < ROWS_PER_PAGE) continue;
      yield page;
      page = [];
    }
  } catch (error) {
    throw error instanceof UnreadableFile ? error : unreadable(error as CsvError);
  } finally {
    parser.destroy();
  }
  if (page.length > 0) yield page;
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly records: number };
}

function unreadable({ code, lines }: CsvError & { readonly lines?: number }): UnreadableFile {
  const why = code === 'CSV_MAX_RECORD_SIZE' ? 'a row is too long' : 'its quotes do not close';
  return new UnreadableFile(why, typeof lines === 'number' ? lines : null);
}
