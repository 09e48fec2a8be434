/**
 * Report files, read by programs that share no code with ours: Python's csv, zipfile and XML
 * parser, and gpg. Where those are not installed, small readers of the tests' own stand in.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { decrypt, readMessage, readPrivateKey } from 'openpgp';
import type { Packing, ReportFormat } from '../../src/domain/report.ts';
import { SHOP_PUBLIC, SHOP_SECRET } from '../../src/files/fixtures/pgp-samples.ts';
import { reportFile } from '../../src/files/report-file.ts';
import { collect, tableOf } from '../../src/files/test-support/bytes.ts';
import { unzip } from '../../src/files/test-support/unzip.ts';
import { HOSTILE_NAMES } from '../browser/hostile-names.ts';

type Cell = readonly [kind: 'text' | 'number', value: string, format: number];

interface Reader {
  readonly name: string;
  csv(file: Buffer): readonly (readonly string[])[];
  sheet(file: Buffer): { rows: readonly Readonly<Record<string, Cell>>[]; formulas: number };
  zip(file: Buffer): Map<string, Buffer>;
}

function python<T>(as: 'csv' | 'xlsx' | 'zip', file: Buffer): T {
  const script = new URL('report_read.py', import.meta.url).pathname;
  const input = JSON.stringify({ as, data: file.toString('base64') });
  const options = { input, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };
  return JSON.parse(execFileSync('python3', [script], options).toString()) as T;
}

const PYTHON: Reader = {
  name: 'Python',
  csv: (file) => python<{ rows: string[][] }>('csv', file).rows,
  sheet: (file) => python('xlsx', file),
  zip: (file) => {
    const { files } = python<{ files: Record<string, string> }>('zip', file);
    return new Map(Object.entries(files).map(([k, v]) => [k, Buffer.from(v, 'base64')]));
  },
};

/** One field of RFC 4180 at a time. */
function fieldsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

const FORMATS = [0, 49, 49, 3, 164, 4, 165, 166];
const CELL =
  /<c r="([A-Z]+)[0-9]+" s="([0-9])"(?: t="inlineStr"><is><t[^>]*>([^<]*)<\/t><\/is>|><v>([^<]*)<\/v>)<\/c>/g;

function cellsOf(row: string): Record<string, Cell> {
  const cells = [...row.matchAll(CELL)].map(([, at = '', style, text, number]) => {
    const format = FORMATS[Number(style)] ?? 0;
    if (text === undefined) return [at, ['number', number ?? '', format]] as const;
    const plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    const value = plain.replace(/_x([0-9A-F]{4})_/gi, (_, code) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    return [at, ['text', value, format]] as const;
  });
  return Object.fromEntries(cells);
}

const OWN: Reader = {
  name: 'a reader of the tests',
  csv: (file) => fieldsOf(file.toString().replace('\uFEFF', '')),
  sheet: (file) => {
    const sheet = `${unzip(file).get('xl/worksheets/sheet1.xml')}`;
    const rows = [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = '']) =>
      cellsOf(row),
    );
    return { rows, formulas: [...sheet.matchAll(/<f[ >]/g)].length };
  },
  zip: unzip,
};

const isInstalled = (command: string) => spawnSync(command, ['--version']).status === 0;
const READERS = isInstalled('python3') ? [PYTHON, OWN] : [OWN];

const NAMES = ['ref', 'amount', 'remark'];
const STRANGE = [
  ...HOSTILE_NAMES,
  ...['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', 'x;=1', 'ไทย ภาษา', '"', ',', 'a\r\nb', ' '],
  ...['_x0041_', '0123456789012345678', '1e5', 'é', '😀'],
];
const ROWS = STRANGE.map((text, i) => [`R${i}`, `${i - 3}.50`, text]);
const TOTAL = ['TOTAL', '99.00', '2'];

function make(format: ReportFormat, packing: Packing): Promise<Buffer> {
  const file = reportFile({
    fileName: `payment_PH_20261120_7f3a.${packing === 'plain' ? format : 'zip'}`,
    format,
    packing,
    pgpKey: SHOP_PUBLIC,
    at: new Date('2026-11-20T12:00:00Z'),
    detail: tableOf(NAMES, ROWS.slice(0, 7), ROWS.slice(7), [TOTAL]),
    summary: tableOf(NAMES, [TOTAL]),
  });
  return collect(file);
}

/** Characters that XML has no way to hold are replaced in a workbook. */
const inXml = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is replaced
  text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD');

for (const reader of READERS) {
  describe(`a report that is read by ${reader.name}`, () => {
    test('has the same cells as CSV, but for an apostrophe before a formula', async () => {
      const rows = reader.csv(await make('csv', 'plain'));
      assert.deepEqual(rows[0], NAMES);
      assert.deepEqual(rows.at(-1), TOTAL);
      assert.equal(rows.length, ROWS.length + 2);
      for (const [i, [ref, amount, remark = '']] of rows.slice(1, -1).entries()) {
        assert.deepEqual([ref, amount], ROWS[i]?.slice(0, 2));
        assert.equal(/^[=+\-@\t\r\n]/.test(remark), false, remark);
        const original = ROWS[i]?.[2]?.toWellFormed() ?? '';
        assert.equal(remark.replaceAll("'", ''), original.replaceAll("'", ''));
      }
    });

    test('has the same cells as a workbook, amounts as numbers and no formula', async () => {
      const { rows, formulas } = reader.sheet(await make('xlsx', 'plain'));
      assert.equal(formulas, 0);
      assert.equal(rows.length, ROWS.length + 2);
      for (const [i, row] of rows.slice(1, -1).entries()) {
        const [ref, amount, remark = ''] = ROWS[i] ?? [];
        assert.deepEqual(row, {
          A: ['text', ref, 49],
          B: ['number', amount, 4],
          C: ['text', inXml(remark), 49],
        });
      }
    });

    test('lies in a zip beside its summary', async () => {
      for (const format of ['csv', 'xlsx'] as const) {
        const files = reader.zip(await make(format, 'zip'));
        const stem = 'payment_PH_20261120_7f3a';
        assert.deepEqual([...files.keys()], [`${stem}.${format}`, `${stem}_summary.${format}`]);
        const [detail, summary] = [...files.values()] as [Buffer, Buffer];
        const count = (file: Buffer) =>
          format === 'csv' ? reader.csv(file).length : reader.sheet(file).rows.length;
        assert.deepEqual([count(detail), count(summary)], [ROWS.length + 2, 2]);
      }
    });
  });
}

async function openedByLibrary(file: Buffer): Promise<Buffer> {
  const decryptionKeys = await readPrivateKey({ armoredKey: SHOP_SECRET });
  const message = await readMessage({ binaryMessage: file });
  return Buffer.from((await decrypt({ message, decryptionKeys, format: 'binary' })).data);
}

/** With a key ring of its own, which is gone afterwards. */
async function openedByGpg(t: TestContext, file: Buffer): Promise<Buffer> {
  const home = await mkdtemp(join(tmpdir(), 'causeway-gpg-'));
  const env = { ...process.env, GNUPGHOME: home };
  t.after(async () => {
    spawnSync('gpgconf', ['--kill', 'all'], { env });
    await rm(home, { recursive: true, force: true });
  });
  const gpg = (args: readonly string[], input: string | Buffer) =>
    execFileSync('gpg', ['--batch', '--quiet', ...args], {
      input,
      env,
      timeout: 60_000,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  gpg(['--import'], SHOP_SECRET);
  return gpg(['--decrypt'], file);
}

describe('an encrypted report', () => {
  test('is opened by whoever has the key: by the library, and by gpg where it is installed', async (t) => {
    const file = await make('csv', 'pgp');
    const opened = [await openedByLibrary(file)];
    if (isInstalled('gpg')) opened.push(await openedByGpg(t, file));
    for (const zip of opened) {
      const detail = [...unzip(zip).values()][0] as Buffer;
      assert.deepEqual(OWN.csv(detail).at(-1), TOTAL);
    }
  });
});
