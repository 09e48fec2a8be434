/**
 * A database as an earlier version left it, with orders in every state, comes up to date with its
 * books right. `schema-0009.jsonl` holds the rows that version wrote: payins, payouts, refunds and
 * voids in all their states, money in suspense of every kind, debts that lie there too, and a
 * merchant whose live app has spent what its test app earned.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, type TestContext, test } from 'node:test';
import type pg from 'pg';
import { ACCOUNTS } from '../../src/domain/ledger.ts';
import { knownMigrations, migrate } from '../../src/store/database/migrate.ts';
import { BALANCES_THAT_DIFFER } from '../../src/store/statements/ledger.ts';
import { testDatabase } from '../support/database.ts';
import { connectTo, SHARDS } from '../support/lanes.ts';

const ROWS = new URL('./schema-0009.jsonl', import.meta.url);
const LAST_BEFORE = 9;

/** The database before, with its rows; `spoil` may change them. */
async function openBefore(t: TestContext, spoil = '') {
  const { connection } = await testDatabase(t);
  const client = await connectTo(t, connection);
  await client.query(`create table migration (version integer primary key, name text not null,
    breaking boolean not null, applied_at timestamptz not null default now())`);
  for (const { version, name, breaking, sql } of await knownMigrations()) {
    if (version > LAST_BEFORE) continue;
    await client.query(sql);
    await client.query('insert into migration values ($1, $2, $3)', [version, name, breaking]);
  }
  for (const line of (await readFile(ROWS, 'utf8')).trim().split('\n')) await insert(client, line);
  if (spoil !== '') await client.query(spoil);
  return { connection, client };
}

/** The names that the row has are the columns written: the others are as a new row has them. */
async function insert(client: pg.Client, line: string): Promise<void> {
  const [, table, row] = /^\{"table": "(\w+)", "row": (.*)\}$/.exec(line) as unknown as string[];
  const columns = Object.keys(JSON.parse(row as string)).join(', ');
  const from = `jsonb_populate_record(null::${table}, $1)`;
  const sql = `insert into ${table} (${columns}) select ${columns} from ${from}`;
  await client.query(sql, [row]);
}

async function openAfter(t: TestContext) {
  const before = await openBefore(t);
  await migrate(before.connection);
  return before.client;
}

/** Balances that hold anything, by name of merchant, mode and asset; zeros left out. */
async function balancesOf(client: pg.Client) {
  const { rows } = await client.query<Record<string, string | bigint>>(
    'select m.name, b.* from balance b join merchant m on m.id = b.merchant_id',
  );
  return Object.fromEntries(
    rows.map((row) => [
      `${row.name} ${row.mode} ${row.asset}`,
      Object.fromEntries(ACCOUNTS.map((a) => [a, BigInt(row[a] ?? 0)]).filter(([, x]) => x)),
    ]),
  );
}

describe('a database of an earlier version', () => {
  test('has its debts out of suspense, netted, and its books apart by mode', async (t) => {
    const client = await openAfter(t);
    assert.deepEqual(await balancesOf(client), {
      'Shop 1 live PHP/2': {
        ...{ available: 430_000n, pending: 69_809n, reserved: 14_250n, fees: 13_541n },
        ...{ upstream: -539_050n, suspense: 11_450n },
      },
      'Shop 1 live USD/2': { pending: 9_750n, fees: 250n, upstream: -13_000n, suspense: 3_000n },
      'Shop 1 test PHP/2': { pending: 4_875n, fees: 125n, upstream: -5_000n },
      'Shop 2 live PHP/2': { pending: 9_750n, fees: 250n, upstream: -28_000n, suspense: 18_000n },
      // 120.00 and a fee of 1.00 were paid out of money that only its test app had earned.
      'Shop 5 live PHP/2': { pending: 9_750n, debt: -12_100n, fees: 350n, upstream: 2_000n },
      'Shop 5 test PHP/2': { available: 19_500n, fees: 500n, upstream: -20_000n },
      // 91.00 of a chargeback, and 100.00 that a void paid out once more; 39.00 was there.
      'Shop 7 live PHP/2': { debt: -15_200n, fees: 200n, upstream: 15_000n },
    });
  });

  test('has every entry in its order, and every balance as their sum', async (t) => {
    const client = await openAfter(t);
    for (let shard = 0; shard < SHARDS; shard += 1) {
      const { rows } = await client.query(BALANCES_THAT_DIFFER.text, [shard]);
      assert.deepEqual(rows, []);
    }
    const { rows: gaps } = await client.query(
      `select merchant_id from balance b where seq <> (
         select count(*) from entry e where e.shard = b.shard and e.merchant_id = b.merchant_id
           and e.mode = b.mode and e.asset = b.asset and e.seq between 1 and b.seq)`,
    );
    assert.deepEqual(gaps, []);
    const { rows: unnamed } = await client.query(
      `select name from entry where mode is null or (upstream <> 0 and account = 'unknown')
         or book_date <> ((at at time zone 'utc') + interval '8 hours')::date`,
    );
    assert.deepEqual(unnamed, []);
    await assert.rejects(client.query('delete from entry'), /never changed/);
  });

  test('has accounts of one mode each, where their newest version is, and is no demo', async (t) => {
    const [real, sandbox] = ['https://api.airwallex.com', 'https://api-demo.airwallex.com'];
    const { connection, client } = await openBefore(
      t,
      `insert into connector_account (connector, account, version, base_url, sealed) values
         ('simulator', 'a', 1, 'https://psp.example', ''),
         ('airwallex', 'real', 1, 'http://127.0.0.1:8083', ''), ('airwallex', 'real', 2, '${real}', ''),
         ('airwallex', 'sandbox', 1, '${sandbox}', ''),
         ('payermax', 'here', 1, 'http://[::1]:8084/aggregate-pay', '')`,
    );
    await migrate(connection);
    const { rows } = await client.query(
      'select account, string_agg(mode, $1) as modes from connector_account group by 1 order by 1',
      [' '],
    );
    assert.deepEqual(
      rows.map(({ account, modes }) => [account, modes]),
      [
        ['a', 'test'],
        ['here', 'test'],
        ['real', 'live live'],
        ['sandbox', 'test'],
      ],
    );
    const kind = await client.query("select value from meta where key = 'installation'");
    assert.equal(kind.rows[0]?.value, 'production');
  });

  test('has a case for all that lies in suspense', async (t) => {
    const client = await openAfter(t);
    const { rows } = await client.query(
      `select b.merchant_id from balance b where suspense <> coalesce((
         select sum(held_minor) from case_file c where c.shard = b.shard
           and c.merchant_id = b.merchant_id and c.mode = b.mode and c.asset = b.asset), 0)`,
    );
    assert.deepEqual(rows, []);
    const { rows: held } = await client.query(
      'select kind, held_minor from case_file where held_minor <> 0',
    );
    assert.ok(held.length > 4);
  });

  test('knows of each payin what is pending, and what was reversed of it', async (t) => {
    const client = await openAfter(t);
    const { rows } = await client.query(
      `select b.shard, b.merchant_id from balance b
       where pending <> (select coalesce(sum(pending_minor), 0) from orders o
         where o.shard = b.shard and o.merchant_id = b.merchant_id and o.mode = b.mode
           and o.asset = b.asset)`,
    );
    assert.deepEqual(rows, []);
    const { rows: taken } = await client.query(
      `select state, paid_minor, lost_minor, count(*)::int from orders where lost_minor > 0
       group by 1, 2, 3 order by 1`,
    );
    assert.deepEqual(taken, [
      { state: 'paid', paid_minor: '10000', lost_minor: '4000', count: 1 },
      { state: 'reversed', paid_minor: '10000', lost_minor: '10000', count: 7 },
    ]);
  });

  test('comes up to date once, and is found so', async (t) => {
    const { connection } = await openBefore(t);
    assert.notDeepEqual(await migrate(connection), []);
    assert.deepEqual(await migrate(connection), []);
  });

  test('whose balances are not the sums of its entries is left as it is', async (t) => {
    const spoil = 'update balance set pending = pending + 1, fees = fees - 1 where shard = 1';
    const { connection, client } = await openBefore(t, spoil);
    await assert.rejects(migrate(connection), /not the sum of their entries: \d+/);
    await client.query('select order_id from entry');
  });
});
