import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type pg from 'pg';
import { testDatabase } from '../../../tests/support/database.ts';
import { until } from '../../../tests/support/until.ts';
import { NODE_COUNT } from '../../domain/id.ts';
import { migrate } from './migrate.ts';
import { leaseNode } from './node-lease.ts';
import { createPool } from './pool.ts';

const { connection } = await testDatabase();
await migrate(connection);

async function emptyPool(t: TestContext): Promise<pg.Pool> {
  const pool = createPool(connection, 'test', 8);
  t.after(() => pool.end());
  await pool.query('truncate node_lease');
  return pool;
}

const ALL_TAKEN = `insert into node_lease
  select n, 'killed', now() + make_interval(secs => $1) from generate_series(0, 31) n`;

describe('node numbers', () => {
  test('of living processes are all different', async (t) => {
    const pool = await emptyPool(t);
    const leases = await Promise.all(Array.from({ length: 8 }, () => leaseNode(pool)));
    assert.equal(new Set(leases.map((lease) => lease.node())).size, leases.length);
    await Promise.all(leases.map((lease) => lease.release()));
  });

  test('of killed processes are waited for, when there is no other', async (t) => {
    const pool = await emptyPool(t);
    await pool.query(ALL_TAKEN, [20]);
    let looks = 0;
    const query = async (text: string, values: unknown[]) => {
      const result = await pool.query(text, values);
      looks += 1;
      return result;
    };
    const leasing = leaseNode(Object.create(pool, { query: { value: query } }));
    await until(() => looks > 0, 'it has looked for one');
    await pool.query('update node_lease set until = now()');
    const lease = await leasing;
    assert.ok(lease.node() !== null);
    await lease.release();
  });

  test('that another process took while this one stood still are replaced', async (t) => {
    const pool = await emptyPool(t);
    const lease = await leaseNode(pool, { leaseS: 20, renewMs: 20 });
    const lost = lease.node();
    await pool.query("update node_lease set holder = 'another'");
    await until(() => lease.node() !== lost, 'another number');
    const { rows } = await pool.query<{ node: number }>(
      "select node from node_lease where holder <> 'another'",
    );
    assert.deepEqual(rows, [{ node: lease.node() }]);
    await lease.release();
  });

  test('are not used any more when they could not be renewed in time', async (t) => {
    const pool = await emptyPool(t);
    const lease = await leaseNode(pool, { leaseS: 0, renewMs: 60_000 });
    assert.equal(lease.node(), null);
    await lease.release();
  });

  test('are free again when their process ends in good order', async (t) => {
    const pool = await emptyPool(t);
    for (let index = 0; index < 2 * NODE_COUNT; index += 1) {
      await (await leaseNode(pool)).release();
    }
    const { rows } = await pool.query('select node from node_lease');
    assert.deepEqual(rows, []);
  });
});
