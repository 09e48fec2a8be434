/** Text for people: colours where they are wanted, aligned tables, and JSON for programs. */

export interface Style {
  head(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  dim(text: string): string;
}

const same = (text: string) => text;
export const PLAIN: Style = { head: same, good: same, bad: same, warn: same, dim: same };

const sgr = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
const COLOURED: Style = {
  head: sgr(1),
  good: sgr(32),
  bad: sgr(31),
  warn: sgr(33),
  dim: sgr(2),
};

/** Colours on a terminal only, and not where NO_COLOR is set. */
export function styleFor(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Style {
  return isTerminal && !env.NO_COLOR && env.TERM !== 'dumb' ? COLOURED : PLAIN;
}

/**
 * Columns as wide as their widest cell. `right`: columns of figures. Cells are plain text; `paint`
 * may colour a finished, padded cell.
 */
export function table(
  style: Style,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { right = [], paint = (padded) => padded }: TableOptions = {},
): string {
  const cells = rows.map((row) => row.map(printable));
  const widths = head.map((name, i) =>
    Math.max(name.length, ...cells.map((row) => (row[i] ?? '').length)),
  );
  const line = (row: readonly string[], each: (padded: string, column: number) => string) =>
    row
      .map((cell, i) => {
        const width = widths[i] ?? 0;
        const last = i === row.length - 1;
        const padded = right.includes(i) ? cell.padStart(width) : last ? cell : cell.padEnd(width);
        return each(padded, i);
      })
      .join('  ')
      .trimEnd();
  return [
    line(head, style.head),
    ...cells.map((row) => line(row, (padded, i) => paint(padded, i, row))),
  ].join('\n');
}

interface TableOptions {
  readonly right?: readonly number[];
  readonly paint?: (padded: string, column: number, row: readonly string[]) => string;
}

/** `name   value`, a line each; values that are null are left out. */
export function facts(
  style: Style,
  list: readonly (readonly [name: string, value: string | null])[],
): string {
  const shown = list.filter(([, value]) => value !== null);
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown
    .map(([name, value]) => `${style.dim(name.padEnd(width))}  ${printable(value ?? '')}`)
    .join('\n');
}

/** Parts with a blank line between; empty ones are left out. */
export function sections(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** What others wrote (names, replies) must not move the cursor or add lines. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, '\u00b7');
}

/** One JSON document: bigints as strings, times as ISO 8601. */
export function toJson(data: unknown): string {
  return JSON.stringify(
    data,
    (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    2,
  );
}

/** A moment for people: UTC to the second. */
export function momentText(at: Date | null): string {
  return at === null
    ? '-'
    : at
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, 'Z');
}
