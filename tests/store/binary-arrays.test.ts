/** What is sent in binary arrives as PostgreSQL itself would have read the text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  binaryArray,
  type Cell,
  type ColumnType,
} from '../../src/store/statements/binary-array.ts';
import { testDatabase } from '../support/database.ts';
import { connectTo } from '../support/lanes.ts';

const MOMENT = new Date('1969-12-31T23:59:59.999Z');

/** Cells, and the same values as PostgreSQL's text. */
const CASES: Readonly<Record<ColumnType, readonly [cells: Cell[], texts: (string | null)[]]>> = {
  smallint: [
    [-32_768, 0, 32_767, null],
    ['-32768', '0', '32767', null],
  ],
  integer: [
    [-(2 ** 31), 2 ** 31 - 1],
    ['-2147483648', '2147483647'],
  ],
  bigint: [
    [-(2n ** 63n), 2n ** 63n - 1n, 0, null],
    ['-9223372036854775808', '9223372036854775807', '0', null],
  ],
  boolean: [
    [true, false, null],
    ['true', 'false', null],
  ],
  text: [
    ['', 'NULL', '{"a\\', 'ñ 中 😀', null],
    ['', 'NULL', '{"a\\', 'ñ 中 😀', null],
  ],
  jsonb: [
    ['{"a":"ñ","b":[1,null]}', '"x"'],
    ['{"a": "ñ", "b": [1, null]}', '"x"'],
  ],
  date: [
    ['1969-12-31', '2000-01-01', '2026-11-30', null],
    ['1969-12-31', '2000-01-01', '2026-11-30', null],
  ],
  timestamptz: [
    [MOMENT, new Date('2000-01-01T00:00:00Z'), null],
    ['1969-12-31 23:59:59.999+00', '2000-01-01 00:00:00+00', null],
  ],
};

test('every type of column arrives as it was meant, nulls and empty lists included', async (t) => {
  const client = await connectTo(t, (await testDatabase(t)).connection);
  await client.query(`set timezone = 'UTC'`);
  for (const [type, [cells, texts]] of Object.entries(CASES)) {
    const ask = async (list: readonly Cell[]) => {
      const array = binaryArray(type as ColumnType, list);
      const sql = `select v::text as text from unnest($1::${type}[]) as u (v)`;
      return (await client.query<{ text: string | null }>(sql, [array])).rows;
    };
    assert.deepEqual(
      (await ask(cells)).map(({ text }) => text),
      texts,
      type,
    );
    assert.deepEqual(await ask([]), [], type);
  }
});
