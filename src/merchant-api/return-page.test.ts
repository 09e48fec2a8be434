import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { collect } from '../dialects/collect/dialect.ts';
import { recharge } from '../dialects/recharge/dialect.ts';
import { SAMPLE_APP, sampleOrder } from '../dialects/recharge/fixtures/sample.ts';
import type { Order } from '../domain/order.ts';
import type { Snapshot } from '../ports/core.ts';
import { createServer } from '../web/server.ts';
import { registerReturnPage, returnLinkOf } from './return-page.ts';

const RETURN_URL = 'https://shop.example/paid?order=7&lang=en#top';
const ORDER = sampleOrder({ returnUrl: RETURN_URL, paidMinor: 100n });
const LINK = recharge.returnPage?.linkOf(ORDER) ?? '';

let stored: Order | null = ORDER;
let dialect = 'recharge';
let nowMs = ORDER.createdAt.getTime();
const deps = {
  clock: { nowMs: () => nowMs },
  reader: { orderById: async (id: bigint) => (stored?.id === id ? stored : null) },
  snapshot: { current: () => ({ app: () => ({ ...SAMPLE_APP, dialect }) }) as unknown as Snapshot },
};
const server = createServer({ trustProxy: [] });

async function visit(url: string) {
  const { statusCode, headers } = await server.inject({ method: 'GET', url });
  return [statusCode, headers.location];
}

before(() => {
  registerReturnPage(server, recharge, deps);
  registerReturnPage(server, collect, deps);
});
after(() => server.close());

describe('the return page', () => {
  test('leads to the address stored with the order, from any locale and bare', async () => {
    assert.deepEqual(await visit(LINK), [302, RETURN_URL]);
    assert.deepEqual(await visit(LINK.replace('/en/', '/zh-CN/')), [302, RETURN_URL]);
    assert.deepEqual(await visit(LINK.replace('/en/', '/')), [302, RETURN_URL]);
  });

  test('leads on for a day after the order has ended, and to nowhere later', async () => {
    const ended = { ...ORDER, finalAt: new Date(ORDER.createdAt.getTime() + 60_000) };
    const open = { ...ORDER, finalAt: null, expiresAt: ended.finalAt };
    for (const order of [ended, open]) {
      stored = order;
      nowMs = ended.finalAt.getTime() + 24 * 3_600_000;
      assert.deepEqual(await visit(LINK), [302, RETURN_URL]);
      nowMs += 1;
      assert.deepEqual(await visit(LINK), [404, undefined]);
    }
    nowMs = ORDER.createdAt.getTime();
    stored = ORDER;
  });

  test('of an order that is not paid names where it leads before it goes there', async () => {
    stored = { ...ORDER, paidMinor: 0n, returnUrl: 'https://shop.example/?a=1&b=<i>"x"</i>' };
    const url = recharge.returnPage?.linkOf(stored) ?? '';
    const { statusCode, headers, body } = await server.inject({ method: 'GET', url });
    assert.equal(statusCode, 200);
    assert.match(body, /<h1>shop\.example<\/h1>/);
    assert.match(body, /href="https:\/\/shop\.example\/\?a=1&amp;b=&lt;i&gt;/);
    assert.equal(headers.location, undefined);
    assert.match(`${headers.refresh}`, /^4;url=https:\/\/shop\.example\//);
    stored = ORDER;
  });

  test('understands an address that was not encoded, and what a provider adds', async () => {
    const added = '&outTradeNo=1&tradeToken=T2&status=FAILED';
    assert.deepEqual(await visit(LINK + added), [302, RETURN_URL]);
    const plain = {
      ...ORDER,
      returnUrl: 'https://shop.example/paid?order=7&payStatus=9&orderNo=1',
    };
    stored = plain;
    const link = recharge.returnPage?.linkOf(plain) ?? '';
    const bare = link.replace(encodeURIComponent(plain.returnUrl), plain.returnUrl);
    assert.deepEqual(await visit(bare), [302, plain.returnUrl]);
    stored = ORDER;
  });

  const encoded = encodeURIComponent(RETURN_URL);
  const STRANGE = [
    ['another address', LINK.replace(encoded, encodeURIComponent('https://evil.example/'))],
    ['a longer address', LINK.replace(encoded, `${encoded}x`)],
    ['no address', LINK.replace(encoded, '')],
    ['an address that is no text', LINK.replace(encoded, '%ff')],
    ['a second address', LINK.replace('?', '?returnUrl=https%3A%2F%2Fevil.example%2F&')],
    ['no order', LINK.replace(/&orderNo=.*/, '')],
    ['a slip in the order number', LINK.replace(/.$/, (d) => (d === '9' ? '8' : '9'))],
    ['nothing at all', LINK.replace(/\?.*/, '')],
  ] as const;
  for (const [title, link] of STRANGE) {
    test(`leads nowhere for a visit with ${title}`, async () => {
      assert.notEqual(link, LINK);
      assert.deepEqual(await visit(link), [404, undefined]);
    });
  }

  test("leads nowhere for an order that is gone, a payout's, or another dialect's", async () => {
    for (const other of [null, { ...ORDER, kind: 'payout' as const }]) {
      stored = other;
      assert.deepEqual(await visit(LINK), [404, undefined]);
    }
    stored = ORDER;
    dialect = 'collect';
    assert.deepEqual(await visit(LINK), [404, undefined]);
    dialect = 'recharge';
  });

  test('never leads to anything but a web page, even if that was stored', async () => {
    for (const returnUrl of ['javascript:alert(1)', 'data:text/html,x', 'https://a:b@c.example/']) {
      stored = { ...ORDER, returnUrl };
      assert.deepEqual(await visit(recharge.returnPage?.linkOf(stored) ?? ''), [404, undefined]);
    }
    stored = ORDER;
  });

  test('does not disclose where the payer came from, and is not kept', async () => {
    const { headers } = await server.inject({ method: 'GET', url: LINK });
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cache-control'], 'no-store');
  });
});

describe("the link that a provider gets for an order's payer", () => {
  const linkOf = (order: Order) => returnLinkOf(deps, 'https://pay.example', order);

  test('is the page of its dialect, as the seed shows it, and fits what the provider takes', () => {
    assert.equal(linkOf(ORDER), `https://pay.example${LINK}`);
    assert.match(
      LINK,
      /^\/en\/pay-center\/order\/return\?returnUrl=https%3A%2F%2F[^&]+&payStatus=1&/,
    );
    const longest = `https://shop.example/?${'&'.repeat(234)}`;
    assert.equal(longest.length, 256);
    assert.ok((linkOf({ ...ORDER, returnUrl: longest })?.length ?? 9_999) <= 1024);
  });

  test('a payer whose payment failed comes back to the same page, and not as one who paid', () => {
    const failed = returnLinkOf(deps, 'https://pay.example', ORDER, 'failed') ?? '';
    assert.match(failed, /&payStatus=0&/);
    assert.equal(failed.replace('&payStatus=0&', '&payStatus=1&'), linkOf(ORDER));
    const query = failed.slice(failed.indexOf('?') + 1);
    assert.equal(recharge.returnPage?.orderIdOf(query), ORDER.id);
    assert.ok(recharge.returnPage?.fits(ORDER, query));
  });

  test('is left to the cashier where the dialect has no page or the order no address', () => {
    assert.equal(linkOf({ ...ORDER, returnUrl: null }), null);
    dialect = 'collect';
    assert.equal(linkOf(ORDER), null);
    dialect = 'recharge';
  });
});
