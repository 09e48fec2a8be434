import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AccountLine,
  type AccountStatement,
  NOTHING,
  plus,
} from '../domain/account-statement.ts';
import { STATEMENT_FORMATS, type StatementFormat, statementFile } from './statement-file.ts';
import type { StatementLanguage } from './statement-words.ts';

const AT = new Date('2026-06-30T00:00:00Z');
const LINE: AccountLine = {
  ...{ day: '2026-06-02', at: new Date('2026-06-02T01:02:03.456Z'), seq: 7n },
  ...{ name: 'payin.paid', subjectId: 9n, changes: { ...NOTHING, pending: 9_900n } },
  ...{ feeMinor: 90n, taxMinor: 10n },
};
const SETTLED: AccountLine = {
  ...{ ...LINE, seq: 8n, name: 'batch.settled:9', feeMinor: 0n, taxMinor: 0n },
  changes: { ...NOTHING, pending: -9_900n, available: 9_400n, debt: 500n },
};
const OPENING = { ...NOTHING, debt: -500n };
const CLOSING = plus(plus(OPENING, LINE.changes), SETTLED.changes);

const statementOf = (lines: readonly AccountLine[]): AccountStatement => ({
  ...{ merchantId: 5n, mode: 'live', asset: 'PHP/2', from: '2026-06-02', to: '2026-06-03' },
  ...{ opening: OPENING, closing: CLOSING },
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
  test('has opening, each entry with every account, and closing, as plain decimals', async () => {
    const csv = (await textOf([LINE, SETTLED], 'csv')).split('\r\n');
    assert.deepEqual(csv.slice(1), [
      '2026-06-02,,,Opening,,PHP,0.00,0.00,0.00,0.00,0.00,-5.00,,,-5.00',
      '2026-06-02,"2026-06-02 01:02:03",7,payin.paid,9,PHP,99.00,0.00,0.00,0.00,0.00,0.00,0.90,0.10,94.00',
      '2026-06-02,"2026-06-02 01:02:03",8,batch.settled:9,9,PHP,-99.00,94.00,0.00,0.00,0.00,5.00,0.00,0.00,94.00',
      '2026-06-03,,,Closing,,PHP,0.00,94.00,0.00,0.00,0.00,0.00,,,94.00',
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

  test('is none when its lines do not come to its closing', async () => {
    for (const format of STATEMENT_FORMATS) {
      await assert.rejects(textOf([LINE], format), /comes to/);
    }
  });
});
