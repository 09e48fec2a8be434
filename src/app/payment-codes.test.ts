/** Payments that arrive at a code: each is a payin, booked once, by the merchant's rules. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { codeOf, openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { accepted, paid } from '../../tests/support/sample.ts';
import {
  CODE_CHANNEL,
  codeRequest,
  merchantOf,
  PAYIN_CHANNEL,
  payinRequest,
} from '../../tests/support/shop.ts';
import type { Terms } from '../domain/channel.ts';
import { FREE } from '../domain/fee.ts';
import { ACCOUNTS } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import { runs } from '../wire/test-support/runs.ts';

const NUMBER = { kind: 'va', bank: 'BCA', number: '39358001', name: 'Shop' } as const;
const MADE = { ...accepted, instructions: NUMBER };
const KEY = (merchantRef: string) => ({ kind: 'merchantRef', scope: 'code', merchantRef }) as const;

async function openCode(shop: Shop, changes: Parameters<typeof codeRequest>[1] = {}) {
  const code = orderIn(await shop.ask(codeRequest('C', changes)));
  assert.equal(await shop.report(code, MADE), 'applied');
  return shop.order(code);
}

function paymentsOf(shop: Shop, code: Order): readonly Order[] {
  return [...shop.lanes.rows.orders.values()].filter(({ parentId }) => parentId === code.id);
}

const casesOf = (shop: Shop) => [...shop.lanes.rows.cases.values()].map(({ kind }) => kind);
const close = (shop: Shop) =>
  shop.ask({ kind: 'close_order', key: KEY('C'), kinds: ['code'], channel: CODE_CHANNEL.code });

describe('a payment code', () => {
  test('is in use once the provider has reported what the payer is shown', async () => {
    const shop = openShop();
    const code = await openCode(shop);
    assert.equal(code.state, 'active');
    assert.deepEqual(code.instructions, NUMBER);
    assert.equal(shop.lanes.rows.events.size, 0);
    const found = await shop.ask({ kind: 'query_order', key: KEY('C'), kinds: ['code'] });
    assert.ok(found.ok && found.kind === 'order' && found.order.id === code.id);
  });

  test('is paid by the terms of the day of the payment, not of the day it was made', async () => {
    const agreed = { CODE: { fee: { ...FREE, fixedMinor: 10n }, settle: 0 } };
    const terms: Record<string, Terms> = { ...agreed };
    const shop = openShop({ terms });
    const code = await openCode(shop);
    await shop.report(code, paid(500n, 'T1'));
    terms.CODE = { fee: { ...FREE, fixedMinor: 25n }, settle: 3 };
    await shop.report(code, paid(500n, 'T2'));
    assert.deepEqual(
      paymentsOf(shop, code).map(({ feeMinor, settleAt }) => [feeMinor, settleAt !== null]),
      [
        [10n, false],
        [25n, true],
      ],
    );
  });

  test('paid twice makes two payins, each reported and booked once', async () => {
    const shop = openShop();
    const code = await openCode(shop);
    assert.equal(await shop.report(code, paid(500n, 'T1')), 'applied');
    assert.equal(await shop.report(code, paid(700n, 'T2')), 'applied');
    assert.equal(await shop.report(code, paid(700n, 'T2')), 'repeat');
    const payments = paymentsOf(shop, code);
    assert.deepEqual(
      payments.map(({ state, paidMinor }) => [state, paidMinor]),
      [
        ['paid', 500n],
        ['paid', 700n],
      ],
    );
    assert.deepEqual(payments[0]?.parent, { kind: 'code', ref: 'C' });
    assert.equal(shop.balance()?.available, 1_200n);
    const reported = [...shop.lanes.rows.events.values()];
    assert.deepEqual(
      reported.map(({ type: event, order }) => [event, order.paidMinor]),
      [
        ['payin.paid', 500n],
        ['payin.paid', 700n],
      ],
    );
    assert.equal(shop.order(code).state, 'active');
  });

  test('lists its payments newest first, and those of other days not', async () => {
    const shop = openShop();
    const code = await openCode(shop);
    await shop.report(code, paid(500n, 'T1'));
    shop.passes(86_400_000);
    await shop.report(code, paid(700n, 'T2'));
    const list = async (within: { from: Date; to: Date } | null) => {
      const parent = KEY('C');
      const asked = {
        kind: 'list_children',
        parent,
        parentFilter: { kinds: ['code'] },
        childKind: 'payin',
      } as const;
      const outcome = await shop.ask({ ...asked, within });
      assert.ok(outcome.ok && outcome.kind === 'orders');
      return outcome.orders.map(({ paidMinor }) => paidMinor);
    };
    assert.deepEqual(await list(null), [700n, 500n]);
    const day = new Date(Date.UTC(2026, 10, 21));
    assert.deepEqual(await list({ from: day, to: new Date(day.getTime() + 86_400_000) }), [700n]);
    assert.deepEqual(await list({ from: new Date(0), to: day }), [500n]);
  });

  test('pays before it was reported as active', async () => {
    const shop = openShop();
    const code = orderIn(await shop.ask(codeRequest('C')));
    assert.equal(await shop.report(code, paid(500n, 'T1')), 'applied');
    assert.equal(shop.balance()?.available, 500n);
    assert.equal(await shop.report(code, MADE), 'applied');
    assert.equal(shop.order(code).state, 'active');
  });

  test('is made by static channels only, and they make nothing else', async () => {
    const shop = openShop();
    const asked = [
      codeRequest('C', { channel: PAYIN_CHANNEL }),
      payinRequest('P', { channel: CODE_CHANNEL }),
    ];
    for (const request of asked) {
      assert.equal(codeOf(await shop.ask(request)), 'channel_unavailable');
    }
    assert.equal(shop.lanes.rows.orders.size, 0);
  });
});

describe('the amount that a code asks for', () => {
  test('is the channel’s to allow, and refused by name otherwise', async () => {
    const shop = openShop();
    const wrong = [
      { amountMinor: 99n },
      { amountMinor: 1_000_001n },
      { minMinor: 1n },
      { maxMinor: 2_000_000n },
      { amountMinor: -1n },
      { minMinor: 500n, maxMinor: 400n },
    ];
    for (const changes of wrong) {
      const outcome = await shop.ask(codeRequest('C', changes));
      assert.ok(!outcome.ok);
      assert.equal(outcome.refusal.field, 'amount');
      assert.match(outcome.refusal.code, /^amount_/);
    }
    assert.equal(shop.lanes.rows.orders.size, 0);
  });

  test('fixed is exactly that: a payment of another one is held, and not reported as paid', async () => {
    const shop = openShop();
    const code = await openCode(shop, { amountMinor: 1_000n });
    await shop.report(code, paid(900n, 'under'));
    await shop.report(code, paid(1_100n, 'over'));
    await shop.report(code, paid(1_000n, 'exactly'));
    assert.deepEqual(
      paymentsOf(shop, code).map((o) => [o.state, o.paidMinor]),
      [
        ['closed', 0n],
        ['closed', 0n],
        ['paid', 1_000n],
      ],
    );
    assert.deepEqual([shop.balance()?.available, shop.balance()?.suspense], [1_000n, 2_000n]);
    assert.deepEqual(casesOf(shop), ['amount_difference', 'amount_difference']);
    assert.equal(shop.lanes.rows.events.size, 1);
  });

  test('out of the range of the code is booked as it came, where the merchant takes that', async () => {
    const shop = openShop();
    const code = await openCode(shop, { minMinor: 200n, maxMinor: 400n });
    await shop.report(code, paid(100n, 'under'));
    await shop.report(code, paid(500n, 'over'));
    assert.equal(shop.balance()?.available, 600n);
  });

  test('paid over is held for a person, where the merchant wants that', async () => {
    const shop = openShop({ merchants: [merchantOf(5, { amountPolicy: 'excess_to_suspense' })] });
    const code = await openCode(shop, { minMinor: 200n, maxMinor: 400n });
    await shop.report(code, paid(300n, 'within'));
    await shop.report(code, paid(500n, 'over'));
    assert.equal(shop.balance()?.available, 700n);
    assert.equal(shop.balance()?.suspense, 100n);
    assert.deepEqual(casesOf(shop), ['amount_difference']);
  });

  test('in another currency is held, and the payin is not paid', async () => {
    const shop = openShop();
    const code = await openCode(shop);
    assert.equal(await shop.report(code, paid(900n, 'T1', 'USD/2')), 'ignored');
    assert.deepEqual(casesOf(shop), ['wrong_asset']);
    const held = [...shop.lanes.rows.balances.values()].find(({ asset }) => asset === 'USD/2');
    assert.equal(held?.balance.suspense, 900n);
    assert.equal(shop.lanes.rows.events.size, 0);
    const [payin] = paymentsOf(shop, code);
    assert.deepEqual([payin?.state, payin?.failure?.text], ['closed', 'paid in USD/2']);
  });
});

describe('a code that has ended', () => {
  test('is closed once: the provider is asked to, and a second time is refused', async () => {
    const shop = openShop();
    const code = await openCode(shop);
    const closed = await close(shop);
    assert.ok(closed.ok && closed.kind === 'order');
    assert.equal(closed.order.state, 'closed');
    const again = await close(shop);
    assert.ok(!again.ok);
    assert.equal(again.refusal.reason, 'ended');
    const sent = await shop.lanes.reader.dispatchesOf(code.id);
    assert.deepEqual(
      sent.map(({ operation, state }) => [operation, state]),
      [
        ['code', 'done'],
        ['close', 'ready'],
      ],
    );
  });

  test('is not found by another channel’s name, nor by another merchant', async () => {
    const shop = openShop();
    await openCode(shop);
    const asked = { kind: 'close_order', key: KEY('C'), kinds: ['code'] } as const;
    assert.equal(codeOf(await shop.ask({ ...asked, channel: 'PAY' })), 'not_found');
    assert.equal(codeOf(await shop.ask({ ...asked, kinds: ['payin'] })), 'not_found');
  });

  test('takes late money where the merchant takes it', async () => {
    const shop = openShop();
    const code = await openCode(shop);
    await close(shop);
    assert.equal(await shop.report(code, paid(500n, 'late')), 'applied');
    assert.equal(shop.balance()?.available, 500n);
    assert.equal(paymentsOf(shop, code)[0]?.state, 'paid');
  });

  test('holds late money where the merchant wants a person to look', async () => {
    const shop = openShop({ merchants: [merchantOf(5, { latePolicy: 'suspense' })] });
    const code = await openCode(shop);
    await close(shop);
    assert.equal(await shop.report(code, paid(500n, 'late')), 'ignored');
    assert.equal(shop.balance()?.available, 0n);
    assert.equal(shop.balance()?.suspense, 500n);
    assert.deepEqual(casesOf(shop), ['late_payment']);
    assert.equal(shop.lanes.rows.events.size, 0);
  });

  test('has ended with its first payment when it is for one, and the second is late', async () => {
    const shop = openShop({ merchants: [merchantOf(5, { latePolicy: 'suspense' })] });
    const code = await openCode(shop, { single: true });
    assert.equal(await shop.report(code, paid(500n, 'T1')), 'applied');
    assert.equal(shop.order(code).state, 'paid');
    assert.equal(await shop.report(code, paid(500n, 'T2')), 'ignored');
    assert.equal(shop.balance()?.available, 500n);
    assert.equal(shop.balance()?.suspense, 500n);
  });

  test('expires at its time, by the clock or by the provider’s report', async () => {
    const { expireOrder } = await import('./sweeps.ts');
    const shop = openShop();
    const code = await openCode(shop, { expiresAt: new Date(Date.UTC(2026, 10, 20, 1)) });
    assert.equal(await expireOrder(shop.deps, code.id), false);
    shop.passes(3_600_000);
    assert.equal(await expireOrder(shop.deps, code.id), true);
    assert.equal(shop.order(code).state, 'expired');
    const gone = await shop.ask(codeRequest('D', { expiresAt: new Date(0) }));
    assert.equal(codeOf(gone), 'invalid_field');
  });
});

describe('a payment into a code that is reversed', () => {
  const back = (minor: bigint) =>
    ({
      kind: 'reversed',
      reason: 'returned',
      payment: { ref: 'T1', amount: { asset: 'PHP/2', minor } },
    }) as const;

  test('reverses the very payin', async () => {
    const shop = openShop();
    const code = await openCode(shop);
    await shop.report(code, paid(500n, 'T1'));
    await shop.report(code, paid(700n, 'T2'));
    assert.equal(await shop.report(code, back(500n)), 'applied');
    assert.deepEqual(
      paymentsOf(shop, code).map(({ state }) => state),
      ['reversed', 'paid'],
    );
    assert.equal(shop.balance()?.available, 700n);
  });

  test('is to be reported again when the payment itself was not reported yet', async () => {
    const shop = openShop();
    const code = await openCode(shop);
    assert.equal(await shop.report(code, back(500n)), 'too_early');
    await shop.report(code, paid(500n, 'T1'));
    assert.equal(await shop.report(code, back(500n)), 'applied');
    assert.equal(shop.balance()?.available, 0n);
  });
});

test('whatever arrives in whatever order, all of it is booked, once, and the books balance', async () => {
  const payment = fc.record({
    ref: fc.constantFrom('T1', 'T2', 'T3', 'T4'),
    minor: fc.constantFrom(100n, 500n, 1_000n),
  });
  const step = fc.oneof(
    payment.map((one) => ({ kind: 'pay' as const, ...one })),
    fc.constant({ kind: 'close' as const }),
    fc.constant({ kind: 'made' as const }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 12 }),
      fc.constantFrom('accept' as const, 'suspense' as const),
      fc.boolean(),
      async (steps, latePolicy, single) => {
        const shop = openShop({ merchants: [merchantOf(5, { latePolicy })] });
        const code = orderIn(await shop.ask(codeRequest('C', { single })));
        const came = new Map<string, bigint>();
        for (const one of steps) {
          if (one.kind === 'close') await close(shop);
          else if (one.kind === 'made') await shop.report(code, MADE);
          else {
            if (!came.has(one.ref)) came.set(one.ref, one.minor);
            await shop.report(code, paid(came.get(one.ref) as bigint, one.ref));
          }
        }
        const balance = shop.balance();
        const total = [...came.values()].reduce((sum, minor) => sum + minor, 0n);
        assert.equal(-(balance?.upstream ?? 0n), total);
        const sum = ACCOUNTS.reduce((all, account) => all + (balance?.[account] ?? 0n), 0n);
        assert.equal(sum, 0n);
        assert.equal(paymentsOf(shop, code).length, came.size);
      },
    ),
    { numRuns: runs(300, 10_000) },
  );
});
