/** Pages over several shards, each of which may have stopped looking somewhere. Newest first. */
import type { Page } from '../../ports/operator.ts';

/** What one shard found below a cursor; `stoppedAt`: it looked no further than here. */
export interface Found<Row, Key> {
  readonly rows: readonly Row[];
  readonly stoppedAt: Key | null;
}

/**
 * Merges what the shards found into one page that leaves nothing out: rows older than the point up
 * to which every shard has looked wait for the next page. `compare`: newest first.
 */
export function mergePages<Row, Key>(
  found: readonly Found<Row, Key>[],
  keyOf: (row: Row) => Key,
  compare: (a: Key, b: Key) => number,
  limit: number,
): Page<Row, Key> {
  const stops = found.flatMap(({ rows, stoppedAt }) => {
    const full = rows.length >= limit ? keyOf(rows[rows.length - 1] as Row) : null;
    return [full, stoppedAt]
      .filter((key) => key !== null)
      .sort(compare)
      .slice(0, 1);
  });
  const horizon = stops.sort(compare)[0] ?? null;
  const seen = found
    .flatMap(({ rows }) => rows)
    .filter((row) => horizon === null || compare(keyOf(row), horizon) <= 0)
    .sort((a, b) => compare(keyOf(a), keyOf(b)));
  const rows = seen.slice(0, limit);
  const last = rows[rows.length - 1];
  if (seen.length > limit && last !== undefined) return { rows, next: keyOf(last) };
  return { rows, next: horizon };
}
