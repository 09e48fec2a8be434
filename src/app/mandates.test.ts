/** A payer permits debits once; then payins name the permission, until somebody ends it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { accepted, declined, paid } from '../../tests/support/sample.ts';
import {
  DEBIT_CHANNEL,
  mandateRequest,
  PAYIN_CHANNEL,
  payinRequest,
} from '../../tests/support/shop.ts';
import type { Fact } from '../domain/provider-event.ts';
import { buildIntent } from './build-intent.ts';
import { expireOrder } from './sweeps.ts';

const PAGE = {
  ...accepted,
  instructions: { kind: 'redirect', url: 'https://agree.example' },
} as const;
const UNTIL = new Date(Date.UTC(2036, 0, 1));
const AGREED: Fact = { kind: 'activated', upstreamId: 'M1', expiresAt: UNTIL };
const ENDED: Fact = { kind: 'ended', by: 'payer' };
const KEY = { kind: 'merchantRef', scope: 'mandate', merchantRef: 'M' } as const;

async function agreed(shop: Shop) {
  const mandate = orderIn(await shop.ask(mandateRequest('M')));
  await shop.report(mandate, PAGE);
  await shop.report(mandate, AGREED);
  return shop.order(mandate);
}

const debit = (merchantRef: string) =>
  payinRequest(merchantRef, { channel: DEBIT_CHANNEL, mandate: KEY });
const events = (shop: Shop) => [...shop.lanes.rows.events.values()].map(({ type: event }) => event);

describe('a mandate', () => {
  test('is in use when the payer has agreed, until the provider’s time; the merchant is notified', async () => {
    const shop = openShop();
    const mandate = await agreed(shop);
    assert.equal(mandate.state, 'active');
    assert.deepEqual(mandate.expiresAt, UNTIL);
    assert.deepEqual(events(shop), ['mandate.active']);
  });

  test('that the payer refuses, or leaves alone, has failed', async () => {
    for (const fact of [declined, ENDED, null]) {
      const shop = openShop();
      const mandate = orderIn(await shop.ask(mandateRequest('M')));
      await shop.report(mandate, PAGE);
      shop.passes(3_600_000);
      if (fact === null) assert.ok(await expireOrder(shop.deps, mandate.id));
      else await shop.report(mandate, fact);
      assert.notEqual(shop.order(mandate).state, 'active');
      assert.deepEqual(events(shop), ['mandate.failed']);
      const outcome = await shop.ask(debit('D'));
      assert.ok(!outcome.ok);
      assert.equal(outcome.refusal.reason, 'mandate_inactive');
    }
  });

  test('ends by payer, merchant or time, and says by whom', async () => {
    const byPayer = openShop();
    await byPayer.report(await agreed(byPayer), ENDED);
    const byMerchant = openShop();
    await agreed(byMerchant);
    assert.equal(
      codeOf(await byMerchant.ask({ kind: 'close_order', key: KEY, kinds: ['mandate'] })),
      'ok',
    );
    for (const [shop, by] of [
      [byPayer, 'payer'],
      [byMerchant, 'merchant'],
    ] as const) {
      const outcome = await shop.ask({ kind: 'query_order', key: KEY, kinds: ['mandate'] });
      assert.ok(outcome.ok && outcome.kind === 'order');
      assert.equal(outcome.order.failure?.by, by);
      assert.deepEqual(events(shop), ['mandate.active', 'mandate.ended']);
      assert.equal(codeOf(await shop.ask(debit('D'))), 'not_found');
    }
  });

  test('that was agreed to after its end is a case for a person', async () => {
    const shop = openShop();
    const mandate = await agreed(shop);
    await shop.report(mandate, ENDED);
    await shop.report(mandate, AGREED);
    assert.deepEqual(
      [...shop.lanes.rows.cases.values()].map(({ kind }) => kind),
      ['contradiction'],
    );
  });

  test('is listed by the merchant’s id of the payer, and another payer’s is not', async () => {
    const shop = openShop();
    const fields = { 'payer.userId': 'u1' };
    const channel = {
      ...DEBIT_CHANNEL,
      fields: [{ name: 'payer.userId', required: true, check: 'identifier:64' }],
    } as const;
    orderIn(await shop.ask(mandateRequest('M1', { channel, fields })));
    orderIn(await shop.ask(mandateRequest('M2', { channel, fields: { 'payer.userId': 'u2' } })));
    const outcome = await shop.ask({ kind: 'list_mandates', userId: 'u1' });
    assert.ok(outcome.ok && outcome.kind === 'orders');
    assert.deepEqual(
      outcome.orders.map(({ merchantRef }) => merchantRef),
      ['M1'],
    );
  });
});

describe('a payin by mandate', () => {
  test('goes to the mandate’s provider, and names the mandate', async () => {
    const shop = openShop();
    const mandate = await agreed(shop);
    const order = orderIn(await shop.ask(debit('D')));
    assert.deepEqual(order.parent, { kind: 'mandate', ref: 'M' });
    const [dispatch] = await shop.lanes.reader.dispatchesOf(order.id);
    assert.ok(dispatch !== undefined);
    const intent = await buildIntent(shop.deps, order, dispatch);
    assert.equal(intent?.about?.order.upstreamId, 'M1');
    assert.equal(intent?.about?.reference, `${mandate.id}`);
    await shop.report(order, paid(10_000n));
    assert.equal(shop.balance()?.available, 10_000n);
  });

  test('needs a live mandate of its own channel, and a debit channel needs a mandate', async () => {
    const shop = openShop();
    await agreed(shop);
    const wrong = [
      payinRequest('A', { channel: DEBIT_CHANNEL }),
      payinRequest('B', { channel: PAYIN_CHANNEL, mandate: KEY }),
      payinRequest('C', { channel: DEBIT_CHANNEL, mandate: { ...KEY, merchantRef: 'x' } }),
    ];
    for (const request of wrong) {
      const outcome = await shop.ask(request);
      assert.ok(!outcome.ok);
      assert.equal(outcome.refusal.field, 'mandate');
    }
    assert.equal(
      codeOf(await shop.ask(mandateRequest('X', { channel: PAYIN_CHANNEL }))),
      'channel_unavailable',
    );
  });
});
