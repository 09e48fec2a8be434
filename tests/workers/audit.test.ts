/** The auditor over a real database: what it adds up, finds, and reports (P13, P16). */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type Balance, type Entry, entry } from '../../src/domain/ledger.ts';
import { creditAvailable } from '../../src/domain/netting.ts';
import type { Order } from '../../src/domain/order.ts';
import { hold } from '../../src/domain/payout.ts';
import type { AuditReport } from '../../src/ports/workers.ts';
import { createAuditQueries } from '../../src/store/queues/audit.ts';
import { auditAll, auditRound } from '../../src/workers/audit.ts';
import { addApp, dispatchOf, openWorld, orderOf, SHARDS, type World } from './world.ts';

const LIMITS = { overdueMs: 60_000, doubtMs: 60_000 };

type Post = (balance: Balance) => Entry | null;

/** Commits an order, and books it by the balance as it stands. */
async function book(world: World, order: Order, post: Post): Promise<Order> {
  await world.lanes.submit({
    shard: order.shard,
    claim: order,
    balanceKeys: () => [order],
    decide(rows) {
      const posted = post(rows.balance(order));
      if (posted === null) throw new Error('the balance does not cover it');
      return { changes: { orders: [order], entries: [posted] }, answer: null };
    },
  });
  return order;
}

/** Paid, available at once. */
const paidNow = (world: World, changes: Partial<Order>) => {
  const order = orderOf(world, addApp(world, 5), {
    ...{ state: 'paid', paidMinor: 10_000n, feeMinor: 100n },
    ...changes,
  });
  return book(world, order, (balance) => {
    const net = creditAvailable(balance, 9_900n);
    return entry(order, 'payin.paid', { net, fees: 100n, upstream: -10_000n });
  });
};

/** Paid, and not settled before tomorrow. */
const paidLater = (world: World, of: Order) => {
  const { id, merchantRef } = orderOf(world, addApp(world, 5));
  const settleAt = new Date(Date.now() + 86_400_000);
  const order = { ...of, id, merchantRef, settleAt, pendingMinor: 9_900n };
  return book(world, order, () =>
    entry(order, 'payin.paid', { pending: 9_900n, fees: 100n, upstream: -10_000n }),
  );
};

const heldPayout = (world: World, of: Order) => {
  const { id, merchantRef } = orderOf(world, addApp(world, 5));
  const changes = { kind: 'payout', state: 'pending', amountMinor: 2_500n, paidMinor: 0n } as const;
  const order: Order = { ...of, id, merchantRef, ...changes };
  return book(world, order, (balance) => hold(order, balance));
};

async function openAudit(t: TestContext) {
  const world = await openWorld(t);
  const queries = createAuditQueries(world.pool);
  const first = await paidNow(world, {});
  await paidLater(world, first);
  await heldPayout(world, first);
  const { shard } = first;
  const audit = () => queries.audit(shard, LIMITS);
  /** As somebody who owns the tables could. */
  const tamper = async (sql: string) => {
    await world.query('alter table entry disable trigger user');
    await world.query(sql);
    await world.query('alter table entry enable trigger user');
  };
  return { world, queries, first, shard, audit, tamper };
}

const rulesOf = ({ breaches }: AuditReport) => breaches.map(({ rule }) => rule).sort();

describe('the auditor', () => {
  test('finds nothing where all is right, however often it asks', async (t) => {
    const { world, first, queries, audit } = await openAudit(t);
    assert.deepEqual((await audit()).breaches, []);
    await paidLater(world, first);
    const reports = await auditAll(queries, SHARDS, LIMITS);
    assert.deepEqual(reports.map(rulesOf), [[], [], [], []]);
  });

  test('adds up what came since, and no entry a second time', async (t) => {
    const { audit, tamper, world, first } = await openAudit(t);
    assert.deepEqual((await audit()).breaches, []);
    // Were the old entries added up again, this would be found.
    await tamper('update entry set fees = fees + 7, available = available - 7 where fees > 0');
    await world.query('update audit_mark set at = now()');
    await paidLater(world, first);
    assert.deepEqual((await audit()).breaches, []);
    await world.query('update balance_checkpoint set fees = fees + 1, tax = tax - 1');
    assert.deepEqual(rulesOf(await audit()), ['balances_are_sums'], 'from the start it is');
  });

  test('takes a checkpoint that is wrong, or lost, for no breach', async (t) => {
    const { audit, world } = await openAudit(t);
    await audit();
    await world.query('update balance_checkpoint set fees = fees + 1, tax = tax - 1');
    assert.deepEqual((await audit()).breaches, []);
    await world.query('delete from balance_checkpoint');
    assert.deepEqual((await audit()).breaches, []);
  });

  test('counts an entry of a transaction that began long before it ended', async (t) => {
    const { audit, tamper, world, first } = await openAudit(t);
    await audit();
    await paidLater(world, first);
    await tamper("update entry set at = at - interval '1 hour' where seq = 4");
    assert.deepEqual((await audit()).breaches, []);
  });

  test('is not misled by what is committed while it asks', async (t) => {
    const { world, first, audit } = await openAudit(t);
    let writing = true;
    const write = async () => {
      for (let i = 0; i < 30; i += 1) await paidLater(world, first);
      writing = false;
    };
    const written = write();
    const found: string[] = [];
    while (writing) found.push(...rulesOf(await audit()));
    await written;
    assert.deepEqual([...found, ...rulesOf(await audit())], []);
  });
});

const BROKEN: readonly (readonly [rule: string, how: string, sql: string])[] = [
  [
    'balances_are_sums',
    'a balance that was moved without an entry',
    'update balance set available = available + 1, suspense = suspense - 1',
  ],
  [
    'balances_are_sums',
    'an entry that is lost',
    "delete from entry where name = 'payin.paid' and seq = 2",
  ],
  [
    'balances_are_sums',
    'an entry that no balance has counted',
    `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, available, pending,
       reserved, fees, upstream, suspense)
     select shard, 1, 'ghost', merchant_id, mode, asset, 4, -1, 0, 0, 1, 0, 0 from balance`,
  ],
  [
    'entries_sum_to_zero',
    'an entry of one leg',
    `do $$ declare name text; begin
       for name in select conname from pg_constraint
         where conrelid in ('entry'::regclass, 'balance'::regclass) and contype = 'c'
       loop
         execute format('alter table entry drop constraint if exists %I', name);
         execute format('alter table balance drop constraint if exists %I', name);
       end loop; end $$;
     update entry set fees = fees + 1 where seq = 1; update balance set fees = fees + 1`,
  ],
  [
    'reserved_is_open',
    'a hold whose order is over',
    "update orders set state = 'failed' where kind = 'payout'",
  ],
  [
    'pending_is_unsettled',
    'a payment whose settlement was not booked',
    'update orders set settle_at = null',
  ],
  [
    'suspense_is_cases',
    'money in suspense that is no case’s',
    `update balance set suspense = suspense + 5, upstream = upstream - 5;
     update entry set suspense = 5, upstream = upstream - 5, case_key = 'x' where seq = 1`,
  ],
  [
    'suspense_is_cases',
    'a case that holds what is not in suspense',
    `insert into case_file (shard, order_id, kind, key, merchant_id, detail, mode, asset,
       held_minor)
     select shard, 1, 'contradiction', 'k', merchant_id, '', mode, asset, 7 from balance`,
  ],
  [
    'disputed_is_open',
    'money held for no dispute',
    `update balance set disputed = disputed + 5, available = available - 5;
     update entry set disputed = 5, available = available - 5 where seq = 1`,
  ],
  [
    'rolling_is_held',
    'money in reserve that is no hold’s',
    `update balance set rolling = rolling + 5, available = available - 5;
     update entry set rolling = 5, available = available - 5 where seq = 1`,
  ],
  [
    'debt_or_available',
    'money beside a debt',
    `alter table balance drop constraint balance_is_possible;
     update entry set debt = -1, available = available + 1 where seq = 1;
     update balance set debt = -1, available = available + 1`,
  ],
];

describe('the auditor opens a case and says so, once it finds', () => {
  for (const [rule, how, sql] of BROKEN) {
    test(`${how} (${rule})`, async (t) => {
      const { audit, tamper, world, first } = await openAudit(t);
      await tamper(sql);
      assert.ok(rulesOf(await audit()).includes(rule as never));
      assert.ok(rulesOf(await audit()).includes(rule as never), 'as long as it is so');
      const cases = await world.query<{ order_id: bigint; key: string }>(
        "select order_id, key from case_file where kind = 'books' and key like $1",
        [`${rule}:%`],
      );
      assert.deepEqual(cases, [{ order_id: first.merchantId, key: `${rule}:live:PHP/2` }]);
    });
  }

  test('a case that was closed, and is as it was, is opened again', async (t) => {
    const { audit, world } = await openAudit(t);
    await world.query("update orders set state = 'failed' where kind = 'payout'");
    await audit();
    await world.query(
      "update case_file set state = 'closed', closed_at = now(), closed_by = 'ana'",
    );
    await audit();
    assert.deepEqual(await world.query('select state, closed_by from case_file'), [
      { state: 'open', closed_by: null },
    ]);
  });

  test('each breach is in the log, and in the report that is counted', async (t) => {
    const { world, queries } = await openAudit(t);
    await world.query("update orders set state = 'failed' where kind = 'payout'");
    const counted: string[] = [];
    const events = { audited: (report: AuditReport) => counted.push(...rulesOf(report)) };
    const { log } = world;
    await auditRound({ queries, shardCount: SHARDS, log, events }, 60_000)();
    assert.deepEqual(counted, ['reserved_is_open']);
    assert.deepEqual(world.logged, ['the books do not agree']);
  });

  test('rows that nobody takes up are counted', async (t) => {
    const { audit, world, first } = await openAudit(t);
    await world.commit(orderOf(world, addApp(world, 5)), {});
    const order = orderOf(world, addApp(world, 5));
    await world.commit(order, { dispatches: [dispatchOf(order)] });
    await world.query("update dispatch set next_at = now() - interval '2 minutes'");
    assert.deepEqual([first.shard, (await audit()).overdueDispatches], [order.shard, 1]);
    await world.query(
      "update dispatch set state = 'doubt', sent_at = now() - interval '2 minutes'",
    );
    const later = await audit();
    assert.equal(later.longDoubts, 1);
    assert.equal(later.oldestDoubtMs >= 120_000, true);
  });
});
