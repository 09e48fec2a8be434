import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..');
// The changelog names files that have gone.
const PAGES = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).filter((p) => p !== 'CHANGELOG.md');

// What a command of the project makes when it is run.
const MADE = ['src/connectors/acme-pay/unwritten.test.ts', 'tests/browser/screenshots/'];

const NAMED = /`((?:src|tests|tools|emulators|bench|docs|bin)\/[\w./*-]+)`/g;
const LINKED = /\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)\s]*)?\)/g;

/** The files that a page names or links to and that are not there. */
function missingFrom(page: string, text: string): string[] {
  const named = [...text.matchAll(NAMED)].map(([, path = '']) => path);
  const linked = [...text.matchAll(LINKED)].map(([, path = '']) => join(dirname(page), path));
  return [...named, ...linked].filter((path) => !isThere(path));
}

function isThere(path: string): boolean {
  if (path.includes('*')) return globSync(path, { cwd: ROOT }).length > 0;
  return MADE.includes(path) || existsSync(join(ROOT, path));
}

describe('pages', () => {
  for (const page of PAGES) {
    test(`${page} names and links to files that exist`, () => {
      assert.deepEqual(missingFrom(page, readFileSync(join(ROOT, page), 'utf8')), []);
    });
  }

  test('the walks in ARCHITECTURE.md name each file once', () => {
    const page = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
    const walks = page.slice(page.indexOf('## Four walks'), page.indexOf('## What payins come'));
    const rows = [...walks.matchAll(/^\| `(src[^`]+)` \|/gm)].map(([, path]) => path);
    assert.ok(rows.length > 30);
    assert.deepEqual(rows, [...new Set(rows)]);
  });

  test('a file that is not there is found, named or linked to', () => {
    assert.deepEqual(missingFrom('docs/x.md', 'see `src/gone.ts` and [it](../gone.md#a)'), [
      'src/gone.ts',
      'gone.md',
    ]);
    assert.deepEqual(missingFrom('docs/x.md', '`src/main.ts`, [it](../README.md)'), []);
  });
});
