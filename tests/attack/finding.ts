/** One line of the table: what was tried, what came of it, and whether that is as it must be. */
export interface Finding {
  readonly what: string;
  readonly measured: string;
  readonly beside: string;
  /** Requests or sockets. */
  readonly count: number;
  readonly goal: string;
  readonly isMet: boolean;
  readonly notes: readonly string[];
}

export function tableOf(findings: readonly Finding[]): string {
  const rows = [
    ['', 'tried', 'measured', 'beside', 'count', 'goal'],
    ...findings.map((one) => [
      one.isMet ? 'met' : 'MISSED',
      ...[one.what, one.measured, one.beside, String(one.count), one.goal],
    ]),
  ];
  const widths =
    rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '));
  const notes = findings.flatMap(({ what, notes: all }) => all.map((note) => `${what}: ${note}`));
  return [...lines.map((line) => line.trimEnd()), '', ...notes].join('\n');
}
