/** The first catalogue: whole, once, however many begin and whatever cuts them short. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type pg from 'pg';
import { CHANNELS, DEFAULT_ROUTES, DEFAULT_TERMS } from '../../src/catalogue/catalogue.ts';
import { unseeded } from '../../src/catalogue/sync.ts';
import { addRoutes, addTerms, saveChannels } from '../../src/store/configuration/config.ts';
import { seedOnce } from '../../src/store/configuration/seed.ts';
import { knownMigrations, migrate } from '../../src/store/database/migrate.ts';
import { type Connection, createPool } from '../../src/store/database/pool.ts';
import { testDatabase } from '../support/database.ts';
import { migratedDatabase } from '../support/migrated.ts';

const WHOLE = {
  channels: CHANNELS.length,
  terms: DEFAULT_TERMS.length,
  routes: DEFAULT_ROUTES.length,
};

function poolOn(t: TestContext, connection: Connection): pg.Pool {
  const pool = createPool(connection, 'test', 4);
  t.after(() => pool.end());
  return pool;
}

async function emptyPool(t: TestContext): Promise<pg.Pool> {
  return poolOn(t, (await migratedDatabase(t)).connection);
}

async function counts(pool: pg.Pool): Promise<typeof WHOLE> {
  const { rows } = await pool.query(
    `select (select count(*)::int from channel) as channels,
            (select count(*)::int from terms) as terms,
            (select count(*)::int from route) as routes`,
  );
  return rows[0];
}

test('six first starts at once write one catalogue', async (t) => {
  const { connection } = await migratedDatabase(t);
  const pools = Array.from({ length: 6 }, () => poolOn(t, connection));
  const wrote = await Promise.all(pools.map((pool) => seedOnce(pool, unseeded)));
  assert.deepEqual(wrote.toSorted(), [false, false, false, false, false, true]);
  assert.deepEqual(await counts(pools[0] as pg.Pool), WHOLE);
});

test('a first start that is cut off leaves nothing, and the one that waits for it writes', async (t) => {
  const { connection } = await migratedDatabase(t);
  const [killed, next] = [poolOn(t, connection), poolOn(t, connection)];
  let second: Promise<boolean> | undefined;
  const first = seedOnce(killed, (stored) => {
    second = seedOnce(next, unseeded);
    return { ...unseeded(stored), routes: [{ ...DEFAULT_ROUTES[0], connector: null } as never] };
  });
  await assert.rejects(first, { code: '23502' });
  assert.equal(await second, true);
  assert.deepEqual(await counts(next), WHOLE);
});

for (const [termsCount, routesCount] of [
  [0, 0],
  [10, 0],
  [DEFAULT_TERMS.length, 0],
  [DEFAULT_TERMS.length, 100],
  [DEFAULT_TERMS.length, DEFAULT_ROUTES.length - 1],
] as const) {
  test(`a catalogue cut short after ${termsCount} terms and ${routesCount} routes is completed`, async (t) => {
    const pool = await emptyPool(t);
    await saveChannels(pool, CHANNELS);
    await addTerms(pool, DEFAULT_TERMS.slice(0, termsCount));
    await addRoutes(pool, DEFAULT_ROUTES.slice(0, routesCount));
    assert.equal(await seedOnce(pool, unseeded), true);
    assert.deepEqual(await counts(pool), WHOLE);
  });
}

test('routes that an operator has removed or added stay as they are', async (t) => {
  const pool = await emptyPool(t);
  await saveChannels(pool, CHANNELS);
  await addTerms(pool, DEFAULT_TERMS);
  await addRoutes(pool, DEFAULT_ROUTES.slice(1, 50));
  assert.equal(await seedOnce(pool, unseeded), true);
  assert.equal((await counts(pool)).routes, 49);
  await pool.query('delete from route');
  assert.equal(await seedOnce(pool, unseeded), false);
  assert.equal((await counts(pool)).routes, 0);
});

/** As the terms were written then: later columns are not there yet. */
async function addEarlyTerms(pool: pg.Pool): Promise<void> {
  const text = `
    insert into terms (merchant_id, channel_code, settle_after_days, effective_from,
                       rate_ppm, fixed_minor)
    values ($1, $2, $3, $4, $5, $6)`;
  for (const terms of DEFAULT_TERMS) {
    const { merchantId, channelCode, settle, effectiveFrom, fee } = terms;
    const values = [merchantId, channelCode, settle, effectiveFrom];
    await pool.query(text, [...values, fee.ratePpm, fee.fixedMinor]);
  }
}

test('a catalogue written three times over is made one, and a closed route is closed', async (t) => {
  const { connection } = await testDatabase(t);
  const before = (await knownMigrations()).filter(({ version }) => version < 11);
  await migrate(connection, before);
  const pool = poolOn(t, connection);
  await saveChannels(pool, CHANNELS);
  for (let start = 0; start < 3; start += 1) {
    await addEarlyTerms(pool);
    await addRoutes(pool, DEFAULT_ROUTES);
  }
  assert.equal((await counts(pool)).routes, 3 * WHOLE.routes);
  // The operator saw one of three and closed it; the others went on carrying.
  const { rows } = await pool.query<{ id: bigint }>(
    "select id from route where channel_code = 'PH_GCASH_URL' order by id",
  );
  await pool.query('update route set enabled = false where id = $1', [rows[1]?.id]);
  await migrate(connection);
  assert.deepEqual(await counts(pool), WHOLE);
  const closed = await pool.query('select channel_code, connector from route where not enabled');
  const written = DEFAULT_ROUTES.filter(({ enabled }) => !enabled);
  assert.deepEqual(
    closed.rows.map(({ channel_code, connector }) => `${channel_code} ${connector}`).toSorted(),
    [
      ...written.map(({ channelCode, connector }) => `${channelCode} ${connector}`),
      'PH_GCASH_URL simulator',
    ].toSorted(),
  );
  await assert.rejects(
    pool.query(
      `insert into route (channel_code, connector, account)
       values ('PH_GCASH_URL', 'simulator', 'main')`,
    ),
    { code: '23505' },
  );
});
