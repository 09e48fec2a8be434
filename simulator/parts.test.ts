import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePix } from 'pix-utils';
import { parse as parsePromptPay } from 'promptparse';
import { crc16, isWholeQr, qrPayload } from './emv.ts';
import { FAULT_NAMES, FAULTS } from './faults.ts';
import { parseMajor, parseMinor, printMajor } from './money.ts';
import { signCallback, signRequest } from './signature.ts';

test('major units read back what was printed, in every scale', () => {
  const minor = fc.bigInt({ min: 1n, max: 10n ** 18n - 1n });
  fc.assert(
    fc.property(minor, fc.integer({ min: 0, max: 18 }), (amount, scale) => {
      const asset = `XTS/${scale}`;
      assert.equal(parseMajor(printMajor(amount, asset), asset), amount);
    }),
  );
});

test('amounts that do not fit are no amounts', () => {
  for (const text of ['', '0', '-1', '01', '1.0', '1e3', ' 1', '9'.repeat(19)]) {
    assert.equal(parseMinor(text), undefined, text);
  }
  assert.equal(parseMajor('1.005', 'PHP/2'), undefined);
  assert.equal(parseMajor('1.500', 'PHP/2'), 150n);
});

test('the documented signature examples are true', async () => {
  const text = await readFile(join(import.meta.dirname, '../docs/simulator.md'), 'utf8');
  const secret = 'secret-of-the-example';
  const body = '{"reference":"r-1"}';
  assert.ok(text.includes(signRequest(secret, '1700000000', 'POST', '/v1/payments', body)));
  assert.ok(text.includes(signCallback([secret], '1700000000', '{"eventId":"evt_1"}')));
});

test('the documented table of magic amounts is the one that works', async () => {
  const text = await readFile(join(import.meta.dirname, '../docs/simulator.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (9\d{3}) \| `(\w+)` \|/gm)];
  const documented = rows.map(([, ending, name]) => [name, Number(ending)]);
  assert.deepEqual(
    documented,
    FAULT_NAMES.map((name) => [name, FAULTS[name].magic]),
  );
});

test('QR texts are whole, carry their label and amount, and independent readers agree', () => {
  assert.equal(crc16('123456789'), '29B1');
  const label = '0123456789ABCDEF0123';
  for (const asset of ['PHP/2', 'IDR/0', 'THB/2', 'MYR/2', 'BRL/2', 'USD/2']) {
    const text = qrPayload(asset, label, 'Ünï Shop & Söns of a long name', 1050n, false);
    assert.ok(isWholeQr(text), asset);
    assert.ok(isWholeQr(text.slice(0, -4) + text.slice(-4).toLowerCase()), asset);
    assert.equal(isWholeQr(text.replace('TEST', 'BEST')), false, asset);
    const parsed = parsePromptPay(text, true);
    assert.equal(parsed?.getTagValue('62', '05'), label, asset);
    assert.equal(parsed?.getTagValue('54'), asset === 'IDR/0' ? '1050' : '10.50', asset);
    assert.equal(parsed?.getTagValue('01'), '12', asset);
  }
  const pix = parsePix(qrPayload('BRL/2', label, 'Loja', 1050n, false));
  assert.equal('transactionAmount' in pix && pix.transactionAmount, 10.5);
  const open = parsePromptPay(qrPayload('PHP/2', label, 'Shop', undefined, true), true);
  assert.equal(open?.getTagValue('54'), undefined);
  assert.equal(open?.getTagValue('01'), '11');
});

test('the simulator imports nothing of the platform, and of the platform only the launcher starts it', async () => {
  const imports = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;
  const sources = async (folder: string): Promise<string[]> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
    return files.map(({ parentPath, name }) => join(parentPath, name));
  };
  const reaches = async (from: string, into: string): Promise<string[]> => {
    const found: string[] = [];
    for (const file of await sources(from)) {
      const text = await readFile(file, 'utf8');
      for (const [, target = ''] of text.matchAll(imports)) {
        const path = target.startsWith('.') ? join(file, '..', target) : target;
        if (!relative(into, path).startsWith('..') && target.startsWith('.')) found.push(file);
      }
    }
    return found;
  };
  const root = join(import.meta.dirname, '..');
  const [ours, theirs] = [join(root, 'simulator'), join(root, 'src')];
  assert.deepEqual(await reaches(ours, theirs), []);
  // The launcher starts both processes' servers side by side; between them there is only HTTP.
  const launcher = join(theirs, 'cli');
  const users = (await reaches(theirs, ours)).filter((file) => !file.startsWith(launcher));
  assert.deepEqual(users, []);
  assert.notDeepEqual(await reaches(ours, ours), [], 'the check sees imports at all');
});
