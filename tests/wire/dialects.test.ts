/** Every dialect of the registry keeps what dialects promise. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import type { DialectHarness } from '../../src/dialects/harness.ts';
import { DIALECTS, dialectByName } from '../../src/dialects/registry.ts';
import { toolsByDialect } from '../../src/dialects/tools-registry.ts';
import { describeDialect } from './dialect-suite.ts';

const FILES = [
  'client.ts',
  'codec.ts',
  'dialect.ts',
  'errors.ts',
  'fixtures',
  'members.ts',
  'notification.ts',
  'operations',
  'reference',
  'settings.ts',
  'signature.ts',
  'status.ts',
  'tools.ts',
];

const FOLDERS = new URL('../../src/dialects/', import.meta.url);

test('each dialect is a folder with the same files and parts of them, and a line in the registry', () => {
  const folders = readdirSync(FOLDERS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'kit')
    .map(({ name }) => name);
  assert.deepEqual(folders.toSorted(), DIALECTS.map(({ name }) => name).toSorted());
  for (const folder of folders) {
    const files = readdirSync(new URL(`${folder}/`, FOLDERS)).filter((file) => !isTest(file));
    // A big API has a folder of operations, a small one a file.
    const whole = files
      .filter((file) => !isPart(file))
      .map((file) => file.replace(/^operations\.ts$/, 'operations'));
    assert.deepEqual(whole.toSorted(), FILES, `files of ${folder}`);
    assert.ok(existsSync(new URL(`${folder}/fixtures/harness.ts`, FOLDERS)));
  }
});

function isTest(file: string): boolean {
  return file.endsWith('.test.ts');
}

/** A big file is cut into parts that are named after it: `members-code.ts`. */
function isPart(file: string): boolean {
  const [, whole = ''] = /^([a-z]+)-[a-z]+\.ts$/.exec(file) ?? [];
  return FILES.includes(`${whole}.ts`) || FILES.includes(whole);
}

test('no two dialects share a name or a route', () => {
  const routes = DIALECTS.flatMap(({ operations }) =>
    operations.flatMap(({ method, paths }) => paths.map((path) => method + path)),
  );
  assert.equal(new Set(routes).size, routes.length);
  for (const dialect of DIALECTS) assert.equal(dialectByName(dialect.name), dialect);
  assert.equal(dialectByName('no such dialect'), null);
});

// All of them before the first test: a test that waits for nothing begins while a module loads.
const HARNESSES: ReadonlyMap<string, DialectHarness> = new Map(
  await Promise.all(
    DIALECTS.map(async ({ name }) => {
      const module = await import(new URL(`${name}/fixtures/harness.ts`, FOLDERS).href);
      return [name, module.harness as DialectHarness] as const;
    }),
  ),
);

for (const dialect of DIALECTS) {
  const harness = HARNESSES.get(dialect.name);
  const tools = toolsByDialect(dialect.name);
  assert.ok(harness !== undefined && tools !== null, `${dialect.name} has a harness and tools`);
  describeDialect({ dialect, tools, harness });
}
