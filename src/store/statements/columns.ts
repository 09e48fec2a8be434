/** A list of columns, said once: names, casts, assignments and the parameter arrays come of it. */
import { binaryArray, type Cell, type ColumnType } from './binary-array.ts';

type Column<T> = readonly [name: string, type: ColumnType, cell: (row: T) => Cell];

export interface Columns<T> {
  readonly names: string;
  /** `$2::bigint[], $3::text[], …` */
  casts(from: number): string;
  /** `state = u.state, …` for all but the key, which comes first. */
  assignments(alias: string): string;
  /** One array per column, in binary. Throws on a value that its column cannot hold. */
  parameters(rows: readonly T[]): Buffer[];
}

/** Describes the columns of a set-based statement. The first is the key. */
export function columns<T>(list: readonly Column<T>[]): Columns<T> {
  return {
    names: list.map(([name]) => name).join(', '),
    casts: (from) => list.map(([, type], i) => `$${from + i}::${type}[]`).join(', '),
    assignments: (alias) =>
      list
        .slice(1)
        .map(([name]) => `${name} = ${alias}.${name}`)
        .join(', '),
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
