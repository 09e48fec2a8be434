/** A payment that a provider reported, and no order was found for, becomes a merchant's. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openShop } from '../../tests/support/memory-shop.ts';
import { paid, reversed } from '../../tests/support/sample.ts';
import { appOf, PAYIN_CHANNEL, SOURCE } from '../../tests/support/shop.ts';
import type { HeldCase } from '../domain/case.ts';
import type { CaseExit } from '../domain/case-exit.ts';
import { firstDispatch } from '../domain/dispatch.ts';
import { idGenerator } from '../domain/id.ts';
import { ZERO_BALANCE } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import type { KeptReport } from '../ports/provider-report.ts';
import { applyProviderEvent } from './apply-provider-event.ts';
import { bookReport, paymentIn } from './book-report.ts';
import { buildIntent } from './build-intent.ts';
import { exitCase } from './exit-case.ts';

/** 100.00, reported under a reference that is none of ours, and booked as the shop's. */
async function booked() {
  const shop = openShop();
  const id = idGenerator(9)(77, Date.UTC(2026, 10, 20));
  const event = { reference: 'elsewhere', eventKey: 'E1', fact: paid(10_000n, 'P1') };
  const report: KeptReport = { id, source: SOURCE, key: 'E1', event };
  const { deps, merchant, lanes } = shop;
  const fact = paymentIn(report);
  assert.ok(fact !== null);
  const whose = { merchant, app: appOf(merchant), channel: PAYIN_CHANNEL };
  const book = () => bookReport(deps, { report, fact, ...whose, evidence: 'mail 1' });
  const orderId = await book();
  const order = () => lanes.rows.orders.get(orderId) as Order;
  const held = async () => (await shop.cases.ofOrder(orderId))[0] as HeldCase;
  return { shop, book, order, held };
}

const BACK: CaseExit = {
  ...{ way: 'payer', amountMinor: null, withFee: false, targetId: null, evidence: 'mail 2' },
};

describe('a payment without an order', () => {
  test('is held by a case of a closed order, once', async () => {
    const { shop, book, order, held } = await booked();
    assert.equal(await book(), order().id);
    assert.deepEqual(shop.balance(), { ...ZERO_BALANCE, suspense: 10_000n, upstream: -10_000n });
    const { state, heldMinor, source } = await held();
    assert.deepEqual([state, heldMinor, source], ['open', 10_000n, SOURCE]);
    assert.deepEqual([order().state, order().feeMinor], ['closed', 0n]);
    assert.equal(shop.lanes.rows.events.size, 0, 'its merchant is notified of nothing');
  });

  test('goes back to the payer by a refund that names it as its provider does', async () => {
    const { shop, held } = await booked();
    const deps = { ...shop.deps, cases: shop.cases };
    assert.deepEqual(await exitCase(deps, await held(), BACK, 'ann', 'not theirs'), { ok: true });
    const refund = [...shop.lanes.rows.orders.values()].find(({ kind }) => kind === 'refund');
    assert.ok(refund !== undefined);
    const intent = await buildIntent(shop.deps, refund, firstDispatch(refund));
    const { reference, order: about } = intent?.about ?? {};
    assert.deepEqual([reference, about?.paymentRef, about?.upstreamId], ['elsewhere', 'P1', 'P1']);
    await shop.report(refund, paid(10_000n, 'F1'));
    assert.deepEqual(shop.balance(), ZERO_BALANCE);
  });

  test('that its provider takes back is found by the provider’s own id', async () => {
    const { shop, held } = await booked();
    const payment = { ref: 'P1', amount: { asset: 'PHP/2', minor: 10_000n } };
    const fact = { ...reversed, payment };
    const known = { reference: 'elsewhere', providerIds: ['P1'], eventKey: 'E2', fact };
    assert.equal(await applyProviderEvent(shop.deps, SOURCE, known), 'ignored');
    assert.deepEqual([shop.balance(), (await held()).state], [ZERO_BALANCE, 'closed']);
  });
});
