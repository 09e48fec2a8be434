import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { checkCircles } from '../tests/structure/circles.ts';
import { checkModules } from '../tests/structure/modules.ts';
import { assertNone, type Source } from '../tests/structure/source.ts';
import { checkTidiness } from '../tests/structure/tidy.ts';

const ROOT = join(import.meta.dirname, '..');
const COPIED = ['src', 'tests', 'emulators', 'tools', 'biome.json', '.gitignore', 'package.json'];

const copy = mkdtempSync(join(tmpdir(), 'causeway-new-'));
after(() => rmSync(copy, { recursive: true }));
for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));

/** Runs Node in the copy, as a run of its own and no part of this one. */
function node(...args: string[]) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return spawnSync(process.execPath, args, { cwd: copy, env, encoding: 'utf8' });
}

const begin = (...args: string[]) => node('tools/new.ts', ...args);

/** The names of the tests of these files that failed, of those that have `word` in their name. */
function failing(word: string, ...files: string[]): string[] {
  const pattern = `--test-name-pattern=${word}`;
  const { stdout } = node('--test', '--test-reporter=tap', pattern, ...files);
  return [...stdout.matchAll(/^ *not ok \d+ - (.*)$/gm)].map(([, name = '']) => name);
}

function sourcesIn(folder: string): Source[] {
  return globSync(`${folder}/**/*.ts`, { cwd: copy }).map((path) => ({
    path,
    text: readFileSync(join(copy, path), 'utf8'),
  }));
}

/** Each place that is unwritten is named by a test of the folder that fails. */
function assertNamed(folder: string, name: string, sources: readonly Source[]): void {
  const places = sources.flatMap(({ text }) => [...text.matchAll(/\bunwritten\(\s*'([^']+)'/g)]);
  const named = failing(name, ...globSync(`${folder}/*.test.ts`, { cwd: copy }));
  assert.ok(places.length > 10);
  for (const [, what] of places) assert.ok(named.includes(`${name}: ${what}`), what);
}

describe('npm run new -- connector acme-pay', () => {
  const begun = begin('connector', 'acme-pay');
  const folder = 'src/connectors/acme-pay';
  const sources = sourcesIn(folder);

  test('makes a folder that keeps the structure rules, and a line in the registry', () => {
    assert.equal(begun.status, 0, begun.stderr);
    assert.ok(sources.length > 10);
    assertNone([...checkModules(sources), ...checkTidiness(sources), ...checkCircles(sources)]);
    assert.ok(sources.every(({ text }) => !/new-?connector/i.test(text)));
    const registry = readFileSync(join(copy, 'src/connectors/registry.ts'), 'utf8');
    assert.match(registry, /^import \{ acmePay \} from '.\/acme-pay\/connector.ts';$/m);
    assert.match(registry, /CONNECTORS.*\bacmePay\]/);
  });

  test('whose tests name each thing that is to be written', () => {
    assertNamed(folder, 'acme-pay', sources);
  });

  test('which the conformance suite refuses, while it still takes the others', () => {
    const suite = 'tests/wire/connectors.test.ts';
    const parts = failing('acme-pay', suite).filter((name) => name.startsWith('acme-pay: '));
    assert.deepEqual(parts, ['acme-pay: requests', 'acme-pay: replies', 'acme-pay: callbacks']);
    const others = failing('^(simulator: (requests|callbacks)|connectors are found)', suite);
    assert.deepEqual(
      others.filter((name) => /^(simulator|connectors)/.test(name)),
      [],
    );
  });

  test('and does not write over what is there', () => {
    const again = begin('connector', 'acme-pay');
    assert.equal(again.status, 1);
    assert.match(again.stderr, /src\/connectors\/acme-pay exists/);
  });
});

describe('npm run new -- dialect acme-api', () => {
  const begun = begin('dialect', 'acme-api');
  const folder = 'src/dialects/acme-api';
  const sources = sourcesIn(folder);

  test('makes a folder that keeps the structure rules, and a line in each registry', () => {
    assert.equal(begun.status, 0, begun.stderr);
    assert.ok(sources.length > 12);
    assertNone([...checkModules(sources), ...checkTidiness(sources), ...checkCircles(sources)]);
    assert.ok(sources.every(({ text }) => !/new-? ?dialect/i.test(text)));
    const registry = readFileSync(join(copy, 'src/dialects/registry.ts'), 'utf8');
    assert.match(registry, /DIALECTS.*\bacmeApi\]/);
    const tools = readFileSync(join(copy, 'src/dialects/tools-registry.ts'), 'utf8');
    assert.match(tools, /\bacmeApiTools,?\s*\]/);
  });

  test('whose tests name each thing that is to be written', () => {
    assertNamed(folder, 'acme-api', sources);
  });

  test('which the conformance suite refuses', () => {
    const refused = failing('acme-api', 'tests/wire/dialects.test.ts');
    for (const part of ['requests', 'replies', 'notifications']) {
      assert.ok(
        refused.some((name) => name.startsWith(`acme-api: ${part}`)),
        `${part}: ${refused.join(', ')}`,
      );
    }
  });
});

describe('npm run new', () => {
  for (const [what, args] of [
    ['without a kind', []],
    ['without a name', ['connector']],
    ['of an unknown kind', ['cashier', 'acme']],
    ['under a name that is no folder here', ['connector', '../acme']],
    ['under a name with capitals', ['connector', 'Acme']],
    ['of two at once', ['connector', 'acme', 'bolt']],
  ] as const) {
    test(`${what} says what is wanted`, () => {
      const { status, stderr } = begin(...args);
      assert.equal(status, 1);
      assert.match(stderr, /-- connector acme-pay|not a name in lower case/);
    });
  }
});
