/** How many cases a generated test tries: the default count, or the full one with FULL_TESTS=1. */
export function runs(defaultValue: number, full: number): number {
  return process.env.FULL_TESTS === '1' ? full : defaultValue;
}
