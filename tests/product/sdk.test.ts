/** The SDK as its users have it: packed, installed from the tarball, run against the product. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { Checked } from '../../sdk/src/notification.ts';
import { packSdk } from '../../tools/sdk/pack.ts';
import { testDatabase } from '../support/database.ts';
import { newPlace, type Product, startProduct } from './product.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');
const TSC = join(ROOT, 'node_modules', 'typescript', 'lib', 'tsc.js');
/** Nothing is asked of a registry. */
const OFFLINE = ['--offline', '--no-audit', '--no-fund', '--loglevel=error'];

interface Line {
  readonly dialect: string;
  readonly notified: Checked<Record<string, string>>;
  readonly status: string;
}

/** How a paid order is called, and what is notified of it. */
const PAID: Readonly<Record<string, { status: string; fields: Record<string, string> }>> = {
  'open-api': { status: 'COMPLETED', fields: { amount: '50010', channelCode: 'PH_GCASH_URL' } },
  // The state of the code: one that is paid once takes nothing more.
  'open-api-ph': { status: 'INACTIVE', fields: { amount: '10050' } },
  collect: { status: '1', fields: { amount: '100', status: '1' } },
  recharge: { status: 'IN_PROGRESS', fields: { amount: '80.00', status: 'IN_PROGRESS' } },
};

describe('the installed SDK', () => {
  let product: Product;
  let folder = '';
  const cleanups: (() => Promise<void>)[] = [];

  before(async () => {
    const context = { after: (task: () => Promise<void>) => void cleanups.push(task) };
    folder = await mkdtemp(join(tmpdir(), 'causeway-sdk-'));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    const tarball = await packSdk(folder);
    await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}');
    await run('npm', ['install', tarball, ...OFFLINE], { cwd: folder });
    await copyFile(join(ROOT, 'tests/product/sdk-shop.mjs'), join(folder, 'shop.mjs'));
    product = await startProduct(await newPlace(context), await testDatabase());
  });
  after(async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  });

  test('holds its code, its types, its licence and nothing else', async () => {
    const installed = join(folder, 'node_modules', '@causeway', 'sdk');
    const files = await readdir(installed, { recursive: true, withFileTypes: true });
    const names = files.filter((file) => file.isFile()).map(({ name }) => name);
    assert.deepEqual(names.filter((name) => !/\.(js|d\.ts)$/.test(name)).sort(), [
      'LICENSE',
      'README.md',
      'package.json',
    ]);
    assert.deepEqual(await readdir(join(folder, 'node_modules')), [
      '.package-lock.json',
      '@causeway',
    ]);
    const { exports: all } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
    for (const path of Object.values(all as Record<string, string>)) {
      await readFile(join(installed, path));
    }
  });

  test('makes an order with each API, has it paid, is notified of it, and finds it', async () => {
    const { stdout } = await run(
      process.execPath,
      ['shop.mjs', join(product.dataDir, 'demo.json')],
      { cwd: folder, timeout: 60_000 },
    );
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    assert.deepEqual(
      lines.map(({ dialect }) => dialect),
      Object.keys(PAID),
    );
    for (const { dialect, notified, status } of lines) {
      assert.ok(notified.ok, dialect);
      assert.equal(status, PAID[dialect]?.status, dialect);
      const { fields = {} } = PAID[dialect] ?? {};
      const said = Object.keys(fields).map((name) => [name, notified.fields[name]]);
      assert.deepEqual(Object.fromEntries(said), fields, dialect);
    }
  });

  test('has types by which a program is checked', async () => {
    const options = ['--noEmit', '--checkJs', '--strict', '--skipLibCheck', '--module', 'nodenext'];
    const types = [
      '--target',
      'es2024',
      '--types',
      'node',
      '--typeRoots',
      join(ROOT, 'node_modules/@types'),
    ];
    await run(process.execPath, [TSC, ...options, ...types, 'shop.mjs'], { cwd: folder }).catch(
      ({ stdout }: { stdout: string }) => assert.fail(stdout),
    );
  });
});
