/** What is still to be written, each place a test that fails. Goes when `unwritten.ts` goes. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

for (const path of globSync('**/*.ts', { cwd: import.meta.dirname }).sort()) {
  const text = readFileSync(join(import.meta.dirname, path), 'utf8');
  for (const [, what] of text.matchAll(/unwritten\(\s*'([^']+)',?\s*\)/g)) {
    test(`new-dialect: ${what}`, () => assert.fail(`to be written in ${path}`));
  }
}
