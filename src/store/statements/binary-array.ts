/**
 * One-dimensional arrays in PostgreSQL's binary form, as a set-based statement's parameters: no
 * number becomes text, nothing is escaped here and parsed there.
 */

export type Cell = string | number | bigint | boolean | Date | null;

interface Form {
  readonly oid: number;
  /** Bytes of a value; null cells have none. */
  size(cell: Cell): number;
  write(cell: Cell, to: Buffer, at: number): void;
}

const text = (oid: number): Form => ({
  oid,
  size: (cell) => Buffer.byteLength(cell as string),
  write: (cell, to, at) => to.write(cell as string, at),
});

const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
const JSONB_VERSION = 1;

const FORMS = {
  smallint: {
    oid: 21,
    size: () => 2,
    write: (cell, to, at) => to.writeInt16BE(cell as number, at),
  },
  integer: {
    oid: 23,
    size: () => 4,
    write: (cell, to, at) => to.writeInt32BE(cell as number, at),
  },
  bigint: {
    oid: 20,
    size: () => 8,
    write: (cell, to, at) => to.writeBigInt64BE(BigInt(cell as bigint | number), at),
  },
  boolean: {
    oid: 16,
    size: () => 1,
    write: (cell, to, at) => to.writeUInt8(cell ? 1 : 0, at),
  },
  text: text(25),
  jsonb: {
    oid: 3802,
    size: (cell) => 1 + Buffer.byteLength(cell as string),
    write: (cell, to, at) => {
      to.writeUInt8(JSONB_VERSION, at);
      to.write(cell as string, at + 1);
    },
  },
  /** Microseconds since 2000. An invalid date throws. */
  timestamptz: {
    oid: 1184,
    size: () => 8,
    write: (cell, to, at) => {
      const ms = (cell as Date).getTime() - POSTGRES_EPOCH_MS;
      to.writeBigInt64BE(BigInt(ms) * 1000n, at);
    },
  },
} as const satisfies Record<string, Form>;

/** Types that a column of a set-based statement can have. */
export type ColumnType = keyof typeof FORMS;

const HEAD_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;

/** The cells as `type[]`. Throws on a cell that the type cannot hold. */
export function binaryArray(type: ColumnType, cells: readonly Cell[]): Buffer {
  const form: Form = FORMS[type];
  const sizes = cells.map((cell) => (cell === null ? NULL_LENGTH : form.size(cell)));
  const bytes = sizes.reduce((sum, size) => sum + LENGTH_BYTES + Math.max(0, size), HEAD_BYTES);
  const array = Buffer.allocUnsafe(bytes);
  // Dimensions, whether there are nulls, the element's type; then length and first index.
  array.writeInt32BE(1, 0);
  array.writeInt32BE(sizes.includes(NULL_LENGTH) ? 1 : 0, 4);
  array.writeInt32BE(form.oid, 8);
  array.writeInt32BE(cells.length, 12);
  array.writeInt32BE(1, 16);
  let at = HEAD_BYTES;
  cells.forEach((cell, index) => {
    const size = sizes[index] as number;
    array.writeInt32BE(size, at);
    at += LENGTH_BYTES;
    if (size === NULL_LENGTH) return;
    form.write(cell, array, at);
    at += size;
  });
  return array;
}
