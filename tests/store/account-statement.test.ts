/** Statements of a balance tie to the ledger, and those of closed days never change. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import {
  type AccountLine,
  type AccountStatement,
  NOTHING,
  plus,
  STATEMENT_ACCOUNTS,
  type StatementSums,
} from '../../src/domain/account-statement.ts';
import {
  fitsFormat,
  STATEMENT_FORMATS,
  type StatementFormat,
  statementFile,
} from '../../src/files/statement-file.ts';
import type { StatementFile } from '../../src/ports/statement-file.ts';
import { createClient } from '../../src/store/database/pool.ts';
import {
  createStatementFileQueue,
  createStatementFiles,
} from '../../src/store/queues/statement-files.ts';
import { createAccountStatements } from '../../src/store/read/account-statements.ts';
import { statementFilesRound } from '../../src/workers/statement-files.ts';
import { addApp, openWorld, orderOf, type World } from '../workers/world.ts';

const MERCHANT = 5n << 12n;
const SHARD = 1;
const [ASSET, MODE] = ['PHP/2', 'live'] as const;
const AT = new Date('2026-06-30T00:00:00Z');
const DAYS = ['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04'];
const scope = (from: string, to: string) => ({
  merchantId: MERCHANT,
  mode: MODE,
  asset: ASSET,
  from,
  to,
});

/** Of one statement of SQL, which the pool gives up after some seconds. */
const BOOKED_AT_ONCE = 20_000;

/** Entries of some days: paid and settled on the day after, with a payout under way. */
async function book(
  world: Pick<World, 'query'>,
  days: readonly string[],
  each: number,
  seqFrom = 0,
): Promise<void> {
  for (const [index, day] of days.entries()) {
    for (let done = 0; done < each; done += BOOKED_AT_ONCE) {
      await world.query(
        `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, available,
           pending, reserved, fees, upstream, suspense, connector, account, purse, book_date, at)
         select $1, $2::bigint + n, k.name, $3, 'live', 'PHP/2', $4::bigint + 3 * n + k.nth,
           k.available, k.pending, k.reserved, k.fees,
           -k.available - k.pending - k.reserved - k.fees,
           0, k.connector, k.account, k.purse, $5::date, $5::date + interval '1 hour'
         from generate_series($6::int, $7::int - 1) n, (values
           ('payin.paid', 1, 0, 9900, 0, 100, 'fake', 'main', 'collect'),
           ('batch.settled', 2, 9900, -9900, 0, 0, null, null, null),
           ('payout.hold', 3, -500, 0, 500, 0, null, null, null)
         ) k (name, nth, available, pending, reserved, fees, connector, account, purse)`,
        [
          ...[SHARD, BigInt(seqFrom + index * 1_000_000) + MERCHANT, MERCHANT],
          ...[seqFrom + index * each * 3, day, done, Math.min(each, done + BOOKED_AT_ONCE)],
        ],
      );
    }
  }
  await world.query('delete from balance where shard = $1', [SHARD]);
  await world.query(
    `insert into balance (shard, merchant_id, mode, asset, seq, available, pending, reserved, fees,
       upstream, suspense)
     select shard, merchant_id, mode, asset, max(seq), sum(available), sum(pending), sum(reserved),
       sum(fees), sum(upstream), 0 from entry group by shard, merchant_id, mode, asset`,
  );
}

const close = (world: World, days: readonly string[]) =>
  world.query(
    'insert into book_day (shard, day, entries) select $1, unnest($2::date[]), 0 on conflict do nothing',
    [SHARD, [...days]],
  );

async function openBooks(t: TestContext) {
  const world = await openWorld(t);
  await book(world, DAYS, 3);
  await close(world, DAYS);
  return { world, statements: createAccountStatements(world.pool, 4) };
}

async function textOf(statement: AccountStatement, format: StatementFormat): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of statementFile(statement, format, 'en', AT)) pieces.push(piece);
  return Buffer.concat(pieces).toString('latin1');
}

async function linesOf({ pages }: AccountStatement): Promise<readonly AccountLine[]> {
  const all: AccountLine[] = [];
  for await (const lines of pages) all.push(...lines);
  return all;
}

describe('the statement of a balance', () => {
  test('opens as the day before closed, and its lines come to its closing', async (t) => {
    const { statements } = await openBooks(t);
    let before: StatementSums = NOTHING;
    for (const day of DAYS) {
      const statement = await statements.read(scope(day, day));
      assert.ok(statement !== null);
      assert.deepEqual(statement.opening, before, day);
      const lines = await linesOf(statement);
      assert.equal(lines.length, 9);
      assert.deepEqual(
        [...lines].sort((a, b) => (a.seq < b.seq ? -1 : 1)),
        lines,
        'by number',
      );
      assert.deepEqual(
        lines.reduce((sums, { changes }) => plus(sums, changes), statement.opening),
        statement.closing,
      );
      before = statement.closing;
    }
    const whole = await statements.read(scope(DAYS[0] ?? '', DAYS[3] ?? ''));
    assert.deepEqual([whole?.opening, whole?.closing], [NOTHING, before]);
    assert.equal(before.available, 12n * 9_400n);
    assert.equal(
      await statements.read({ ...scope(DAYS[0] ?? '', DAYS[3] ?? ''), asset: 'USD/2' }),
      null,
    );
  });

  test('is the same file whatever is booked afterwards', async (t) => {
    const { world, statements } = await openBooks(t);
    const read = async () =>
      (await statements.read(scope(DAYS[1] ?? '', DAYS[2] ?? ''))) as AccountStatement;
    const files = async () => {
      const texts: string[] = [];
      for (const format of STATEMENT_FORMATS) texts.push(await textOf(await read(), format));
      return texts;
    };
    const first = await files();
    await book(world, ['2026-06-05'], 4, 100);
    assert.deepEqual(await files(), first);
    assert.equal(await statements.closedUntil(MERCHANT), DAYS[3]);
  });

  test('has the reference and channel of each order, and no test money among the real', async (t) => {
    const { world, statements } = await openBooks(t);
    const app = addApp(world, 5);
    const order = orderOf(world, app, { id: 1_000_000n + MERCHANT, shard: SHARD });
    await world.commit({ ...order, merchantRef: 'SHOP-1', channel: 'PH_GCASH' });
    const day = DAYS[1] ?? '';
    const read = async () => (await statements.read(scope(day, day))) as AccountStatement;
    const [before, of] = [await read(), await linesOf(await read())];
    const known = of.filter(({ subjectId }) => subjectId === order.id);
    assert.deepEqual(
      known.map(({ kind, merchantRef, channel, batchId }) => [kind, merchantRef, channel, batchId]),
      ['payment', 'settlement', 'payout_requested'].map((kind) => [
        kind,
        'SHOP-1',
        'PH_GCASH',
        null,
      ]),
    );
    const testEntry = (name: string, of: string) =>
      world.query(
        `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, available,
           pending, reserved, fees, upstream, suspense, connector, account, purse, book_date)
         values ($1, 77, $2, $3, 'test', 'PHP/2', $4::bigint, 700, 0, 0, 0, -700, 0, 'fake', 'main',
           'collect', $5::date)`,
        [SHARD, name, MERCHANT, of, day],
      );
    await testEntry('payin.paid', '1');
    await testEntry('payin.paid:2', '2');
    const after = await read();
    assert.equal(after.lineCount, 9);
    assert.deepEqual([after.opening, after.closing], [before.opening, before.closing]);
    assert.deepEqual(await linesOf(after), of);
  });

  test('is what the page of any days adds up to', async (t) => {
    const { statements } = await openBooks(t);
    const days = { from: DAYS[1] ?? '', to: DAYS[2] ?? '' };
    assert.deepEqual(await statements.totals(MERCHANT, MODE, days), [
      {
        ...{ asset: ASSET, openingMinor: 29_700n, netMinor: 59_400n },
        ...{ feeMinor: 600n, closingMinor: 89_100n },
      },
    ]);
    assert.deepEqual(await statements.totals(MERCHANT, 'test', days), []);
  });

  test('is no file when its lines do not come to its closing', async (t) => {
    const { statements } = await openBooks(t);
    const statement = (await statements.read(
      scope(DAYS[1] ?? '', DAYS[1] ?? ''),
    )) as AccountStatement;
    const pages = (async function* () {
      for await (const lines of statement.pages) yield lines.slice(1);
    })();
    for (const format of STATEMENT_FORMATS) {
      await assert.rejects(textOf({ ...statement, pages }, format), /lines were read of 9/);
    }
  });

  test('says each account in CSV and JSON', async (t) => {
    const { statements } = await openBooks(t);
    const read = async () =>
      (await statements.read(scope(DAYS[1] ?? '', DAYS[1] ?? ''))) as AccountStatement;
    const csv = (await textOf(await read(), 'csv')).split('\r\n').map((line) => line.split(','));
    assert.deepEqual(csv[1]?.slice(3), [
      ...['"Opening balance"', '', '', '', 'PHP', '', '', '', '', '297.00'],
      ...['0.00', '282.00', '15.00', '0.00', '0.00', '0.00', ''],
    ]);
    assert.deepEqual(csv[2]?.slice(3, 4), ['Payment']);
    assert.deepEqual(csv[2]?.slice(8), [
      ...['100.00', '1.00', '0.00', '99.00', '396.00'],
      ...['99.00', '0.00', '0.00', '0.00', '0.00', '0.00', ''],
    ]);
    const json = JSON.parse(await textOf(await read(), 'json'));
    assert.equal(json.lines.length, 9);
    assert.equal(json.closing.available, '564.00');
    assert.deepEqual(Object.keys(json.opening), STATEMENT_ACCOUNTS);
  });

  test('is built in the background where it is long: the same bytes, once, and kept for a time', async (t) => {
    const { world, statements } = await openBooks(t);
    await world.query("insert into merchant (id, name, bucket) values ($1, 'Shop', 5)", [MERCHANT]);
    const files = createStatementFiles(world.pool, 10);
    const queue = createStatementFileQueue(world.pool);
    let stopping = true;
    const deps = { files: queue, statements, log: world.log, isStopping: () => stopping };
    const wanted = { ...scope(DAYS[0] ?? '', DAYS[3] ?? ''), lineCount: 36, format: 'csv' };
    assert.equal(await files.ask({ ...wanted, lineCount: 10, language: 'en' }), 'direct');
    const asked = (await files.ask({ ...wanted, language: 'en' })) as StatementFile;
    assert.equal(asked.state, 'due');
    // A process that ends gives it back; one that died says nothing, and the lease ends.
    assert.equal(await statementFilesRound(deps), true);
    assert.equal(world.logged.splice(0).length, 1);
    const dead = (await queue.lease(0)) as StatementFile;
    await queue.addPart(dead, { n: 0, bytes: Buffer.from('half'), doneCount: 9 }, 0);
    assert.equal((await files.of(MERCHANT, 'live'))[0]?.doneCount, 9);
    stopping = false;
    assert.equal(await statementFilesRound(deps), true);
    assert.equal(await statementFilesRound(deps), false);
    assert.equal(await queue.complete(dead, { parts: 1, bytes: 4n }), false);
    const built = (await files.ask({ ...wanted, language: 'en' })) as StatementFile;
    assert.deepEqual([built.id, built.state, built.doneCount], [asked.id, 'ready', 36]);
    const pieces: Uint8Array[] = [];
    for await (const piece of files.bytes(built)) pieces.push(piece);
    const direct = (await statements.read(wanted)) as AccountStatement;
    assert.equal(Buffer.concat(pieces).toString('latin1'), await textOf(direct, 'csv'));
    // Eight at once are enough; another merchant's are its own.
    for (let n = 0; n < 8; n += 1) await files.ask({ ...wanted, language: `l${n}` });
    assert.equal(await files.ask({ ...wanted, language: 'zh-CN' }), 'too_many');
    assert.deepEqual(await files.of(1n, null), []);
    await world.query("update statement_file set keep_until = now() - interval '1 minute'");
    assert.equal(await queue.deleteOld(100), 9);
    assert.deepEqual(await world.query('select from statement_file_part'), []);
  });

  // Asked for by LONG_STATEMENT=1000000: the figure of a long statement.
  test('of any length holds a page in memory', {
    skip: process.env.LONG_STATEMENT === undefined,
  }, async (t) => {
    const world = await openWorld(t);
    const payments = Number.parseInt(process.env.LONG_STATEMENT ?? '', 10);
    // The pool gives up a connection that is silent for some seconds: adding up takes longer.
    const client = createClient(world.connection, 'test');
    await client.connect();
    await book(
      { query: async (sql, values = []) => (await client.query(sql, values)).rows },
      DAYS,
      payments / DAYS.length,
    );
    await client.query('vacuum analyze entry');
    await client.end();
    for (const format of STATEMENT_FORMATS) {
      const statement = await createAccountStatements(world.pool, 4).read(
        scope(DAYS[0] ?? '', DAYS[3] ?? ''),
      );
      assert.ok(statement !== null);
      if (!fitsFormat(statement, format)) continue;
      const [began, cpu] = [performance.now(), process.cpuUsage()];
      let [bytes, heap, resident] = [0, 0, 0];
      for await (const piece of statementFile(statement, format, 'en', AT)) {
        bytes += piece.length;
        const memory = process.memoryUsage();
        heap = Math.max(heap, memory.heapUsed);
        resident = Math.max(resident, memory.rss);
      }
      const { user, system } = process.cpuUsage(cpu);
      t.diagnostic(
        `${format}: ${payments} payments, ${bytes} bytes, ${Math.round(performance.now() - began)} ms, ` +
          `CPU ${Math.round((user + system) / 1000)} ms, heap ${Math.round(heap / 2 ** 20)} MiB, resident ${Math.round(resident / 2 ** 20)} MiB`,
      );
    }
  });
});
