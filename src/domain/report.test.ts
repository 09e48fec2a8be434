import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { sampleOrder } from '../../tests/support/order.ts';
import { paid, reversed } from '../../tests/support/sample.ts';
import { PAYIN_CHANNEL, payinRequest, refundRequest } from '../../tests/support/shop.ts';
import { FREE } from './fee.ts';
import type { Account, Entry } from './ledger.ts';
import type { Order, OrderState } from './order.ts';
import { countIn, lineOf, type ReportLine, type ReportTotal, reportSettingsOf } from './report.ts';

const AT = new Date('2026-11-20T04:00:00Z');
const line = (changes: Partial<Order>, netMinor: bigint, feeMinor: bigint) =>
  lineOf(sampleOrder(changes), { at: AT, asset: 'PHP/2', netMinor, feeMinor });
const NONE: ReportTotal = { asset: 'PHP/2', count: 0, amountMinor: 0n, feeMinor: 0n };

describe('a line of a report', () => {
  test('shows what one entry moved, whatever became of the order since', () => {
    const lines: readonly (readonly [ReportLine, OrderState, amount: bigint, fee: bigint])[] = [
      [line({ state: 'reversed' }, 9_750n, 250n), 'paid', 10_000n, 250n],
      [line({ state: 'reversed' }, -9_750n, -250n), 'reversed', -10_000n, -250n],
      [line({ state: 'paid' }, -6_000n, 0n), 'reversed', -6_000n, 0n],
      [line({ state: 'paid' }, -1_500n, 1_500n), 'paid', 0n, 1_500n],
      [line({ kind: 'refund', state: 'reversed' }, -3_950n, -50n), 'paid', -4_000n, -50n],
      [line({ kind: 'refund', state: 'reversed' }, 4_000n, 0n), 'reversed', 4_000n, 0n],
      [line({ kind: 'refund', state: 'failed' }, 0n, 0n), 'failed', -10_000n, 0n],
      [line({ kind: 'payout', state: 'paid' }, -2_600n, 100n), 'paid', 2_500n, 100n],
      [line({ kind: 'payout', state: 'reversed' }, 2_600n, -100n), 'reversed', -2_500n, -100n],
      [line({ kind: 'payout', state: 'failed' }, 0n, 0n), 'failed', 10_000n, 0n],
    ];
    for (const [{ order, amountMinor, feeMinor }, ...wanted] of lines) {
      assert.deepEqual([order.state, amountMinor, feeMinor], wanted);
      assert.equal(order.finalAt, AT);
    }
  });

  test('is added up exactly, but for what failed', () => {
    const large = line({}, 2n ** 62n, 1n);
    const lines = [large, large, line({}, -9_750n, -250n), line({ kind: 'payout' }, 0n, 0n)];
    assert.deepEqual(lines.reduce(countIn, NONE), {
      asset: 'PHP/2',
      count: 3,
      amountMinor: 2n ** 63n + 2n - 10_000n,
      feeMinor: 2n - 250n,
    });
  });
});

/** The totals of the lines that a merchant's entries make, and what its accounts come to. */
function reported(shop: Shop) {
  const entries = [...shop.lanes.rows.entries.values()];
  const legs = (one: Entry, accounts: readonly Account[]) =>
    one.legs.reduce((sum, leg) => sum + (accounts.includes(leg.account) ? leg.minor : 0n), 0n);
  const lines = entries.flatMap((one) => {
    const order = shop.lanes.rows.orders.get(one.subjectId) as Order;
    const netMinor = legs(one, MERCHANTS);
    const feeMinor = legs(one, ['fees', 'tax']);
    const isLine = netMinor !== 0n || feeMinor !== 0n;
    return isLine ? [lineOf(order, { at: AT, asset: one.asset, netMinor, feeMinor })] : [];
  });
  const {
    available = 0n,
    pending = 0n,
    reserved = 0n,
    debt = 0n,
    fees = 0n,
  } = shop.balance() ?? {};
  return { total: lines.reduce(countIn, NONE), has: available + pending + reserved + debt, fees };
}

const MERCHANTS: readonly Account[] = [
  ...(['available', 'pending', 'reserved', 'rolling', 'disputed', 'debt'] as const),
];

test('a report ties to the ledger to the unit, with refunded fees and reversed money', async () => {
  const { abilities } = PAYIN_CHANNEL;
  const refund = { ...abilities.refund, feeBackOnFull: true };
  const shop = openShop({
    channels: [{ ...PAYIN_CHANNEL, abilities: { ...abilities, refund } }],
    terms: { PAY: { fee: { ...FREE, fixedMinor: 250n }, settle: 0 } },
  });
  const payment = async (ref: string) => {
    const order = orderIn(await shop.ask(payinRequest(ref)));
    await shop.report(order, paid(10_000n, `P ${ref}`));
    return order;
  };
  await payment('kept');
  const first = await payment('refunded');
  const key = { kind: 'id', id: first.id } as const;
  const back = orderIn(await shop.ask(refundRequest('R', key, { amountMinor: 10_000n })));
  await shop.report(back, paid(10_000n, 'PR'));
  const after = reported(shop);
  // 195.00 came and 97.50 is there: 100.00 less 2.50 of fee.
  assert.deepEqual([after.total.amountMinor, after.total.feeMinor], [10_000n, 250n]);
  assert.equal(after.total.amountMinor - after.total.feeMinor, after.has);
  await shop.report(await payment('reversed'), reversed);
  const last = reported(shop);
  assert.deepEqual(
    [last.total.amountMinor - last.total.feeMinor, last.total.feeMinor],
    [last.has, last.fees],
  );
  assert.equal(last.total.count, 5);
});

describe("an app's settings of its reports", () => {
  test('are a workbook, as it is, behind a link of an hour, unless they say otherwise', () => {
    const defaults = { format: 'xlsx', packing: 'plain', pgpKey: null, linkMinutes: 60 };
    assert.deepEqual(reportSettingsOf({}), defaults);
    const wrong = { reportFormat: 'pdf', reportZip: 'maybe', reportPgpKey: '' };
    for (const minutes of ['0', '-1', '1.5', '10081', '99999', '1e3', ' 5', '']) {
      assert.deepEqual(
        reportSettingsOf({ ...wrong, reportLinkMinutes: minutes }),
        defaults,
        minutes,
      );
    }
    const csv = { reportFormat: 'csv', reportZip: 'yes', reportLinkMinutes: '10080' };
    assert.deepEqual(reportSettingsOf(csv), {
      ...defaults,
      ...{ format: 'csv', packing: 'zip', linkMinutes: 10_080 },
    });
  });

  test('are encrypted wherever there is a key', () => {
    const { packing, pgpKey } = reportSettingsOf({ reportZip: 'no', reportPgpKey: 'KEY' });
    assert.deepEqual([packing, pgpKey], ['pgp', 'KEY']);
  });
});
