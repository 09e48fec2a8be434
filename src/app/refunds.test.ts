import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { declined, paid, reversed } from '../../tests/support/sample.ts';
import { settleOrder } from '../../tests/support/settle.ts';
import { PAYIN_CHANNEL, payinRequest, refundRequest } from '../../tests/support/shop.ts';
import type { RefundRules } from '../domain/channel.ts';
import type { Command } from '../domain/decision.ts';
import { FREE } from '../domain/fee.ts';
import { ZERO_BALANCE } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import { PART_REFUNDS } from '../domain/refund.ts';
import type { Outcome } from '../domain/request.ts';

const DAY_MS = 86_400_000;
const FEE = { ...FREE, fixedMinor: 250n };

/** A shop with a fee of 2.50 for payments, under these rules. */
function shopWith(changes: Partial<RefundRules>, settle: number, refundFee = FREE) {
  const { abilities } = PAYIN_CHANNEL;
  const refund = { ...PART_REFUNDS, ...changes };
  return openShop({
    channels: [{ ...PAYIN_CHANNEL, abilities: { ...abilities, refund } }],
    terms: { PAY: { fee: FEE, refundFee, settle } },
  });
}

/** A payment of 100.00. */
async function payment(shop: Shop, ref = 'in'): Promise<Order> {
  const order = orderIn(await shop.ask(payinRequest(ref)));
  assert.equal(await shop.report(order, paid(10_000n, `P ${ref}`)), 'applied');
  return shop.order(order);
}

type What = { operation?: 'refund' | 'void'; onRepeat?: 'refuse' };

const refundPart = (shop: Shop, payin: Order, ref: string, amountMinor: bigint, more: What = {}) =>
  shop.ask(refundRequest(ref, { kind: 'id', id: payin.id }, { amountMinor, ...more }));

const whyOf = (outcome: Outcome) =>
  outcome.ok ? 'ok' : [outcome.refusal.code, outcome.refusal.reason ?? ''].join(' ').trim();

describe('a refund by the rules of its channel', () => {
  test('brings the fee back when it is paid, and what it costs itself is what was agreed', async () => {
    const shop = shopWith({ feeBackOnPartial: true }, 0, { ...FREE, fixedMinor: 30n });
    const payin = await payment(shop);
    await payment(shop, 'more');
    const refund = orderIn(await refundPart(shop, payin, 'R1', 5_000n));
    assert.deepEqual([refund.feeMinor, refund.refundedFeeMinor], [30n, 125n]);
    assert.deepEqual([shop.balance()?.reserved, shop.balance()?.fees], [5_030n, 500n]);
    await shop.report(refund, paid(5_000n, 'PR'));
    assert.deepEqual([shop.balance()?.reserved, shop.balance()?.fees], [0n, 405n]);
    assert.equal(shop.balance()?.available, 19_500n - 5_030n + 125n);
    const counted = shop.order(payin);
    assert.deepEqual([counted.refundedMinor, counted.refundingMinor], [5_000n, 0n]);
    assert.equal(counted.refundedFeeMinor, 125n);
    const reported = [...shop.lanes.rows.events.values()].at(-1);
    assert.deepEqual([reported?.type, reported?.order.refundedFeeMinor], ['refund.paid', 125n]);
  });

  test('is refused with a reason of its own for everything that can be in its way', async () => {
    const shop = shopWith({ partialSameDay: false }, 0);
    const unpaid = orderIn(await shop.ask(payinRequest('unpaid')));
    const payin = await payment(shop);
    await payment(shop, 'more');
    let n = 0;
    const why = async (of: Order, minor: bigint) =>
      whyOf(await refundPart(shop, of, `R${++n}`, minor));
    assert.equal(await why(unpaid, 1n), 'not_supported not_paid');
    assert.equal(await why(payin, 0n), 'amount_invalid');
    assert.equal(await why(payin, 5_000n), 'not_supported whole_only');
    shop.passes(DAY_MS);
    assert.equal(await why(payin, 10_001n), 'refund_exceeds_paid');
    assert.equal(await why(payin, 6_000n), 'ok');
    assert.equal(await why(payin, 6_000n), 'refund_exceeds_paid refund_open');
    shop.passes(60 * DAY_MS);
    assert.equal(await why(payin, 1n), 'not_supported too_old');
  });

  test('asked for again says whether it is still under way', async () => {
    const shop = shopWith({}, 0);
    const payin = await payment(shop);
    await payment(shop, 'more');
    const refund = orderIn(await refundPart(shop, payin, 'R1', 1_000n));
    const again = { onRepeat: 'refuse' } as const;
    const repeat = async () => whyOf(await refundPart(shop, payin, 'R1', 1_000n, again));
    assert.equal(await repeat(), 'duplicate_order refund_repeat');
    await shop.report(refund, paid(1_000n, 'PR'));
    assert.equal(await repeat(), 'duplicate_order');
  });

  test('refused, it is not among those that its payment is asked about', async () => {
    const shop = shopWith({ partial: false }, 0);
    const payin = await payment(shop);
    await payment(shop, 'more');
    assert.equal(whyOf(await refundPart(shop, payin, 'R1', 1n)), 'not_supported whole_only');
    const listed = async () => {
      const parent = { kind: 'id', id: payin.id } as const;
      const kinds = {
        parentFilter: { kinds: ['payin'] },
        childKind: 'refund',
        within: null,
      } as const;
      const outcome = await shop.ask({ kind: 'list_children', parent, ...kinds });
      assert.ok(outcome.ok && outcome.kind === 'orders');
      return outcome.orders.map(({ merchantRef, state }) => `${merchantRef} ${state}`);
    };
    assert.deepEqual(await listed(), []);
    const refund = orderIn(await refundPart(shop, payin, 'R2', 10_000n));
    assert.deepEqual(await listed(), ['R2 created']);
    // What the provider refused was made, and came to nothing: that is reported.
    await shop.report(refund, declined);
    assert.deepEqual(await listed(), ['R2 failed']);
  });

  test('refused and not answered, it is answered with the same reason later', async () => {
    const shop = shopWith({ partial: false }, 0);
    const payin = await payment(shop);
    const submit = shop.lanes.submit.bind(shop.lanes);
    shop.lanes.submit = async <A>(command: Command<A>) => {
      await submit(command);
      return await submit(command);
    };
    assert.equal(whyOf(await refundPart(shop, payin, 'R1', 1n)), 'not_supported whole_only');
    assert.equal(
      [...shop.lanes.rows.orders.values()].at(-1)?.failure?.refusal?.reason,
      'whole_only',
    );
  });

  test('paid between a look and the lock is refused: it was made for what was seen', async () => {
    for (const is of ['refund', 'void'] as const) {
      const shop = shopWith({ feeBackOnFull: true }, 1);
      const payin = orderIn(await shop.ask(payinRequest('in')));
      const submit = shop.lanes.submit.bind(shop.lanes);
      shop.lanes.submit = async <A>(command: Command<A>) => {
        shop.lanes.submit = submit;
        assert.equal(await shop.report(payin, paid(10_000n)), 'applied');
        return await submit(command);
      };
      const asked = await refundPart(shop, payin, 'R', 10_000n, { operation: is });
      assert.equal(whyOf(asked), 'not_supported not_paid');
      assert.equal(shop.order(payin).refundedMinor, 0n);
    }
  });
});

describe('a void', () => {
  test('reverses an unsettled payment with its fee, which does not settle meanwhile', async () => {
    const shop = shopWith({}, 1);
    const payin = await payment(shop);
    const made = orderIn(await refundPart(shop, payin, 'V1', 0n, { operation: 'void' }));
    assert.deepEqual([made.kind, made.voided, made.amountMinor], ['refund', true, 10_000n]);
    assert.deepEqual([shop.balance()?.pending, shop.balance()?.reserved], [0n, 9_750n]);
    shop.passes(2 * DAY_MS);
    assert.equal(await settleOrder(shop.deps, payin.id), false);
    await shop.report(made, paid(10_000n, 'PV'));
    assert.deepEqual(shop.balance(), ZERO_BALANCE);
    assert.equal(shop.order(made).refundedFeeMinor, 250n);
    for (const is of ['refund', 'void'] as const) {
      const again = await refundPart(shop, payin, `again ${is}`, 1n, { operation: is });
      assert.equal(whyOf(again), 'not_supported voided');
    }
  });

  test('that upstream refuses or undoes leaves the payment to settle on its day', async () => {
    for (const facts of [[declined], [paid(10_000n, 'PV'), reversed]]) {
      const shop = shopWith({}, 1);
      const payin = await payment(shop);
      const made = orderIn(await refundPart(shop, payin, 'V1', 0n, { operation: 'void' }));
      for (const fact of facts) assert.equal(await shop.report(made, fact), 'applied');
      assert.deepEqual(shop.order(payin), payin);
      shop.passes(DAY_MS);
      assert.equal(await settleOrder(shop.deps, payin.id), true);
      assert.equal(shop.balance()?.available, 9_750n);
    }
  });

  test('is too late on the next day, after settlement, or after a refund', async () => {
    const shop = shopWith({}, 1);
    const why = async (of: Order, ref: string) =>
      whyOf(await refundPart(shop, of, ref, 0n, { operation: 'void' }));
    const [first, second] = [await payment(shop, 'a'), await payment(shop, 'b')];
    shop.passes(DAY_MS);
    assert.equal(await why(first, 'V1'), 'not_supported other_day');
    assert.equal(await settleOrder(shop.deps, first.id), true);
    assert.equal(await why(first, 'V2'), 'not_supported settled');
    orderIn(await refundPart(shop, second, 'R1', 1n));
    assert.equal(await why(second, 'V3'), 'not_supported refunded');
  });

  test('is of the day of its merchant', async () => {
    for (const [utcOffset, code] of [
      ['+08:00', 'not_supported'],
      ['+00:00', 'ok'],
      ['-03:00', 'not_supported'],
      ['nonsense', 'not_supported'],
    ] as const) {
      const shop = openShop({
        app: { settings: { utcOffset } },
        terms: { PAY: { fee: FEE, settle: 1 } },
      });
      // The shop opens at midnight UTC; 04:00 in -03:00 is 01:00, and 03:00 is midnight there.
      shop.passes(utcOffset === '-03:00' ? DAY_MS / 12 : DAY_MS / 2);
      const payin = await payment(shop);
      shop.passes(utcOffset === '-03:00' ? DAY_MS / 12 : DAY_MS / 4);
      const voided = await refundPart(shop, payin, 'V', 0n, { operation: 'void' });
      assert.equal(codeOf(voided), code, utcOffset);
    }
  });
});
