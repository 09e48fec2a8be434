/**
 * Card numbers are typed on the providers' pages alone. After the whole demo, and after every test
 * card at every provider, none is anywhere that we keep or say something; and what looks for them
 * would find them.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type pg from 'pg';
import { readConfig } from '../../src/config.ts';
import { buildRequest } from '../../src/dialects/collect/client.ts';
import { openDatabase } from '../../src/platform.ts';
import { connectionUrl } from '../../src/postgres/databases.ts';
import { type Connection, createPool } from '../../src/store/database/pool.ts';
import * as pages from '../../tools/demo/cards.ts';
import { SPEECH } from '../../tools/demo/open-api.ts';
import { openPage } from '../../tools/demo/recharge.ts';
import { openShop } from '../../tools/demo/shop.ts';
import { Stage } from '../../tools/demo/stage.ts';
import { Talk } from '../../tools/demo/talk.ts';
import { until } from '../support/until.ts';
import { CardSearch, rowsOf } from './card-search.ts';
import { newPlace, type Product, startProduct } from './product.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');

/** The test cards that seed 004 prints, and after them those of the providers' own documents. */
const CARDS: readonly pages.Card[] = [
  { number: '4035501000000008', cvc: '123' },
  { number: '4012000300001003', cvc: '123' },
  { number: '2223000010181375', cvc: '123' },
  { number: '4444333322221111', cvc: '123' },
  { number: '5555555555554444', cvc: '357' },
  { number: '5307837360544518', cvc: '123' },
  { number: '4646464646464644', cvc: '123' },
  { number: '4012000300000021', cvc: '123' },
  { number: '4012000300000088', cvc: '123' },
  { number: '5297412542005689', cvc: '350' },
  { number: '4507785555554449', cvc: '357' },
  { number: '4215375500883243', cvc: '123' },
  { number: '5326774027281753', cvc: '927' },
];
const [PLANTED = ''] = CARDS.map(({ number }) => number);
const search = new CardSearch(CARDS.map(({ number }) => number));

describe('no card number', () => {
  let product: Product;
  let connection: Connection;
  let pool: pg.Pool;
  const texts: Record<string, string> = {};
  const cleanups: (() => Promise<unknown>)[] = [];

  before(async () => {
    product = await startProduct(await newPlace({ after: (task) => void cleanups.push(task) }));
    // As a command beside the server: it shares the database that runs there.
    const database = await openDatabase(readConfig(product.environment()), {
      say: () => undefined,
    });
    cleanups.push(() => database.close());
    connection = database.connection;
    pool = createPool(connection, 'test', 2);
    cleanups.push(() => pool.end());
  });
  after(async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  });

  const quiet = new Stage({ write: () => true });

  /** One order for a card at each provider, and whether the card paid it. */
  async function typeEverywhere(card: pages.Card): Promise<readonly boolean[]> {
    const { demo } = product;
    const shop = await openShop();
    const talk = new Talk(quiet, demo, shop, SPEECH);
    const { payData } = await talk.call('ph_payment_create', {
      mchOrderId: `CARD${card.number.slice(-4)}`,
      amount: 8_059,
      channelCode: 'PH_VISA_CARD_URL',
      customerName: 'Maria Santos',
      email: 'maria@example.com',
      mobile: '09171234567',
      redirectUrl: `${shop.url}/back`,
      notifyUrl: talk.notifyUrl('card'),
    });
    const form = new URLSearchParams({ number: card.number, expiry: '12/30', cvc: card.cvc });
    const simulated = await fetch(`${String(payData)}/card`, { method: 'POST', body: form });
    const unit = { code: 'c1', name: 'coins', desc: '100 coins', quantity: 1, type: 1 };
    const airwallex = await openPage(quiet, demo, {
      payType: 'airwallex',
      money: '80.59',
      products: [{ ...unit, unit_price: '80.59' }],
    });
    const paid = [
      simulated.ok,
      (await pages.payAtAirwallex(airwallex.page, card)).isPaid,
      (await pages.payAtPayerMax((await openPage(quiet, demo, PAYERMAX)).page, card)).isPaid,
    ];
    await shop.close();
    return paid;
  }

  test('is printed by the demo, which pays with some of them', async () => {
    const demo = join(ROOT, 'tools', 'demo.ts');
    const { stdout, stderr } = await run(process.execPath, [demo], { env: product.environment() });
    assert.match(stdout, /Everything happened as described\./);
    texts['the demo'] = stdout + stderr;
    assert.deepEqual(search.inTexts(texts), []);
  });

  test('is printed or kept by a provider’s journal, though each was typed at each', async () => {
    const paidBefore = await paidIn(pool);
    const paid: (readonly boolean[])[] = [];
    for (const card of CARDS) paid.push(await typeEverywhere(card));
    for (const provider of [0, 1, 2]) {
      const ends = new Set(paid.map((each) => each[provider]));
      assert.deepEqual([...ends].sort(), [false, true], `provider ${provider}: some pay, some not`);
    }
    await untilPaid(pool, paidBefore + paid.flat().filter(Boolean).length);
    Object.assign(texts, await journalsOf(product));
    assert.ok(Object.values(texts).every((text) => text.length > 100));
    assert.deepEqual(search.inTexts(texts), []);
  });

  test('stands in a table, a file, a log or a dump', async () => {
    const tables = await rowsOf(pool);
    assert.ok((tables['public.orders'] ?? []).length > 2 * CARDS.length);
    assert.deepEqual(search.inTables(tables), []);
    await pool.query('checkpoint');
    const { found, count } = await search.inFiles(product.dataDir);
    assert.ok(count > 500, `${count} files`);
    assert.deepEqual(found, []);
    assert.deepEqual(search.inTexts({ printed: product.output() }), []);
    assert.equal(search.isIn(await dumpOf(connection, pool)), false);
  });

  test('would be missed: one that a merchant calls an order by is found everywhere', async () => {
    const { merchant = '', key = '', payCode = '' } = product.demo.apps.collect ?? {};
    const notifyUrl = `${product.demo.baseUrl}/nobody`;
    const fields = { merchant, payCode, amount: '5.00', orderId: PLANTED, notifyUrl };
    const { path, headers, body } = buildRequest('collect_create', fields, key);
    const made = await fetch(product.demo.baseUrl + path, { method: 'POST', headers, body });
    assert.equal(((await made.json()) as { code: number }).code, 200);
    await pool.query('create table planted (bytes bytea)');
    await pool.query('insert into planted values ($1)', [Buffer.from(`card ${PLANTED}`)]);
    const encoded = Buffer.from(`{"card":"${PLANTED}"}`).toString('base64');
    await writeFile(join(product.dataDir, 'planted.txt'), encoded);
    await pool.query('checkpoint');

    const inTables = search.inTables(await rowsOf(pool));
    assert.ok(inTables.includes('public.orders'), inTables.join());
    assert.ok(inTables.includes('public.planted'), inTables.join());
    const { found } = await search.inFiles(product.dataDir);
    for (const part of ['cluster/base/', 'cluster/pg_wal/', 'simulator.jsonl', 'planted.txt']) {
      assert.ok(
        found.some((name) => name.includes(part)),
        `${part}: ${found.join()}`,
      );
    }
    const journals = search.inTexts(await journalsOf(product));
    assert.deepEqual(journals, ['simulator state']);
    assert.equal(search.isIn(await dumpOf(connection, pool)), true);
    for (const text of [PLANTED.replace(/(.{4})(?=.)/g, '$1 '), encoded]) {
      assert.equal(search.isIn(text), true, text);
    }
  });
});

const PAYERMAX = { payType: 'payermax', money: '80.59', userId: '123456', productId: 'coins-100' };

async function paidIn(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query("select id from orders where state = 'paid'");
  return rows.length;
}

/** Waits until the platform knows of as many payments. */
async function untilPaid(pool: pg.Pool, count: number, withinMs = 30_000): Promise<void> {
  await until(async () => (await paidIn(pool)) >= count, `${count} payments`, withinMs);
}

/** What the three providers keep of all that was sent to them. */
async function journalsOf({ demo }: Product): Promise<Readonly<Record<string, string>>> {
  const journals: Record<string, string> = {};
  for (const [name, url] of [
    ...['journal', 'calls', 'callbacks', 'state'].map(
      (part) => [`simulator ${part}`, `${demo.simulator}/admin/${part}`] as const,
    ),
    ['airwallex', `${demo.airwallex}/emulator/journal`] as const,
    ['payermax', `${demo.payermax}/emulator/journal`] as const,
  ]) {
    const reply = await fetch(url);
    assert.ok(reply.ok, `${name} answered ${reply.status}`);
    journals[name] = await reply.text();
  }
  return journals;
}

/** A backup as docs/backup.md makes it, where the tool for it is new enough; else as text. */
async function dumpOf(connection: Connection, pool: pg.Pool): Promise<string> {
  assert.ok('host' in connection);
  const { rows } = await pool.query<{ version: number }>(
    "select current_setting('server_version_num')::int / 10000 as version",
  );
  const tool = await run('pg_dump', ['--version']).catch(() => ({ stdout: '' }));
  const version = Number.parseInt(/ ([0-9]+)/.exec(tool.stdout)?.[1] ?? '0', 10);
  if (version < (rows[0]?.version ?? 0)) return JSON.stringify(await rowsOf(pool));
  const dumped = await run('pg_dump', [connectionUrl(connection)], { maxBuffer: 1e9 });
  return dumped.stdout;
}
