import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { SHOP_PUBLIC, SHOP_SECRET } from '../../../src/files/fixtures/pgp-samples.ts';
import { generateRsaPair } from '../../../src/wire/generate-keys.ts';
import { openBooks, SHOP } from './books.ts';

const NAME = '5f0c2a7be1d94c6f9a31c0de77b4a812';
const CREATE = [
  'app',
  'create',
  '--merchant',
  SHOP,
  '--dialect',
  'open-api',
  '--public-id',
  NAME,
  '--mode',
  'test',
];

describe("an app's reports at the command line", () => {
  test('have settings that are checked before they are stored, and can be changed', async (t) => {
    const { program } = await openBooks(t);
    const keyFile = join(program.folder, 'shop.asc');
    const publicFile = join(program.folder, 'public.key');
    await writeFile(publicFile, (await generateRsaPair(2048)).publicKey);
    const create = [...CREATE, '--public-key', publicFile, '--report-pgp-key', keyFile];
    await writeFile(keyFile, SHOP_SECRET);
    const refused = await program.run(create);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /reportPgpKey cannot be used: it is a private key/);
    await writeFile(keyFile, SHOP_PUBLIC);
    const made = await program.json([...create, '--setting', 'reportFormat=csv']);
    assert.equal(made.code, 0, JSON.stringify(made.data));
    assert.deepEqual(made.data.settings, {
      reportFormat: 'csv',
      reportPgpKey: SHOP_PUBLIC.trim(),
    });
    const set = ['app', 'set', '--app', NAME];
    const wrong = await program.run([...set, '--setting', 'reportFormat=pdf']);
    assert.match(wrong.err, /reportFormat must be csv or xlsx/);
    assert.equal((await program.run(set)).code, 2);
    const changes = ['--setting', 'reportPgpKey=', '--setting', 'reportZip=yes'];
    const changed = await program.json([...set, ...changes]);
    assert.deepEqual(changed.data.settings, { reportFormat: 'csv', reportZip: 'yes' });
    const again = await program.json([...set, '--report-pgp-key', '-'], SHOP_PUBLIC);
    assert.equal(again.data.settings.reportPgpKey, SHOP_PUBLIC.trim());
  });

  test('are written into a file, or refused with the reason', async (t) => {
    const { program, world } = await openBooks(t);
    const { publicKey } = await generateRsaPair(2048);
    const made = await program.json([...CREATE, '--public-key', '-'], publicKey);
    assert.equal(made.code, 0, JSON.stringify(made.data));
    const file = join(program.folder, 'report.csv');
    const build = ['report', 'build', '--app', NAME, '--day', '2026-11-20', '--output', file];
    assert.equal((await program.run([...build.slice(0, 4), '--day', '2026-02-30'])).code, 1);
    const empty = await program.run(build);
    assert.match(empty.err, /there are no completed transactions on this day/);
    await program.json(['app', 'set', '--app', NAME, '--setting', 'reportFormat=csv']);
    assert.equal((await program.json(['channel', 'sync'])).code, 0);
    await world.query(
      `insert into orders (shard, id, merchant_id, app_id, mode, kind, scope, merchant_ref, digest,
         channel, asset, amount_minor, paid_minor, fee_minor, refunded_minor, state, corrected,
         notice_count, detail, created_at, final_at)
       select m.bucket % 4, m.id + 1, m.id, $1, 'live', 'payin', 'order', 'R-1', 'd', c.code,
         'PHP/2', 10000, 10000, 150, 0, 'paid', false, 0, $2, $3, $3
       from merchant m, channel c
       where m.id = $4 and c.body ->> 'country' = 'PH' and c.body ->> 'kind' = 'payin' limit 1`,
      [made.data.id, DETAIL, '2026-11-20T04:00:00Z', made.data.merchantId],
    );
    await world.query(
      `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, at, book_date,
         available, pending, reserved, fees, upstream, suspense, connector, account, purse)
       select shard, id, 'payin.paid', merchant_id, mode, asset, 1, final_at, '2026-11-20', 9850, 0,
         0, 150, -10000, 0, 'fake', 'main', 'collect' from orders`,
    );
    const built = await program.json(build);
    assert.equal(built.code, 0, JSON.stringify(built.data));
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
    assert.equal(lines.length, 3);
    assert.match(lines[1] ?? '', /^R-1,.*,PHP,100\.00,1\.50,/);
    assert.match(lines[2] ?? '', /^TOTAL,1,/);
  });
});

const DETAIL = JSON.stringify({
  fee: { r: '0', f: '0', min: null, max: null },
  settle: 0,
  fields: {},
  echo: {},
  notifyUrl: null,
  returnUrl: null,
});
