import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AccountLine,
  type AccountStatement,
  NOTHING,
  plus,
} from '../domain/account-statement.ts';
import { STATEMENT_KINDS } from '../domain/statement-kind.ts';
import {
  fitsFormat,
  STATEMENT_FORMATS,
  type StatementFormat,
  statementFile,
} from './statement-file.ts';
import { STATEMENT_LANGUAGES, STATEMENT_WORDS, type StatementLanguage } from './statement-words.ts';
import { pdfTexts } from './test-support/pdf-text.ts';

const AT = new Date('2026-06-30T00:00:00Z');
const LINE: AccountLine = {
  ...{ day: '2026-06-02', at: new Date('2026-06-02T01:02:03.456Z'), seq: 7n },
  ...{ kind: 'payment', subjectId: 9n, changes: { ...NOTHING, pending: 9_900n } },
  ...{ merchantRef: '=SHOP-1', channel: 'PH_GCASH', batchId: null },
  ...{ feeMinor: 90n, taxMinor: 10n },
};
const SETTLED: AccountLine = {
  ...{ ...LINE, seq: 8n, kind: 'settlement', feeMinor: 0n, taxMinor: 0n },
  ...{ subjectId: 77n, merchantRef: null, channel: null, batchId: 77n },
  changes: { ...NOTHING, pending: -9_900n, available: 9_400n, debt: 500n },
};
const OPENING = { ...NOTHING, debt: -500n };
const CLOSING = plus(plus(OPENING, LINE.changes), SETTLED.changes);

const statementOf = (lines: readonly AccountLine[], lineCount = 2): AccountStatement => ({
  ...{ merchantId: 5n, mode: 'live', asset: 'PHP/2', from: '2026-06-02', to: '2026-06-03' },
  ...{ opening: OPENING, closing: CLOSING, lineCount },
  pages: (async function* () {
    for (const line of lines) yield [line];
  })(),
});

async function textOf(
  lines: readonly AccountLine[],
  format: StatementFormat,
  language: StatementLanguage = 'en',
): Promise<string> {
  const pieces: Uint8Array[] = [];
  const file = statementFile(statementOf(lines), format, language, AT);
  for await (const piece of file) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('the file of a statement', () => {
  test('has opening, each movement with gross, fee, tax and net, and closing', async () => {
    const csv = (await textOf([LINE, SETTLED], 'csv')).split('\r\n');
    assert.deepEqual(csv.slice(1), [
      '2026-06-02,,,"Opening balance",,,,PHP,,,,,-5.00,0.00,0.00,0.00,0.00,0.00,-5.00,',
      `2026-06-02,"2026-06-02 09:02:03",7,Payment,'=SHOP-1,9,PH_GCASH,PHP,100.00,0.90,0.10,99.00,94.00,99.00,0.00,0.00,0.00,0.00,0.00,`,
      '2026-06-02,"2026-06-02 09:02:03",8,Settlement,,77,,PHP,0.00,0.00,0.00,0.00,94.00,-99.00,94.00,0.00,0.00,0.00,5.00,77',
      '2026-06-03,,,"Closing balance",,,,PHP,,,,,94.00,0.00,94.00,0.00,0.00,0.00,0.00,',
      '',
    ]);
  });

  test('has its headings in Chinese, too', async () => {
    const [head = '', opening = ''] = (await textOf([LINE, SETTLED], 'csv', 'zh-CN')).split('\r\n');
    assert.match(head, /日期（UTC\+8）.*待结算,可用/);
    assert.match(opening, /期初/);
  });

  test('is one object as JSON', async () => {
    const json = JSON.parse(await textOf([LINE, SETTLED], 'json'));
    assert.deepEqual(json.lines[1].changes.available, '94.00');
    assert.deepEqual([json.opening.debt, json.closing.available], ['-5.00', '94.00']);
  });

  test('has the rows of the CSV as a PDF, in English and Chinese', async () => {
    for (const [language, heading] of [
      ['en', 'Statement'],
      ['zh-CN', '对账单'],
    ] as const) {
      const file = async (format: StatementFormat) => {
        const pieces: Uint8Array[] = [];
        const statement = statementOf([LINE, SETTLED]);
        for await (const piece of statementFile(statement, format, language, AT, 'Kopi 店')) {
          pieces.push(piece);
        }
        return Buffer.concat(pieces);
      };
      const [page = '', ...others] = pdfTexts(await file('pdf'));
      assert.deepEqual(others, []);
      const texts = page.split('\n');
      assert.ok(texts[0] === heading && page.includes('Kopi 店'), page);
      const rows = (await file('csv')).toString().slice(1).trimEnd().split('\r\n');
      const cells = rows.flatMap((row) => row.split(',').map((one) => one.replaceAll('"', '')));
      const due = cells.filter((one) => one !== '').map((one) => one.replace(/^'=/, '='));
      assert.deepEqual(texts.slice(4, 4 + due.length), due);
      assert.deepEqual(await file('pdf'), await file('pdf'));
    }
  });

  test('names no entry of the ledger, in any format or language', async () => {
    for (const language of STATEMENT_LANGUAGES) {
      const { kinds } = STATEMENT_WORDS[language];
      assert.deepEqual(Object.keys(kinds).toSorted(), STATEMENT_KINDS.toSorted());
      assert.equal(new Set(Object.values(kinds)).size, STATEMENT_KINDS.length, 'no two alike');
      for (const format of ['csv', 'json'] as const) {
        assert.doesNotMatch(await textOf([LINE, SETTLED], format, language), /payin|batch\./);
      }
    }
    assert.match(await textOf([LINE, SETTLED], 'csv', 'zh-CN'), /,收款,.*,结算,/s);
  });

  test('is no workbook when a sheet cannot hold it, and any other file', () => {
    const long = { lineCount: 1_048_574 };
    assert.deepEqual(
      STATEMENT_FORMATS.map((format) => fitsFormat(long, format)),
      [true, false, true, false],
    );
    assert.equal(fitsFormat({ lineCount: 1_048_573 }, 'xlsx'), true);
    assert.throws(() => statementFile(statementOf([], 1_048_574), 'xlsx', 'en', AT), /1048573/);
  });

  test('is none when its lines do not come to its closing', async () => {
    for (const format of STATEMENT_FORMATS) {
      await assert.rejects(textOf([LINE, LINE], format), /comes to/);
      await assert.rejects(textOf([LINE], format), /1 lines were read of 2/);
    }
  });
});
