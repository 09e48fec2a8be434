/**
 * A workbook of one sheet (ECMA-376): the five small parts around it are fixed, the sheet is
 * written row by row. Text is inline text, which no spreadsheet runs as a formula; amounts are
 * numbers as long as a spreadsheet keeps every digit of them (15), and text beyond.
 */
import { type Bytes, type FileTable, isDecimal } from './table.ts';
import { zipOf } from './zip.ts';

/** Excel's own limit of a cell. */
const CELL_CHARS_MAX = 32_767;
const NUMBER_DIGITS_MAX = 15;
const DECIMALS_MAX = 4;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The indices of `cellXfs` in the part of styles. */
const STYLE = { head: 1, text: 2, decimals: 3 } as const;

/** The workbook's bytes. `at`: the time that its parts bear. */
export function xlsxOf(table: FileTable, at: Date): Bytes {
  const part = (name: string, text: string) => ({ name, bytes: once(HEAD + text) });
  return zipOf(
    [
      part('[Content_Types].xml', CONTENT_TYPES),
      part('_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']])),
      part('xl/workbook.xml', workbook(table.title)),
      part('xl/_rels/workbook.xml.rels', relations([WORKSHEET, ['styles', 'styles.xml']])),
      part('xl/styles.xml', STYLES),
      { name: 'xl/worksheets/sheet1.xml', bytes: sheet(table) },
    ],
    at,
  );
}

async function* once(text: string): Bytes {
  yield Buffer.from(text);
}

async function* sheet({ columns, pages }: FileTable): Bytes {
  const letters = columns.map((_, i) => columnName(i));
  yield Buffer.from(`${HEAD}<worksheet xmlns="${MAIN}">${FROZEN_HEAD}<sheetData>`);
  const head = columns.map(({ name }, i) => textCell(`${letters[i]}1`, name, STYLE.head));
  yield Buffer.from(`<row r="1">${head.join('')}</row>`);
  let n = 1;
  for await (const rows of pages) {
    const lines = rows.map((row) => {
      n += 1;
      const cells = row.map((text, i) => cell(`${letters[i]}${n}`, text, columns[i]?.holds));
      return `<row r="${n}">${cells.join('')}</row>`;
    });
    yield Buffer.from(lines.join(''));
  }
  yield Buffer.from('</sheetData></worksheet>');
}

function cell(at: string, text: string, holds: 'text' | 'amount' | undefined): string {
  if (text === '') return '';
  return holds === 'amount' && fitsNumber(text)
    ? `<c r="${at}" s="${STYLE.decimals + decimalsOf(text)}"><v>${text}</v></c>`
    : textCell(at, text, STYLE.text);
}

function fitsNumber(text: string): boolean {
  if (!isDecimal(text) || decimalsOf(text) > DECIMALS_MAX) return false;
  return text.replace(/[-.]/g, '').replace(/^0+/, '').length <= NUMBER_DIGITS_MAX;
}

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

function textCell(at: string, text: string, style: number): string {
  const inside = escaped(text.slice(0, CELL_CHARS_MAX));
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${inside}</t></is></c>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * XML has no control characters and no lone surrogates, spreadsheets write a carriage return as
 * `_x000D_`, and so a text that looks like such a sequence must be written as one.
 */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('\r', '_x000D_')
    .replace(NO_XML, '\uFFFD')
    .replace(/[&<>]/g, (character) => ENTITIES[character] as string);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be written
const NO_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** 0 -> `A`, 26 -> `AA`. */
function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

type Relation = readonly [type: string, target: string];
const WORKSHEET: Relation = ['worksheet', 'worksheets/sheet1.xml'];

function relations(list: readonly Relation[]): string {
  const each = list.map(
    ([type, target], i) =>
      `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}

function workbook(title: string): string {
  return (
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
    `<sheet name="${escaped(title)}" sheetId="1" r:id="rId1"/></sheets></workbook>`
  );
}

const CONTENT_TYPES =
  `<Types xmlns="${PACKAGE}/content-types">` +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  '<Default Extension="rels" ' +
  'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/>` +
  '</Types>';

const FROZEN_HEAD =
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" ' +
  'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
  '<sheetFormatPr defaultColWidth="20" defaultRowHeight="15"/>';

/**
 * `cellXfs`: usual, head, text (49: also after a person has edited the cell), then numbers with 0
 * to 4 decimals (3 and 4 are built in).
 */
const STYLES = [
  `<styleSheet xmlns="${MAIN}">`,
  '<numFmts count="3"><numFmt numFmtId="164" formatCode="#,##0.0"/>',
  '<numFmt numFmtId="165" formatCode="#,##0.000"/>',
  '<numFmt numFmtId="166" formatCode="#,##0.0000"/></numFmts>',
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>',
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
  '<fills count="2"><fill><patternFill patternType="none"/></fill>',
  '<fill><patternFill patternType="gray125"/></fill></fills>',
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  '<cellXfs count="8"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
  '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>',
  ...[49, 3, 164, 4, 165, 166].map(
    (format) =>
      `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  ),
  '</cellXfs>',
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
  '</styleSheet>',
].join('');
