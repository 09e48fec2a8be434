import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertNone, readDocuments } from './source.ts';
import { checkDocuments, checkWords } from './words.ts';

function broken(text: string, path = 'src/app/a.ts'): number {
  return checkWords([{ path, text }]).length;
}

test('documents use the words of the field', () => {
  assertNone(checkDocuments(readDocuments()));
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
    'class Twins {}',
    'class Any { #takeBack() {} }',
    'const A_PARKED_ROW = 1;',
    '// The merchant is told.',
    '/** One a line:\n * pushes of a day. */',
    'const a = [1 /* untold */];',
    'f(1, /* the twin */ 2);',
  ]) {
    test(`finds a retired word in: ${text}`, () => assert.ok(broken(text) > 0));
  }

  for (const text of [
    'const newsletter = [];',
    'list.push(1);',
    'const row = { fee_back_minor: 1n, notice: 1 };',
    'const { feeBackMinor, ...rest } = picture;',
    "const text = 'told';",
    'const text = `// told`;',
    '// Rows of `news` are kept.',
    '// The queue is pushing.',
  ]) {
    test(`lets stand: ${text}`, () => assert.equal(broken(text), 0));
  }

  for (const [title, path] of [
    ['names of tests', 'tests/a.ts'],
    ['names beside the code', 'src/app/a.test.ts'],
  ] as const) {
    test(`finds it in ${title}`, () => assert.equal(broken('const told = 1;', path), 1));
  }

  test('finds it in the name of a file', () => {
    assert.equal(broken('', 'emulators/simulator/tell.ts'), 1);
    assert.equal(broken('', 'bench/support/kept-notices.ts'), 1);
  });

  test('finds it in a document, but not in its code', () => {
    const inDocument = (text: string) => checkDocuments([{ path: 'docs/a.md', text }]);
    const [found, ...more] = inDocument('A first line.\nThe payer is told.');
    assert.deepEqual([found?.line, more], [2, []]);
    assert.deepEqual(inDocument('State `parked`, and a word of `told`.'), []);
  });

  test('finds it in what a test is called, and lets plain English stand', () => {
    const titled = (title: string) => broken(`test(${title}, () => 1);`, 'tests/a.ts');
    assert.equal(titled("'the merchant is told'"), 1);
    assert.equal(titled('`told $' + '{state} again`'), 1);
    assert.equal(titled("'a freed slot makes room for the next'"), 0);
  });
});
