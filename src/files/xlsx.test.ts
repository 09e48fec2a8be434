import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collect, tableOf } from './test-support/bytes.ts';
import { unzip } from './test-support/unzip.ts';
import { xlsxOf } from './xlsx.ts';

const AT = new Date('2026-11-20T12:00:00Z');

async function partsOf(table: ReturnType<typeof tableOf>) {
  return unzip(await collect(xlsxOf(table, AT)));
}

async function sheetOf(...pages: Parameters<typeof tableOf>[1][]): Promise<string> {
  const parts = await partsOf(tableOf(['ref', 'amount'], ...pages));
  return parts.get('xl/worksheets/sheet1.xml')?.toString() ?? '';
}

const text = (at: string, inside: string) =>
  `<c r="${at}" s="2" t="inlineStr"><is><t xml:space="preserve">${inside}</t></is></c>`;

describe('a workbook', () => {
  test('has the parts that a spreadsheet looks for, each named by another', async () => {
    const parts = await partsOf(tableOf(['ref']));
    assert.deepEqual(
      [...parts.keys()],
      [
        ...['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels'],
        ...['xl/styles.xml', 'xl/worksheets/sheet1.xml'],
      ],
    );
    assert.match(`${parts.get('xl/workbook.xml')}`, /<sheet name="payment" sheetId="1"/);
  });

  test('has amounts as numbers with their decimals, as long as no digit is lost', async () => {
    const sheet = await sheetOf([
      ['a', '100.50'],
      ['b', '-5'],
      ['c', '1234567890123.45'],
      ['d', '12345678901234.56'],
      ['e', '0.0001'],
      ['f', '=1+1'],
      ['g', ''],
    ]);
    for (const cell of [
      ...['<c r="B2" s="5"><v>100.50</v></c>', '<c r="B3" s="3"><v>-5</v></c>'],
      ...['<c r="B4" s="5"><v>1234567890123.45</v></c>', text('B5', '12345678901234.56')],
      ...['<c r="B6" s="7"><v>0.0001</v></c>', text('B7', '=1+1')],
    ]) {
      assert.ok(sheet.includes(cell), cell);
    }
    assert.equal(sheet.includes('B8'), false);
  });

  test('has no formula, whatever a cell says, and cannot be broken out of', async () => {
    const sheet = await sheetOf(
      [['=cmd|x', '1']],
      [['</t></is></c><c><f>1+1</f>', '2']],
      [['a\u0000\uD800b\r\n_x0041_', '3']],
    );
    assert.equal(/<f[ >]/.test(sheet), false);
    assert.ok(sheet.includes(text('A2', '=cmd|x')));
    assert.ok(
      sheet.includes(text('A3', '&lt;/t&gt;&lt;/is&gt;&lt;/c&gt;&lt;c&gt;&lt;f&gt;1+1&lt;/f&gt;')),
    );
    assert.ok(sheet.includes(text('A4', 'a\uFFFD\uFFFDb_x000D_\n_x005F_x0041_')));
  });

  test('has a column for each of many, and cuts what no cell can hold', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `c${i}`);
    const parts = await partsOf(tableOf(names, [names.map(() => 'x'.repeat(40_000))]));
    const sheet = `${parts.get('xl/worksheets/sheet1.xml')}`;
    const cells = [...sheet.matchAll(/<c r="([A-Z]+)2"/g)].map(([, name]) => name);
    assert.deepEqual(cells.slice(24), ['Y', 'Z', 'AA', 'AB', 'AC', 'AD']);
    const longest = Math.max(...[...sheet.matchAll(/x+(?=<\/t>)/g)].map(([x]) => x.length));
    assert.equal(longest, 32_767);
  });

  test('ends with the error of its rows, and ends its rows when nobody reads on', async () => {
    async function* broken() {
      yield [['a', '1']];
      throw new Error('no database');
    }
    const table = { ...tableOf(['ref', 'amount']), pages: broken() };
    await assert.rejects(collect(xlsxOf(table, AT)), /no database/);
    const ended = Promise.withResolvers<void>();
    async function* endless() {
      try {
        for (;;) yield Array.from({ length: 1_000 }, (_, i) => [`${i}${Math.random()}`, '1']);
      } finally {
        ended.resolve();
      }
    }
    let size = 0;
    for await (const piece of xlsxOf({ ...table, pages: endless() }, AT)) {
      size += piece.length;
      if (size > 100_000) break;
    }
    await ended.promise;
  });
});
