/** Coverage and the ages of clearing accounts, from closed days of the main book (P17). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type pg from 'pg';
import { CLEARING_DAYS } from '../../src/domain/clearing.ts';
import { coverageOf } from '../../src/domain/coverage.ts';
import { MAIN_ACCOUNTS } from '../../src/domain/main-book.ts';
import { coverageCsv } from '../../src/files/coverage-file.ts';
import type { MainBalance, Overdue } from '../../src/ports/books.ts';
import { createBookWatch } from '../../src/store/books/book-watch.ts';
import { createMainBook } from '../../src/store/books/main-book.ts';
import { watchBooksRound } from '../../src/workers/watch-books.ts';
import { openLanes, SHARDS } from '../support/lanes.ts';

const LAST_DAY = '2026-11-20';

/** A journal of a closed day: `account`, or `account/of`, and minor units; credit above zero. */
async function post(
  pool: pg.Pool,
  day: string,
  legs: Readonly<Record<string, number>>,
  mode = 'live',
): Promise<void> {
  const { rows } = await pool.query('select count(*)::int as n from journal');
  const key = `test:${rows[0].n}`;
  const client = await pool.connect();
  await client.query('begin');
  await client.query('insert into journal (key, mode, day) values ($1, $2, $3)', [key, mode, day]);
  for (const [name, minor] of Object.entries(legs)) {
    const [account, ...of] = name.split('/');
    await client.query('insert into journal_leg values ($1, $2, $3, $4, $5)', [
      ...[key, account, of.join('/'), 'PHP/2', minor],
    ]);
  }
  await client.query('commit');
  client.release();
}

function only<A>([one, ...more]: readonly A[]): A {
  assert.ok(one !== undefined && more.length === 0);
  return one;
}

const close = (pool: pg.Pool) =>
  pool.query(
    'insert into book_day (shard, day, entries) select g, $1, 0 from generate_series(0, $2) g',
    [LAST_DAY, SHARDS - 1],
  );

/** A fortnight: collected, settled, on its way to the bank, and claimed by nobody. */
async function fortnight(pool: pg.Pool): Promise<void> {
  const collect = 'provider_collect/sim/main';
  await post(pool, '2026-11-06', {
    [collect]: -100_00,
    merchants_pending: 97_00,
    fee_income: 3_00,
  });
  await post(pool, '2026-11-09', { [collect]: 60_00, 'in_transit/sim>bank-a': -60_00 });
  await post(pool, '2026-11-12', { 'in_transit/sim>bank-a': 60_00, 'bank/bank-a': -60_00 });
  await post(pool, '2026-11-13', { [collect]: 30_00, 'in_transit/sim>bank-a': -30_00 });
  await post(pool, '2026-11-15', { 'bank/bank-a': -8_00, 'unallocated/bank-a': 8_00 });
  await post(pool, '2026-11-18', { 'bank/bank-a': -5_00, 'unallocated/bank-a': 5_00 });
  await post(pool, '2026-11-19', { 'unallocated/bank-a': 2_00, 'bank/bank-a': -2_00 });
  await post(pool, '2026-11-19', { merchants_available: 40_00, merchants_pending: -40_00 });
  await post(pool, '2026-11-20', { [collect]: -50_00, suspense: 50_00 }, 'test');
}

const by = (rows: readonly MainBalance[]) =>
  rows.map(({ account, of, minor, since }) => [account, of, minor, since]);

test('what lies where is as old as its oldest part, first in first out', async (t) => {
  const { pool } = await openLanes(t);
  await fortnight(pool);
  await close(pool);
  const { until, rows } = await createMainBook(pool, SHARDS).trialBalance(null);
  assert.equal(until, LAST_DAY);
  assert.deepEqual(by(rows.filter(({ mode }) => mode === 'live')), [
    ['bank', 'bank-a', -75_00n, '2026-11-12'],
    ['fee_income', '', 3_00n, '2026-11-06'],
    // 60.00 of the ninth have arrived; what is left was sent on the thirteenth.
    ['in_transit', 'sim>bank-a', -30_00n, '2026-11-13'],
    ['merchants_available', '', 40_00n, '2026-11-19'],
    ['merchants_pending', '', 57_00n, '2026-11-06'],
    ['provider_collect', 'sim/main', -10_00n, '2026-11-06'],
    ['unallocated', 'bank-a', 15_00n, '2026-11-15'],
  ]);
});

test('coverage is the trial balance, line by line and to the unit, on each day', async (t) => {
  const { pool } = await openLanes(t);
  await fortnight(pool);
  await close(pool);
  const book = createMainBook(pool, SHARDS);
  for (let day = 6; day <= 20; day += 1) {
    const { rows } = await book.trialBalance(`2026-11-${String(day).padStart(2, '0')}`);
    const live = rows.filter(({ mode }) => mode === 'live');
    const one = only(coverageOf(live));
    assert.deepEqual(
      one.lines.map(({ group: _, ...line }) => line),
      live,
    );
    assert.equal(
      live.reduce((sum, { minor }) => sum + minor, 0n),
      0n,
    );
    assert.equal(one.coverMinor, one.owedMinor + one.ownMinor, `day ${day}`);
  }
  const { rows } = await book.trialBalance(null);
  const live = only(coverageOf(rows.filter(({ mode }) => mode === 'live')));
  assert.deepEqual(
    [live.coverMinor, live.owedMinor, live.ownMinor, live.basisPoints, live.isShort],
    [115_00n, 112_00n, 3_00n, 10_267n, false],
  );
});

test('the file has every line once, and its groups come to the same', async (t) => {
  const { pool } = await openLanes(t);
  await fortnight(pool);
  await close(pool);
  const book = await createMainBook(pool, SHARDS).trialBalance(null);
  const books = (async function* () {
    yield book;
  })();
  const chunks: Uint8Array[] = [];
  for await (const chunk of coverageCsv(books, 'live')) chunks.push(chunk);
  const [head, ...lines] = Buffer.concat(chunks)
    .toString()
    .replace('\uFEFF', '')
    .trim()
    .split('\r\n');
  assert.equal(head, 'day,mode,currency,group,account,of,since,days,amount');
  assert.equal(lines[0], '2026-11-20,live,PHP,cover,bank,bank-a,2026-11-12,8,75.00');
  const sums = Map.groupBy(lines, (line) => line.split(',')[3]);
  const sumOf = (group: string) =>
    (sums.get(group) ?? []).reduce(
      (sum, line) => sum + BigInt((line.split(',')[8] ?? '').replace('.', '')),
      0n,
    );
  assert.deepEqual([sumOf('cover'), sumOf('owed'), sumOf('own')], [115_00n, 112_00n, 3_00n]);
});

test('missing money makes what is owed no less', () => {
  const line = { asset: 'PHP/2', of: '', since: LAST_DAY };
  const one = only(
    coverageOf([
      { ...line, account: 'provider_wallet', minor: -75_00n },
      { ...line, account: 'merchants_available', minor: 100_00n },
      { ...line, account: 'suspense', minor: -25_00n },
    ]),
  );
  assert.deepEqual([one.coverMinor, one.owedMinor, one.isShort], [75_00n, 100_00n, true]);
  assert.equal(one.basisPoints, 7_500n);
});

/** Rounds of the watch, at days of this month. */
function watchOf(pool: pg.Pool) {
  const mainBook = createMainBook(pool, SHARDS);
  const bookWatch = createBookWatch(pool, SHARDS, mainBook);
  const seen = { overdue: [] as readonly Overdue[], short: [] as readonly boolean[] };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const round = (day: string) =>
    watchBooksRound({
      ...{ mainBook, bookWatch, clearingDays: CLEARING_DAYS, log },
      events: {
        overdue: (found) => {
          seen.overdue = found;
        },
        covered: (all) => {
          seen.short = all.map(({ isShort }) => isShort);
        },
      },
      nowMs: () => Date.parse(`${day}T04:00:00Z`),
    });
  const cases = async () => {
    const { rows } = await pool.query(
      `select kind || ' ' || key as name, state from case_file where held_minor = 0 order by 1`,
    );
    return rows.map(({ name, state }) => `${name} ${state}`);
  };
  return { round, seen, cases };
}

test('each clearing account is an alarm a day after its age, and no more when it is zero', async (t) => {
  const { pool } = await openLanes(t);
  await close(pool);
  const watch = watchOf(pool);
  const clearing = Object.entries(CLEARING_DAYS).filter(([account]) => account !== 'suspense');
  for (const [account] of clearing) {
    await post(pool, '2026-11-10', { [`${account}/x`]: -7, own_funds: 7 });
    await post(pool, '2026-11-10', { [`${account}/x`]: 7, own_funds: -7 }, 'test');
  }
  for (const [account, limit] of clearing) {
    const name = `clearing PHP/2:${account}:x open`;
    const day = (after: number) =>
      new Date(Date.parse('2026-11-10') + after * 86_400_000).toISOString().slice(0, 10);
    await watch.round(day(limit));
    assert.ok(!(await watch.cases()).includes(name), `${account} may be ${limit} days old`);
    await watch.round(day(limit + 1));
    assert.ok((await watch.cases()).includes(name), `${account} at ${limit + 1} days`);
    const isDebit = MAIN_ACCOUNTS[account as 'splits' | 'claims'] === 'asset';
    const mine = watch.seen.overdue.find((one) => one.account === account);
    assert.deepEqual(
      [mine?.days, mine?.limitDays, mine?.minor],
      [limit + 1, limit, isDebit ? 7n : -7n],
    );
  }
  // A person closes the case, and nothing has changed: it is there again.
  await pool.query("update case_file set state = 'closed' where kind = 'clearing'");
  await watch.round('2026-12-31');
  assert.equal((await watch.cases()).filter((one) => one.endsWith('open')).length, clearing.length);
  for (const [account] of clearing) {
    await post(pool, '2026-11-11', { [`${account}/x`]: 7, own_funds: -7 });
  }
  await watch.round('2026-12-31');
  assert.deepEqual(watch.seen.overdue, []);
  assert.ok((await watch.cases()).every((one) => one.endsWith(' closed')));
});

test('a case that holds money is an alarm by its own age, today’s entries or not', async (t) => {
  const { pool } = await openLanes(t);
  const watch = watchOf(pool);
  await pool.query(
    `insert into case_file (shard, order_id, kind, key, merchant_id, detail, mode, asset, held_minor,
       opened_at) values (1, 99, 'second_payment', 'p-1', 7, 'paid again', 'live', 'PHP/2', 12,
       '2026-11-01T00:00:00+08')`,
  );
  await watch.round('2026-11-15');
  assert.equal(watch.seen.overdue.length, 0);
  await watch.round('2026-11-16');
  const one = only(watch.seen.overdue);
  assert.deepEqual([one.of, one.minor, one.days], ['99:second_payment:p-1', 12n, 15]);
  assert.deepEqual(await watch.cases(), [], 'it is a case already');
});

test('less than is owed is an alarm, until it is covered', async (t) => {
  const { pool } = await openLanes(t);
  await close(pool);
  const watch = watchOf(pool);
  await post(pool, '2026-11-19', {
    'provider_collect/sim/main': -90,
    merchants_available: 100,
    write_off: -10,
  });
  await watch.round('2026-11-21');
  assert.deepEqual([watch.seen.short, await watch.cases()], [[true], ['coverage PHP/2 open']]);
  const { rows } = await pool.query("select detail from case_file where kind = 'coverage'");
  assert.match(rows[0].detail, /0\.90 PHP cover 1\.00 PHP; 0\.10 PHP are missing/);
  await post(pool, '2026-11-20', { 'bank/bank-a': -10, 'own_funds/bank-a': 10 });
  await watch.round('2026-11-21');
  assert.deepEqual([watch.seen.short, await watch.cases()], [[false], ['coverage PHP/2 closed']]);
});
