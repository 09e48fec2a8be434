import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SDK_FILES, sourceOf } from '../../tools/sdk/source.ts';

for (const [dialect, file] of SDK_FILES) {
  test(`what the SDK knows of ${dialect} is what the platform does`, async () => {
    const due = await sourceOf(dialect);
    const hint = 'run: node bin/run.mjs tools/sdk-calls.ts';
    assert.ok(readFileSync(file, 'utf8') === due, hint);
  });
}
