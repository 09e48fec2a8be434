import assert from 'node:assert/strict';
import type { Parsed, ParseError } from '../parsed.ts';

/** The value of an accepted input; fails the test with the reason otherwise. */
export function accepted<T>(parsed: Parsed<T>): T {
  assert.ok(parsed.ok, parsed.ok ? '' : `refused: ${parsed.error.reason}`);
  return parsed.value;
}

/** The error of a refused input; fails the test if it was accepted. */
export function refused<T>(parsed: Parsed<T>): ParseError {
  assert.ok(!parsed.ok, 'accepted, though it should be refused');
  return parsed.error;
}
