/** Days of the books: closed without a lock, never changed, rolled up once (P13, P16). */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type pg from 'pg';
import type { Merchant } from '../../../src/domain/merchant.ts';
import type { Outcome } from '../../../src/domain/request.ts';
import { createBookCloser } from '../../../src/store/books/close.ts';
import { createMainBook } from '../../../src/store/books/main-book.ts';
import { DAYS_THAT_CHANGED } from '../../../src/store/statements/books.ts';
import { runs } from '../../../src/wire/test-support/runs.ts';
import { connectTo, type OpenLanes, openLanes, SHARDS } from '../../support/lanes.ts';
import { merchantOf, payoutRequest } from '../../support/shop.ts';
import { grant, startRace } from './writers.ts';

const WAVES = runs(15, 500);
const MERCHANT = merchantOf(5);
const SHARD = MERCHANT.bucket % SHARDS;

/** So many days after today, of the platform's zone. */
function day(after: number): string {
  return new Date(Date.now() + 8 * 3_600_000 + after * 86_400_000).toISOString().slice(0, 10);
}

const closerOf = (pool: pg.Pool, openDay: string, drainWithinMs = 30_000) =>
  createBookCloser(pool, { shardCount: SHARDS, openDay, drainWithinMs });

/** Closed days that have other entries now, or journals that are not their entries' sums. */
async function changedDays(pool: pg.Pool): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (let shard = 0; shard < SHARDS; shard += 1) {
    found.push(...(await pool.query(DAYS_THAT_CHANGED.text, [shard])).rows);
  }
  const { rows } = await pool.query(
    `select * from (
       select shard, book_date as day, sum(available) as booked from entry group by 1, 2
     ) e join book_day d using (shard, day) left join (
       select j.shard, j.day, sum(l.minor) as rolled from journal j join journal_leg l using (key)
       where l.account = 'merchants_available' group by 1, 2
     ) r using (shard, day) where booked <> coalesce(rolled, 0)`,
  );
  return [...found, ...rows];
}

/** The pool, whose every question is first looked at. */
function watched(pool: pg.Pool, look: (text: string) => pg.QueryResult | undefined): pg.Pool {
  const ask =
    (on: pg.Pool | pg.PoolClient) => async (query: string | { text: string }, v?: unknown) =>
      look(typeof query === 'string' ? query : query.text) ??
      (await on.query(query as string, v as []));
  const connect = async () => {
    const client = await pool.connect();
    const query = ask(client);
    return new Proxy(client, {
      get: (on, name) => (name === 'query' ? query : Reflect.get(on, name, on)),
    });
  };
  const query = ask(pool);
  // An instance of `pg.Pool` still, which is what a transaction is begun on.
  return new Proxy(pool, {
    get: (on, name) =>
      name === 'query' ? query : name === 'connect' ? connect : Reflect.get(on, name, on),
  });
}

/** A closer that does not wait for those who have read the day before. */
const naive = (pool: pg.Pool) =>
  watched(pool, (text) =>
    text.includes('pg_locks') ? ({ rows: [] } as unknown as pg.QueryResult) : undefined,
  );

/** A writer's insert that has been made, and is not committed. */
async function insertUnderWay(t: TestContext, { connection }: OpenLanes): Promise<pg.Client> {
  const client = await connectTo(t, connection);
  await client.query('begin');
  await client.query(
    `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, available, pending,
       reserved, fees, upstream, suspense, connector, account, purse)
     values ($1, 77, 'grant', $2, 'live', 'PHP/2', 9, 40, 0, 0, 0, -40, 0, 'fake', 'main',
       'collect')`,
    [SHARD, MERCHANT.id],
  );
  return client;
}

const FAKE_OWES = 'fake/main (provider_collect) owes 0 by its journal, 100 by entries';
const OTHER_OWES = 'other/main (provider_collect) owes 100 by its journal, 0 by entries';

describe('closing a day', () => {
  test('waits for writers from before, and no writer waits for it', async (t) => {
    const open = await openLanes(t);
    await grant(open, MERCHANT, 100n);
    const writer = await insertUnderWay(t, open);
    const { closed, waitsFor } = await closerOf(open.pool, day(1), 0).close();
    assert.deepEqual([closed, waitsFor], [[], 1]);
    // The closing is half done, and the lanes go on, into the next day.
    await grant(open, MERCHANT, 30n);
    await writer.query('commit');
    await closerOf(open.pool, day(1)).close();
    const { rows } = await open.pool.query(
      'select day::text, entries from book_day where shard = $1',
      [SHARD],
    );
    assert.deepEqual(rows, [{ day: day(0), entries: 2n }]);
    const booked = await open.pool.query(
      'select book_date::text as day, upstream from entry order by upstream',
    );
    assert.deepEqual(booked.rows, [
      { day: day(0), upstream: -100n },
      { day: day(0), upstream: -40n },
      { day: day(1), upstream: -30n },
    ]);
    assert.deepEqual(await changedDays(open.pool), []);
  });

  test('without waiting would change a closed day: the check sees it', async (t) => {
    const open = await openLanes(t);
    const writer = await insertUnderWay(t, open);
    await closerOf(naive(open.pool), day(1)).close();
    await writer.query('commit');
    const [changed] = await changedDays(open.pool);
    assert.deepEqual(changed, { day: day(0), kept: 0n, there: 1n });
  });

  test('under load of two processes, day after day, changes none and loses none', async (t) => {
    const race = await startRace(t, { merchants: 6, lanes: 'real' });
    for (const merchant of race.merchants) await grant(race, merchant, 100_000n);
    let writing = true;
    let days = 1;
    const wave = (n: number) =>
      Array.from({ length: 60 }, (_, i) => {
        const { id: merchantId } = race.merchants[i % race.merchants.length] as Merchant;
        return { merchantId, request: payoutRequest(`out-${n}-${i}`, { amountMinor: 10n }) };
      });
    const write = async () => {
      const outcomes: Outcome[] = [];
      for (let n = 0; n < WAVES || days < 3; n += 1)
        outcomes.push(...(await race.callAll(wave(n))));
      writing = false;
      return outcomes;
    };
    const written = write();
    for (; writing; days += 1) await closerOf(race.pool, day(days)).close();
    const outcomes = await written;
    await closerOf(race.pool, day(days)).close();
    assert.ok(outcomes.every(({ ok }) => ok));
    assert.deepEqual(await changedDays(race.pool), []);
    const { rows } = await race.pool.query(
      `select (select count(*) from entry) as made, (select sum(entries) from book_day)::bigint as kept,
         (select count(distinct book_date) from entry) as days`,
    );
    assert.equal(rows[0].kept, rows[0].made, 'every entry is in one closed day');
    t.diagnostic(`${rows[0].made} entries on ${rows[0].days} days, ${days} closed under load`);
    assert.ok(rows[0].days > 1n, 'days were closed while entries were written');
  });
});

describe('rolling up', () => {
  test('once, by however many at once', async (t) => {
    const open = await openLanes(t);
    await grant(open, MERCHANT, 100n);
    const closers = [1, 2, 3].map(() => closerOf(open.pool, day(1)));
    const closings = await Promise.all(closers.map((closer) => closer.close()));
    const entries = closings.flatMap(({ closed }) => closed.map(({ entryCount }) => entryCount));
    assert.equal(
      entries.reduce((sum, one) => sum + one, 0n),
      1n,
    );
    assert.deepEqual((await closerOf(open.pool, day(1)).close()).closed, []);
    const { until, rows } = await createMainBook(open.pool, SHARDS).trialBalance(null);
    assert.equal(until, day(0));
    const [last] = await createMainBook(open.pool, SHARDS).closedDays(1);
    assert.deepEqual([last?.day, last?.shards, last?.entries], [day(0), SHARDS, 1n]);
    assert.deepEqual(
      rows.map(({ account, of, minor }) => [account, of, minor]),
      [
        ['merchants_available', '', 100n],
        ['provider_collect', 'fake/main', -100n],
      ],
    );
  });

  test('broken off at any statement, goes on where it was', async (t) => {
    const open = await openLanes(t);
    let broken = 0;
    for (let at = 1; ; at += 1) {
      await grant(open, MERCHANT, 1n);
      let left = at;
      const failing = watched(open.pool, (text) => {
        if (text !== 'rollback' && --left === 0) throw new Error('broken off');
        return undefined;
      });
      const whole = await closerOf(failing, day(at))
        .close()
        .then(
          () => true,
          () => false,
        );
      if (whole) break;
      broken += 1;
      await closerOf(open.pool, day(at)).close();
    }
    assert.ok(broken > 20, `${broken} places`);
    assert.deepEqual(await changedDays(open.pool), []);
    const { rows } = await createMainBook(open.pool, SHARDS).trialBalance(null);
    assert.deepEqual(
      rows.map(({ minor }) => minor),
      [BigInt(broken + 1), -BigInt(broken + 1)],
    );
  });

  test('compares what it has with the merchants’ balances, and opens a case', async (t) => {
    const open = await openLanes(t);
    await grant(open, MERCHANT, 100n);
    await open.pool.query('update balance set available = available + 1, fees = fees - 1');
    const { breaches } = await closerOf(open.pool, day(1)).close();
    assert.deepEqual(
      breaches.map(({ rule, asset, detail }) => [rule, asset, detail]),
      [
        [
          'main_book_agrees',
          'PHP/2',
          'main book: available is 100 there and 101 with the merchants; fees is 0 there and -1 with the merchants',
        ],
      ],
    );
    const { rows } = await open.pool.query("select key from case_file where kind = 'books'");
    assert.deepEqual(rows, [{ key: 'main_book_agrees:live:PHP/2' }]);
  });

  test('a receivable that is not what its entries say is found, and a case', async (t) => {
    const open = await openLanes(t);
    await grant(open, MERCHANT, 100n);
    // What one provider owes is put down as another's; all sums are as they should be.
    await open.pool.query(
      `create function elsewhere() returns trigger language plpgsql as $$
       begin new.of := 'other/main'; return new; end $$`,
    );
    await open.pool.query(
      `create trigger elsewhere before insert on journal_leg for each row
       when (new.account = 'provider_collect') execute function elsewhere()`,
    );
    const { breaches } = await closerOf(open.pool, day(1)).close();
    assert.deepEqual(
      breaches.map(({ rule, detail }) => [rule, detail]).sort(),
      [
        ['receivable_is_journal', FAKE_OWES],
        ['receivable_is_journal', OTHER_OWES],
      ].sort(),
    );
    const { rows } = await open.pool.query("select key from case_file where kind = 'books'");
    assert.deepEqual(rows, [{ key: 'receivable_is_journal:live:PHP/2' }]);
  });

  test('an entry taken out of a closed day, or put into it, is found', async (t) => {
    const open = await openLanes(t);
    await grant(open, MERCHANT, 100n);
    await closerOf(open.pool, day(1)).close();
    await open.pool.query('alter table entry disable trigger user');
    await open.pool.query('delete from entry');
    assert.deepEqual((await changedDays(open.pool))[0], { day: day(0), kept: 1n, there: 0n });
  });
});

describe('the main book', () => {
  test('takes no journal that does not sum to zero per asset, and changes none', async (t) => {
    const { pool } = await openLanes(t);
    const post = async (...legs: [account: string, asset: string, minor: number][]) => {
      const client = await pool.connect();
      try {
        await client.query('begin');
        await client.query("insert into journal values ('k', 'live', '2026-11-30', null)");
        for (const leg of legs) {
          await client.query("insert into journal_leg values ('k', $1, '', $2, $3)", leg);
        }
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      } finally {
        client.release();
      }
    };
    const bank = ['bank', 'PHP/2', 5] as [string, string, number];
    await assert.rejects(post(bank), /does not sum to zero: PHP\/2 5/);
    await assert.rejects(post(bank, ['claims', 'USD/2', -5]), /does not sum to zero/);
    await post(bank, ['claims', 'PHP/2', -5]);
    for (const sql of [
      'update journal_leg set minor = minor * 2',
      'delete from journal_leg',
      "update journal set day = '2026-12-01'",
      'truncate journal_leg',
    ]) {
      await assert.rejects(pool.query(sql), /append-only/, sql);
    }
  });
});
