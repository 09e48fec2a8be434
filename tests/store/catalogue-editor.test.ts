import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { CHANNELS, DEFAULT_ROUTES, DEFAULT_TERMS } from '../../src/catalogue/catalogue.ts';
import type { Channel, Route } from '../../src/domain/channel.ts';
import type { CatalogueWrites } from '../../src/ports/privileged.ts';
import { createPool } from '../../src/store/database/pool.ts';
import { catalogueWrites } from '../../src/store/privileged/catalogue.ts';
import { migratedDatabase } from '../support/migrated.ts';

const CODE = 'ID_BCA_VA';
const channel = CHANNELS.find(({ code }) => code === CODE) as Channel;
const ofIt = ({ channelCode }: { channelCode: string }) => channelCode === CODE;
const terms = DEFAULT_TERMS.filter(ofIt);
const routes = DEFAULT_ROUTES.filter(ofIt);

async function open(t: TestContext) {
  const { connection } = await migratedDatabase(t);
  const pool = createPool(connection, 'test', 8);
  t.after(() => pool.end());
  const editor = catalogueWrites(pool);
  assert.equal(await editor.add(channel, terms, routes), true);
  return { pool, editor };
}

async function fileOf(editor: CatalogueWrites) {
  return (await editor.details(CODE)) ?? assert.fail('no such channel');
}

test('a channel is added once, and read back with its terms and routes', async (t) => {
  const { editor } = await open(t);
  const details = await fileOf(editor);
  assert.deepEqual(details.channel, channel);
  assert.deepEqual(
    details.terms.map(({ id: _, ...row }) => row),
    terms,
  );
  assert.deepEqual(
    details.routes.map(({ id: _, ...row }) => row),
    routes,
  );
  assert.equal(await editor.add({ ...channel, name: 'Other' }, terms, routes), false);
  assert.deepEqual(await fileOf(editor), details);
  assert.equal(await editor.details('NO_SUCH'), null);
});

test('of two edits of one revision the second is refused, whatever part they change', async (t) => {
  const { editor } = await open(t);
  const { revision, routes: stored } = await fileOf(editor);
  const name = (text: string) =>
    ({ kind: 'channel', channel: { ...channel, name: text } }) as const;
  assert.equal(await editor.change(CODE, revision, name('One')), 'done');
  const route = { kind: 'route', id: stored[0]?.id ?? 0n, route: routes[0] as Route } as const;
  for (const change of [name('Two'), route, { ...route, id: null }]) {
    assert.equal(await editor.change(CODE, revision, change), 'stale');
  }
  const after = await fileOf(editor);
  assert.equal(after.channel.name, 'One');
  assert.deepEqual(after.routes, stored);
  const renew = { ...route, route: { ...route.route, weight: 7 } };
  assert.equal(await editor.change(CODE, after.revision, renew), 'done');
  assert.equal((await fileOf(editor)).routes[0]?.weight, 7);
});

test('edits that meet: one is made, the others are refused', async (t) => {
  const { editor } = await open(t);
  const { revision } = await fileOf(editor);
  const results = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      editor.change(CODE, revision, { kind: 'channel', channel: { ...channel, name: `N${n}` } }),
    ),
  );
  assert.deepEqual(results.sort(), ['done', ...Array(5).fill('stale')]);
});

test('a change from elsewhere counts too: of the row, of its terms, of its routes', async (t) => {
  const { pool, editor } = await open(t);
  const changes = [
    "update channel set body = jsonb_set(body, '{name}', '\"X\"')",
    'update terms set fixed_minor = 5',
    'update route set weight = 3',
    `insert into route (channel_code, connector, account) values ('${CODE}', 'x', 'y')`,
    "delete from route where connector = 'x'",
  ];
  for (const sql of changes) {
    const { revision } = await fileOf(editor);
    await pool.query(sql);
    const change = { kind: 'channel', channel } as const;
    assert.equal(await editor.change(CODE, revision, change), 'stale', sql);
  }
});

test('terms that have begun stay; those to come may be withdrawn', async (t) => {
  const { editor } = await open(t);
  const first = await fileOf(editor);
  const past = first.terms[0]?.id ?? 0n;
  const withdraw = (id: bigint) => ({ kind: 'terms_withdrawn', id }) as const;
  assert.equal(await editor.change(CODE, first.revision, withdraw(past)), 'missing');
  const next = { ...(terms[0] as (typeof terms)[0]), effectiveFrom: new Date('2100-01-01') };
  const added = await editor.change(CODE, first.revision, { kind: 'terms', terms: next });
  assert.equal(added, 'done');
  const second = await fileOf(editor);
  assert.equal(second.terms.length, 2);
  const future = second.terms[0]?.id ?? 0n;
  assert.equal(await editor.change(CODE, second.revision, withdraw(future)), 'done');
  assert.equal((await fileOf(editor)).terms.length, 1);
});

test('a route of another channel is not to be found under this one', async (t) => {
  const { editor, pool } = await open(t);
  const other = { ...channel, code: 'OTHER', aliases: {} };
  await editor.add(other, [], [{ ...(routes[0] as Route), channelCode: 'OTHER' }]);
  const { rows } = await pool.query<{ id: bigint }>(
    "select id from route where channel_code = 'OTHER'",
  );
  const { revision } = await fileOf(editor);
  const removal = { kind: 'route_removed', id: rows[0]?.id ?? 0n } as const;
  assert.equal(await editor.change(CODE, revision, removal), 'missing');
  assert.equal((await editor.details('OTHER'))?.routes.length, 1);
});

test('a row of before there were codes is read as one of which the provider chooses', async (t) => {
  const { editor, pool } = await open(t);
  await pool.query("update channel set body = body - 'codeData'");
  assert.equal((await fileOf(editor)).channel.codeData, undefined);
});
