/** Connections that a network swallows: nothing waits for them for ever, and new ones are made. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { createReadiness } from '../../src/readiness.ts';
import { leaseNode } from '../../src/store/database/node-lease.ts';
import { createPool, endPool } from '../../src/store/database/pool.ts';
import { createLanes } from '../../src/store/write/lanes.ts';
import { connectTo, SHARDS } from '../support/lanes.ts';
import { migratedDatabase } from '../support/migrated.ts';
import { startPgProxy } from '../support/pg-proxy.ts';
import { until } from '../support/until.ts';

const SILENCE_MS = 300;

/** A pool whose four connections have all been used, through a proxy. */
async function openPool(t: TestContext) {
  const { connection } = await migratedDatabase(t);
  const proxy = await startPgProxy(t, connection);
  const pool = createPool(proxy.connection, 'test', 4, SILENCE_MS);
  t.after(async () => {
    if (!pool.ending) await endPool(pool);
  });
  const all = async () => {
    const clients = await Promise.all(Array.from({ length: 4 }, () => pool.connect()));
    await Promise.all(clients.map((client) => client.query('select 1')));
    for (const client of clients) client.release();
  };
  await all();
  return { connection, proxy, pool, all };
}

async function tookMs(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work.catch(() => undefined);
  return performance.now() - startedAt;
}

describe('a pool whose connections have fallen silent', { timeout: 60_000 }, () => {
  test('fails the query under way, and trusts none of the others', async (t) => {
    const { proxy, pool, all } = await openPool(t);
    proxy.swallow();
    await assert.rejects(pool.query('select 1'));
    await all();
  });

  test('does so in the middle of a transaction too', async (t) => {
    const { proxy, pool, all } = await openPool(t);
    const client = await pool.connect();
    await client.query('begin');
    proxy.swallow();
    await assert.rejects(client.query('select 1'));
    await assert.rejects(client.query('rollback'));
    client.release();
    await all();
  });

  test('ends all the same', async (t) => {
    const { proxy, pool } = await openPool(t);
    proxy.stall();
    assert.ok((await tookMs(endPool(pool))) < 10_000);
  });
});

test('a node number outlives connections that fall silent', { timeout: 60_000 }, async (t) => {
  const { connection } = await migratedDatabase(t);
  const proxy = await startPgProxy(t, connection);
  const pool = createPool(proxy.connection, 'test', 1, SILENCE_MS);
  const lease = await leaseNode(pool, { leaseS: 20, renewMs: 100 });
  const node = lease.node();
  const admin = await connectTo(t, connection);
  const endsAt = async () => (await admin.query('select until from node_lease')).rows[0].until;
  proxy.swallow();
  const asItWas = Number(await endsAt());
  await until(async () => Number(await endsAt()) > asItWas, 'it is renewed');
  assert.equal(lease.node(), node);
  proxy.stall();
  assert.ok((await tookMs(lease.release())) < 10_000);
  assert.ok((await tookMs(endPool(pool))) < 10_000);
});

describe('whether a process is ready', { timeout: 60_000 }, () => {
  async function open(t: TestContext) {
    const { connection } = await migratedDatabase(t);
    const proxy = await startPgProxy(t, connection);
    const pool = createPool(proxy.connection, 'test', 4, SILENCE_MS);
    const lanes = createLanes(proxy.connection, SHARDS, {
      committed: () => undefined,
      trouble: () => undefined,
      grown: () => undefined,
    });
    t.after(async () => {
      await lanes.close();
      await endPool(pool);
    });
    let node: number | null = 1;
    let nowMs = 0;
    const parts = { lanes, pool, lease: { node: () => node } };
    const readiness = createReadiness(parts, () => nowMs);
    const admin = await connectTo(t, connection);
    const lose = () => {
      node = null;
    };
    /** Answers once the answer before cannot hold any more. */
    const ask = async () => {
      nowMs += 250;
      const startedAt = performance.now();
      const reason = await readiness.whyNot();
      assert.ok(performance.now() - startedAt < 1_000, 'it answers within a second');
      return reason;
    };
    return { proxy, readiness, admin, lose, ask };
  }

  test('is named by its phase first', async (t) => {
    const { readiness, ask } = await open(t);
    assert.equal(await ask(), 'starting');
    readiness.started();
    assert.equal(await ask(), null);
    readiness.stopping();
    readiness.started();
    assert.equal(await ask(), 'stopping');
  });

  test('is false within a second of a silent database, and true again after it', async (t) => {
    const { proxy, readiness, ask } = await open(t);
    readiness.started();
    assert.equal(await ask(), null);
    proxy.swallow();
    assert.equal(await ask(), 'the database does not answer');
    let reason = await ask();
    for (let look = 0; look < 20 && reason !== null; look += 1) reason = await ask();
    assert.equal(reason, null);
  });

  test('is false when the database only reads, or is gone', async (t) => {
    const { readiness, admin, proxy, ask } = await open(t);
    const setReadOnly = (value: string) =>
      `do $$ begin execute format(
         'alter database %I set default_transaction_read_only = ${value}', current_database());
       end $$`;
    readiness.started();
    await admin.query(setReadOnly('on'));
    assert.equal(await ask(), 'the database is read-only');
    await admin.query(setReadOnly('off'));
    assert.equal(await ask(), null);
    await proxy.close();
    assert.equal(await ask(), 'the database does not answer');
  });

  test('is false without a node number, and on a schema of a newer program', async (t) => {
    const { readiness, admin, lose, ask } = await open(t);
    readiness.started();
    await admin.query("insert into migration (version, name, breaking) values (9001, 'y', true)");
    assert.match((await ask()) ?? '', /newer migration: y/);
    lose();
    assert.match((await ask()) ?? '', /no node number/);
  });
});
