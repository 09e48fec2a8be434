/** A connection cut at COMMIT neither loses nor doubles, and no answer is false (promise P3). */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { describe, type TestContext, test } from 'node:test';
import { applyProviderEvent } from '../../../src/app/apply-provider-event.ts';
import { handle } from '../../../src/app/handle.ts';
import type { Merchant } from '../../../src/domain/merchant.ts';
import type { Order } from '../../../src/domain/order.ts';
import type { MerchantRequest, Outcome } from '../../../src/domain/request.ts';
import { type Lanes, Unavailable } from '../../../src/ports/core.ts';
import { RESERVES_THAT_DIFFER } from '../../../src/store/statements/audit.ts';
import { BALANCES_THAT_DIFFER } from '../../../src/store/statements/ledger.ts';
import { runs } from '../../../src/wire/test-support/runs.ts';
import { SeededRandom } from '../../../src/wire/test-support/seeded-random.ts';
import { lanesOn, SHARDS } from '../../support/lanes.ts';
import { migratedDatabase } from '../../support/migrated.ts';
import { type Cut, startPgProxy } from '../../support/pg-proxy.ts';
import { paid } from '../../support/sample.ts';
import {
  CALLER_IP,
  merchantOf,
  payinRequest,
  payoutRequest,
  refundRequest,
  SOURCE,
  shopOf,
} from '../../support/shop.ts';
import { grant } from './writers.ts';

/** A shop with one merchant in each shard, whose lanes write through the proxy. */
async function openShop(t: TestContext) {
  const { connection } = await migratedDatabase(t);
  const proxy = await startPgProxy(t, connection);
  const open = lanesOn(t, proxy.connection, connection);
  const merchants = Array.from({ length: SHARDS }, (_, bucket) => merchantOf(bucket));
  const rejections: unknown[] = [];
  const lanes: Lanes = {
    shardCount: SHARDS,
    submit: (command) =>
      open.lanes.submit(command).catch((error: unknown) => {
        rejections.push(error);
        throw error;
      }),
  };
  const deps = shopOf({ lanes, reader: open.reader, merchants, nowMs: Date.now });
  const ask = (merchant: Merchant, request: MerchantRequest) =>
    handle(deps, { appId: merchant.id, ip: CALLER_IP }, request);
  const report = (order: Order) => {
    const event = { reference: `${order.id}`, eventKey: 'E', fact: paid(10_000n, `P${order.id}`) };
    return applyProviderEvent(deps, SOURCE, event);
  };
  return { ...open, lanes, merchants, proxy, rejections, deps, ask, report };
}

type Shop = Awaited<ReturnType<typeof openShop>>;

const codeOf = (outcome: Outcome) => (outcome.ok ? outcome.kind : outcome.refusal.code);

/** Cuts once, at the next COMMIT. */
function cutOnce(shop: Shop, where: Cut): void {
  let left = 1;
  shop.proxy.onCommit = () => (left-- > 0 ? where : null);
}

async function count(shop: Shop, sql: string): Promise<number | null> {
  return (await shop.pool.query(sql)).rowCount;
}

for (const where of ['before', 'after'] as const) {
  describe(`a connection that is cut ${where} the commit`, () => {
    test('leaves one order and one dispatch, and the merchant gets its id', async (t) => {
      const shop = await openShop(t);
      const merchant = shop.merchants[1] as Merchant;
      cutOnce(shop, where);
      const outcome = await shop.ask(merchant, payinRequest('A'));
      assert.ok(outcome.ok && outcome.kind === 'created');
      assert.deepEqual(await shop.reader.orderById(outcome.order.id), outcome.order);
      assert.equal(await count(shop, 'select from orders'), 1);
      assert.equal(await count(shop, 'select from dispatch'), 1);
      assert.equal(shop.proxy.cuts[where], 1);
    });

    test('leaves a refused payout and a refused refund refused', async (t) => {
      const shop = await openShop(t);
      const merchant = shop.merchants[1] as Merchant;
      await shop.ask(merchant, payinRequest('A'));
      cutOnce(shop, where);
      assert.equal(codeOf(await shop.ask(merchant, payoutRequest('B'))), 'insufficient_balance');
      cutOnce(shop, where);
      const payin = { kind: 'merchantRef', scope: 'order', merchantRef: 'A' } as const;
      const refund = await shop.ask(merchant, refundRequest('C', payin));
      assert.equal(codeOf(refund), 'not_supported');
      assert.equal(await count(shop, "select from dispatch where operation <> 'payin'"), 0);
      assert.equal(shop.proxy.cuts[where], 2);
    });

    test('closes an order once, and answers its merchant so; a second time it is refused', async (t) => {
      const shop = await openShop(t);
      const merchant = shop.merchants[1] as Merchant;
      await shop.ask(merchant, payinRequest('A'));
      const key = { kind: 'merchantRef', scope: 'order', merchantRef: 'A' } as const;
      const close = () => shop.ask(merchant, { kind: 'close_order', key, kinds: ['payin'] });
      cutOnce(shop, where);
      const closed = await close();
      assert.ok(closed.ok && closed.kind === 'order');
      assert.equal(closed.order.state, 'closed');
      assert.equal(shop.proxy.cuts[where], 1);
      assert.equal(codeOf(await close()), 'not_supported');
    });

    test('books a payment once', async (t) => {
      const shop = await openShop(t);
      const outcome = await shop.ask(shop.merchants[1] as Merchant, payinRequest('A'));
      assert.ok(outcome.ok && outcome.kind === 'created');
      cutOnce(shop, where);
      assert.equal(await shop.report(outcome.order), where === 'before' ? 'applied' : 'repeat');
      assert.equal(await count(shop, 'select from entry'), 1);
      assert.equal(await count(shop, 'select from notification'), 1);
      assert.equal((await shop.reader.orderById(outcome.order.id))?.state, 'paid');
    });
  });
}

describe('a database that is not there', { concurrency: true, timeout: 40_000 }, () => {
  test('is answered as "unknown", once it has been tried for a while', async (t) => {
    const shop = await openShop(t);
    await shop.proxy.close();
    const outcome = await shop.ask(shop.merchants[1] as Merchant, payinRequest('A'));
    assert.equal(codeOf(outcome), 'internal');
    assert.ok(shop.rejections[0] instanceof Unavailable);
  });

  test('is answered as "unknown" also when nothing ends the silence', async (t) => {
    const shop = await openShop(t);
    const merchant = shop.merchants[1] as Merchant;
    assert.equal(codeOf(await shop.ask(merchant, payinRequest('A'))), 'created');
    shop.proxy.stall();
    assert.equal(codeOf(await shop.ask(merchant, payinRequest('B'))), 'internal');
    assert.ok(shop.rejections[0] instanceof Unavailable);
  });
});

const CUTS = runs(30, 2_000);
const PER_ROUND = 6;
const ROUNDS_MAX = 200 * CUTS;

/** One round of a merchant: payins that are paid, payouts, refunds; some cannot be paid for. */
async function round(shop: Shop, merchant: Merchant, name: string): Promise<readonly Outcome[]> {
  const refs = Array.from({ length: PER_ROUND }, (_, i) => `${name}-${i}`);
  const payins = await Promise.all(
    refs.map((ref) => shop.ask(merchant, payinRequest(`in-${ref}`))),
  );
  const going = payins.flatMap((payin, i) => {
    if (!payin.ok || payin.kind !== 'created') return [];
    const key = { kind: 'id', id: payin.order.id } as const;
    return [
      shop
        .report(payin.order)
        .then(() => shop.ask(merchant, refundRequest(`back-${refs[i]}`, key))),
      shop.ask(merchant, payoutRequest(`out-${refs[i]}`)),
    ];
  });
  return [...payins, ...(await Promise.all(going))];
}

/**
 * What was answered against what is there: an id answered is a row, and a refusal is a failed one.
 */
async function assertTrue(shop: Shop, outcomes: readonly Outcome[]): Promise<void> {
  const { rows } = await shop.pool.query<{ id: bigint; kind: string; state: string }>(
    'select id, kind, state from orders',
  );
  const stateOf = new Map(rows.map((row) => [row.id, row.state]));
  const refused = outcomes.filter((outcome) => !outcome.ok);
  for (const outcome of outcomes) {
    if (outcome.ok && outcome.kind === 'created') {
      assert.notEqual(stateOf.get(outcome.order.id) ?? 'missing', 'missing');
      assert.notEqual(stateOf.get(outcome.order.id), 'failed');
    } else assert.equal(codeOf(outcome), 'insufficient_balance');
  }
  assert.equal(rows.length, outcomes.length, 'one row per reference');
  assert.equal(rows.filter(({ state }) => state === 'failed').length, refused.length);
  assert.equal(await count(shop, 'select from dispatch'), rows.length - refused.length);
  const payins = rows.filter(({ kind }) => kind === 'payin').length;
  assert.equal(await count(shop, "select from entry where name = 'payin.paid'"), payins);
  for (let shard = 0; shard < SHARDS; shard += 1) {
    for (const question of [BALANCES_THAT_DIFFER, RESERVES_THAT_DIFFER]) {
      assert.deepEqual((await shop.pool.query(question.text, [shard])).rows, [], question.name);
    }
  }
}

describe('connections cut at commits again and again', () => {
  test('lose nothing, double nothing, and everything answered is true', async (t) => {
    const seed = randomInt(2 ** 31);
    t.diagnostic(`seed ${seed}`);
    const random = new SeededRandom(seed);
    const shop = await openShop(t);
    const { cuts } = shop.proxy;
    shop.proxy.onCommit = () => {
      const where = random.pick(['before', 'after'] as const);
      return random.below(10) < 6 && cuts[where] < CUTS ? where : null;
    };
    const outcomes: Outcome[] = [];
    for (let n = 0; n < ROUNDS_MAX && Math.min(cuts.before, cuts.after) < CUTS; n += 1) {
      const done = await Promise.all(shop.merchants.map((m) => round(shop, m, `${n}`)));
      outcomes.push(...done.flat());
    }
    shop.proxy.onCommit = () => null;
    // Some more: commits on several connections wait for their answers at once.
    assert.ok(Math.min(cuts.before, cuts.after) >= CUTS, JSON.stringify(cuts));
    assert.deepEqual(shop.rejections, [], 'the database always came back in time');
    await assertTrue(shop, outcomes);
    t.diagnostic(`cut before ${cuts.before}, after ${cuts.after}; ${outcomes.length} orders`);
    t.diagnostic('lost 0, doubled 0, answered wrongly 0');
  });

  test('show a command that has no natural key: it is committed, and refused when repeated', async (t) => {
    const shop = await openShop(t);
    cutOnce(shop, 'after');
    const merchant = shop.merchants[0] as Merchant;
    await assert.rejects(grant(shop, merchant, 1n), { code: '23505' });
    assert.equal(await count(shop, 'select from entry'), 1);
  });
});
