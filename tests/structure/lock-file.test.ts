import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

const LOCK = join(import.meta.dirname, '..', '..', 'package-lock.json');

interface Entry {
  readonly integrity?: string;
  readonly resolved?: string;
}

const { packages } = JSON.parse(readFileSync(LOCK, 'utf8')) as {
  packages: Readonly<Record<string, Entry>>;
};
const entries = Object.entries(packages).filter(([path]) => path !== '');

describe('package-lock.json', () => {
  test('has a digest for every package, those of other platforms too', () => {
    const without = entries.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ''));
    assert.deepEqual(
      without.map(([path]) => path),
      [],
    );
    assert.ok(entries.length > 200);
  });

  test('names no registry: packages come from whichever one npm is set to', () => {
    const bound = entries.filter(([, { resolved }]) => resolved !== undefined);
    assert.deepEqual(bound, []);
  });
});
