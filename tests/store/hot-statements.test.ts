/** The hot path can be distributed by `shard`: read from its registry and from the catalogue. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { describe, type TestContext, test } from 'node:test';
import type pg from 'pg';
import { connect } from '../../src/store/database/pool.ts';
import { hotStatements } from '../../src/store/statements/statement.ts';
import { connectTo } from '../support/lanes.ts';
import { migratedDatabase } from '../support/migrated.ts';
import {
  type Breach,
  type Catalog,
  type ColumnRow,
  checkStatement,
  checkTable,
  type ForeignKeyRow,
  type KeyRow,
  type PlanNode,
  SMALL_TABLES,
  scannedWhole,
  tablesOf,
  usesKey,
} from './hot-rules.ts';

const FOLDER = new URL('../../src/store/statements/', import.meta.url);
for (const name of await readdir(FOLDER)) {
  if (name.endsWith('.ts') && !name.endsWith('.test.ts')) await import(new URL(name, FOLDER).href);
}
const STATEMENTS = hotStatements();

async function catalogOf(client: pg.Client): Promise<Catalog> {
  const columns = await client.query<ColumnRow>(
    `select table_name as table, column_name as column, ordinal_position as position,
       data_type as type, is_nullable = 'YES' as nullable,
       is_identity = 'YES' or coalesce(column_default, '') ~ 'nextval' as counted
     from information_schema.columns where table_schema = 'public'`,
  );
  const keys = await client.query<KeyRow>(
    `select t.relname as table, i.relname as name,
       array(select a.attname::text from unnest(x.indkey) with ordinality as k (attnum, at)
             join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
             order by k.at) as columns
     from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
     where x.indisunique and t.relnamespace = 'public'::regnamespace`,
  );
  const foreignKeys = await client.query<ForeignKeyRow>(
    `select c.conrelid::regclass::text as table, c.conname as name,
       array(select a.attname::text from unnest(c.conkey) with ordinality as k (attnum, at)
             join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
             order by k.at) as columns
     from pg_constraint c where c.contype = 'f'`,
  );
  return { columns: columns.rows, keys: keys.rows, foreignKeys: foreignKeys.rows };
}

const lines = (breaches: readonly Breach[]) => breaches.map(({ of, rule }) => `${of}: ${rule}`);
const tableNames = ({ columns }: Catalog) => new Set(columns.map(({ table }) => table));

async function openCatalog(t: TestContext) {
  const { connection } = await migratedDatabase(t);
  const client = await connectTo(t, connection);
  return { client, connection, catalog: await catalogOf(client) };
}

describe('the hot statements', () => {
  test('each name their shard, take no advisory lock and leave small tables alone', async (t) => {
    const { catalog } = await openCatalog(t);
    assert.ok(STATEMENTS.length >= 30, 'the registry was read');
    const known = tableNames(catalog);
    assert.deepEqual(lines(STATEMENTS.flatMap((one) => checkStatement(one, known))), []);
  });

  test('have one name each: the server keeps its plan under it', () => {
    const names = STATEMENTS.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, at) => names.indexOf(name) !== at),
      [],
    );
  });
});

describe('the hot tables', () => {
  test('are keyed by shard first, without sequences and foreign keys to other shards', async (t) => {
    const { catalog } = await openCatalog(t);
    const hot = [...tableNames(catalog)].filter((table) => !SMALL_TABLES.has(table));
    assert.ok(hot.length >= 9, `${hot}`);
    assert.deepEqual(lines(hot.flatMap((table) => checkTable(table, catalog))), []);
  });

  test('are all tables that hot statements work on', async (t) => {
    const { catalog } = await openCatalog(t);
    const known = tableNames(catalog);
    const used = new Set(STATEMENTS.flatMap((one) => tablesOf(one, known)));
    for (const table of used) assert.ok(!SMALL_TABLES.has(table), table);
    assert.ok(used.has('orders') && used.has('entry') && used.has('notification_attempt'));
  });
});

const KNOWN = new Set(['orders', 'entry', 'balance', 'merchant']);

describe('the check of hot statements', () => {
  const REFUSED = [
    ['no shard', 'select * from orders where id = $1'],
    ['another parameter', 'select * from orders where shard = $10 and id = $1'],
    ['another column', 'select * from orders where old_shard = $1'],
    ['one shard for two tables', 'select 1 from orders o join entry e on true where o.shard = $1'],
    ['an insert without it', 'insert into entry (order_id, shard) select $1::smallint, 2'],
    ['an insert with another', 'insert into entry (shard, name) select $2::smallint, $1'],
    ['a way around it', 'select * from orders where shard = $1 or (id = $2 and shard = $1)'],
    ['a small table', 'select 1 from orders o join merchant m on true where o.shard = $1'],
    ['an advisory lock', 'select pg_advisory_xact_lock(1) from orders where shard = $1'],
    ['a sequence', "select nextval('s') from orders where shard = $1"],
    ['two statements', 'delete from orders where shard = $1; select 1'],
    ['no table', 'select $1'],
  ] as const;
  for (const [what, text] of REFUSED) {
    test(`refuses ${what}`, () => {
      assert.equal(checkStatement({ name: 'x', text }, KNOWN).length > 0, true);
    });
  }

  test('accepts what names its shard wherever it works', () => {
    for (const text of [
      'select * from orders where shard = $1 and id = $2',
      'insert into entry (shard, name) select $1::smallint, e.* from unnest($2::text[]) as e (n)',
      'insert into balance as b (shard, asset) values ($1, $2) on conflict (shard, asset) do nothing',
      'update orders o set id = e.id from entry e where o.shard = $1 and e.shard = $1',
    ]) {
      assert.deepEqual(checkStatement({ name: 'x', text }, KNOWN), [], text);
    }
  });
});

describe('the check of hot tables', () => {
  const REFUSED = [
    ['no shard', 'create table bad (id bigint primary key)'],
    [
      'a shard that is not first',
      'create table bad (id bigint, shard smallint not null, primary key (shard, id))',
    ],
    [
      'a key that begins otherwise',
      'create table bad (shard smallint not null, id bigint, primary key (id, shard))',
    ],
    [
      'a unique index without it',
      'create table bad (shard smallint not null, id bigint, primary key (shard, id)); create unique index on bad (id)',
    ],
    ['no key', 'create table bad (shard smallint not null, id bigint)'],
    [
      'an identity',
      'create table bad (shard smallint not null, id bigint generated always as identity, primary key (shard, id))',
    ],
    [
      'a serial',
      'create table bad (shard smallint not null, id bigserial, primary key (shard, id))',
    ],
    [
      'a foreign key',
      'create table bad (shard smallint not null, m bigint references merchant, primary key (shard, m))',
    ],
  ] as const;

  test('refuses each', async (t) => {
    const { client } = await openCatalog(t);
    for (const [what, sql] of REFUSED) {
      await client.query('begin');
      await client.query(sql);
      assert.equal(checkTable('bad', await catalogOf(client)).length > 0, true, what);
      await client.query('rollback');
    }
  });
});

/** Questions to a whole shard, asked now and then; the write path never asks them. */
const WHOLE_SHARD = new Set([
  'balances_that_differ',
  'reserves_that_differ',
  'queue_ages',
  'ledger_totals',
  'balance_totals',
  'counts_since',
  'open_by_version',
]);

const REFERENCE_KEY = 'orders_reference';

/** The index by which a statement finds its rows, and the columns that it must look up by. */
const BY_KEY: Readonly<Record<string, readonly [index: string, ...columns: string[]]>> = {
  claim_orders: [REFERENCE_KEY],
  withdraw_claims: ['orders_pkey', 'shard', 'id'],
  lock_quotas: ['quota_lock_pkey'],
  lock_orders: ['orders_pkey', 'shard', 'id'],
  lock_orders_by_reference: [
    REFERENCE_KEY,
    'shard',
    'merchant_id',
    'mode',
    'scope',
    'merchant_ref',
  ],
  update_orders: ['orders_pkey', 'shard', 'id'],
  order_by_id: ['orders_pkey', 'shard', 'id'],
  use_of_channel: ['orders_final', 'shard', 'merchant_id', 'final_at'],
  cases_to_return: ['case_to_return', 'shard', 'return_at'],
  case_looked_at: ['case_file_pkey', 'shard', 'order_id', 'kind', 'key'],
  orders_paid_by: ['orders_by_payment', 'shard', 'payment_ref'],
  case_that_paid: ['entry_pkey', 'shard', 'subject_id', 'name'],
  book_provider_report: ['provider_report_by_id', 'shard', 'id'],
  provider_report_by_id: ['provider_report_by_id', 'shard', 'id'],
  waiting_reports: ['provider_report_waiting', 'shard', 'next_at'],
  order_by_reference: [REFERENCE_KEY, 'shard', 'merchant_id', 'mode', 'scope', 'merchant_ref'],
  orders_to_expire: ['orders_to_expire', 'shard', 'expires_at'],
  orders_to_settle: ['orders_to_settle', 'shard', 'settle_at'],
  lock_balances: ['balance_pkey', 'shard', 'merchant_id', 'asset'],
  update_balances: ['balance_pkey', 'shard', 'merchant_id', 'asset'],
  balances_of_merchant: ['balance_pkey', 'shard', 'merchant_id'],
  entries_of_order: ['entry_pkey', 'shard', 'subject_id'],
  update_dispatches: ['dispatch_pkey', 'shard', 'order_id', 'n'],
  dispatches_of_order: ['dispatch_pkey', 'shard', 'order_id'],
  lock_dispatches: ['dispatch_pkey', 'shard', 'order_id'],
  news_seen: ['news_pkey', 'shard', 'source', 'key'],
  insert_cases: ['case_file_pkey'],
  keep_disputes: ['dispute_pkey'],
  disputes_of_orders: ['dispute_of_order', 'shard', 'order_id'],
  dispute_by_id: ['dispute_pkey', 'shard', 'id'],
  open_disputes: ['dispute_open', 'shard'],
  disputes_to_ask: ['dispute_to_ask', 'shard', 'ask_at'],
  lease_to_send: ['dispatch_to_send', 'shard', 'connector', 'account', 'next_at'],
  lease_to_resolve: ['dispatch_to_resolve', 'shard', 'connector', 'account', 'next_at'],
  lease_these: ['dispatch_pkey', 'shard', 'order_id', 'n'],
  due_endpoints: ['notification_due', 'shard', 'endpoint'],
  lease_notifications: ['notification_due', 'shard', 'endpoint', 'next_at'],
  complete_notifications: ['notification_pkey', 'shard', 'order_id', 'n'],
  store_bytes: ['notification_pkey', 'shard', 'order_id', 'n'],
  withdrawn: [REFERENCE_KEY, 'shard', 'merchant_id', 'mode', 'scope'],
  report_picture: ['entry_lines', 'shard', 'merchant_id', 'book_date'],
  report_page: ['entry_lines', 'shard', 'merchant_id', 'book_date'],
  keep_report: ['report_shard_key_key', 'shard', 'key'],
  insert_report: ['report_shard_key_key'],
  report_file: ['report_pkey', 'shard', 'id'],
  report_part: ['report_part_pkey', 'shard', 'report_id', 'lease_no', 'n'],
  lease_report: ['report_to_build', 'shard', 'next_at'],
  attempts_of_order: ['notification_attempt_pkey', 'shard', 'order_id'],
};

const ROWS = 8_000;

/** Fills what every order leaves behind, over all shards, and takes statistics. */
async function fill(client: pg.Client): Promise<void> {
  await client.query("alter table orders alter column mode set default 'live'");
  for (const sql of [
    `insert into orders select i % 4, i, i % 50, 1, 'payin', 'order', 'r' || i, 'd', 'c', 'PHP/2',
       100, 100, 0, 0, case when i / 4 % 20 = 0 then 'pending' else 'paid' end, false, 1, 'fake', 'main',
       'u' || i, 'p' || i, null, null, '{}', null, null, now(), now(), null,
       case when i / 4 % 20 = 1 then now() end
     from generate_series(1, $1::int) i`,
    `insert into dispatch select i % 4, i, 1, 'payin', 'fake', 'main',
       case i / 4 % 50 when 0 then 'ready' when 1 then 'doubt' else 'done' end, 0, 0, now(), now(), null
     from generate_series(1, $1::int) i`,
    `insert into news select i % 4, 'fake/main', 'k' || i, i, null from generate_series(1, $1::int) i`,
    `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, available, pending,
       reserved, fees, upstream, suspense, connector, account, purse)
     select i % 4, i, 'payin.paid', i % 50, 'live', 'PHP/2', i, 1, 0, 0, 0, -1, 0, 'fake', 'main',
       'collect'
     from generate_series(1, $1::int) i`,
    `insert into balance select i % 4, i, 'live', 'PHP/2', 1, 1, 0, 0, 0, -1, 0
     from generate_series(1, $1::int / 4) i`,
    `insert into notification select i % 4, i, 1, i % 50, 1, 'e' || i % 20, 'payin.paid', 'u', '{}',
       'POST', '{}', case when i / 4 % 9 > 0 then 'b' end,
       case i / 4 % 9 when 0 then 'due' when 1 then 'parked' else 'delivered' end,
       1, 1, null, 1, now(), now(), null, null
     from generate_series(1, $1::int) i`,
    `insert into notification_attempt select i % 4, i, 1, 1, now(), 5, 200, null, 'ok'
     from generate_series(1, $1::int) i`,
    `insert into case_file select i % 4, i, 'doubt', '1', i % 50, 'd',
       case when i % 100 = 0 then 'open' else 'closed' end
     from generate_series(1, $1::int) i`,
    `insert into dispute select i % 4, i, i, i % 50, 'live', 'fake', 'main', 'r' || i, 1,
       case when i / 4 % 50 = 0 then 'open' else 'won' end, 'w', false, true, 'PHP/2', 1, 0, 0, 0,
       0, 0, null, null, null, null, null, now(), null, now(), now(),
       case when i / 4 % 50 > 0 then now() end, now() from generate_series(1, $1::int) i`,
    `insert into provider_report select i % 4, 'fake/main', 'k' || i, i, 'unreadable', 'b'
     from generate_series(1, $1::int) i`,
    `insert into report select i % 4, i, 'k' || i, i % 50, 1, '{1}', 'payin', '{payin}', '{c}',
       now(), now(), 'csv', 'plain', 'f', case when i / 4 % 50 = 0 then 'due' else 'ready' end,
       1, 1, now(), now(), 1, 1, 1, null, now()
     from generate_series(1, $1::int) i`,
    `insert into report_part select i % 4, i, 1, 0, 'b' from generate_series(1, $1::int) i`,
  ]) {
    await client.query(sql, [ROWS]);
  }
  await client.query('analyze');
}

async function planOf(client: pg.Client, text: string): Promise<PlanNode> {
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
    ['explain (generic_plan, format json)', text].join(' '),
  );
  return rows[0]?.['QUERY PLAN'][0]?.Plan as PlanNode;
}

describe('the plans of a lane’s session, on tables that have grown', () => {
  test('find rows by key and never read a table from end to end', async (t) => {
    const { client, connection } = await openCatalog(t);
    await fill(client);
    const lane = await connect(connection, 'lane test');
    t.after(() => lane.end());
    const failed: string[] = [];
    for (const { name, text } of STATEMENTS) {
      if (WHOLE_SHARD.has(name)) continue;
      const plan = await planOf(lane, text);
      const whole = scannedWhole(plan);
      if (whole.length > 0) failed.push(`${name} reads all of ${whole}`);
      const [index, ...columns] = BY_KEY[name] ?? [];
      if (index === undefined) continue;
      if (!usesKey(plan, index, columns)) failed.push(`${name} does not use ${index} (${columns})`);
    }
    assert.deepEqual(failed, []);
    await assertSeen(lane);
  });

  test('are known for every statement that is said to find rows by key', () => {
    const names = new Set(STATEMENTS.map(({ name }) => name));
    for (const name of Object.keys(BY_KEY)) assert.ok(names.has(name), name);
  });
});

/** The check can fail: by a column without an index, and by a shard alone. */
async function assertSeen(lane: pg.Client): Promise<void> {
  const byChannel = await planOf(lane, 'select * from orders where shard = $1 and channel = $2');
  const byUrl = await planOf(lane, 'select * from notification where url = $1');
  assert.ok(!usesKey(byChannel, 'orders_pkey', ['shard', 'id']));
  assert.deepEqual(scannedWhole(byUrl), ['notification']);
  const byShard = await planOf(lane, 'select * from dispatch where shard = $1 and note = $2');
  assert.ok(!usesKey(byShard, 'dispatch_pkey', ['shard', 'order_id', 'n']));
}
