/**
 * Every path that the Philippine Open API's documents name is served, by its method: the table of
 * paths is a fixture written from those documents, the paths are the registry's.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { dialectByName } from '../../src/dialects/registry.ts';

const FILE = new URL('../../src/dialects/open-api-ph/fixtures/paths.json', import.meta.url);
const DUE = JSON.parse(readFileSync(FILE, 'utf8')) as Readonly<Record<string, string>>;
const operations = dialectByName('open-api-ph')?.operations ?? [];
const served = operations.map(({ method, paths }) => paths.map((path) => `${method} ${path}`));

describe('the paths of the Philippine Open API', () => {
  for (const [entry, path] of Object.entries(DUE)) {
    test(`${entry}: ${path} is served`, () => {
      assert.ok(served.flat().includes(path));
    });
  }

  // A second path of a call, or its second method, is an alias of ours.
  test('are in the table, each call by one of them', () => {
    const due = new Set(Object.values(DUE).map((path) => path.replace(/^\w+ /, '')));
    const others = operations.filter(({ paths }) => !paths.some((path) => due.has(path)));
    assert.deepEqual(
      others.map(({ name }) => name),
      [],
    );
  });
});
