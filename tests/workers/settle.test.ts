/** Settlement: batches of what is due, on a database. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { postToBalance } from '../../src/app/post-to-balance.ts';
import type { Command } from '../../src/domain/decision.ts';
import { entry } from '../../src/domain/ledger.ts';
import type { App } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import { createAuditQueries } from '../../src/store/queues/audit.ts';
import { createSettlementQueue } from '../../src/store/queues/settlements.ts';
import { createLanes } from '../../src/store/write/lanes.ts';
import { auditAll, isBalanced } from '../../src/workers/audit.ts';
import { completeRound, releaseRound, settleRound } from '../../src/workers/settle.ts';
import { addApp, openWorld, orderOf, SHARDS, type World } from './world.ts';

const LIMITS = { overdueMs: 60_000, doubtMs: 60_000 };
const SHARD = 1;
const DAY_MS = 86_400_000;

const settlingOf = (world: World) => ({
  ...world,
  settlements: createSettlementQueue(world.pool),
  events: {},
  nowMs: Date.now,
});

/** Paid by a day and an hour, with the entry of the payment. */
async function pay(world: World, app: App, changes: Partial<Order> = {}): Promise<Order> {
  const order = orderOf(world, app, {
    ...{ state: 'paid', paidMinor: 10_000n, feeMinor: 100n, pendingMinor: 9_900n },
    ...{ settleAt: new Date(Date.now() - 1_000), connector: 'fake', account: 'main' },
    ...changes,
  });
  const { paidMinor, feeMinor: fees, pendingMinor: pending } = order;
  const legs = { fees, pending, platform: paidMinor - fees - pending, upstream: -paidMinor };
  const command: Command<boolean> = {
    shard: order.shard,
    claim: order,
    balanceKeys: () => [order],
    decide: () => ({
      changes: {
        orders: [order],
        entries: [entry(order, 'payin.paid', legs, { platformCode: 'write_off' })],
      },
      answer: true,
    }),
  };
  await world.lanes.submit(command);
  return order;
}

async function assertBooks(world: World): Promise<void> {
  const reports = await auditAll(createAuditQueries(world.pool), SHARDS, LIMITS);
  assert.deepEqual(reports.map(isBalanced), [true, true, true, true]);
}

const batches = (world: World) =>
  world.query<Record<string, unknown>>(
    `select merchant_id, due_date, state, order_count, paid_minor, fee_minor, taken_minor,
       net_minor, debt_minor, credited_minor
     from settlement_batch order by merchant_id, due_date`,
  );

const settledEntries = (world: World) =>
  world.query<{ subject_id: bigint; available: bigint; debt: bigint }>(
    `select subject_id, available, debt from entry where name like 'batch.settled:%' order by seq`,
  );

/** A tenth of what was paid, up to 15.00, is held for three days. */
function withReserve(world: World, { merchantId }: App): void {
  const merchant = world.merchants.get(merchantId);
  assert.ok(merchant !== undefined);
  const rule = { ppm: 100_000n, days: 3, capMinor: 1_500n, basis: 'gross' } as const;
  world.merchants.set(merchantId, {
    ...merchant,
    reserve: { ...rule, merchantId, asset: 'PHP/2' },
  });
}

const holds = (world: World) =>
  world.query<{ minor: bigint; left_minor: bigint; days: number | null }>(
    `select minor, left_minor, release_on - ((now() at time zone 'utc') + interval '8 hours')::date
       as days from reserve_hold order by minor`,
  );

describe('a reserve', () => {
  test('is held of settlements up to its cap, and released once on its day', async (t) => {
    const world = await openWorld(t);
    const app = addApp(world, 5);
    withReserve(world, app);
    const deps = settlingOf(world);
    const figures = async () => {
      const balance = (await world.reader.balances(app.merchantId))[0]?.balance;
      return [balance?.available, balance?.rolling];
    };
    for (const _ of [1, 2]) {
      await pay(world, app);
      await settleRound(deps, SHARD);
    }
    assert.deepEqual(await figures(), [18_300n, 1_500n]);
    assert.deepEqual(await holds(world), [
      { minor: 500n, left_minor: 500n, days: 3 },
      { minor: 1_000n, left_minor: 1_000n, days: 3 },
    ]);
    const [batch] = await world.query<{ reserve: bigint }>(
      'select sum(reserve_minor)::bigint as reserve from settlement_batch',
    );
    assert.equal(batch?.reserve, 1_500n);
    await assertBooks(world);
    await releaseRound(deps, SHARD);
    assert.deepEqual(await figures(), [18_300n, 1_500n], 'not before its day');
    const later = { ...deps, nowMs: () => Date.now() + 4 * DAY_MS };
    await releaseRound(later, SHARD);
    assert.deepEqual(await figures(), [18_300n, 1_500n], 'the database has the day');
    await world.query('update reserve_hold set release_on = release_on - 3');
    await Promise.all([releaseRound(deps, SHARD), releaseRound(deps, SHARD)]);
    assert.deepEqual(await figures(), [19_800n, 0n]);
    await assertBooks(world);
  });

  test('that people freeze and release is held and taken to the unit', async (t) => {
    const world = await openWorld(t);
    const app = addApp(world, 5);
    withReserve(world, app);
    await pay(world, app);
    await settleRound(settlingOf(world), SHARD);
    const by = { merchantId: app.merchantId, mode: 'live', asset: 'PHP/2' } as const;
    const post = (kind: 'hold' | 'release', amountMinor: bigint | null) => {
      const about = { ...by, kind, amountMinor, adjustment: 'correction' } as const;
      return postToBalance(world, { ...about, evidence: `${kind} ${amountMinor}` }, 'ann', '');
    };
    assert.deepEqual(await post('hold', 4_000n), { ok: true });
    assert.deepEqual(await post('release', 4_300n), { ok: true });
    const left = await holds(world);
    assert.deepEqual(left, [
      { minor: 1_000n, left_minor: 700n, days: 3 },
      { minor: 4_000n, left_minor: 0n, days: null },
    ]);
    await assertBooks(world);
    assert.deepEqual(await post('release', null), { ok: true });
    await assertBooks(world);
  });
});

describe('settlement', () => {
  test('what is due is one batch of a merchant, asset and day, and few entries', async (t) => {
    const world = await openWorld(t);
    const [one, two] = [addApp(world, 5), addApp(world, 9)];
    const on = { date: '2026-06-08', calendar: 'PH/2026:1' };
    const due = Array.from({ length: 620 }, () => pay(world, one, { settleOn: on }));
    const other = await pay(world, two, { settleOn: on });
    const later = await pay(world, one, {
      ...{ settleOn: { ...on, date: '2099-06-09' }, settleAt: new Date('2099-06-09') },
    });
    // Of what was paid, a part was taken back before.
    const taken = await pay(world, one, { settleOn: on, pendingMinor: 4_900n });
    await Promise.all(due);
    await settleRound(settlingOf(world), SHARD);
    const rows = await batches(world);
    assert.equal(rows.length, 2);
    const mine = rows.find(({ merchant_id }) => merchant_id === one.merchantId);
    assert.deepEqual(mine, {
      ...{ merchant_id: one.merchantId, due_date: '2026-06-08', state: 'open' },
      ...{ order_count: 621n, paid_minor: 6_210_000n, fee_minor: 62_100n, taken_minor: 5_000n },
      ...{ net_minor: 6_142_900n, debt_minor: 0n, credited_minor: 6_142_900n },
    });
    assert.equal((await settledEntries(world)).length, 3, 'two for 621 orders, and one for one');
    const [sum] = await world.query<{ minor: bigint; orders: bigint }>(
      `select sum(settled_minor)::bigint as minor, count(*) as orders from orders
       where merchant_id = $1 and batch_id = (select id from settlement_batch where merchant_id = $1)`,
      [one.merchantId],
    );
    assert.deepEqual(sum, { minor: 6_142_900n, orders: 621n }, 'its orders are its sum');
    const open = await world.reader.orderById(later.id);
    assert.deepEqual([open?.pendingMinor, open?.batch], [9_900n, null]);
    const settled = await world.reader.orderById(taken.id);
    assert.deepEqual([settled?.pendingMinor, settled?.batch?.minor], [0n, 4_900n]);
    assert.deepEqual(settled?.settleOn, on, 'its day is kept');
    assert.equal((await world.reader.balances(other.merchantId))[0]?.balance.available, 9_900n);
    await assertBooks(world);
  });

  test('two processes, one that died on the way, and rounds again: settled once', async (t) => {
    const world = await openWorld(t);
    const app = addApp(world, 5);
    await Promise.all(Array.from({ length: 40 }, () => pay(world, app)));
    const events = { committed() {}, trouble() {}, grown() {} };
    const lanes = createLanes(world.connection, SHARDS, events, null, () => []);
    t.after(() => lanes.close());
    const deps = settlingOf(world);
    const [due] = await deps.settlements.due(SHARD, 1);
    assert.ok(due !== undefined);
    // Killed after it opened the batch.
    await deps.settlements.openBatch(
      ...([SHARD, due.batch, () => world.ids.next(5), due.batch.date] as const),
    );
    const other = { ...deps, lanes };
    await Promise.all([settleRound(deps, SHARD), settleRound(other, SHARD)]);
    await settleRound(deps, SHARD);
    const [batch, ...rest] = await batches(world);
    assert.deepEqual([batch?.order_count, batch?.credited_minor, rest], [40n, 396_000n, []]);
    assert.equal((await world.reader.balances(app.merchantId))[0]?.balance.available, 396_000n);
    await assertBooks(world);
  });

  test('a merchant that owes gets the rest, and the batch says so', async (t) => {
    const world = await openWorld(t);
    const app = addApp(world, 5);
    const order = await pay(world, app);
    const owed = entry(
      order,
      'debt',
      { net: owing(3_000n), platform: 3_000n },
      {
        platformCode: 'write_off',
      },
    );
    await world.lanes.submit({
      shard: order.shard,
      balanceKeys: () => [order],
      decide: () => ({ changes: { entries: [owed] }, answer: true }),
    });
    await settleRound(settlingOf(world), SHARD);
    const [batch] = await batches(world);
    const { net_minor, debt_minor, credited_minor } = batch ?? {};
    assert.deepEqual([net_minor, debt_minor, credited_minor], [9_900n, 3_000n, 6_900n]);
    await assertBooks(world);
  });

  test('a batch is complete when nothing of its day is left', async (t) => {
    const { world, complete, states } = await openCompleting(t);
    const app = addApp(world, 5);
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const on = { date: today, calendar: 'PH/2026:1' };
    await pay(world, app, { settleOn: on });
    const evening = await pay(world, app, {
      settleOn: on,
      settleAt: new Date(Date.now() + 3_600_000),
    });
    await complete();
    assert.deepEqual(await states(), ['open'], 'another one is due later on that day');
    await world.query('update orders set settle_at = now() where id = $1', [evening.id]);
    await complete();
    assert.deepEqual(await states(), ['complete']);
    // By the hour of its payment, more can come until the day is over.
    await pay(world, addApp(world, 9), { settleAt: new Date(Date.now() - 1) });
    await complete();
    assert.deepEqual(await states(), ['complete', 'open']);
    await pay(world, addApp(world, 13), { settleAt: new Date(Date.now() - 3 * 86_400_000) });
    await complete();
    assert.deepEqual(await states(), ['complete', 'complete', 'open']);
  });

  test('a batch that is complete stays so: what falls due on its day later is in the next', async (t) => {
    const { world, complete, states } = await openCompleting(t);
    const app = addApp(world, 5);
    const dayOf = (days: number) =>
      new Date(Date.now() + 8 * 3_600_000 + days * DAY_MS).toISOString().slice(0, 10);
    const on = { date: dayOf(-3), calendar: 'PH/2026:1' };
    await pay(world, app, { settleOn: on });
    await complete();
    assert.deepEqual(await states(), ['complete']);
    const before = await batches(world);
    const late = await pay(world, app, { settleOn: on });
    await complete();
    const [first, next, ...others] = await batches(world);
    assert.deepEqual([[first], others], [before, []]);
    assert.deepEqual([next?.state, next?.order_count], ['open', 1n], 'until its day is over');
    assert.equal(next?.due_date, dayOf(0));
    // That one is complete as well, should it be asked: the day after takes what comes.
    await world.query("update settlement_batch set state = 'complete', completed_at = now()");
    await pay(world, app, { settleOn: { ...on, date: dayOf(0) } });
    await complete();
    assert.deepEqual((await states()).toSorted(), ['complete', 'complete', 'open']);
    assert.equal((await world.reader.orderById(late.id))?.settleOn?.date, dayOf(-3));
    await assertBooks(world);
  });
});

/** The legs of a debt. */
function owing(minor: bigint) {
  return { available: 0n, debt: -minor } as Parameters<typeof entry>[2]['net'] & object;
}

async function openCompleting(t: TestContext) {
  const world = await openWorld(t);
  const deps = settlingOf(world);
  const complete = async () => {
    await settleRound(deps, SHARD);
    await completeRound(deps, SHARD);
  };
  const states = async () => (await batches(world)).map(({ state }) => state).sort();
  return { world, complete, states };
}
