import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CLEARING_DAYS } from '../../src/domain/clearing.ts';
import type { AuditReport } from '../../src/ports/workers.ts';
import { createBookWatch } from '../../src/store/books/book-watch.ts';
import { createBookCloser } from '../../src/store/books/close.ts';
import { createFeeInvoices } from '../../src/store/books/fee-invoices.ts';
import { createMainBook } from '../../src/store/books/main-book.ts';
import { createAuditQueries } from '../../src/store/queues/audit.ts';
import { createCases } from '../../src/store/queues/cases.ts';
import { createDispatchQueue } from '../../src/store/queues/dispatches.ts';
import { createDisputeLists } from '../../src/store/queues/dispute-lists.ts';
import { createDisputes } from '../../src/store/queues/disputes.ts';
import { createNotificationQueue } from '../../src/store/queues/notifications.ts';
import { createWaitingReports } from '../../src/store/queues/provider-reports.ts';
import { createQuestions } from '../../src/store/queues/questions.ts';
import { createReceipts } from '../../src/store/queues/receipts.ts';
import { createReportQueue } from '../../src/store/queues/reports.ts';
import { createSettlementQueue } from '../../src/store/queues/settlements.ts';
import { createStatementFileQueue } from '../../src/store/queues/statement-files.ts';
import { createSweepQueue } from '../../src/store/queues/sweeps.ts';
import { createErasureQueue } from '../../src/store/queues/verifications.ts';
import { createWatchQueue } from '../../src/store/queues/watch.ts';
import { createWithdrawalSweeps } from '../../src/store/queues/withdrawal-sweeps.ts';
import { createAccountStatements } from '../../src/store/read/account-statements.ts';
import { createRecoveries } from '../../src/store/recovery/recoveries.ts';
import { Dispatcher } from '../../src/workers/dispatch.ts';
import { startWorkers, type Workers } from '../../src/workers/workers.ts';
import { reconOf } from '../support/reconciliation.ts';
import { until } from '../support/until.ts';
import { openUpstream, upstreamOf } from './fake-upstream.ts';
import { plainDialect } from './plain-dialect.ts';
import {
  addApp,
  dispatchOf,
  openEgress,
  openReceiver,
  openWorld,
  orderOf,
  SHARDS,
  type World,
} from './world.ts';

const OPEN = `select 1 from dispatch where state <> 'done'
  union all select 1 from notification where state <> 'delivered'`;

/** Those that the workers take from, but for the dispatches. */
function queuesOf({ pool, lanes, ids }: World) {
  const mainBook = createMainBook(pool, SHARDS);
  return {
    notifications: createNotificationQueue(pool),
    sweeps: createSweepQueue(pool),
    settlements: createSettlementQueue(pool),
    cases: createCases(pool, SHARDS),
    watch: createWatchQueue(pool, () => []),
    audit: createAuditQueries(pool),
    reports: createReportQueue(pool),
    questions: createQuestions(pool, SHARDS),
    disputes: createDisputes(pool, SHARDS),
    disputeLists: createDisputeLists(pool),
    books: createBookCloser(pool, lanes),
    invoices: createFeeInvoices(pool, SHARDS),
    mainBook,
    recoveries: createRecoveries(pool, SHARDS),
    bookWatch: createBookWatch(pool, SHARDS, mainBook),
    erasures: createErasureQueue(pool),
    waitingReports: createWaitingReports(pool),
    withdrawalSweeps: createWithdrawalSweeps(pool, SHARDS),
    receipts: createReceipts(pool, { shardCount: SHARDS, nextId: ids.next }),
    recon: reconOf(pool, SHARDS),
    statementFiles: createStatementFileQueue(pool),
    accountStatements: createAccountStatements(pool, SHARDS),
  };
}

describe('all workers together', () => {
  test('a committed order is sent, paid, reported and audited by itself', async (t) => {
    let workers: Workers | null = null;
    const world = await openWorld(t, (shard, left) => workers?.wake(shard, left));
    const fake = await openUpstream(t);
    const receiver = await openReceiver(t, () => [200, 'success']);
    const egress = openEgress(t);
    const reports: AuditReport[] = [];
    const deps = {
      ...world,
      payLinks: { urlOf: () => 'https://pay.example/', read: () => null },
      publicUrl: 'https://causeway.example',
      upstream: upstreamOf(egress, fake),
      events: { audited: (report: AuditReport) => reports.push(report) },
    };
    const dispatches = createDispatchQueue(world.pool);
    const dispatcher = new Dispatcher({ ...deps, queue: dispatches });
    workers = startWorkers({
      ...deps,
      connectors: new Map(),
      dialects: new Map([['plain', plainDialect()]]),
      queues: { dispatches, ...queuesOf(world) },
      photoDays: 90,
      openSeal: () => null,
      clearingDays: CLEARING_DAYS,
      dispatcher,
      egress,
      nowMs: Date.now,
      random: Math.random,
      auditEveryMs: 60_000,
    });
    // The provider's word is lost the first time, so the payment is learnt by asking.
    fake.onCreate = 'drop';
    const orders = [4, 5, 6, 7].map((bucket) =>
      orderOf(world, addApp(world, bucket), { notifyUrl: `${receiver.url}/${bucket}` }),
    );
    for (const order of orders) fake.states.set(`${order.id}`, 'paid');
    await Promise.all(
      orders.map((order) => world.commit(order, { dispatches: [dispatchOf(order)] })),
    );
    try {
      await until(() => receiver.calls.length === orders.length, 'every merchant is notified');
      await until(() => reports.length >= SHARDS, 'an audit of every shard');
    } finally {
      await workers.stop();
    }
    assert.deepEqual([...fake.creates.values()], [1, 1, 1, 1]);
    assert.deepEqual(receiver.calls.map(({ path }) => path).sort(), ['/4', '/5', '/6', '/7']);
    assert.deepEqual(await world.query(OPEN), []);
    assert.deepEqual(world.logged, []);
  });
});
