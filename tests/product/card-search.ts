/**
 * Looks for card numbers where the product keeps or says something: texts, files byte by byte, all
 * tables of the database. A number is found as digits, in groups, in hexadecimal (as a dump prints
 * bytes) and in base64.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type pg from 'pg';

/** Where numbers were found, each place once. */
export type Found = readonly string[];

export class CardSearch {
  readonly #forms: RegExp;

  /** `numbers`: digits alone. */
  constructor(numbers: readonly string[]) {
    this.#forms = new RegExp(numbers.flatMap(formsOf).join('|'));
  }

  isIn(bytes: Uint8Array | string): boolean {
    const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1');
    return this.#forms.test(text);
  }

  inTexts(texts: Readonly<Record<string, string>>): Found {
    return Object.keys(texts).filter((name) => this.isIn(texts[name] ?? ''));
  }

  /** All files below a folder, whatever they are. A file that goes while we look is passed over. */
  async inFiles(folder: string): Promise<{ readonly found: Found; readonly count: number }> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const found: string[] = [];
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name);
      const bytes = await readFile(path).catch(unlessGone);
      if (bytes !== null && this.isIn(bytes)) found.push(relative(folder, path));
    }
    return { found, count: files.length };
  }

  inTables(tables: Readonly<Record<string, readonly string[]>>): Found {
    return Object.keys(tables).filter((table) => tables[table]?.some((row) => this.isIn(row)));
  }
}

/** Every row of every table of ours, as the database prints it. */
export async function rowsOf(pool: pg.Pool): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = await pool.query<{ name: string; statement: string }>(
    `select format('%I.%I', schemaname, tablename) as name,
       format('select t::text as row from %I.%I t', schemaname, tablename) as statement
     from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const rows: Record<string, readonly string[]> = {};
  for (const { name, statement } of tables.rows) {
    const found = await pool.query<{ row: string }>(statement);
    rows[name] = found.rows.map(({ row }) => row);
  }
  return rows;
}

function formsOf(number: string): readonly string[] {
  return [
    [...number].join('[ -]?'),
    Buffer.from(number).toString('hex'),
    ...[0, 1, 2].map((offset) => base64Of(number, offset)),
  ];
}

/** What base64 makes of a number after `offset` bytes, without what depends on its neighbours. */
function base64Of(number: string, offset: number): string {
  const text = Buffer.from('0'.repeat(offset) + number).toString('base64');
  const first = Math.ceil((offset * 8) / 6);
  const past = Math.floor(((offset + number.length) * 8) / 6);
  return text.slice(first, past).replaceAll('+', '\\+');
}

function unlessGone(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error;
  return null;
}
