import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertNone, readProject } from './source.ts';
import { checkWords } from './words.ts';

function broken(text: string, path = 'src/app/a.ts'): number {
  return checkWords([{ path, text }]).length;
}

test('names use the words of the field', () => {
  assertNone(checkWords(readProject()));
});

describe('the check of words', () => {
  for (const text of [
    'const news = 1;',
    'function applyNews() {}',
    'interface News {}',
    'class Twin { #carry() {} told = 1; }',
    'type A = { readonly firstTold: boolean };',
    'const f = ({ a: heard }) => heard;',
    'const PUSHED_ONCE = 1;',
    'const a = { feeBackOf: 1 };',
    'const notice = 1;',
  ]) {
    test(`finds a retired word in: ${text}`, () => assert.ok(broken(text) > 0));
  }

  for (const text of [
    'const newsletter = [];',
    'list.push(1);',
    'const row = { fee_back_minor: 1n, notice: 1 };',
    'const { feeBackMinor, ...rest } = picture;',
    "const text = 'told';",
  ]) {
    test(`lets stand: ${text}`, () => assert.equal(broken(text), 0));
  }

  test('leaves alone what is not the product', () => {
    assert.equal(broken('const told = 1;', 'tests/a.ts'), 0);
    assert.equal(broken('const told = 1;', 'src/app/a.test.ts'), 0);
  });
});
