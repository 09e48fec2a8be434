import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type ColumnMap, readColumnMap } from '../../domain/reconciliation/column-map.ts';
import { bytesOf, collect, tableOf } from '../test-support/bytes.ts';
import { xlsxOf } from '../xlsx.ts';
import { zipOf } from '../zip.ts';
import { CAMT_MAP } from './camt-rows.ts';
import { type IncomingLine, reportLines } from './report-lines.ts';
import { shownNumber } from './shown-number.ts';

const MAP = {
  columns: {
    ...{ ref: 'Payment ID', reference: ['Our ref', 'Reference'], type: 'Type', asset: 'Currency' },
    ...{ amount: 'Amount', fee: 'Fee', at: 'Time', state: 'Status' },
  },
  types: { PAY: 'payment', BACK: 'refund' },
  assets: { PHP: 'PHP/2' },
  sign: 'type',
  fees: 'charged',
  states: ['SUCCESS'],
  zone: '+08:00',
  from: '2026-11-01',
};
const HEAD = 'Payment ID,Reference,Type,Currency,Amount,Fee,Time,Status';
const ROW = 'txn_1,77_2,PAY,PHP,"1,234.50",2.25,2026-11-30 07:30:00,SUCCESS';

function mapOf(more: object = {}): ColumnMap {
  const read = readColumnMap({ ...MAP, ...more });
  assert.ok(read.ok, JSON.stringify(read));
  return read.map;
}

async function linesOf(bytes: AsyncIterable<Uint8Array>, map = mapOf()) {
  const lines: IncomingLine[] = [];
  for await (const page of reportLines(bytes, map)) lines.push(...page);
  return lines;
}

const csv = (...rows: readonly string[]) => bytesOf([HEAD, ...rows].join('\r\n'));

const workbook = (rows: readonly (readonly string[])[], columns = HEAD.split(',')) =>
  xlsxOf(
    tableOf(
      columns,
      rows.map((row) => [...row]),
    ),
    new Date('2026-11-30T00:00:00Z'),
  );

describe('a report file', () => {
  test('is read by its headings, with signs by type and times in the zone of the map', async () => {
    const [line] = await linesOf(csv(ROW));
    assert.deepEqual(line, {
      ...{ row: 2, key: 'payment txn_1', type: 'payment', ref: 'txn_1', reference: '77_2' },
      ...{ bankRef: '', asset: 'PHP/2', grossMinor: 123_450n, feeMinor: -225n, taxMinor: 0n },
      ...{ batch: '', at: new Date('2026-11-29T23:30:00Z'), day: '2026-11-30' },
      balanceMinor: null,
    });
    const [back] = await linesOf(csv(ROW.replace('PAY', 'BACK')));
    assert.equal(back?.grossMinor, -123_450n);
    const moved = bytesOf(`Status,${HEAD.replace(',Status', '')}\nSUCCESS,${ROW.slice(0, -8)}\n`);
    assert.deepEqual((await linesOf(moved))[0]?.grossMinor, 123_450n);
    assert.deepEqual(await linesOf(csv(ROW.replace('SUCCESS', 'FAILED'))), []);
  });

  test('is the same as a workbook, whatever a spreadsheet made of numbers and dates', async () => {
    const cells = [
      'txn_1',
      '77_2',
      'PAY',
      'PHP',
      '1234.50',
      '2.25',
      '2026-11-30 07:30:00',
      'SUCCESS',
    ];
    const map = mapOf({ format: 'xlsx' });
    assert.deepEqual(await linesOf(workbook([cells]), map), await linesOf(csv(ROW)));
    for (const [text, shown] of [
      ['1234.5599999999999', '1234.56'],
      ['0.1', '0.1'],
      ['1.2E+3', '1200'],
      ['5.0000000000000001E-3', '0.005'],
      ['-12.30', '-12.3'],
      ['999999999999999.96', '1000000000000000'],
      ['1,5', null],
    ] as const) {
      assert.equal(shownNumber(text), shown, text);
    }
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_99n }), (minor) => {
        const text = `${minor / 100n}.${`${minor % 100n}`.padStart(2, '0')}`;
        const plain = text.replace(/\.?0+$/, '');
        assert.equal(shownNumber(text), plain === '' ? '0' : plain);
      }),
    );
  });

  test('is refused as a whole, with the row and column of what cannot be used', async () => {
    const bad = (from: string, to: string) => linesOf(csv(ROW, ROW.replace(from, to)));
    await assert.rejects(bad('PAY', 'GIFT'), /row 3, column Type: "GIFT" is no known type/);
    await assert.rejects(bad('PHP', 'EUR'), /row 3, column Currency: "EUR" is no currency/);
    await assert.rejects(bad('2.25', '2.255'), /row 3, column Fee: .*at most 2 decimals/);
    await assert.rejects(bad('2026-11-30', '30.11.2026'), /row 3, column Time/);
    await assert.rejects(bad('"1,234.50"', '=1+1'), /row 3, column Amount: "=1\+1"/);
    await assert.rejects(bad('txn_1', 'тxn'), /row 3, column Payment ID/);
    await assert.rejects(linesOf(bytesOf('a,b\n1,2\n')), /row 1: there is no column Payment ID/);
    await assert.rejects(linesOf(bytesOf('')), /no headings/);
    await assert.rejects(linesOf(csv('"never closed')), /quotes/);
  });

  test('keeps what looks like a formula as the text that it is', async () => {
    const [line] = await linesOf(csv(ROW.replace('77_2', '=HYPERLINK(1)')));
    assert.equal(line?.reference, '=HYPERLINK(1)');
  });
});

describe('a workbook that is made to harm', () => {
  const sheet = (inside: string) => `<worksheet><sheetData>${inside}</sheetData></worksheet>`;
  const zipped = (entries: Readonly<Record<string, string>>) =>
    zipOf(
      Object.entries(entries).map(([name, text]) => ({ name, bytes: bytesOf(text) })),
      new Date('2026-11-30T00:00:00Z'),
    );
  const xlsx = mapOf({ format: 'xlsx' });

  test('is refused before it is unpacked', async () => {
    const bomb = zipped({ 'xl/worksheets/sheet1.xml': 'a'.repeat(3_000_000) });
    await assert.rejects(linesOf(bomb, xlsx), /unpacks to more than it may/);
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`part${at}`, 'x']));
    await assert.rejects(linesOf(zipped(many), xlsx), /more than 200 parts/);
    await assert.rejects(linesOf(bytesOf('no zip'), xlsx), /no workbook/);
    await assert.rejects(linesOf(zipped({ 'xl/other.xml': 'x' }), xlsx), /no sheet/);
  });

  test('computes nothing, and defines nothing', async () => {
    const formula = sheet('<row r="1"><c r="B1"><f>1+1</f><v>2</v></c></row>');
    const entries = { 'xl/worksheets/sheet1.xml': formula };
    await assert.rejects(linesOf(zipped(entries), xlsx), /row 1, column B: a cell has a formula/);
    const entity = `<!DOCTYPE x [<!ENTITY a "aaaa">]>${sheet('<row r="1"><c t="str"><v>&a;</v></c></row>')}`;
    await assert.rejects(
      linesOf(zipped({ 'xl/worksheets/sheet1.xml': entity }), xlsx),
      /no workbook/,
    );
    const far = sheet('<row r="1"><c r="ZZZ1"><v>1</v></c></row>');
    await assert.rejects(linesOf(zipped({ 'xl/worksheets/sheet1.xml': far }), xlsx), /200 columns/);
  });

  test('shared strings, without how they are spoken, and dates of a style', async () => {
    const strings = HEAD.split(',').map(
      (text) => `<si><t>${text}</t><rPh><t>spoken</t></rPh></si>`,
    );
    const heads = strings.map((_, at) => `<c t="s"><v>${at}</v></c>`).join('');
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const row = `${['txn_1', '77', 'PAY', 'PHP'].map(cell).join('')}<c><v>10.1</v></c><c/>`;
    const time = `<c s="1"><v>46356.5</v></c>${cell('SUCCESS')}`;
    const [line] = await linesOf(
      zipped({
        'xl/worksheets/sheet1.xml': sheet(`<row>${heads}</row><row>${row}${time}</row>`),
        'xl/sharedStrings.xml': `<sst>${strings.join('')}</sst>`,
        'xl/styles.xml': '<a><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></a>',
      }),
      xlsx,
    );
    assert.deepEqual([line?.grossMinor, line?.day], [1_010n, '2026-11-30']);
    assert.equal(line?.at.toISOString(), '2026-11-30T04:00:00.000Z');
  });
});

describe('a column map', () => {
  test('names the first thing in it that cannot be used', () => {
    for (const [more, field] of [
      [{ colour: 1 }, 'colour'],
      [{ columns: { ...MAP.columns, size: 'Size' } }, 'columns.size'],
      [{ columns: { ...MAP.columns, at: undefined } }, 'columns.at'],
      [{ types: { PAY: 'gift' } }, 'types.PAY'],
      [{ assets: { PHP: 'peso' } }, 'assets.PHP'],
      [{ zone: '8' }, 'zone'],
      [{ from: 'yesterday' }, 'from'],
      [{ costs: [{ type: 'payment', ratePpm: 20_000 }] }, 'costs.0'],
      [{ sign: { in: ['+'] } }, 'sign.out'],
      [{ delimiter: ';;' }, 'delimiter'],
    ] as const) {
      const read = readColumnMap({ ...MAP, ...more });
      assert.equal(read.ok ? 'read' : read.field, field);
    }
    assert.equal(readColumnMap([]).ok, false);
  });
});

test('a report of many lines is read page by page', async () => {
  const row = (at: number) => ROW.replace('txn_1', `txn_${at}`);
  const file = await collect(csv(...Array.from({ length: 5_000 }, (_, at) => row(at))));
  let pages = 0;
  let lines = 0;
  for await (const page of reportLines(bytesOf(file.toString()), mapOf())) {
    pages += 1;
    lines += page.length;
  }
  assert.deepEqual([lines, pages], [5_000, 6]);
});

describe('a bank’s statement as camt.053', () => {
  const MAP_OF_BANK = { ...CAMT_MAP, assets: { PHP: 'PHP/2' }, from: '2026-11-01' };
  const entry = (inner: string) => `<Ntry>${inner}</Ntry>`;
  const details = (ref: string, text: string) =>
    `<NtryDtls><TxDtls><Amt Ccy="USD">9</Amt><Refs><EndToEndId>${ref}</EndToEndId></Refs>` +
    `<RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls>`;
  const document = (entries: string, head = '') =>
    `<?xml version="1.0" encoding="UTF-8"?>${head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:` +
    `camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>m</MsgId></GrpHdr><Stmt><Id>S-1</Id>` +
    `<Bal><Amt Ccy="PHP">7.00</Amt></Bal>${entries}</Stmt></BkToCstmrStmt></Document>`;
  const read = (text: string) => {
    const map = readColumnMap(MAP_OF_BANK);
    assert.ok(map.ok, JSON.stringify(map));
    return linesOf(bytesOf(text), map.map);
  };

  test('is read entry by entry: sign, day, references and what the payer wrote', async () => {
    const lines = await read(
      document(
        entry(
          '<Amt Ccy="PHP">1200.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>' +
            '<BookgDt><Dt>2026-11-30</Dt></BookgDt><AcctSvcrRef>IB4711</AcctSvcrRef>' +
            details('E2E-1', 'top-up &amp; CW7777777P'),
        ) +
          entry(
            '<Amt Ccy="PHP">20</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>' +
              '<ValDt><DtTm>2026-12-01T09:00:00+08:00</DtTm></ValDt>' +
              '<AddtlNtryInf><![CDATA[fee <monthly>]]></AddtlNtryInf>',
          ) +
          entry('<Amt Ccy="PHP">5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts>'),
      ),
    );
    assert.deepEqual(
      lines.map((one) => [one.key, one.type, one.grossMinor, one.day, one.bankRef, one.reference]),
      [
        ['IB4711', 'bank', 120_050n, '2026-11-30', 'IB4711', 'top-up & CW7777777P'],
        ['S-1/2', 'bank', -2_000n, '2026-12-01', '', 'fee <monthly>'],
      ],
    );
  });

  test('is refused with a document type, half, or as another document', async () => {
    const bomb = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY x SYSTEM "file:///etc/passwd">]>';
    await assert.rejects(read(document('', bomb)), /document type/);
    await assert.rejects(read(document('').slice(0, -20)), /no XML/);
    await assert.rejects(read(document(entry('&undefined;'))), /no XML/);
    await assert.rejects(read('<Document><BkToCstmrDbtCdtNtfctn/></Document>'), /no statement/);
    await assert.rejects(read(`${'<a>'.repeat(50)}`), /too deep/);
    await assert.rejects(
      read(document(entry(`<Amt Ccy="EUR">1</Amt><Sts>BOOK</Sts>`))),
      /currency/,
    );
  });
});
