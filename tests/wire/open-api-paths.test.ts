/**
 * Every path that the Open API's documents name is served, and nothing else: the table of paths is
 * a fixture written from those documents, the paths are the registry's.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { CALLS } from '../../src/dialects/open-api/fixtures/published.ts';
import { dialectByName } from '../../src/dialects/registry.ts';

const FILE = new URL('../../src/dialects/open-api/fixtures/paths.json', import.meta.url);
const DUE = JSON.parse(readFileSync(FILE, 'utf8')) as Readonly<Record<string, readonly string[]>>;
const operations = dialectByName('open-api')?.operations ?? [];
const served = new Set(operations.flatMap(({ paths }) => paths));

describe('the paths of the Open API', () => {
  for (const [group, paths] of Object.entries(DUE)) {
    test(`${group}: all ${paths.length} are served, by POST`, () => {
      assert.ok(paths.length > 0);
      assert.deepEqual(
        paths.filter((path) => !served.has(path)),
        [],
      );
      assert.ok(operations.every(({ method }) => method === 'POST'));
    });
  }

  test('are in the table, each of them', () => {
    const due = new Set(Object.values(DUE).flat());
    assert.deepEqual(
      [...served].filter((path) => !due.has(path)),
      [],
    );
  });

  test('of the printed examples are in the table', () => {
    const due = new Set(Object.values(DUE).flat());
    assert.ok(CALLS.length > 30);
    assert.deepEqual(
      CALLS.filter(({ path }) => !due.has(path)),
      [],
    );
  });
});
