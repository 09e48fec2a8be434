/** Reports over a database: taken in once, matched in every state, posted once, and decided. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type pg from 'pg';
import { createPool, endPool } from '../../src/store/database/pool.ts';
import { inTransaction } from '../../src/store/database/transaction.ts';
import { reconWrites } from '../../src/store/privileged/reconciliation.ts';
import { createReconQueries } from '../../src/store/reconciliation/queries.ts';
import { migratedDatabase } from '../support/migrated.ts';
import {
  bookEntry,
  closeDays,
  MAP,
  openAccount,
  type TestLine,
} from '../support/reconciliation.ts';

const SHARDS = 2;
const [D1, D2, D3, D4] = ['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04'] as const;
const AT = 'simulator/main';
const COSTS = [{ type: 'payment', ratePpm: '20000', fixedMinor: '0', taxPpm: '120000' }];

async function open(t: TestContext, map: object = { costs: COSTS }) {
  const { connection } = await migratedDatabase(t);
  const pool = createPool(connection, 'test', 4);
  t.after(() => endPool(pool));
  return { pool, account: await openAccount(pool, AT, SHARDS, map) };
}

/** 100.00 with a fee of 2.00 and its tax of 0.24. */
const paid = (at: number, day: string, more: Partial<TestLine> = {}): TestLine => ({
  ...{ key: `k${at}`, ref: `txn_${at}`, amount: 10_000n, fee: -200n, tax: -24n, day },
  ...more,
});

test('what agrees is posted once: fees, disputed money, batches, the bank', async (t) => {
  const { pool, account } = await open(t);
  await bookEntry(pool, { id: 1n, ref: 'txn_1', minor: 10_000n, day: D1 });
  await bookEntry(pool, { id: 2n, ref: 'txn_2', minor: 10_000n, day: D1 });
  const lost = { name: 'dispute.lost:9:1', purse: 'frozen', minor: -10_000n };
  await bookEntry(pool, { id: 2n, ref: 'txn_2', day: D2, ...lost });
  await closeDays(pool, SHARDS, D1, D2, D3);
  const lines = [
    paid(1, D1, { batch: 'batch-0601' }),
    paid(2, D1, { batch: 'batch-0601' }),
    { key: 'k3', type: 'dispute', ref: 'txn_2', amount: -10_000n, day: D2, batch: 'batch-0602' },
    { key: 'k4', type: 'to_bank', amount: -19_552n, batch: 'batch-0601', day: D2 },
  ];
  assert.equal((await account.take(lines))?.lineCount, 4);
  assert.equal(await account.take(lines), null, 'the same bytes');
  assert.deepEqual(await account.run(), { expected: 3, posted: 4, stopped: null });
  const books = {
    'in_transit[simulator/main>main]': -19_552n,
    'input_tax[]': -48n,
    'provider_collect[simulator/main]': 30_000n,
    'provider_cost[simulator/main]': -400n,
    'provider_frozen[simulator/main]': -10_000n,
  };
  assert.deepEqual(await account.book(), books);
  assert.deepEqual(await account.open(), []);
  assert.deepEqual(await account.run(), { expected: 0, posted: 0, stopped: null });
  // The same lines in another file: known, all of them.
  assert.equal((await account.take(lines.toReversed()))?.repeatCount, 4);
  assert.deepEqual(await account.run(), { expected: 0, posted: 0, stopped: null });
  assert.deepEqual(await account.book(), books);

  const bank = await openAccount(pool, 'bank:main', SHARDS);
  const reference = 'SETTLEMENT batch-0601 SIMULATOR INC';
  await bank.take([{ key: 'b1', type: 'bank', reference, amount: 19_500n, day: D3 }]);
  assert.deepEqual(await bank.run(), { expected: 0, posted: 0, stopped: null });
  assert.deepEqual(await bank.open(), ['amount_differs bank -52']);
  await bank.decide('amount_differs', 'cost');
  assert.equal((await bank.run()).posted, 1);
  const after = await account.book();
  assert.deepEqual(
    [after['in_transit[simulator/main>main]'], after['bank[main]'], after['provider_cost[main]']],
    [undefined, -19_500n, -52n],
  );
});

test('each kind of difference is an item of its own, and found again it is the same', async (t) => {
  const { pool, account } = await open(t);
  for (const id of [1n, 2n, 3n, 4n, 5n, 6n, 7n]) {
    await bookEntry(pool, { id, ref: `txn_${id}`, minor: 10_000n, day: D1 });
  }
  await closeDays(pool, SHARDS, D1, D2, D3, D4);
  await account.take([
    paid(1, D1),
    paid(1, D1, { key: 'again' }),
    paid(2, D1, { fee: -201n }),
    paid(3, D1, { amount: 9_997n }),
    paid(4, D1, { asset: 'USD/2' }),
    paid(5, D3),
    paid(6, D1),
    paid(6, D1),
    paid(77, D1),
    { key: 'm', type: 'fee', amount: -500n, day: D1 },
    { key: 'r', type: 'reserve', amount: -700n, day: D3 },
  ]);
  const found = [
    'amount_differs payment -3',
    'currency_differs payment 9776,-10000',
    'fee_differs payment -1',
    'late payment 0',
    'missing_here fee -500',
    'missing_here payment 9776',
    'missing_here reserve -700',
    'missing_there payment -10000',
    'twice payment 9776',
    'twice payment 9776',
  ];
  assert.equal((await account.run()).posted, 3);
  assert.deepEqual(await account.open(), found);
  await account.run();
  assert.deepEqual(await account.open(), found);
  await account.decide('amount_differs', 'difference');
  await account.decide('fee_differs', 'cost');
  await account.decide('late', 'none');
  assert.equal((await account.run()).posted, 2);
  assert.equal((await account.open()).length, 7);
  const book = await account.book();
  assert.equal(book['differences[]'], -3n);
  assert.equal(book['provider_cost[simulator/main]'], -1_001n);
});

test('what was decided is turned when what was missing comes after all', async (t) => {
  const { pool, account } = await open(t);
  await bookEntry(pool, { id: 1n, ref: 'txn_1', minor: 10_000n, day: D1 });
  await closeDays(pool, SHARDS, D1, D2, D3);
  await account.take([paid(2, D1), paid(3, D3)]);
  await account.run();
  assert.deepEqual(await account.open(), [
    'missing_here payment 9776',
    'missing_there payment -10000',
  ]);
  await account.decide('missing_here', 'unallocated');
  await account.decide('missing_there', 'claim');
  assert.deepEqual(await account.book(), {
    'claims[simulator/main]': -10_000n,
    'provider_collect[simulator/main]': 10_000n - 9_776n,
    'unallocated[simulator/main]': 9_776n,
  });
  await account.run();
  assert.deepEqual(await account.open(), []);
  await bookEntry(pool, { id: 2n, ref: 'txn_2', minor: 10_000n, day: D4 });
  await closeDays(pool, SHARDS, D4);
  await account.take([paid(1, D4)]);
  assert.equal((await account.run()).posted, 2);
  assert.deepEqual(await account.open(), [
    'late payment 0',
    'late payment 0',
    'missing_here payment 9776',
  ]);
  // Only their fees are left: the roll-up of the days has the rest.
  assert.deepEqual(await account.book(), {
    'input_tax[]': -48n,
    'provider_collect[simulator/main]': 448n,
    'provider_cost[simulator/main]': -400n,
  });
});

test('a balance that its lines do not explain stops what is posted by itself', async (t) => {
  const { pool, account } = await open(t);
  await bookEntry(pool, { id: 1n, ref: 'txn_1', minor: 10_000n, day: D1 });
  await bookEntry(pool, { id: 2n, ref: 'txn_2', minor: 10_000n, day: D2 });
  await closeDays(pool, SHARDS, D1, D2, D3);
  await account.take([paid(1, D1), paid(9, D2, { amount: 700n, fee: 0n, tax: 0n })]);
  await account.declare('2026-05-31', 500n);
  await account.declare(D1, 10_276n);
  await account.declare(D2, 20_753n);
  const { posted, stopped } = await account.run();
  assert.equal(posted, 0);
  assert.match(`${stopped}`, /2026-06-02 is 9777 minor units of PHP\/2 more/);
  const [second, first] = await account.queries.balances(account.source, 10);
  assert.deepEqual([first?.unlistedMinor, first?.unexplainedMinor], [0n, 0n]);
  assert.deepEqual([second?.unlistedMinor, second?.unexplainedMinor], [9_777n, 9_777n]);
  // A person mends the word, and the missing line comes.
  await account.declare(D2, 20_752n);
  await account.take([paid(2, D2)]);
  assert.deepEqual(await account.run(), { expected: 0, posted: 2, stopped: null });
  const days = await account.queries.balances(account.source, 10);
  const [after] = days;
  assert.deepEqual(
    days.map(({ unexplainedMinor }) => unexplainedMinor),
    [0n, 0n],
  );
  // Of what it has, 7.00 is in no book of ours: the item that is open.
  assert.deepEqual([after?.booksMinor, after?.openMinor], [20_052n, 700n]);
});

test('what a bank shows of a receipt is in the books already', async (t) => {
  const { pool } = await open(t);
  const bank = await openAccount(pool, 'bank:main', SHARDS);
  const line = { type: 'bank', reference: 'FROM MARIA', amount: 700n, day: D1 };
  await bank.take([
    { ...line, key: 'b1', ref: 'INST-1' },
    { ...line, key: 'b2', ref: 'INST-2' },
    { ...line, key: 'b3', ref: 'INST-1', amount: 701n, day: D2 },
    { ...line, key: 'b4', ref: 'INST-9', amount: 1n, day: D4 },
  ]);
  await bank.run();
  assert.equal((await bank.open()).length, 4);
  await pool.query(
    `insert into bank_account (code, mode, asset, bank_name, holder, number)
     values ('main', 'live', 'PHP/2', 'Bank', 'Us', '1')`,
  );
  await pool.query(
    `insert into bank_receipt (id, bank, bank_ref, amount_minor, value_date, text, sender, state)
     values (1, 'main', 'INST-1', 700, '2026-06-01', 'x', 'Maria', 'open')`,
  );
  await bank.run();
  assert.deepEqual(await bank.open(), [
    'missing_here bank 1',
    'missing_here bank 700',
    'missing_here bank 701',
  ]);
  assert.deepEqual(await bank.book(), {});
});

/** What our bank received under a reference, taken in by hand. */
async function receive(pool: pg.Pool, bankRef: string, minor: bigint) {
  await pool.query(
    `insert into bank_account (code, mode, asset, bank_name, holder, number)
     values ('main', 'live', 'PHP/2', 'Bank', 'Us', '1')`,
  );
  await pool.query(
    `insert into bank_receipt (id, bank, bank_ref, amount_minor, value_date, text, sender, state)
     values (1, 'main', $1, $2, '2026-06-01', 'x', 'Maria', 'open')`,
    [bankRef, minor],
  );
}

test('a receipt is one line of its bank: the second one stays open, in a later run too', async (t) => {
  const { pool } = await open(t);
  const bank = await openAccount(pool, 'bank:main', SHARDS);
  const line = { type: 'bank', ref: 'INST-1', amount: 700n, day: D1 };
  await receive(pool, 'INST-1', 700n);
  await bank.take([
    { ...line, key: 'b1' },
    { ...line, key: 'b2' },
    { ...line, key: 'b3', ref: 'INST-9', amount: 1n, day: D4 },
  ]);
  await bank.run();
  await bank.run();
  assert.deepEqual(
    (await bank.open()).filter((one) => one.endsWith(' 700')).length,
    1,
    `${await bank.open()}`,
  );
});

test('a line that a fee was taken from is no mere receipt', async (t) => {
  const { pool } = await open(t);
  const bank = await openAccount(pool, 'bank:main', SHARDS);
  await receive(pool, 'INST-1', 700n);
  const line = { type: 'bank', ref: 'INST-1', amount: 700n, day: D1 };
  await bank.take([
    { ...line, key: 'b1', fee: -5n },
    { ...line, key: 'b2', ref: 'INST-9', amount: 1n, day: D4 },
  ]);
  await bank.run();
  assert.equal((await bank.open()).length, 2);
});

test('a line decided as nobody’s is turned when it is taken in as a receipt', async (t) => {
  const { pool } = await open(t);
  const bank = await openAccount(pool, 'bank:main', SHARDS);
  const line = { type: 'bank', ref: 'INST-1', amount: 700n, day: D1 };
  await bank.take([
    { ...line, key: 'b1' },
    { ...line, key: 'b2', ref: 'INST-9', amount: 1n, day: D4 },
  ]);
  await bank.run();
  const items = (await bank.open()).length;
  assert.equal(items, 2);
  await bank.decide('missing_here', 'unallocated');
  await receive(pool, 'INST-1', 700n);
  await bank.run();
  await bank.run();
  const { rows } = await pool.query(
    `select coalesce(sum(l.minor), 0)::bigint as minor from journal_leg l
     where l.account = 'unallocated' and abs(l.minor) = 700`,
  );
  assert.equal(rows[0]?.minor, 0n, 'the receipt’s own journal is the only one that stays');
});

test('a map that is shipped is in use at once where there is none, and else for its file', async (t) => {
  const { pool } = await open(t);
  const keep = (source: string, json: object) =>
    inTransaction(pool, (client) => reconWrites(client).keepMap(source, 'live', json));
  const shipped = { ...MAP, from: D2 };
  assert.equal(await keep('payermax/main', shipped), 1);
  assert.equal(await keep('payermax/main', shipped), 1, 'the same map is the same version');
  assert.equal(await keep('payermax/main', { ...shipped, zone: '+08:00' }), 2);
  assert.equal(await keep(AT, shipped), 2, 'beside the one that was approved');
  const sources = await createReconQueries(pool).sources();
  assert.deepEqual(
    sources.map(({ name, mapVersion, map }) => [name, mapVersion, map.from]),
    [
      ['payermax/main', 1, D2],
      [AT, 1, D1],
    ],
  );
});

test('a broken file leaves nothing, and may come again', async (t) => {
  const { pool, account } = await open(t);
  const digest = new Uint8Array(32);
  const file = { source: AT, mapVersion: 1, digest, name: 'x.csv', by: 'finn' };
  const id = (await account.files.begin(file)) as bigint;
  assert.equal(await account.files.begin(file), null);
  await account.files.refuse(id, 'row 3, column Fee: no number');
  assert.equal(await account.files.apply(id), null);
  assert.notEqual(await account.files.begin(file), null);
  const { rows } = await pool.query('select from recon_line');
  assert.equal(rows.length, 0);
});

test('two runs at once are one', async (t) => {
  const { pool, account } = await open(t);
  await bookEntry(pool, { id: 1n, ref: 'txn_1', minor: 10_000n, day: D1 });
  await closeDays(pool, SHARDS, D1, D2, D3);
  await account.take([paid(1, D1)]);
  const both = await Promise.allSettled([account.run(), account.run()]);
  const done = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.posted] : []));
  assert.equal(
    done.reduce((sum, one) => sum + one, 0),
    1,
  );
  await account.run();
  assert.equal((await account.book())['provider_cost[simulator/main]'], -200n);
});
