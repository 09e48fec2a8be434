/** The rules of structure, held to the whole project: one process, as each file is parsed once. */
import { describe, test } from 'node:test';
import { checkCircles } from './circles.ts';
import { checkModules } from './modules.ts';
import { checkPurity } from './purity.ts';
import { assertNone, readProject } from './source.ts';
import { checkTidiness } from './tidy.ts';
import { checkWords } from './words.ts';

const project = readProject();

describe('the project', () => {
  test('is tidy', () => assertNone(checkTidiness(project)));

  test('uses the words of the field in names, comments, and titles of tests', () => {
    assertNone(checkWords(project));
  });

  test('has no imports in a circle in src and emulators, types neither', () => {
    assertNone(checkCircles(project));
  });

  test('imports the way that data flows', () => assertNone(checkModules(project)));

  test('is pure where it must be, and has SQL in store only', () => {
    assertNone(checkPurity(project));
  });
});
