import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AT, sampleOrder } from '../../tests/support/order.ts';
import { declined, paid, reversed } from '../../tests/support/sample.ts';
import type { RefundRules } from './channel.ts';
import { daysAfter } from './day.ts';
import { FREE } from './fee.ts';
import { type Balance, type Entry, post, ZERO_BALANCE } from './ledger.ts';
import type { Order } from './order.ts';
import { advanceOutgoing, hold } from './payout.ts';
import type { Fact } from './provider-event.ts';
import {
  countRefund,
  NO_REFUNDS,
  PART_REFUNDS,
  refundedFeeOf,
  reserveRefund,
  reserveVoid,
  WHOLE_REFUNDS,
} from './refund.ts';
import type { Refused } from './refusal.ts';

const ZONE = 8 * 60;
const today = { at: AT, zoneMinutes: ZONE };
const payin = sampleOrder({ state: 'paid', paidMinor: 9_000n, finalAt: AT });
const unsettled: Order = { ...payin, settleAt: daysAfter(AT, 1) };

const ask = (of: Order, minor: bigint, rules: RefundRules = PART_REFUNDS, when = today) =>
  reserveRefund(of, minor, rules, when);
const whyOf = (answer: { ok: true } | Refused) =>
  answer.ok ? 'ok' : [answer.refusal.code, answer.refusal.reason ?? ''].join(' ').trim();

/** A refund of this much, as it is made. */
const refundOf = (amountMinor: bigint, changes: Partial<Order> = {}) =>
  sampleOrder({ kind: 'refund', parentId: payin.id, amountMinor, ...changes });

describe('refunds', () => {
  test('never exceed what was paid, whatever is asked in whatever order', () => {
    const asked = fc.array(fc.bigInt({ min: -100n, max: 6_000n }), { maxLength: 20 });
    fc.assert(
      fc.property(asked, (amounts) => {
        let order = payin;
        let made = 0n;
        for (const amount of amounts) {
          const reserved = ask(order, amount);
          assert.equal(reserved.ok, amount > 0n && made + amount <= 9_000n);
          if (!reserved.ok) continue;
          made += amount;
          order = reserved.payin;
          assert.deepEqual([order.refundedMinor, order.refundingMinor], [made, made]);
        }
      }),
    );
  });

  test('can be made again for what came back, whenever it came back', () => {
    const once = ask(payin, 9_000n);
    assert.ok(once.ok);
    const open = refundOf(9_000n);
    const failed = { ...open, state: 'failed' } as const;
    assert.deepEqual(countRefund(once.payin, open, failed), payin);
    const done = { ...open, state: 'paid', paidMinor: 9_000n } as const;
    const counted = countRefund(once.payin, open, done);
    assert.deepEqual([counted.refundedMinor, counted.refundingMinor], [9_000n, 0n]);
    assert.deepEqual(countRefund(counted, done, { ...done, state: 'reversed' }), payin);
  });

  test('are made of paid payins only, and say whether the payment is missing or went back', () => {
    for (const state of ['created', 'pending', 'failed', 'expired', 'closed'] as const) {
      assert.equal(whyOf(ask({ ...payin, state }, 1n)), 'not_supported not_paid', state);
    }
    assert.equal(whyOf(ask({ ...payin, state: 'reversed' }, 1n)), 'not_supported refunded');
    for (const kind of ['payout', 'refund'] as const) {
      assert.equal(whyOf(ask({ ...payin, kind }, 1n)), 'not_found', kind);
    }
  });

  test('are as whole as the channel can make them', () => {
    const partsOnly = { ...PART_REFUNDS, full: false };
    const asked = [
      [NO_REFUNDS, 9_000n, 'not_supported channel'],
      [WHOLE_REFUNDS, 9_000n, 'ok'],
      [WHOLE_REFUNDS, 8_999n, 'not_supported whole_only'],
      [partsOnly, 9_000n, 'not_supported parts_only'],
      [partsOnly, 8_999n, 'ok'],
    ] as const;
    for (const [rules, minor, why] of asked) assert.equal(whyOf(ask(payin, minor, rules)), why);
  });

  test('refused say why: nothing, more than is left, more than is left until others end', () => {
    assert.equal(whyOf(ask(payin, 0n)), 'amount_invalid');
    assert.equal(whyOf(ask(payin, 9_001n)), 'refund_exceeds_paid');
    const half: Order = { ...payin, refundedMinor: 5_000n, refundingMinor: 2_000n };
    assert.equal(whyOf(ask(half, 4_000n)), 'ok');
    assert.equal(whyOf(ask(half, 4_001n)), 'refund_exceeds_paid refund_open');
    assert.equal(whyOf(ask(half, 6_000n)), 'refund_exceeds_paid refund_open');
    assert.equal(whyOf(ask(half, 6_001n)), 'refund_exceeds_paid');
  });

  test('are one where the channel wants it, and no more than all where it gives nothing less', () => {
    const once = { ...PART_REFUNDS, once: true };
    assert.equal(whyOf(ask(payin, 1n, once)), 'ok');
    const begun: Order = { ...payin, refundedMinor: 1n };
    assert.equal(whyOf(ask(begun, 1n, once)), 'not_supported once_only');
    assert.equal(whyOf(ask(payin, 9_001n, WHOLE_REFUNDS)), 'refund_exceeds_paid whole_amount');
  });

  test('of a part wait for the next day where the channel wants it, by the merchant’s clock', () => {
    const rules = { ...PART_REFUNDS, partialSameDay: false };
    // 23:59 in Manila; a minute later there it is tomorrow, in London it is the same day.
    const of = { ...payin, finalAt: new Date('2026-11-20T15:59:00Z') };
    const [before, after] = ['2026-11-20T15:59:59Z', '2026-11-20T16:00:00Z'];
    const at = (time: string, zoneMinutes: number) => ({ at: new Date(time), zoneMinutes });
    assert.equal(whyOf(ask(of, 1n, rules, at(before, ZONE))), 'not_supported whole_only');
    assert.equal(whyOf(ask(of, 1n, rules, at(after, ZONE))), 'ok');
    assert.equal(whyOf(ask(of, 1n, rules, at(after, 0))), 'not_supported whole_only');
    assert.equal(whyOf(ask(of, 9_000n, rules, at(before, ZONE))), 'ok');
  });

  test('are made until the last day of the window is over', () => {
    const of = { ...payin, finalAt: new Date('2026-01-01T03:00:00Z') };
    const at = (time: string) => ({ at: new Date(time), zoneMinutes: ZONE });
    assert.equal(whyOf(ask(of, 1n, PART_REFUNDS, at('2026-03-02T15:59:59Z'))), 'ok');
    const late = ask(of, 1n, PART_REFUNDS, at('2026-03-02T16:00:00Z'));
    assert.equal(whyOf(late), 'not_supported too_old');
    assert.equal(
      whyOf(ask(of, 1n, { ...PART_REFUNDS, windowDays: 61 }, at('2026-03-02T16:00:00Z'))),
      'ok',
    );
  });
});

describe('the fee of a payment', () => {
  const of = { ...payin, feeMinor: 225n };
  const both = { ...PART_REFUNDS, feeBackOnFull: true, feeBackOnPartial: true };

  test('comes back as the channel says: with the whole, with parts by their share, or not', () => {
    assert.equal(refundedFeeOf(of, 9_000n, PART_REFUNDS), 0n);
    assert.equal(refundedFeeOf(of, 9_000n, { ...PART_REFUNDS, feeBackOnFull: true }), 225n);
    assert.equal(refundedFeeOf(of, 3_000n, { ...PART_REFUNDS, feeBackOnFull: true }), 0n);
    assert.equal(refundedFeeOf(of, 3_000n, both), 75n);
    assert.equal(refundedFeeOf({ ...payin, paidMinor: 0n }, 1n, both), 0n);
  });

  test('is shared half up, to the minor unit', () => {
    const small = { ...payin, paidMinor: 1_000n, feeMinor: 25n };
    const shares = [19n, 20n, 59n, 60n].map((minor) => refundedFeeOf(small, minor, both));
    assert.deepEqual(shares, [0n, 1n, 1n, 2n]);
  });

  test('is booked back when the refund is paid, not before, and never more than it was', () => {
    const refund = refundOf(4_500n, { refundedFeeMinor: 113n });
    const settled = advanceOutgoing(refund, paid(4_500n), AT, ZERO_BALANCE, of);
    const [booked] = settled.entries;
    const sums = post(ZERO_BALANCE, booked as Entry);
    assert.deepEqual([sums.available, sums.fees, sums.reserved], [113n, -113n, -4_500n]);
    assert.equal(settled.order.refundedFeeMinor, 113n);
    const nearly = { ...of, refundedFeeMinor: 200n };
    assert.equal(
      advanceOutgoing(refund, paid(4_500n), AT, ZERO_BALANCE, nearly).order.refundedFeeMinor,
      25n,
    );
    const lost = { ...of, state: 'reversed' } as const;
    assert.equal(
      advanceOutgoing(refund, paid(4_500n), AT, ZERO_BALANCE, lost).order.refundedFeeMinor,
      0n,
    );
    assert.equal(
      advanceOutgoing(refund, declined, AT, ZERO_BALANCE, of).order.refundedFeeMinor,
      0n,
    );
  });

  test('is due again when the refund comes back, and not more than comes back', () => {
    const done = refundOf(4_500n, { state: 'paid', paidMinor: 4_500n, refundedFeeMinor: 113n });
    const back = advanceOutgoing(done, reversed, AT, ZERO_BALANCE, of);
    const sums = post(ZERO_BALANCE, back.entries[0] as Entry);
    assert.deepEqual([sums.available, sums.fees, sums.upstream], [4_387n, 113n, -4_500n]);
    const little = advanceOutgoing({ ...done, paidMinor: 100n }, reversed, AT, ZERO_BALANCE, of);
    assert.equal(post(ZERO_BALANCE, little.entries[0] as Entry).available, 0n);
    assert.equal(little.order.refundedFeeMinor, 13n);
  });
});

describe('a void', () => {
  const allowed = (of: Order, when = today) => reserveVoid(of, true, when);

  test('is of a whole payment, on its day, before it settles, and once', () => {
    const tomorrow = { at: daysAfter(AT, 1), zoneMinutes: ZONE };
    assert.equal(whyOf(allowed(unsettled)), 'ok');
    assert.equal(whyOf(allowed({ ...unsettled, state: 'pending' })), 'not_supported not_paid');
    assert.equal(whyOf(allowed({ ...unsettled, state: 'reversed' })), 'not_supported refunded');
    assert.equal(whyOf(reserveVoid(unsettled, false, today)), 'not_supported channel');
    assert.equal(whyOf(allowed(payin)), 'not_supported settled');
    assert.equal(whyOf(allowed(unsettled, tomorrow)), 'not_supported other_day');
    assert.equal(whyOf(allowed({ ...unsettled, refundedMinor: 1n })), 'not_supported refunded');
    const open = allowed(unsettled);
    assert.ok(open.ok);
    assert.equal(whyOf(allowed(open.payin)), 'not_supported refund_open');
    assert.equal(whyOf(ask(open.payin, 1n)), 'not_supported refund_open');
    const voided = { ...open.payin, refundingMinor: 0n };
    assert.equal(whyOf(allowed(voided)), 'not_supported voided');
    assert.equal(whyOf(ask(voided, 1n)), 'not_supported voided');
  });
});

/** A payin of 100.00 with a fee of 2.50 that settles tomorrow, and the books after it came. */
const FEE = 250n;
const begin: Order = {
  ...sampleOrder({ state: 'paid', paidMinor: 10_000n, feeMinor: FEE, finalAt: AT }),
  pendingMinor: 10_000n - FEE,
  terms: { fee: { ...FREE, fixedMinor: FEE }, settle: 1 },
  settleAt: daysAfter(AT, 1),
};
const BOOKS: Balance = {
  ...ZERO_BALANCE,
  available: 50_000n,
  pending: 10_000n - FEE,
  fees: FEE,
  upstream: -60_000n,
};

const voidOf = (order: Order) =>
  refundOf(order.paidMinor, { voided: true, refundedFeeMinor: order.feeMinor });

describe('a void in the books', () => {
  const reserved = reserveVoid(begin, true, today);
  assert.ok(reserved.ok);
  const of = reserved.payin;
  const order = voidOf(begin);
  const held = post(BOOKS, hold(order, BOOKS) as Entry);
  const after = (fact: Fact, balance = held, at = of, what = order) => {
    const effect = advanceOutgoing(what, fact, AT, balance, at);
    return {
      order: effect.order,
      payin: countRefund(at, what, effect.order),
      balance: effect.entries.reduce(post, balance),
    };
  };

  test('takes the net amount out of pending, and the payment does not settle', () => {
    assert.deepEqual(held, { ...BOOKS, pending: 0n, reserved: 9_750n });
    assert.deepEqual([of.settleAt, of.voided], [null, true]);
  });

  test('made gives payer and merchant all of it: nothing is left but what was there before', () => {
    const made = after(paid(10_000n));
    const left = { ...BOOKS, pending: 0n, fees: 0n, upstream: -50_000n };
    assert.deepEqual(made.balance, left);
    assert.deepEqual([made.payin.refundedFeeMinor, made.payin.refundingMinor], [FEE, 0n]);
    assert.equal(made.payin.state, 'paid');
  });

  test('refused by the provider leaves the payment as if it had not been asked for', () => {
    const refused = after(declined);
    assert.deepEqual(refused.balance, BOOKS);
    assert.deepEqual(refused.payin, begin);
  });

  test('that came back after it was made leaves the payment to settle', () => {
    for (const left of [10_000n, 9_000n, 11_000n]) {
      const made = after(paid(left));
      const back = after(reversed, made.balance, made.payin, made.order);
      assert.deepEqual(back.balance, BOOKS);
      assert.deepEqual(back.payin, begin);
    }
  });
});
