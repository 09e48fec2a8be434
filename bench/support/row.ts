/** The table: what was measured, beside what, and whether the target is reached. */

export interface Row {
  readonly what: string;
  /** With its unit. */
  readonly figure: string;
  /** What it stands beside, with its figure; empty: nothing. */
  readonly beside: string;
  readonly ratio: number | null;
  readonly target: string;
  /** Null: no target. */
  readonly reached: boolean | null;
  /** Said below the table. */
  readonly note?: string;
}

export function rate(perSecond: number, unit = '/s'): string {
  return `${Math.round(perSecond).toLocaleString('en')}${unit}`;
}

export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

export function latency({ p50Ms, p99Ms }: { p50Ms: number; p99Ms: number }): string {
  return `p50 ${ms(p50Ms)}, p99 ${ms(p99Ms)}`;
}

const HEADS = ['measured', 'figure', 'beside', 'ratio', 'target', 'reached'];

/** Aligned text, readable in a terminal and as Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ what, figure, beside, ratio, target, reached }) => [
    what,
    figure,
    beside,
    ratio === null ? '' : ratio.toFixed(2),
    target,
    reached === null ? '' : reached ? 'yes' : 'NO',
  ]);
  const widths = HEADS.map((head, i) =>
    Math.max(head.length, ...cells.map((row) => row[i]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(HEADS), rule, ...cells.map(line)].join('\n');
}

export function notesOf(rows: readonly Row[]): string {
  return rows
    .flatMap(({ what, note }) => (note === undefined ? [] : [`- ${what}: ${note}`]))
    .join('\n');
}
