/** The name that somebody probably meant. */

/** The nearest of the names, if it is near enough to be worth a suggestion; else null. */
export function nearest(given: string, names: readonly string[]): string | null {
  const limit = Math.max(1, Math.floor(given.length / 3));
  let best: { name: string; distance: number } | null = null;
  for (const name of names) {
    const begins = given.length >= 3 && name.startsWith(given);
    const distance = begins ? 1 : distanceBetween(given.toLowerCase(), name.toLowerCase());
    if (distance <= limit && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) {
      best = { name, distance };
    }
  }
  return best?.name ?? null;
}

/**
 * How many single slips (a letter too many, too few, another one, two swapped) lie between two
 * words: optimal string alignment.
 */
export function distanceBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, at(before, j - 2) + 1);
      row.push(least);
    }
    before = above;
    above = row;
  }
  return at(above, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
