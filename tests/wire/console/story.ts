/** A day in the life of a platform, as an operator meets it: every page has something to show. */
import { applyProviderEvent } from '../../../src/app/apply-provider-event.ts';
import { disputeEvent } from '../../../src/connectors/dispute-event.ts';
import { caseOf } from '../../../src/domain/effect.ts';
import type { Order } from '../../../src/domain/order.ts';
import { createProviderReports } from '../../../src/store/queues/provider-reports.ts';
import { report } from '../../support/disputes.ts';
import { SHARDS } from '../../support/lanes.ts';
import { ACCEPTED, type ConsoleWorld, paid } from './world.ts';

export interface Story {
  readonly paid: Order;
  readonly failed: Order;
  readonly pending: Order;
  readonly paidOut: Order;
  /** A payout whose outcome the provider does not report, with its open case. */
  readonly doubt: Order;
}

const DECLINED = {
  kind: 'declined',
  failure: { code: 'declined', text: 'the wallet refused' },
} as const;

export async function makeStory(world: ConsoleWorld): Promise<Story> {
  const first = await world.payin('KOPI-20261120-0001', [ACCEPTED, paid(125_050n, 'GC-77120031')]);
  for (const n of [2, 3, 4]) {
    await world.payin(`KOPI-20261120-000${n}`, [ACCEPTED, paid(125_050n, `GC-7712004${n}`)]);
  }
  const failed = await world.payin('KOPI-20261120-0005', [ACCEPTED, DECLINED]);
  const pending = await world.payin('KOPI-20261120-0006', [ACCEPTED]);
  const paidOut = await world.payout('OUT-20261120-01', [ACCEPTED, paid(20_000n, 'GC-88')]);
  const doubt = await world.payout('OUT-20261120-02');
  await bringIntoDoubt(world, doubt);
  await deliver(world, first);
  await deadLetter(world, failed);
  return { paid: first, failed, pending, paidOut, doubt };
}

/** What became available of a payment, as a batch of its own. */
export async function settledBatch({ pool }: ConsoleWorld, paid: Order): Promise<bigint> {
  const id = paid.id ^ (1n << 62n);
  await pool.query(
    `insert into settlement_batch (shard, id, merchant_id, mode, asset, due_date, state,
       order_count, paid_minor, fee_minor, net_minor, credited_minor)
     values ($1, $2, $3, $4, $5, '2026-11-20', 'complete', 1, $6::bigint, $7::bigint, $6 - $7, $6 - $7)`,
    [paid.shard, id, paid.merchantId, paid.mode, paid.asset, paid.paidMinor, paid.feeMinor],
  );
  await pool.query(
    'update orders set batch_id = $3, settled_minor = paid_minor - fee_minor where shard = $1 and id = $2',
    [paid.shard, paid.id, id],
  );
  return id;
}

/** A code that was paid into, a mandate that its payer ended, and a void that gave a fee back. */
export async function makeAgreements(world: ConsoleWorld) {
  const instructions = {
    kind: 'va',
    bank: 'GCash',
    number: '9900112233',
    name: 'Kopi Kita',
  } as const;
  const shown = { ...ACCEPTED, upstreamId: 'CODE-1', instructions } as const;
  const code = await world.paymentCode('TABLE-4', [shown, paid(25_000n, 'GC-901')]);
  const [arrived] = await world.reader.childrenOf(code.id, 'payin', null, null, 1);
  const agreed = { kind: 'activated', upstreamId: 'M-1', expiresAt: null } as const;
  const mandate = await world.mandate('CLUB-9', [agreed, { kind: 'ended', by: 'payer' }]);
  const payin = await world.payin('KOPI-20261120-0007', [ACCEPTED, paid(125_050n, 'GC-902')]);
  await world.payin('KOPI-20261120-0008', [ACCEPTED, paid(125_050n, 'GC-903')]);
  const refund = await world.refund(payin, 125_050n);
  await world.pool.query(
    'update orders set fee_back_minor = 1251, voided = true where shard = $1 and id = $2',
    [refund.shard, refund.id],
  );
  return { code, arrived: arrived as Order, mandate, refund };
}

/** Sent, never answered, asked about in vain, and shown to a person. */
export async function bringIntoDoubt(world: ConsoleWorld, order: Order): Promise<void> {
  await world.pool.query(
    `update dispatch set state = 'doubt', sent_at = now() - interval '9 minutes', lease_no = 1,
       query_count = 6, next_at = now() + interval '1 minute', note = 'no answer in 10 s'
     where shard = $1 and order_id = $2`,
    [order.shard, order.id],
  );
  await world.deps.lanes.submit({
    shard: order.shard,
    orderIds: [order.id],
    balanceKeys: () => [],
    decide: () => ({
      changes: { cases: [caseOf(order, 'doubt', '1', 'no answer in 10 s')] },
      answer: null,
    }),
  });
}

const HEADERS = {
  'content-type': 'application/json',
  'webhook-id': 'msg_514552979492196480_1',
  'webhook-timestamp': '1795209600',
};

/** The first notification of an order, encoded and attempted once in vain. */
async function encode(world: ConsoleWorld, { shard, id, merchantRef }: Order): Promise<void> {
  const body = JSON.stringify({
    orderId: merchantRef,
    status: '1',
    amount: '1250.50',
    sign: 'ab12',
  });
  await world.pool.query(
    `update notification set method = 'POST', headers = $3, body = $4
     where shard = $1 and order_id = $2`,
    [shard, id, HEADERS, body],
  );
  await attempt(world, { shard, id }, 1, 500, 'upstream connect error');
}

async function attempt(
  world: ConsoleWorld,
  { shard, id }: Pick<Order, 'shard' | 'id'>,
  number: number,
  status: number,
  reply: string,
): Promise<void> {
  await world.pool.query(
    `insert into notification_attempt (shard, order_id, n, attempt, took_ms, status, error, reply)
     values ($1, $2, 1, $3, 214, $4, null, $5) on conflict do nothing`,
    [shard, id, number, status, reply],
  );
}

async function deliver(world: ConsoleWorld, order: Order): Promise<void> {
  await encode(world, order);
  await attempt(world, order, 2, 200, 'success');
  await world.pool.query(
    `update notification set state = 'delivered', attempt_count = 2, done_at = now()
     where shard = $1 and order_id = $2`,
    [order.shard, order.id],
  );
}

export async function deadLetter(world: ConsoleWorld, order: Order): Promise<void> {
  await encode(world, order);
  await world.pool.query(
    `update notification set state = 'parked', attempt_count = 8, done_at = now(),
       note = 'the last slot has passed'
     where shard = $1 and order_id = $2`,
    [order.shard, order.id],
  );
}

/** Its payer's bank asks for all of a payment back; the id of that dispute. */
export async function disputeOf(world: ConsoleWorld, order: Order): Promise<bigint> {
  const source = { connector: `${order.connector}`, account: `${order.account}` };
  const said = report('open', { ref: `D${order.id}`, paymentRef: null });
  const event = disputeEvent({ reference: `${order.id}` }, said);
  await applyProviderEvent(world.deps, source, event);
  const [dispute] = await world.deps.disputes.ofOrder(order.id);
  if (dispute === undefined) throw new Error('the dispute was not taken in');
  return dispute.id;
}

/** A payment that was reported without an order, and what it takes to book it. */
export async function bookable(world: ConsoleWorld) {
  const [key, evidence] = ['paid:int_1', 'mail 4712'];
  await createProviderReports(world.pool, SHARDS, world.deps.ids).keep({
    ...{ source: { connector: 'simulator', account: 'main' }, key, kind: 'unknown_order' },
    ...{ detail: 'paid 1250 minor units of PHP/2', body: Buffer.from('{}') },
    event: { reference: 'elsewhere', eventKey: key, fact: paid(1_250n, 'int_1') },
  });
  const open = await world.deps.cases.list({ state: 'open', merchantId: null }, 10);
  const found = open.find(({ kind }) => kind === 'unattributed');
  const about = { id: String(found?.orderId), kind: 'unattributed', key };
  const whose = { app: String(world.app.id), channel: 'PH_GCASH' };
  return { ...about, ...whose, evidence, reason: 'it was their payer' };
}

/** A tenth of what the world's merchant is paid is held. */
export async function aTenth({ app }: ConsoleWorld) {
  const rule = { asset: 'PHP/2', reserve_share: '10', reserve_days: '90' };
  const bounds = { reserve_cap: '1000', reserve_basis: 'net' };
  return { merchant: String(app.merchantId), ...rule, ...bounds };
}
