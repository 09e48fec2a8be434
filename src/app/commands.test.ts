import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RowRefused } from '../../tests/support/memory-lanes.ts';
import { codeOf, openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { settleOrder } from '../../tests/support/settle.ts';
import {
  appOf,
  CALLER_IP,
  merchantOf,
  PAYIN_CHANNEL,
  payinRequest,
  payoutRequest,
  refundRequest,
  SOURCE,
} from '../../tests/support/shop.ts';
import type { Command } from '../domain/decision.ts';
import type { Dispatch, Verdict } from '../domain/dispatch.ts';
import { FREE } from '../domain/fee.ts';
import { ZERO_BALANCE } from '../domain/ledger.ts';
import type { Merchant } from '../domain/merchant.ts';
import type { Order } from '../domain/order.ts';
import type { Fact } from '../domain/provider-event.ts';
import type { MerchantRequest } from '../domain/request.ts';
import { Overloaded, Unavailable } from '../ports/core.ts';
import { applyProviderEvent } from './apply-provider-event.ts';
import { applyVerdict } from './apply-verdict.ts';
import { expireOrder } from './sweeps.ts';

const paid = (minor: bigint, paymentRef = 'P1', asset = 'PHP/2'): Fact => ({
  kind: 'paid',
  amount: { asset, minor },
  paymentRef,
  bankRef: null,
  upstreamId: null,
});
const declined: Fact = { kind: 'declined', failure: { code: 'declined', text: 'no' } };

/** A payin that brought the merchant this much. */
async function paidPayin(shop: Shop, minor = 10_000n): Promise<Order> {
  const order = orderIn(await shop.ask(payinRequest(`in-${minor}`, { amountMinor: minor })));
  assert.equal(await shop.report(order, paid(minor, `P${order.id}`)), 'applied');
  return shop.order(order);
}

describe('a merchant reference is one order for ever', () => {
  test('a repeated create is answered with the first order, or refused, as the dialect says', async () => {
    const shop = openShop();
    const first = orderIn(await shop.ask(payinRequest('A')));
    assert.equal(orderIn(await shop.ask(payinRequest('A'))).id, first.id);
    assert.equal(
      codeOf(await shop.ask(payinRequest('A', { onRepeat: 'refuse' }))),
      'duplicate_order',
    );
    assert.equal(shop.lanes.rows.orders.size, 1);
    assert.equal(shop.lanes.rows.dispatches.size, 1);
  });

  test('another content under the same reference is a conflict, also of another kind', async () => {
    const shop = openShop();
    await shop.ask(payinRequest('A'));
    for (const other of [
      payinRequest('A', { digest: 'd1' }),
      payoutRequest('A', { digest: 'd2' }),
    ]) {
      const outcome = await shop.ask(other);
      assert.ok(!outcome.ok);
      assert.deepEqual(outcome.refusal, {
        code: 'duplicate_order',
        detail: 'already used for a different request',
      });
    }
    assert.equal(shop.lanes.rows.orders.size, 1);
  });

  test('a payout refused for its balance stays failed when the balance has grown', async () => {
    const shop = openShop();
    assert.equal(codeOf(await shop.ask(payoutRequest('out'))), 'insufficient_balance');
    await paidPayin(shop);
    assert.equal(orderIn(await shop.ask(payoutRequest('out'))).state, 'failed');
    assert.equal(shop.balance()?.available, 10_000n);
    assert.deepEqual(
      [...shop.lanes.rows.dispatches.values()].map((d) => d.operation),
      ['payin'],
    );
  });

  test('our own claim, committed without an answer, is answered as what it was', async () => {
    const committedTwice = openShop();
    const { lanes } = committedTwice;
    const submit = lanes.submit.bind(lanes);
    lanes.submit = async <A>(command: Command<A>) => {
      await submit(command);
      return await submit(command);
    };
    orderIn(await committedTwice.ask(payinRequest('A')));
    const payin = { kind: 'merchantRef', scope: 'order', merchantRef: 'A' } as const;
    assert.equal(codeOf(await committedTwice.ask(payoutRequest('B'))), 'insufficient_balance');
    assert.equal(codeOf(await committedTwice.ask(refundRequest('C', payin))), 'not_supported');
    assert.equal(lanes.rows.orders.size, 3);
  });
});

describe('a create that is refused', () => {
  test('a day’s sum and the orders that wait are limited where the channel says so', async () => {
    const shop = openShop();
    const limits = { ...PAYIN_CHANNEL.limits, dayMinor: 250n, openMax: 2 };
    const channel = { ...PAYIN_CHANNEL, limits };
    const ask = async (ref: string, amountMinor: bigint) => {
      const outcome = await shop.ask(payinRequest(ref, { channel, amountMinor }));
      return outcome.ok ? 'ok' : outcome.refusal.reason;
    };
    assert.equal(await ask('A', 251n), 'volume_limit');
    assert.equal(await ask('B', 100n), 'ok');
    assert.equal(await ask('C', 100n), 'ok');
    assert.equal(await ask('D', 51n), 'volume_limit');
    assert.equal(await ask('E', 50n), 'too_many_open');
    shop.passes(86_400_000);
    assert.equal(await ask('F', 250n), 'too_many_open');
    for (const order of shop.lanes.rows.orders.values()) await shop.report(order, declined);
    assert.equal(await ask('G', 250n), 'ok');
  });

  test('leaves nothing behind when it was refused before its claim', async () => {
    const shop = openShop({ app: { ipAllow: ['192.0.2.9'] } });
    const closed = { ...PAYIN_CHANNEL, enabled: false };
    const small = { ...PAYIN_CHANNEL, limits: { minMinor: 1n, maxMinor: 5n } };
    const asked = [
      [payinRequest('A', { channel: closed }), 'channel_unavailable'],
      [payinRequest('A', { channel: small }), 'amount_out_of_limits'],
      [payinRequest('A', { amountMinor: 0n }), 'amount_invalid'],
      [payoutRequest('A'), 'ip_not_allowed'],
    ] as const;
    for (const [request, code] of asked) assert.equal(codeOf(await shop.ask(request)), code);
    assert.equal(codeOf(await shop.ask(payinRequest('A'), { appId: 1n, ip: '' })), 'unknown_app');
    assert.equal(shop.lanes.rows.orders.size, 0);
  });

  test('by an address list is refused for payouts, or for every call where the app says so', async () => {
    const ask = async (scope: string, ip: string, request: MerchantRequest) => {
      const app = { ipAllow: ['192.0.2.0/24', '2001:db8::/32'], settings: { addressScope: scope } };
      const shop = openShop({ app });
      const outcome = await shop.ask(request, { appId: appOf(shop.merchant).id, ip });
      return outcome.ok ? 'ok' : outcome.refusal.code;
    };
    const balance = { kind: 'query_balance', assets: [] } as unknown as MerchantRequest;
    for (const ip of ['192.0.2.77', '::ffff:192.0.2.77', '2001:db8:5::1']) {
      assert.equal(await ask('all', ip, payinRequest('A')), 'ok', ip);
    }
    for (const request of [payinRequest('A'), payoutRequest('B'), balance]) {
      assert.equal(await ask('all', '198.51.100.1', request), 'ip_not_allowed');
    }
    assert.equal(await ask('payouts', '198.51.100.1', payinRequest('A')), 'ok');
    assert.equal(await ask('payouts', '198.51.100.1', payoutRequest('A')), 'ip_not_allowed');
  });

  test('by a full queue may be repeated; without an answer it is unknown', async () => {
    for (const [error, code] of [
      [new Overloaded(), 'overloaded'],
      [new Unavailable(), 'internal'],
      [new RowRefused(), 'internal'],
    ] as const) {
      const shop = openShop();
      shop.lanes.submit = async () => {
        throw error;
      };
      assert.equal(codeOf(await shop.ask(payinRequest('A'))), code);
    }
  });

  test('of a disabled merchant is refused', async () => {
    const shop = openShop({ merchants: [merchantOf(5, { status: 'disabled' })] });
    assert.equal(codeOf(await shop.ask(payinRequest('A'))), 'app_disabled');
  });
});

describe('a create that waits for instructions', () => {
  test('executes its dispatch first, and answers a decline as a refusal', async () => {
    const shop: Shop = openShop({
      dispatchNow: async (dispatch) => {
        await applyVerdict(shop.deps, dispatch, null, declined as Verdict);
      },
    });
    const outcome = await shop.ask(payinRequest('A', { wait: 'instructions' }));
    assert.deepEqual(outcome, {
      ok: false,
      refusal: { code: 'upstream_declined', detail: 'no' },
    });
    assert.equal([...shop.lanes.rows.dispatches.values()][0]?.state, 'done');
  });
});

describe('events', () => {
  test('of one payment counts once, under whatever event it is reported', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('A')));
    assert.equal(await shop.report(order, paid(10_000n)), 'applied');
    assert.equal(await shop.report(order, paid(10_000n)), 'repeat');
    assert.equal(await shop.report(order, paid(10_000n, 'P2')), 'ignored');
    assert.equal(await shop.report(order, paid(10_000n, 'P2')), 'repeat');
    const [dispatch] = shop.lanes.rows.dispatches.values();
    const verdict = paid(10_000n, 'P2') as Verdict;
    const { applied } = await applyVerdict(shop.deps, dispatch as Dispatch, null, verdict);
    assert.equal(applied, 'applied');
    assert.deepEqual(shop.balance(), {
      ...ZERO_BALANCE,
      available: 10_000n,
      upstream: -20_000n,
      suspense: 10_000n,
    });
    assert.equal(shop.lanes.rows.events.size, 1);
  });

  test('of money after a decline is booked once, and recorded, however often it is reported', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('A')));
    await shop.report(order, declined);
    assert.equal(await shop.report(order, paid(10_000n)), 'ignored');
    assert.equal(await shop.report(order, paid(10_000n)), 'repeat');
    assert.equal(shop.balance()?.suspense, 10_000n);
  });

  test('that moves nothing is recorded with the reason', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('A')));
    const unclear: Fact = { kind: 'unclear', reason: 'a new word' };
    assert.equal(await shop.report(order, unclear, 'E'), 'ignored');
    assert.equal(await shop.report(order, unclear, 'E'), 'repeat');
    const [recorded] = shop.lanes.rows.providerEvents.values();
    assert.equal(recorded?.note, 'unclear: a new word');
    assert.equal([...shop.lanes.rows.dispatches.values()][0]?.state, 'ready');
  });

  test('from another provider’s account changes nothing and is shown to a person', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('A')));
    const other = { connector: 'fake', account: 'other' };
    const event = { reference: `${order.id}`, eventKey: 'E', fact: paid(10_000n) };
    assert.equal(await applyProviderEvent(shop.deps, other, event), 'ignored');
    assert.equal(shop.balance(), undefined);
    assert.equal(shop.order(order).state, 'created');
    assert.equal([...shop.lanes.rows.cases.values()][0]?.kind, 'contradiction');
  });

  test('of an unknown order is answered so, and its text need not be ours', async () => {
    const shop = openShop();
    for (const reference of ['17', 'R17', 'nonsense', '']) {
      const reported = await applyProviderEvent(shop.deps, SOURCE, {
        reference,
        eventKey: `E${reference}`,
        fact: declined,
      });
      assert.equal(reported, 'unknown_order');
    }
  });
});

describe('a verdict', () => {
  test('of doubt moves neither order nor money, and is a case after some queries', async () => {
    const shop = openShop();
    const order = await paidPayin(shop);
    const out = orderIn(await shop.ask(payoutRequest('out', { amountMinor: order.paidMinor })));
    const dispatch = [...shop.lanes.rows.dispatches.values()].find(
      ({ operation }) => operation === 'payout',
    ) as Dispatch;
    const doubt: Verdict = { kind: 'doubt', reason: 'timeout' };
    for (let queryCount = 0; queryCount < 8; queryCount += 1) {
      await applyVerdict(shop.deps, { ...dispatch, queryCount }, null, doubt);
      assert.equal(shop.lanes.rows.cases.size, queryCount + 1 >= 6 ? 1 : 0);
    }
    assert.equal(shop.balance()?.reserved, 10_000n);
    assert.equal(shop.order(out).state, 'created');
    assert.equal([...shop.lanes.rows.events.values()].length, 1);
  });

  test('of "not executed" is sent again, five times, and then the hold is released', async () => {
    const shop = openShop();
    await paidPayin(shop);
    const out = orderIn(await shop.ask(payoutRequest('out')));
    const key = `${out.id} 1`;
    const verdict: Verdict = { kind: 'not_executed', reason: 'refused' };
    for (let leaseNo = 1; leaseNo <= 5; leaseNo += 1) {
      const sent = { ...(shop.lanes.rows.dispatches.get(key) as Dispatch), leaseNo };
      shop.lanes.rows.dispatches.set(key, { ...sent, state: 'sent' });
      const { applied } = await applyVerdict(shop.deps, sent, null, verdict);
      assert.equal(applied, leaseNo < 5 ? 'again' : 'applied');
    }
    assert.equal(shop.order(out).failure?.code, 'upstream_unavailable');
    assert.equal(shop.balance()?.available, 10_000n);
  });

  test('of a worker that lost its lease reports facts, but leaves the dispatch alone', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('A')));
    const key = `${order.id} 1`;
    const ready = shop.lanes.rows.dispatches.get(key) as Dispatch;
    shop.lanes.rows.dispatches.set(key, { ...ready, state: 'sent', leaseNo: 2 });
    const accepted: Verdict = { kind: 'accepted', upstreamId: 'U', instructions: null };
    await applyVerdict(shop.deps, { ...ready, leaseNo: 1 }, null, accepted);
    assert.equal(shop.order(order).state, 'pending');
    assert.equal(shop.lanes.rows.dispatches.get(key)?.state, 'sent');
  });
});

const HOUR_MS = 3_600_000;

describe('time alone', () => {
  test('ends an unpaid payin, not before its time and once', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('A')));
    assert.equal(await expireOrder(shop.deps, order.id), false);
    shop.passes(HOUR_MS);
    assert.equal(await expireOrder(shop.deps, order.id), true);
    assert.equal(await expireOrder(shop.deps, order.id), false);
    assert.equal(shop.order(order).state, 'expired');
    assert.equal(await expireOrder(shop.deps, 17n), false);
  });

  test('settles a payin on its day and once', async () => {
    const terms = { PAY: { fee: FREE, settle: 1 } };
    const shop = openShop({ terms });
    const order = await paidPayin(shop);
    assert.equal(await settleOrder(shop.deps, order.id), false);
    shop.passes(24 * HOUR_MS);
    assert.equal(await settleOrder(shop.deps, order.id), true);
    assert.equal(await settleOrder(shop.deps, order.id), false);
    assert.deepEqual([shop.balance()?.pending, shop.balance()?.available], [0n, 10_000n]);
  });
});

describe('a refund', () => {
  test("is not moved by events under a reference that is no refund's", async () => {
    const shop = openShop();
    const payin = orderIn(await shop.ask(payinRequest('P')));
    await shop.report(payin, paid(10_000n));
    const refund = orderIn(
      await shop.ask(refundRequest('R1', ofPayin(payin), { amountMinor: 6_000n })),
    );
    const reference = `${refund.id}`;
    const event = { reference, eventKey: 'stray', fact: declined };
    assert.equal(await applyProviderEvent(shop.deps, SOURCE, event), 'ignored');
    assert.equal(shop.order(refund).state, 'created');
    assert.equal(shop.order(payin).refundedMinor, 6_000n);
  });

  const ofPayin = (payin: Order) => ({ kind: 'id', id: payin.id }) as const;

  test('is limited by what was paid; what failed can be refunded again', async () => {
    const shop = openShop();
    const payin = await paidPayin(shop);
    const ask = (ref: string, amountMinor: bigint) =>
      shop.ask(refundRequest(ref, ofPayin(payin), { amountMinor }));
    const refund = orderIn(await ask('R1', 6_000n));
    assert.equal(codeOf(await ask('R2', 6_000n)), 'refund_exceeds_paid');
    assert.equal(await shop.report(refund, declined), 'applied');
    assert.equal(shop.order(payin).refundedMinor, 0n);
    orderIn(await ask('R3', 10_000n));
    assert.equal(shop.balance()?.reserved, 10_000n);
    assert.equal(shop.order(payin).refundedMinor, 10_000n);
  });

  test('needs the balance, and does not count on the payin without it', async () => {
    const shop = openShop();
    const payin = await paidPayin(shop);
    orderIn(await shop.ask(payoutRequest('out', { amountMinor: 9_999n })));
    const asked = refundRequest('R1', ofPayin(payin), { amountMinor: 2n });
    assert.equal(codeOf(await shop.ask(asked)), 'insufficient_balance');
    assert.equal(shop.order(payin).refundedMinor, 0n);
  });

  test('of another merchant’s payin is as if that did not exist', async () => {
    const merchants: Merchant[] = [merchantOf(5), merchantOf(6)];
    const shop = openShop({ merchants });
    const payin = await paidPayin(shop);
    const unrelated = { appId: (merchants[1] as Merchant).id, ip: CALLER_IP };
    assert.equal(
      codeOf(await shop.ask(refundRequest('R', ofPayin(payin)), unrelated)),
      'not_found',
    );
    const query = { kind: 'query_order', key: ofPayin(payin), kinds: ['payin'] } as const;
    assert.equal(codeOf(await shop.ask(query, unrelated)), 'not_found');
    assert.equal(codeOf(await shop.ask(query)), 'ok');
  });
});
