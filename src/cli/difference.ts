/** Where two texts begin to differ, for people. */
import { printable } from './style.ts';

export interface Difference {
  /** Index in UTF-16 units, from 0. */
  readonly at: number;
  /** Both from a little before the difference on, and a caret line below them. */
  readonly expected: string;
  readonly given: string;
  readonly caret: string;
}

const BEFORE = 24;
const AFTER = 36;

/** The first difference; null when the texts are equal. */
export function firstDifference(expected: string, given: string): Difference | null {
  if (expected === given) return null;
  let at = 0;
  while (at < expected.length && at < given.length && expected[at] === given[at]) at += 1;
  // Not between the two halves of a character.
  if (at > 0 && /[\ud800-\udbff]/.test(expected[at - 1] ?? '')) at -= 1;
  const from = at <= BEFORE + 1 ? 0 : at - BEFORE;
  const window = (text: string) => {
    const begin = from === 0 ? '' : '…';
    const end = text.length > at + AFTER ? '…' : '';
    return printable(begin + text.slice(from, at + AFTER) + end);
  };
  return {
    at,
    expected: window(expected),
    given: window(given),
    caret: `${' '.repeat(at - from + (from === 0 ? 0 : 1))}^`,
  };
}

/** `expected …`, `given …` and the caret, three lines. */
export function differenceText({ expected, given, caret }: Difference): string {
  return [`  expected  ${expected}`, `  given     ${given}`, `            ${caret}`].join('\n');
}
