import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openLogFile } from './log-file.ts';

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-log-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a log file is put aside when it is full, and the oldest goes', async (t) => {
  const folder = await folderOf(t);
  const path = join(folder, 'a.log');
  const file = openLogFile(path, { maxBytes: 20, keep: 2 });
  for (const line of ['one 67890\n', 'two 67890\n', 'three 890\n', 'four 7890\n']) file.write(line);
  for (const line of ['five 7890\n', 'six 67890\n', 'seven\n']) file.write(line);
  file.close();
  assert.deepEqual((await readdir(folder)).toSorted(), ['a.log', 'a.log.1', 'a.log.2']);
  assert.equal(await readFile(path, 'utf8'), 'seven\n');
  assert.equal(await readFile(`${path}.1`, 'utf8'), 'five 7890\nsix 67890\n');
  assert.equal(await readFile(`${path}.2`, 'utf8'), 'three 890\nfour 7890\n');
});

test('a log file is for its owner alone, also one that others could read before', async (t) => {
  const path = join(await folderOf(t), 'a.log');
  await writeFile(path, 'before\n', { mode: 0o644 });
  const file = openLogFile(path);
  file.write('after\n');
  file.close();
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.equal(await readFile(path, 'utf8'), 'before\nafter\n');
});

test('two writers of one file put it aside once', async (t) => {
  const folder = await folderOf(t);
  const path = join(folder, 'a.log');
  const both = [0, 1].map(() => openLogFile(path, { maxBytes: 10, keep: 3 }));
  for (const file of both) file.write('12345678\n');
  for (const file of both) file.write('abcdefgh\n');
  for (const file of both) file.close();
  assert.deepEqual((await readdir(folder)).toSorted(), ['a.log', 'a.log.1']);
});
