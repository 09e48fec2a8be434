import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkTidiness } from './tidy.ts';

function rulesBroken(path: string, text: string): string[] {
  return checkTidiness([{ path, text }]).map(({ rule }) => rule);
}

function lines(count: number): string {
  return Array.from({ length: count }, (_, index) => `  use(${index});`).join('\n');
}

const longFunction = `function work() {\n${lines(69)}\n}\n`;

const BROKEN: readonly (readonly [what: string, path: string, text: string])[] = [
  ['a line of 101 columns', 'src/a.ts', `const a = ${'b + '.repeat(22)}cc;`.padEnd(101, ' ')],
  ['a long comment', 'tools/a.ts', `// ${'word '.repeat(20)}`],
  ['a file of 401 lines', 'tests/a.ts', lines(401)],
  ['a function of 71 lines', 'src/a.ts', longFunction],
  ['a long test', 'src/a.test.ts', `test('a', () => {\n${lines(70)}\n});\n`],
  ['a reminder', 'src/a.ts', `// ${'TO'}${'DO'}: later`],
  ['a second reminder', 'src/a.ts', `// ${'FIX'}${'ME'}`],
  ['Number() in domain', 'src/domain/a.ts', 'export const a = Number(text);'],
  ['parseFloat in store', 'src/store/a.ts', 'export const a = parseFloat(text);'],
  ['Number.parseFloat in store', 'src/store/a.ts', 'export const a = Number.parseFloat(text);'],
  ['toFixed in amounts', 'src/wire/amount.ts', 'export const a = sum.toFixed(2);'],
  ['a template as a query', 'src/web/a.ts', 'await db.query(`select 1`);'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of a template
  ['a pasted query in a test', 'tests/a.test.ts', 'await db.query(`drop table ${name}`);'],
  ['throw in domain', 'src/domain/a.ts', 'function f() { throw new Error(); }'],
  ['it for a test', 'tests/a.test.ts', "import { it } from 'node:test';"],
  ['suite for describe', 'tests/a.test.ts', "import { suite, test } from 'node:test';"],
  ['test under another name', 'tests/a.test.ts', "import { it as test } from 'node:test';"],
  ['test as a default', 'tests/a.test.ts', "import test from 'node:test';"],
  ['all of node:test', 'tests/a.test.ts', "import * as node from 'node:test';"],
  ['a sleep in a test', 'src/a.test.ts', "import { setTimeout } from 'node:timers/promises';"],
  ['a timer in a test', 'tests/a.ts', 'await new Promise((done) => setTimeout(done, 5));'],
  ['a pause of a page', 'tests/browser/a.test.ts', 'await page.waitForTimeout(5);'],
  ['throw in app', 'src/app/a.ts', 'export const f = () => { throw new Error(); };'],
];

const TIDY: readonly (readonly [what: string, path: string, text: string])[] = [
  ['a line of 100 columns', 'src/a.ts', `const a = ${'b + '.repeat(22)}c;`],
  ['a long text', 'src/a.ts', `const a = '${'word '.repeat(30)}';`],
  ['a file of 400 lines', 'tests/a.ts', lines(400)],
  ['a function of 70 lines', 'src/a.ts', longFunction.replace('  use(0);\n', '')],
  ['a long describe', 'src/a.test.ts', `describe('a', () => {\n${lines(80)}\n});\n`],
  ['Number() on the wire', 'src/wire/utf8.ts', 'export const a = Number(text);'],
  ['a query in store', 'src/store/a.ts', 'await db.query(`select 1`);'],
  ['a query with parameters', 'src/web/a.ts', "await db.query('select $1', [1]);"],
  ['an assertion in domain', 'src/domain/a.ts', 'function assertA() { throw new Error(); }'],
  ['test by its name', 'tests/a.test.ts', "import { describe, test } from 'node:test';"],
  ['a type of node:test', 'tests/a.ts', "import type { TestContext } from 'node:test';"],
  ['a timer in a server', 'src/store/a.ts', 'setTimeout(look, 5);'],
  ['the clock of a run of faults', 'tests/faults/a.ts', 'setTimeout(kill, 5);'],
  ['throw in store', 'src/store/a.ts', 'function f() { throw new Error(); }'],
];

describe('the check of tidiness', () => {
  for (const [what, path, text] of BROKEN) {
    test(`refuses ${what}`, () => assert.equal(rulesBroken(path, text).length, 1));
  }

  for (const [what, path, text] of TIDY) {
    test(`accepts ${what}`, () => assert.deepEqual(rulesBroken(path, text), []));
  }
});
