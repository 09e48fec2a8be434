import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CHANNELS } from '../catalogue/catalogue.ts';
import { channelDocs } from './channel-docs.ts';

const DOCS = new URL('../../docs/', import.meta.url);

test('docs/channel-list.md is the catalogue (node bin/run.mjs tools/channel-docs.ts writes it)', () => {
  assert.equal(readFileSync(new URL('channel-list.md', DOCS), 'utf8'), channelDocs(CHANNELS));
});

test('every pay code that docs/channels.md names is in the catalogue, and none is left out', () => {
  const page = readFileSync(new URL('channels.md', DOCS), 'utf8');
  const [, section = ''] = /## 3\. The collect API\n([\s\S]*?)\n## 4/.exec(page) ?? [];
  const named = [...section.matchAll(/\b(\d{5}|10[12])\b/g)].map(([code]) => code);
  const there = CHANNELS.flatMap(({ aliases }) => aliases.collect ?? []);
  assert.deepEqual([...new Set(named)].sort(), [...new Set(there)].sort());
});
