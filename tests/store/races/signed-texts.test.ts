/** Which operation a text serves is one answer, over however many processes. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { SignedOnce } from '../../../src/domain/signed-once.ts';
import { createPool, endPool } from '../../../src/store/database/pool.ts';
import { createSignedTexts } from '../../../src/store/queues/signed-texts.ts';
import { migratedDatabase } from '../../support/migrated.ts';

const HOUR_MS = 3_600_000;

async function freshPool(t: TestContext) {
  const { connection } = await migratedDatabase(t);
  const pool = createPool(connection, 'texts', 8);
  t.after(() => endPool(pool));
  return pool;
}

function textOf(n: number, operation: string, isRead: boolean, inMs = HOUR_MS): SignedOnce {
  const digest = n.toString(16).padStart(64, '0');
  return { digest, operation, isRead, until: new Date(Date.now() + inMs) };
}

test('of many at once one operation is served, and always the same', async (t) => {
  const pool = await freshPool(t);
  const processes = [createSignedTexts(pool, 4), createSignedTexts(pool, 4)];
  for (let n = 1; n <= 20; n += 1) {
    const claims = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 'query' : 'close'));
    const served = await Promise.all(
      claims.map(async (operation, i) => {
        const texts = processes[i % 3 === 0 ? 0 : 1];
        const isServed = await texts?.claim(7n, textOf(n, operation, operation === 'query'));
        return isServed ? operation : null;
      }),
    );
    const operations = new Set(served.filter((one) => one !== null));
    assert.equal(operations.size, 1, `text ${n}`);
    const [first = ''] = operations;
    assert.equal(served.filter((one) => one !== null).length, 5, 'every claim of it');
    const other = first === 'query' ? 'close' : 'query';
    assert.equal(await processes[0]?.claim(7n, textOf(n, other, other === 'query')), false);
    assert.equal(await processes[0]?.claim(8n, textOf(n, other, other === 'query')), true);
  }
});

test('reads share a text, and what is over is forgotten and taken away', async (t) => {
  const pool = await freshPool(t);
  const texts = createSignedTexts(pool, 1);
  assert.equal(await texts.claim(7n, textOf(1, 'query', true)), true);
  assert.equal(await texts.claim(7n, textOf(1, 'detail', true)), true);
  assert.equal(await texts.claim(7n, textOf(1, 'close', false)), false);
  for (let n = 2; n < 12; n += 1) await texts.claim(7n, textOf(n, 'query', true, -1));
  assert.equal(await texts.claim(7n, textOf(11, 'close', false)), true, 'its window is over');
  for (let n = 12; n < 16; n += 1) await texts.claim(7n, textOf(n, 'query', true));
  const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from signed_text');
  assert.equal(rows[0]?.n, 6, 'of texts whose windows are over none is left');
});
