import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { csvOf } from './csv.ts';
import { collect, tableOf } from './test-support/bytes.ts';

async function cellOf(text: string): Promise<string> {
  const file = (await collect(csvOf(tableOf(['remark'], [[text]])))).toString();
  return file.slice('\uFEFFremark\r\n'.length, -2);
}

describe('a CSV file', () => {
  test('is UTF-8 with its mark, ends each line with CR LF, and goes on over pages', async () => {
    const table = tableOf(
      ['ref', 'amount'],
      [['R1', '1.50']],
      [],
      [
        ['ไทย', '-2.00'],
        ['R3', ''],
      ],
    );
    const file = await collect(csvOf(table));
    assert.deepEqual([...file.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.equal(file.toString(), '\uFEFFref,amount\r\nR1,1.50\r\nไทย,-2.00\r\nR3,\r\n');
  });

  test('quotes what a reader would take apart, and doubles quotes', async () => {
    assert.equal(await cellOf('a,b'), '"a,b"');
    assert.equal(await cellOf('say "hi"'), '"say ""hi"""');
    assert.equal(await cellOf('two\r\nlines'), '"two\r\nlines"');
    assert.equal(await cellOf('a;b'), '"a;b"');
    assert.equal(await cellOf('plain'), 'plain');
    assert.equal(await cellOf(''), '');
  });

  test('neutralises what a spreadsheet would run, and changes no other text', async () => {
    for (const sign of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
      const cell = (await cellOf(`${sign}1+1`)).replace(/^"/, '');
      assert.equal(cell.startsWith(`'${sign}`), true, JSON.stringify(sign));
    }
    assert.equal(await cellOf('x;=1+1'), `"x;'=1+1"`);
    assert.equal(await cellOf('x;"=1+1"'), `"x;""'=1+1"""`);
    assert.equal(await cellOf('x\n@SUM(A1)'), `"x\n'@SUM(A1)"`);
    for (const text of ['a=b', 'a@b.example', '1-2', 'x\r\ny', 'A-1;b']) {
      assert.equal((await cellOf(text)).replaceAll('"', ''), text);
    }
  });

  test('leaves negative amounts numbers, and trusts no column to hold only amounts', async () => {
    const amounts = ['-5.00', '-9007199254740993.25', '-1+1', '=1', '-', '--1', '1e5', '+1'];
    const file = (
      await collect(
        csvOf(
          tableOf(
            ['amount'],
            amounts.map((amount) => [amount]),
          ),
        ),
      )
    ).toString();
    const cells = file.split('\r\n').slice(1, -1);
    assert.deepEqual(cells, [
      ...['-5.00', '-9007199254740993.25'],
      ...["'-1+1", "'=1", "'-", "'--1", '1e5', "'+1"],
    ]);
  });
});
