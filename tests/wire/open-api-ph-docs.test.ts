/** The page of the Philippine Open API says what is served, settable and answered. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CHANNELS } from '../../src/catalogue/catalogue.ts';
import { openApiPh } from '../../src/dialects/open-api-ph/dialect.ts';
import { harness } from '../../src/dialects/open-api-ph/fixtures/harness.ts';
import { BANK_LISTS } from '../../src/fields/bank-lists.ts';
import { documentsOf } from '../../src/fields/document-kinds.ts';

const page = readFileSync(new URL('../../docs/dialects/open-api-ph.md', import.meta.url), 'utf8');

test('it names every path with its method', () => {
  const lines = page.split('\n');
  for (const { method, paths } of openApiPh.operations) {
    for (const path of paths) {
      const isNamed = lines.some((line) => line.includes(`\`${path}\``) && line.includes(method));
      assert.ok(isNamed, `${method} ${path}`);
    }
  }
});

test('it names every setting and its default', () => {
  for (const { name, default: value } of openApiPh.settings) {
    const line = page
      .split('\n')
      .find((each) => each.startsWith('|') && each.includes(`\`${name}\``));
    assert.ok(line?.includes(value ?? 'none'), name);
  }
});

test('it lists every channel, bank, wallet and document with where that is known from', () => {
  const section = page.slice(page.indexOf('## 7. Lists and limits'));
  const rows = section
    .split('\n')
    .filter((line) => /\| .*(?:published|client|inferred)/.test(line));
  const listed = new Set(rows.flatMap((row) => row.split('|')[2]?.match(/[A-Z0-9_]+/g) ?? []));
  const banks = ['PHL', 'PHL_WALLET'].flatMap((list) => BANK_LISTS.get(list) ?? []);
  for (const { code } of [...banks, ...documentsOf('PH')]) assert.ok(listed.has(code), code);
  for (const { aliases } of CHANNELS) {
    const alias = aliases['open-api-ph'];
    assert.ok(alias === undefined || listed.has(alias), alias);
  }
});

test('it names every code, and every event that is sent', async () => {
  for (const { code } of openApiPh.errors) assert.ok(page.includes(code), code);
  for (const { event, isSent } of harness.events) {
    if (!isSent) continue;
    const signed = await openApiPh.notification(event, harness.app, harness.keys);
    const { eventName } = JSON.parse(signed?.body ?? '{}') as { eventName: string };
    const [, subject = '', ending = ''] = /^(.*)\.(\w+)$/.exec(eventName) ?? [];
    const line = page.split('\n').find((each) => each.startsWith(`| \`${subject}.`));
    assert.ok(line?.includes(`.${ending}\``), eventName);
  }
});
