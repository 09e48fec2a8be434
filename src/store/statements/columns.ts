/** A list of columns, said once: names, casts, assignments and the parameter arrays come of it. */
import { binaryArray, type Cell, type ColumnType } from './binary-array.ts';

type Column<T> = readonly [name: string, type: ColumnType, cell: (row: T) => Cell];

export interface Columns<T> {
  readonly names: string;
  /**
   * The rows as a subquery, from the arrays `$from`, `$from + 1`, … The arrays are unnested side by
   * side in a select list: in FROM, PostgreSQL keeps a store of rows for each of them first.
   */
  rows(from: number): string;
  /** `state = u.state, …` for all but the key, which comes first. */
  assignments(alias: string): string;
  /** With more columns after these. */
  with(more: readonly Column<T>[]): Columns<T>;
  /** One array per column, in binary. Throws on a value that its column cannot hold. */
  parameters(rows: readonly T[]): Buffer[];
}

/** Describes the columns of a set-based statement. The first is the key. */
export function columns<T>(list: readonly Column<T>[]): Columns<T> {
  return {
    names: list.map(([name]) => name).join(', '),
    rows: (from) =>
      `(select ${list.map(([name, type], i) => `unnest($${from + i}::${type}[]) as ${name}`).join(', ')})`,
    assignments: (alias) =>
      list
        .slice(1)
        .map(([name]) => `${name} = ${alias}.${name}`)
        .join(', '),
    with: (more) => columns([...list, ...more]),
    parameters: (rows) => list.map(([, type, cell]) => binaryArray(type, rows.map(cell))),
  };
}

/** A moment as PostgreSQL reads it. */
export function time(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

export function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
