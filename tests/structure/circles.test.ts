import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkCircles } from './circles.ts';
import type { Source } from './source.ts';

/** Files of one import each, given as the statement. */
function files(imports: Readonly<Record<string, string>>): Source[] {
  return Object.entries(imports).map(([path, text]) => ({ path, text }));
}

const ROUND: readonly (readonly [what: string, imports: Readonly<Record<string, string>>])[] = [
  [
    'two files',
    {
      'src/web/a.ts': "import { b } from './b.ts';",
      'src/web/b.ts': "import { a } from './a.ts';",
    },
  ],
  [
    'a type that goes back',
    {
      'src/web/a.ts': "import { b } from './b.ts';",
      'src/web/b.ts': "import type { A } from './a.ts';",
    },
  ],
  [
    'a type named in place',
    {
      'src/web/a.ts': "import { b } from './b.ts';",
      'src/web/b.ts': "export type A = import('./a.ts').A;",
    },
  ],
  [
    'three files of three folders',
    {
      'emulators/x/a.ts': "export { b } from './in/b.ts';",
      'emulators/x/in/b.ts': "export * from '../out/c.ts';",
      'emulators/x/out/c.ts': "const a = await import('../a.ts');",
    },
  ],
  ['a file of itself', { 'src/web/a.ts': "import { a } from './a.ts';" }],
];

describe('the check of circles', () => {
  for (const [what, imports] of ROUND) {
    test(`finds ${what}`, () => assert.equal(checkCircles(files(imports)).length, 1));
  }

  test('says the whole way round and the line where it begins', () => {
    const found = checkCircles(
      files({
        'src/a.ts': "import 'pg';\nimport { b } from './b.ts';",
        'src/b.ts': "import { c } from './c.ts';\nimport { a } from './a.ts';",
        'src/c.ts': '',
      }),
    );
    const rule = 'imports go round: src/a.ts -> src/b.ts -> src/a.ts';
    assert.deepEqual(found, [{ path: 'src/a.ts', line: 2, rule }]);
  });

  test('accepts two ways to one file, and what tests import of what they test', () => {
    const sound = files({
      'src/a.ts': "import { b } from './b.ts';\nimport { c } from './c.ts';",
      'src/b.ts': "import { c } from './c.ts';",
      'src/c.ts': '',
      'tests/a.ts': "import { b } from './b.ts';",
      'tests/b.ts': "import { a } from './a.ts';",
    });
    assert.deepEqual(checkCircles(sound), []);
  });
});
