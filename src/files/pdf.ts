/**
 * A table as a PDF to read and print: A4 on its side, headings on every page, in one font that has
 * Latin, Greek, Cyrillic and simplified Chinese. The glyphs that are used travel inside the file.
 * What the font does not have is shown as an empty box; CSV and JSON have every letter.
 */
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import type { Bytes, FileTable } from './table.ts';

/** Of a table: each page costs some milliseconds of a thread, and nobody reads a thousand. */
export const PDF_ROWS_MAX = 5_000;

const FONT = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
);
/** Points: A4 is 842 by 595 of them. */
const [WIDTH, HEIGHT, MARGIN] = [842, 595, 30];
const [TITLE_SIZE, FACT_SIZE, CELL_SIZE_MAX] = [14, 9, 8];
/** The widest that a character of Latin is, of the font's size; a Chinese one is the size. */
const LATIN_EM = 0.6;
const GAP_EM = 0.8;

export interface PdfPage {
  readonly heading: string;
  /** Said once, above the table. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** `at`: when it says it was made: the same table is the same file. */
export async function* pdfOf(table: FileTable, page: PdfPage, at: Date): Bytes {
  const rows: (readonly string[])[] = [];
  // All of them first: where they do not add up there is no file.
  for await (const some of table.pages) rows.push(...some);
  const info = { Title: page.heading, CreationDate: at };
  const doc = new PDFDocument({ size: [WIDTH, HEIGHT], margin: 0, info, autoFirstPage: false });
  const done: Uint8Array[] = [];
  doc.on('data', (piece: Uint8Array) => done.push(piece));
  const ended = new Promise((resolve) => doc.once('end', resolve));
  const layout = layoutOf(table, rows);
  doc.font(FONT);
  let [drawn, number] = [0, 0];
  do {
    doc.addPage();
    number += 1;
    const top = number === 1 ? drawHead(doc, page) : MARGIN;
    drawn += drawRows(doc, { table, rows: rows.slice(drawn), layout, top });
    drawNumber(doc, number);
    // Others have their turn between two pages.
    yield* done.splice(0);
    await new Promise((resolve) => setImmediate(resolve));
  } while (drawn < rows.length);
  doc.end();
  await ended;
  yield* done;
}

interface Layout {
  readonly size: number;
  /** Where each column begins and ends. */
  readonly columns: readonly { readonly left: number; readonly right: number }[];
}

/** As large as fits: each column as wide as its longest text. */
function layoutOf({ columns }: FileTable, rows: readonly (readonly string[])[]): Layout {
  const ems = columns.map(({ name }, i) =>
    rows.reduce((most, row) => Math.max(most, emsOf(row[i] ?? '')), emsOf(name)),
  );
  const total = ems.reduce((sum, one) => sum + one + GAP_EM, 0);
  const size = Math.min(CELL_SIZE_MAX, (WIDTH - 2 * MARGIN) / total);
  // What is left over is shared out.
  const stretch = (WIDTH - 2 * MARGIN) / (total * size);
  let left = MARGIN;
  return {
    size,
    columns: ems.map((one) => {
      const width = (one + GAP_EM) * size * stretch;
      left += width;
      return { left: left - width, right: left - GAP_EM * size };
    }),
  };
}

function emsOf(text: string): number {
  let sum = 0;
  for (const letter of text) sum += (letter.codePointAt(0) ?? 0) < 0x2e80 ? LATIN_EM : 1;
  return sum;
}

type Doc = InstanceType<typeof PDFDocument>;

/** Answers where the table begins. */
function drawHead(doc: Doc, { heading, facts }: PdfPage): number {
  doc.fontSize(TITLE_SIZE).text(heading, MARGIN, MARGIN, { lineBreak: false });
  let y = MARGIN + TITLE_SIZE * 1.8;
  for (const [name, value] of facts) {
    doc.fontSize(FACT_SIZE).text(`${name}: ${value}`, MARGIN, y, { lineBreak: false });
    y += FACT_SIZE * 1.6;
  }
  return y + FACT_SIZE;
}

/** As many as the page holds, under the headings; answers how many. */
function drawRows(
  doc: Doc,
  of: {
    readonly table: FileTable;
    readonly rows: readonly (readonly string[])[];
    readonly layout: Layout;
    readonly top: number;
  },
): number {
  const { table, rows, layout, top } = of;
  const step = layout.size * 1.8;
  doc.fontSize(layout.size);
  const draw = (row: readonly string[], y: number) => {
    for (const [i, text] of row.entries()) {
      const column = layout.columns[i];
      if (text === '' || column === undefined) continue;
      const isAmount = table.columns[i]?.holds === 'amount';
      const x = isAmount ? column.right - doc.widthOfString(text) : column.left;
      doc.text(text, x, y, { lineBreak: false });
    }
  };
  draw(
    table.columns.map(({ name }) => name),
    top,
  );
  const rule = top + layout.size * 1.5;
  doc
    .moveTo(MARGIN, rule)
    .lineTo(WIDTH - MARGIN, rule)
    .lineWidth(0.5)
    .stroke();
  const count = Math.max(1, Math.floor((HEIGHT - 2 * MARGIN - (top - MARGIN)) / step) - 2);
  const shown = rows.slice(0, count);
  for (const [i, row] of shown.entries()) draw(row, top + (i + 1) * step + layout.size * 0.3);
  return shown.length;
}

function drawNumber(doc: Doc, number: number): void {
  doc.fontSize(FACT_SIZE);
  const text = `${number}`;
  const x = WIDTH - MARGIN - doc.widthOfString(text);
  doc.text(text, x, HEIGHT - MARGIN + 6, { lineBreak: false });
}
