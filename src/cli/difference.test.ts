import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { differenceText, firstDifference } from './difference.ts';

describe('the first difference', () => {
  test('is none between equals', () => assert.equal(firstDifference('a=1', 'a=1'), null));

  test('is shown with a caret below both texts', () => {
    const difference = firstDifference('a=1&b=2', 'a=1&B=2');
    assert.ok(difference);
    assert.equal(
      differenceText(difference),
      ['  expected  a=1&b=2', '  given     a=1&B=2', '                ^'].join('\n'),
    );
  });

  test('far inside a long text is shown with what is around it', () => {
    const before = 'x'.repeat(500);
    const difference = firstDifference(`${before}A${'y'.repeat(500)}`, `${before}B`);
    assert.ok(difference);
    assert.equal(difference.at, 500);
    assert.ok(difference.expected.length < 70);
    assert.equal(difference.expected[difference.caret.length - 1], 'A');
    assert.equal(difference.given[difference.caret.length - 1], 'B');
  });

  test('is where the texts part, whatever they are; the caret stands below it', () => {
    const ascii = fc.string({ unit: fc.constantFrom('a', 'b', '=', '&'), maxLength: 80 });
    fc.assert(
      fc.property(ascii, ascii, ascii, (common, a, b) => {
        const difference = firstDifference(common + a, common + b);
        if (difference === null) return assert.equal(a, b);
        const { at, expected, given, caret } = difference;
        assert.equal((common + a).slice(0, at), (common + b).slice(0, at));
        assert.notEqual((common + a)[at], (common + b)[at]);
        assert.notEqual(expected[caret.length - 1], given[caret.length - 1]);
      }),
    );
  });
});
