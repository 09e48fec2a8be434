import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import {
  fakeCashier,
  merchantNamed,
  orderFor,
  TOKEN,
  WAYS,
  type Way,
} from '../../tests/browser/cashier-fixture.ts';
import { HOSTILE_NAMES } from '../../tests/browser/hostile-names.ts';
import type { Order } from '../domain/order.ts';
import { Unavailable } from '../ports/core.ts';
import { CONTENT_SECURITY_POLICY } from './headers.ts';
import { LOCALES } from './locale.ts';

const PAGE = `/pay/${TOKEN}`;

async function cashier(t: TestContext, order: Order | null = orderFor(WAYS.qr)) {
  const { server, world } = await fakeCashier(order);
  t.after(() => server.close());
  const get = (url: string, headers: Record<string, string> = {}) =>
    server.inject({ url, headers });
  return { world, get };
}

/** The page's tags and attribute names, without any value or text. */
function skeleton(page: string): string {
  return [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, '')).join('\n');
}

test('the page shows merchant, amount, order number and way to pay', async (t) => {
  const { get } = await cashier(t);
  const { body, statusCode } = await get(PAGE);
  assert.equal(statusCode, 200);
  for (const text of ['Kopi Kita', 'R$129.90', 'KK-2026-004711', 'PIX', '14:59', 'Scan to pay']) {
    assert.ok(body.includes(text), text);
  }
});

test('each page forbids all but our own files, and is not kept, framed or named as a referrer', async (t) => {
  const { get } = await cashier(t);
  for (const url of [
    PAGE,
    `${PAGE}/status`,
    `${PAGE}/qr.png`,
    '/pay/forged',
    '/pay/forged/status',
  ]) {
    const { headers } = await get(url);
    assert.equal(headers['content-security-policy'], CONTENT_SECURITY_POLICY, url);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cache-control'], 'no-store');
    assert.match(String(headers['permissions-policy']), /camera=\(\)/);
    assert.equal(headers['set-cookie'], undefined);
  }
});

test('no page has an inline script, style, handler, or a field to type into', async (t) => {
  const { world, get } = await cashier(t);
  for (const way of Object.values(WAYS) as Way[]) {
    for (const state of ['created', 'pending', 'paid', 'failed', 'expired', 'closed'] as const) {
      world.order = orderFor(way, { state });
      const { body } = await get(PAGE);
      assert.doesNotMatch(
        body,
        /<(?:input|form|textarea|select|iframe|object|embed|style|base)\b/i,
      );
      assert.doesNotMatch(body, /<[^>]*\s(?:style|on\w+)=/i);
      assert.doesNotMatch(body, /<script(?! src="\/assets\/cashier-[0-9a-f]{16}\.js" defer>)/);
    }
  }
});

test('120 hostile names leave the page’s markup as it is', async (t) => {
  const { world, get } = await cashier(t);
  const named = async (way: Way, name: string) => {
    world.merchant = merchantNamed(name);
    const { instructions } = way;
    world.order = orderFor(way, {
      merchantRef: name,
      instructions: 'name' in instructions ? { ...instructions, name, bank: name } : instructions,
    });
    return (await get(PAGE)).body;
  };
  assert.equal(new Set(HOSTILE_NAMES).size, 120);
  for (const way of [WAYS.qr, WAYS.va, WAYS.bankTransfer]) {
    const plain = skeleton(await named(way, 'Kopi Kita'));
    for (const name of HOSTILE_NAMES) {
      assert.equal(skeleton(await named(way, name)), plain, JSON.stringify(name));
    }
  }
});

test('hostile return addresses make no link', async (t) => {
  const { world, get } = await cashier(t);
  for (const returnUrl of HOSTILE_NAMES) {
    world.order = orderFor(WAYS.redirect, { state: 'paid', returnUrl });
    const { body } = await get(PAGE);
    assert.doesNotMatch(body, /data-return/, JSON.stringify(returnUrl));
  }
});

test('the way back is written exactly as the merchant gave it', async (t) => {
  const returnUrl = 'https://Shop.Example.com/a/../b?x=1&y=%7e#top';
  const { get } = await cashier(t, orderFor(WAYS.redirect, { state: 'paid', returnUrl }));
  const { body } = await get(PAGE);
  assert.ok(body.includes('href="https://Shop.Example.com/a/../b?x=1&amp;y=%7e#top"'));
});

test('a forged link is answered like a missing order, and reads nothing', async (t) => {
  const { world, get } = await cashier(t, null);
  const missing = await get(PAGE);
  assert.equal(world.reads, 1);
  const forged = await get('/pay/forged');
  assert.equal(world.reads, 1);
  assert.equal(missing.statusCode, 404);
  assert.equal(forged.statusCode, 404);
  assert.equal(missing.body.replaceAll(TOKEN, 'forged'), forged.body);
  assert.ok(forged.body.includes('Payment not found'));
});

test('the page of a bad link speaks the payer’s language', async (t) => {
  const { get } = await cashier(t);
  const { body } = await get('/pay/forged', { 'accept-language': 'th' });
  assert.ok(body.includes('<html lang="th" dir="ltr">'));
  assert.ok(body.includes('ไม่พบรายการชำระเงิน'));
});

test('only payins have a page', async (t) => {
  for (const kind of ['payout', 'refund'] as const) {
    const { get } = await cashier(t, orderFor(WAYS.qr, { kind }));
    assert.equal((await get(PAGE)).statusCode, 404);
    assert.equal((await get(`${PAGE}/status`)).statusCode, 404);
  }
});

test('a database that does not answer is shown as a fault, and the page tries again', async (t) => {
  const { world, get } = await cashier(t);
  world.trouble = new Unavailable('secret detail');
  const page = await get(PAGE);
  assert.equal(page.statusCode, 503);
  assert.ok(page.body.includes('Nothing is lost'));
  assert.ok(page.body.includes('http-equiv="refresh"'));
  assert.doesNotMatch(page.body, /secret detail/);
  world.trouble = new Error('secret detail');
  const defect = await get(`${PAGE}/status`);
  assert.equal(defect.statusCode, 500);
  assert.doesNotMatch(defect.body, /secret detail/);
});

test('the status has state, readiness and time left, and nothing else', async (t) => {
  const { world, get } = await cashier(t);
  const nowMs = world.nowMs();
  world.nowMs = () => nowMs;
  const left = (world.order?.expiresAt?.getTime() ?? 0) - nowMs;
  const waiting = { state: 'waiting', instructionsReady: true, expiresInMs: left };
  assert.deepEqual((await get(`${PAGE}/status`)).json(), waiting);
  world.order = orderFor(WAYS.qr, { state: 'created', instructions: null });
  const preparing = { state: 'preparing', instructionsReady: false, expiresInMs: left };
  assert.deepEqual((await get(`${PAGE}/status`)).json(), preparing);
  world.order = orderFor(WAYS.qr, { state: 'paid' });
  const paid = { state: 'paid', instructionsReady: false, expiresInMs: null };
  assert.deepEqual((await get(`${PAGE}/status`)).json(), paid);
});

test('the picture of the code can be saved while it may be paid', async (t) => {
  const { world, get } = await cashier(t);
  const { headers, statusCode } = await get(`${PAGE}/qr.png`);
  assert.equal(statusCode, 200);
  assert.equal(headers['content-type'], 'image/png');
  assert.match(String(headers['content-disposition']), /^attachment/);
  world.order = orderFor(WAYS.qr, { state: 'expired' });
  assert.equal((await get(`${PAGE}/qr.png`)).statusCode, 404);
  world.order = orderFor(WAYS.va);
  assert.equal((await get(`${PAGE}/qr.png`)).statusCode, 404);
});

test('a code too long for a picture can still be copied', async (t) => {
  const payload = 'x'.repeat(5000);
  const { get } = await cashier(t, orderFor(WAYS.qr, { instructions: { kind: 'qr', payload } }));
  const { body } = await get(PAGE);
  assert.ok(body.includes(`data-copy="${payload}"`));
  assert.doesNotMatch(body, /qr\.png|class="qr"/);
});

test('assets are kept for ever, named by content, packed when asked', async (t) => {
  const { get } = await cashier(t);
  const { body } = await get(PAGE);
  const urls = [...body.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, url]) => url ?? '');
  assert.equal(urls.length, 3);
  for (const url of urls) {
    assert.match(url, /-[0-9a-f]{16}\.(?:css|js|svg)$/);
    const plain = await get(url);
    assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable');
    const br = await get(url, { 'accept-encoding': 'gzip, br' });
    assert.deepEqual(brotliDecompressSync(br.rawPayload), plain.rawPayload);
    const gzip = await get(url, { 'accept-encoding': 'gzip' });
    assert.deepEqual(gunzipSync(gzip.rawPayload), plain.rawPayload);
    const refused = await get(url, { 'accept-encoding': 'br;q=0, gzip;q=0.5' });
    assert.equal(refused.headers['content-encoding'], 'gzip');
    const none = await get(url, { 'accept-encoding': 'br;q=0, gzip; q=0.0, xbr' });
    assert.equal(none.headers['content-encoding'], undefined);
  }
});

test('a first visit loads little: under 32 KB on the wire for the heaviest page', async (t) => {
  const { get } = await cashier(t);
  const page = await get(`${PAGE}?lang=th`);
  const urls = [...page.body.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, url]) => url ?? '');
  const replies = await Promise.all(urls.map((url) => get(url, { 'accept-encoding': 'br' })));
  const bytes = [page, ...replies].reduce((sum, reply) => sum + reply.rawPayload.length, 0);
  assert.ok(bytes < 32_768, `${bytes} bytes`);
});

test('each language is offered by a link, shown in itself, and taken when picked', async (t) => {
  const { get } = await cashier(t);
  for (const { tag, shortName, messages } of LOCALES) {
    const { body } = await get(`${PAGE}?lang=${tag}`, { 'accept-language': 'xx' });
    assert.ok(body.includes(`<html lang="${tag}" dir="ltr">`));
    assert.ok(body.includes(messages.waiting));
    for (const other of LOCALES) {
      assert.ok(body.includes(`href="${PAGE}?lang=${other.tag}" lang="${other.tag}"`));
      assert.ok(body.includes(`>${other.name}</a>`));
    }
    assert.ok(body.includes(`<span>${shortName}</span>`));
  }
});

test('test mode is announced on the page, live mode is not', async (t) => {
  const { world, get } = await cashier(t);
  assert.match((await get(PAGE)).body, /No real money moves/);
  world.mode = 'live';
  assert.doesNotMatch((await get(PAGE)).body, /No real money moves|test wallet/);
});

test('the payer chooses among the ways to pay, may choose anew, and nothing else is taken', async (t) => {
  const choices = ['PH_GCASH_URL', 'PH_CARD'];
  const changes = { channel: 'checkout', choices, instructions: null } as const;
  const { server, world } = await fakeCashier(orderFor(WAYS.redirect, changes));
  t.after(() => server.close());
  const page = await server.inject({ url: PAGE });
  assert.match(page.body, /How do you want to pay/);
  assert.match(page.body, /value="PH_GCASH_URL"/);
  assert.doesNotMatch(page.body, /BR_PIX_QR/);
  assert.match(String(page.headers['content-security-policy']), /form-action 'self'/);
  const choose = (channel: string) =>
    server.inject({
      method: 'POST',
      url: `${PAGE}/choose?lang=en`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ channel }).toString(),
    });
  const refused = await choose('NONE');
  assert.equal(refused.statusCode, 303);
  assert.equal(refused.headers.location, `${PAGE}?choose=1&lang=en`);
  const chosen = await choose('PH_CARD');
  assert.equal(chosen.headers.location, `${PAGE}?lang=en`);
  const waiting = await server.inject({ url: PAGE });
  assert.match(waiting.body, /Visa \/ Mastercard/);
  assert.match(waiting.body, /choose=1/);
  assert.equal(waiting.headers['content-security-policy'], CONTENT_SECURITY_POLICY);
  const again = await server.inject({ url: `${PAGE}?choose=1` });
  assert.match(again.body, /How do you want to pay/);
  world.order = { ...(world.order as Order), state: 'paid' };
  assert.doesNotMatch((await server.inject({ url: `${PAGE}?choose=1` })).body, /choose=1|<form/);
});

test('an order whose merchant has chosen takes no choice of its payer', async (t) => {
  const { server } = await fakeCashier(orderFor(WAYS.qr));
  t.after(() => server.close());
  const post = { method: 'POST', url: `${PAGE}/choose`, payload: 'channel=PH_CARD' } as const;
  assert.equal((await server.inject(post)).statusCode, 404);
  const large = { ...post, payload: `channel=${'x'.repeat(2000)}` };
  assert.equal((await server.inject(large)).statusCode, 404);
});

const BILL = orderFor(WAYS.bill, {
  ...{ kind: 'code', state: 'active', amountMinor: 0n, returnUrl: null },
  code: { minMinor: 20_000n, maxMinor: 5_000_000n, single: false },
  expiresAt: new Date('2026-11-30T16:00:00Z'),
});

test('a code has a page: what is said at the counter, what may be paid, until which day', async (t) => {
  const { get } = await cashier(t, BILL);
  const { body, statusCode } = await get(PAGE);
  assert.equal(statusCode, 200);
  for (const text of [
    ...['KOPI KITA LENDING', 'data-copy="PC0000710000067"', 'Any amount'],
    ...['₱200.00 to ₱50,000.00', 'Pay by', 'November 30, 2026'],
  ]) {
    assert.ok(body.includes(text), text);
  }
  assert.ok(!body.includes('data-countdown') && body.includes('data-poll-ms="0"'));
});

test('a code for one fixed amount says so, and shows when it is paid', async (t) => {
  const single = { ...BILL, amountMinor: 150_000n, code: { ...BILL.code, single: true } } as Order;
  const { world, get } = await cashier(t, single);
  const { body } = await get(PAGE);
  assert.ok(body.includes('₱1,500.00') && !body.includes('Any amount'));
  assert.ok(!body.includes('data-poll-ms="0"'));
  world.order = { ...single, state: 'paid' };
  assert.ok((await get(PAGE)).body.includes('Payment received'));
});

test('a group has a short page of its places, each leading to the page of its code', async (t) => {
  const { world, get } = await cashier(t, null);
  const of = (n: bigint, changes: Partial<Order>) => ({ ...BILL, id: BILL.id + n, ...changes });
  world.group = [
    of(0n, {}),
    of(1n, { channel: WAYS.va.channel.code, instructions: WAYS.va.instructions }),
    of(2n, { channel: WAYS.qr.channel.code, state: 'closed' }),
    of(3n, { channel: WAYS.card.channel.code, instructions: null }),
  ];
  const names = (body: string) =>
    [...body.matchAll(/<a class="button choice" href="([^"]*)"><bdi>([^<]*)</g)].map(
      ([, href, name]) => [href, name],
    );
  const all = await get(`/b/${TOKEN}?lang=en`);
  assert.equal(all.statusCode, 200);
  assert.deepEqual(names(all.body), [
    [`/pay/${TOKEN}?lang=en`, '7-Eleven'],
    [`/pay/${TOKEN}?lang=en`, 'BCA Virtual Account'],
  ]);
  const one = await get(`/b/${TOKEN}?only=1`);
  assert.deepEqual(
    names(one.body).map(([, name]) => name),
    ['BCA Virtual Account'],
  );
  assert.ok(one.body.includes(`/b/${TOKEN}?only=1&amp;lang=th`), 'a language keeps the choice');
  assert.equal((await get('/b/forged')).statusCode, 404);
  world.group = [of(0n, { state: 'expired' })];
  assert.equal((await get(`/b/${TOKEN}`)).statusCode, 404);
});
