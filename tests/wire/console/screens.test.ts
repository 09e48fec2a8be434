/** What the screens show, as pages and as JSON; and that names are only text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SCREENS } from '../../../src/console/table.ts';
import type { Order } from '../../../src/domain/order.ts';
import { createBookCloser } from '../../../src/store/books/close.ts';
import { HOSTILE_NAMES } from '../../browser/hostile-names.ts';
import { SHARDS } from '../../support/lanes.ts';
import { signedIn } from './browsing.ts';
import { reconPaths } from './recon-story.ts';
import { inReview } from './shown.ts';
import { disputeOf, makeAgreements, makeStory, settledBatch } from './story.ts';
import { ACCEPTED, MERCHANT_KEY, openConsole, paid } from './world.ts';

type Json = Record<string, unknown>;

test('an order is found by its platform id, a dialect’s form of it, and the merchant’s own', async (t) => {
  const world = await openConsole(t);
  const order = await world.payin('KOPI-1', [ACCEPTED, paid(125_050n, 'P1')]);
  await world.payin('KOPI-2');
  const ann = await signedIn(world, 'viewer');
  const idsFor = async (q: string) => {
    const reply = await ann.get(`/console/api/orders?q=${encodeURIComponent(q)}`);
    return reply.json<{ orders: { id: string }[] }>().orders.map(({ id }) => id);
  };
  for (const q of [String(order.id), `C${order.id}`, 'KOPI-1', ' KOPI-1 ']) {
    assert.deepEqual(await idsFor(q), [String(order.id)], q);
  }
  for (const q of ['kopi-1', 'KOPI', "' or 1=1 --", '17', '%']) {
    assert.deepEqual(await idsFor(q), [], q);
  }
});

test('a search by kind, state, merchant and day finds these and no others', async (t) => {
  const world = await openConsole(t);
  const { paidOut, doubt } = await makeStory(world);
  const ann = await signedIn(world, 'viewer');
  const refsFor = async (query: string) => {
    const reply = await ann.get(`/console/api/orders?${query}`);
    return reply.json<{ orders: { id: string }[] }>().orders.map(({ id }) => id);
  };
  assert.deepEqual(await refsFor('kind=payout'), [String(doubt.id), String(paidOut.id)]);
  assert.deepEqual(await refsFor('kind=payout&state=paid'), [String(paidOut.id)]);
  assert.equal((await refsFor('state=paid')).length, 5);
  assert.equal((await refsFor(`merchant=${world.app.merchantId}`)).length, 8);
  assert.equal((await refsFor('merchant=17')).length, 0);
  const today = new Date().toISOString().slice(0, 10);
  assert.equal((await refsFor(`from=${today}&until=${today}`)).length, 8);
  assert.equal((await refsFor('until=2024-01-01')).length, 0);
  assert.equal((await refsFor('state=nonsense&from=yesterday')).length, 8);
});

test('pages of orders and notifications lead from the newest to the oldest, each row once', async (t) => {
  const world = await openConsole(t);
  const made: string[] = [];
  for (let n = 0; n < 120; n += 1) made.push(String((await world.payin(`R-${n}`)).id));
  const ann = await signedIn(world, 'viewer');
  const seen: string[] = [];
  let url: string | undefined = '/console/orders';
  while (url !== undefined) {
    const { body } = await ann.get(url);
    seen.push(
      ...[...body.matchAll(/<a class="id" href="\/console\/orders\/(\d+)"/g)].map(
        (m) => m[1] ?? '',
      ),
    );
    url = /href="([^"]*before=[^"]*)">Older/.exec(body)?.[1]?.replaceAll('&amp;', '&');
  }
  assert.deepEqual(seen, made.toReversed());
});

test('the overview counts the day, the queues, and re-adds the ledger', async (t) => {
  const world = await openConsole(t);
  await makeStory(world);
  const ann = await signedIn(world, 'viewer');
  const model = (await ann.get('/console/api/overview')).json<Json>();
  assert.deepEqual(model.queues, {
    openCases: 1,
    deadLetteredNotifications: 1,
    dueNotifications: 4,
    doubts: 1,
  });
  const [payins, payouts] = model.day as Json[];
  assert.deepEqual(payins, {
    kind: 'payin',
    mode: 'test',
    asset: 'PHP/2',
    total: '6',
    paidMinor: '500200',
    byState: { paid: '4', failed: '1', pending: '1' },
    successPermille: '800',
  });
  assert.equal(payouts?.successPermille, '1000');
  const ledger = model.ledger as { entryCount: string; faults: unknown[] };
  assert.deepEqual([ledger.entryCount, ledger.faults], ['7', []]);
});

test('orders are marked by mode, and listed by it', async (t) => {
  const world = await openConsole(t);
  const [ofTest, ofLive] = [await world.payin('T-1'), await world.payin('L-1')];
  await world.pool.query("update orders set mode = 'live' where id = $1", [ofLive?.id]);
  const ann = await signedIn(world, 'viewer');
  const idsOf = async (mode: string) => {
    const { body } = await ann.get(`/console/orders?mode=${mode}`);
    return [...body.matchAll(/href="\/console\/orders\/(\d+)"/g)].map((m) => m[1]);
  };
  assert.deepEqual(await idsOf('test'), [String(ofTest?.id)]);
  assert.deepEqual(await idsOf('live'), [String(ofLive?.id)]);
  assert.deepEqual(await idsOf(''), [String(ofLive?.id), String(ofTest?.id)]);
  const overview = (await ann.get('/console/api/overview')).json<Json>();
  const day = overview.day as Json[];
  assert.deepEqual(
    day.map(({ mode, total }) => [mode, total]),
    [
      ['live', '1'],
      ['test', '1'],
    ],
  );
});

test('a balance that was tampered with is shown on the overview', async (t) => {
  const world = await openConsole(t);
  await world.payin('A-1', [ACCEPTED, paid(125_050n, 'P1')]);
  await world.pool.query('update balance set available = available + 1, upstream = upstream - 1');
  const ann = await signedIn(world, 'viewer');
  // The check of an earlier test may still be shown: it is made anew when it is older.
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3_600_000 });
  await world.pool.query('update session set last_seen_at = now(), created_at = now()');
  const { body } = await ann.get('/console');
  assert.match(body, /Does not balance/);
  assert.match(body, /Available: balance 1,238\.00 PHP, but its entries add up to 1,237\.99 PHP/);
});

test('the main book shows closed days, debits beside credits', async (t) => {
  const world = await openConsole(t);
  const { paid: order } = await makeStory(world);
  const ann = await signedIn(world, 'viewer');
  assert.match((await ann.get('/console/main-book')).body, /No day is closed yet/);
  const openDay = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  await createBookCloser(world.pool, { shardCount: SHARDS, openDay }).close();
  const url = `/console/api/main-book?mode=${order.mode}`;
  const { rows } = (await ann.get(url)).json<{ rows: { asset: string; minor: string }[] }>();
  assert.ok(rows.length >= 4);
  assert.equal(
    rows.reduce((sum, { minor }) => sum + BigInt(minor), 0n),
    0n,
  );
  const { body } = await ann.get(`/console/main-book?mode=${order.mode}`);
  assert.match(body, /Provider: collected/);
  const [debit, credit] = [...body.matchAll(/<td[^>]*>Sum<.*/g)].flatMap(([line]) =>
    [...line.matchAll(/[0-9][0-9,]*\.[0-9]{2}/g)].map(([figure]) => figure),
  );
  assert.ok(debit !== undefined && debit === credit, `${debit} and ${credit}`);
});

test('the totals have every balance, also those beyond the list', async (t) => {
  const world = await openConsole(t);
  await world.pool.query(
    `insert into balance (shard, merchant_id, mode, asset, available, pending, reserved, fees,
       upstream, suspense)
     select n % 2, 1000 + n, 'live', 'PHP/2', 1, 0, 0, 0, -1, 0 from generate_series(1, 2400) n`,
  );
  const ann = await signedIn(world, 'viewer');
  const model = (await ann.get('/console/api/balances')).json<{
    totals: { balance: Record<string, string> }[];
    balances: unknown[];
    more: boolean;
  }>();
  assert.deepEqual([model.balances.length, model.more], [2_000, true]);
  assert.equal(model.totals[0]?.balance.available, '2400');
  assert.match((await ann.get('/console/balances')).body, /More results may exist/);
});

test('an order shows everything: facts, dispatches, events, balanced entries, attempts, bytes', async (t) => {
  const world = await openConsole(t);
  const { paid: order } = await makeStory(world);
  const ann = await signedIn(world, 'support');
  const { body } = await ann.get(`/console/orders/${order.id}`);
  for (const text of [
    'KOPI-20261120-0001',
    'Maria Santos',
    'simulator/main',
    'BANK-GC-77120031',
    'payin.paid',
    '-1,250.50',
    'https://shop.example/notify',
    'upstream connect error',
    'webhook-id: msg_514552979492196480_1',
    '&quot;amount&quot;:&quot;1250.50&quot;',
  ]) {
    assert.ok(body.includes(text), text);
  }
  const model = (await ann.get(`/console/api/orders/${order.id}`)).json<{
    entries: { legs: Record<string, string> }[];
  }>();
  for (const { legs } of model.entries) {
    assert.equal(
      Object.values(legs).reduce((sum, minor) => sum + BigInt(minor), 0n),
      0n,
    );
  }
});

const AGREEMENTS = ['en', 'zh-CN'] as const;
const SHOWN = {
  en: ['Any amount', '200.00', '500.00', 'Payments', 'ended by the payer', 'Fee refunded'],
  'zh-CN': ['任意金额', '200.00', '500.00', '付款', '付款人已终止', '退还手续费'],
} as const;

for (const locale of AGREEMENTS) {
  test(`codes, mandates and refunds show what is theirs: ${locale}`, async (t) => {
    const world = await openConsole(t);
    const { code, arrived, mandate, refund } = await makeAgreements(world);
    const ann = await signedIn(world, 'support');
    const read = async ({ id }: Order) => {
      const { body } = await ann.get(`/console/orders/${id}`, { 'accept-language': locale });
      return body;
    };
    const [any, least, most, payments, ended, refundedFee] = SHOWN[locale];
    const codePage = await read(code);
    for (const text of [any, least, most, payments, '9900112233', String(arrived.id)]) {
      assert.ok(codePage.includes(text), text);
    }
    assert.ok((await read(arrived)).includes(String(code.id)));
    const mandatePage = await read(mandate);
    assert.ok(mandatePage.includes(ended), ended);
    assert.doesNotMatch(mandatePage, /0\.00|closed by the merchant|商户已关闭/);
    const refundPage = await read(refund);
    assert.ok(refundPage.includes(refundedFee), refundedFee);
    assert.match(refundPage, /12\.51/);
    assert.match(refundPage, locale === 'en' ? /Voided/ : /已撤销/);
    const paidPage = await read(arrived);
    assert.ok(!paidPage.includes(refundedFee) && !/Voided|已撤销/.test(paidPage));
  });
}

test('a viewer sees no payer: not on the page, not as JSON, not in what merchants are sent', async (t) => {
  const world = await openConsole(t);
  const { paid: order, doubt } = await makeStory(world);
  const ann = await signedIn(world, 'viewer');
  for (const { id } of [order, doubt]) {
    for (const url of [`/console/orders/${id}`, `/console/api/orders/${id}`]) {
      const { body } = await ann.get(url);
      assert.doesNotMatch(body, /Maria|Santos|maria@mail|Jose|09171234567|webhook-id/);
    }
  }
  const page = await ann.get(`/console/orders/${order.id}`);
  assert.match(page.body, /<bdi>M…s<\/bdi>/);
});

test('no page and no JSON holds a key, a password hash or a session', async (t) => {
  const world = await openConsole(t);
  const { paid: order, doubt } = await makeStory(world);
  const ann = await signedIn(world, 'owner');
  const token = ann.cookies.get('causeway-session') ?? 'none';
  const disputeId = await disputeOf(world, order);
  const verificationId = await inReview(world);
  const batchId = await settledBatch(world, order);
  const recon = await reconPaths(world);
  for (const { path } of SCREENS) {
    const real = recon(path)
      .replace('/batches/:id', `/batches/${batchId}`)
      .replace('/merchants/:id', `/merchants/${world.app.merchantId}`)
      .replace('/channels/:code', '/channels/PH_GCASH')
      .replace('/cases/:id/:kind', `/cases/${doubt.id}/doubt?key=1`)
      .replace('/disputes/:id', `/disputes/${disputeId}`)
      .replace('/verifications/:id', `/verifications/${verificationId}`)
      .replace('/orders/:id', `/orders/${order.id}`);
    for (const url of [`/console${real}`, `/console/api${real === '' ? '/overview' : real}`]) {
      const { status, body } = await ann.get(url);
      assert.equal(status, 200, url);
      assert.ok(!body.includes(MERCHANT_KEY) && !body.includes(token), url);
      assert.doesNotMatch(body, /argon2|"material"|"sealed"|"secrets"/, url);
    }
  }
});

test('what is not there is not found, whatever its name looks like', async (t) => {
  const world = await openConsole(t);
  const ann = await signedIn(world, 'owner');
  for (const path of [
    '/orders/17',
    '/orders/0',
    '/orders/x',
    '/orders/-1',
    '/orders/99999999999999999999',
    '/merchants/17',
    '/cases/17/doubt?key=1',
    `/cases/${'9'.repeat(19)}/doubt`,
  ]) {
    assert.equal((await ann.get(`/console${path}`)).status, 404, path);
    assert.equal((await ann.get(`/console/api${path}`)).status, 404, path);
  }
  assert.deepEqual(world.failures, []);
});

/** Tags that no template of ours writes. Quotes in names are escaped, so values can be cut out. */
function foreignTags(body: string): readonly string[] {
  const tags = body.replace(/"[^"]*"/g, '""').match(/<[^>]*>/g) ?? [];
  return tags.filter(
    (tag) =>
      /^<(?:img|iframe|base|style|object|embed|video)/i.test(tag) ||
      /\son\w+\s*=/i.test(tag) ||
      (/^<script/i.test(tag) && tag !== '<script src="" defer>'),
  );
}

test('120 hostile names are only text on every page that shows them', async (t) => {
  const world = await openConsole(t);
  const { paid: order, failed, doubt } = await makeStory(world);
  const ann = await signedIn(world, 'owner');
  const { merchantId } = world.app;
  for (const hostile of HOSTILE_NAMES) {
    const name = hostile.toWellFormed().replaceAll('\0', '');
    await world.pool.query('update merchant set name = $1', [name]);
    await world.pool.query(
      `update orders set merchant_ref = $1 || id, upstream_id = $1, bank_ref = $1,
         detail = jsonb_set(detail, '{fields}', jsonb_build_object('payer.name', $1::text))`,
      [name],
    );
    await world.pool.query('update notification set url = $1, note = $1, body = $1', [name]);
    await world.pool.query('update notification_attempt set reply = $1, error = $1', [name]);
    await world.pool.query('update case_file set detail = $1', [name]);
    await world.deps.snapshot.refresh();
    for (const path of [
      '/orders',
      `/orders/${order.id}`,
      `/orders/${failed.id}`,
      '/notifications',
      `/cases/${doubt.id}/doubt?key=1`,
      `/merchants/${merchantId}`,
      `/orders?q=${encodeURIComponent(name)}`,
    ]) {
      const { status, body } = await ann.get(`/console${path}`);
      assert.equal(status, 200, path);
      assert.deepEqual(foreignTags(body), [], `${path} with ${name}`);
      assert.doesNotMatch(body, /(?:href|src|action)="(?!\/console|#main)/, name);
    }
  }
  assert.deepEqual(world.failures, []);
});
