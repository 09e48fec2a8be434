/**
 * One-dimensional arrays in PostgreSQL's binary form, as a set-based statement's parameters: no
 * number becomes text, nothing is escaped here and parsed there.
 */

export type Cell = string | number | bigint | boolean | Date | null;

interface Form {
  readonly oid: number;
  /** Bytes of every value; null: they differ, and `sizeOf` has each. */
  readonly fixed: number | null;
  sizeOf(cell: Cell): number;
  write(cell: Cell, to: Target, at: number): void;
}

/** The same bytes twice: numbers are written by the view, which is the fast way for a bigint. */
interface Target {
  readonly bytes: Buffer;
  readonly view: DataView;
}

const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
const JSONB_VERSION = 1;

const fixed = (oid: number, bytes: number, write: Form['write']): Form => ({
  oid,
  fixed: bytes,
  sizeOf: () => bytes,
  write,
});

function writeBigint(value: bigint, { view }: Target, at: number): void {
  // The view would take the lowest 64 bits of anything.
  if (BigInt.asIntN(64, value) !== value) throw outOfRange(value);
  view.setBigInt64(at, value);
}

const FORMS = {
  smallint: fixed(21, 2, (cell, { bytes }, at) => bytes.writeInt16BE(cell as number, at)),
  integer: fixed(23, 4, (cell, { bytes }, at) => bytes.writeInt32BE(cell as number, at)),
  bigint: fixed(20, 8, (cell, to, at) =>
    writeBigint(typeof cell === 'bigint' ? cell : BigInt(cell as number), to, at),
  ),
  boolean: fixed(16, 1, (cell, { bytes }, at) => {
    bytes[at] = cell ? 1 : 0;
  }),
  text: {
    oid: 25,
    fixed: null,
    sizeOf: (cell) => Buffer.byteLength(cell as string),
    write: (cell, { bytes }, at) => bytes.write(cell as string, at),
  },
  jsonb: {
    oid: 3802,
    fixed: null,
    sizeOf: (cell) => 1 + Buffer.byteLength(cell as string),
    write: (cell, { bytes }, at) => {
      bytes[at] = JSONB_VERSION;
      bytes.write(cell as string, at + 1);
    },
  },
  /** Days since 2000, from `2026-11-30`. An invalid date throws. */
  date: fixed(1082, 4, (cell, { bytes }, at) => {
    const ms = Date.parse(`${cell as string}T00:00:00Z`) - POSTGRES_EPOCH_MS;
    bytes.writeInt32BE(ms / 86_400_000, at);
  }),
  /** Microseconds since 2000. An invalid date throws. */
  timestamptz: fixed(1184, 8, (cell, to, at) => {
    const ms = (cell as Date).getTime() - POSTGRES_EPOCH_MS;
    writeBigint(BigInt(ms) * 1000n, to, at);
  }),
} as const satisfies Record<string, Form>;

/** Types that a column of a set-based statement can have. */
export type ColumnType = keyof typeof FORMS;

const HEAD_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;

/** The cells as `type[]`. Throws a `RangeError` on a cell that the type cannot hold. */
export function binaryArray(type: ColumnType, cells: readonly Cell[]): Buffer {
  const form: Form = FORMS[type];
  const sizes = sizesOf(form, cells);
  let length = HEAD_BYTES + LENGTH_BYTES * cells.length;
  let hasNulls = 0;
  for (const size of sizes) {
    if (size === NULL_LENGTH) hasNulls = 1;
    else length += size;
  }
  const bytes = Buffer.allocUnsafe(length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  // Dimensions, whether there are nulls, the element's type; then length and first index.
  view.setInt32(0, 1);
  view.setInt32(4, hasNulls);
  view.setInt32(8, form.oid);
  view.setInt32(12, cells.length);
  view.setInt32(16, 1);
  writeCells(form, cells, sizes, { bytes, view });
  return bytes;
}

/** Of each cell, in bytes. A column is mostly one value over and over: it is measured once. */
function sizesOf(form: Form, cells: readonly Cell[]): readonly number[] {
  const sizes = new Array<number>(cells.length);
  let [last, lastSize]: [Cell, number] = [null, NULL_LENGTH];
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i] as Cell;
    if (cell !== last) {
      last = cell;
      lastSize = cell === null ? NULL_LENGTH : (form.fixed ?? form.sizeOf(cell));
    }
    sizes[i] = lastSize;
  }
  return sizes;
}

function writeCells(
  form: Form,
  cells: readonly Cell[],
  sizes: readonly number[],
  target: Target,
): void {
  const { bytes, view } = target;
  let at = HEAD_BYTES;
  let [last, lastAt]: [Cell, number] = [null, 0];
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i] as Cell;
    const size = sizes[i] as number;
    view.setInt32(at, size);
    at += LENGTH_BYTES;
    if (size === NULL_LENGTH) continue;
    // A text again: the few bytes are there already.
    if (cell === last && form.fixed === null) bytes.copyWithin(at, lastAt, lastAt + size);
    else form.write(cell, target, at);
    last = cell;
    lastAt = at;
    at += size;
  }
}

function outOfRange(value: bigint): RangeError {
  return new RangeError(`${value} is no 64-bit integer`);
}
