/** The payer chooses how to pay; closing, and the second name of payouts. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { accepted, cancelled, paid } from '../../tests/support/sample.ts';
import { settleOrder } from '../../tests/support/settle.ts';
import {
  checkoutRequest,
  payinRequest,
  payoutRequest,
  refundRequest,
  SOURCE,
} from '../../tests/support/shop.ts';
import type { Command } from '../domain/decision.ts';
import { type Dispatch, firstDispatch, referenceOf } from '../domain/dispatch.ts';
import { FREE } from '../domain/fee.ts';
import type { Order } from '../domain/order.ts';
import type { Fact } from '../domain/provider-event.ts';
import { applyProviderEvent } from './apply-provider-event.ts';
import { applyVerdict } from './apply-verdict.ts';
import { buildIntent } from './build-intent.ts';
import { choicesOf, chooseChannel } from './create-checkout.ts';
import { expireOrder } from './sweeps.ts';

const choices = (shop: Shop, order: Order) => choicesOf(shop.deps, order).map(({ code }) => code);

describe('a checkout', () => {
  test('offers the channels of its country and currency that would take it', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(checkoutRequest('A')));
    assert.deepEqual(choices(shop, order), ['PAY', 'QR']);
    assert.deepEqual(await shop.lanes.reader.dispatchesOf(order.id), []);
    const some = orderIn(await shop.ask(checkoutRequest('B', { channels: ['QR', 'CODE'] })));
    assert.deepEqual(choices(shop, some), ['QR']);
    for (const changes of [{ country: 'TH' }, { channels: [] }, { amountMinor: 2_000_000_000n }]) {
      const outcome = await shop.ask(checkoutRequest('C', changes));
      assert.equal(codeOf(outcome), 'channel_unavailable');
    }
    assert.equal(
      codeOf(await shop.ask(checkoutRequest('D', { amountMinor: 0n }))),
      'amount_invalid',
    );
  });

  test('goes upstream with the payer’s choice, and is paid through it', async () => {
    const terms = {
      QR: {
        fee: { ratePpm: 10_000n, fixedMinor: 0n, minMinor: null, maxMinor: null },
        settle: 0,
      },
    };
    const shop = openShop({ terms });
    const order = orderIn(await shop.ask(checkoutRequest('A')));
    assert.deepEqual(await chooseChannel(shop.deps, order, 'QR'), { ok: true });
    assert.equal(shop.order(order).channel, 'QR');
    assert.equal(shop.order(order).connector, SOURCE.connector);
    await shop.report(order, paid(10_000n));
    assert.equal(shop.balance()?.fees, 100n);
    assert.equal(shop.balance()?.available, 9_900n);
  });

  test('may be chosen anew: what is paid first pays it, what comes after is a second payment', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(checkoutRequest('A')));
    await chooseChannel(shop.deps, order, 'QR');
    await shop.report(order, { ...accepted, instructions: { kind: 'qr', payload: 'x' } });
    await chooseChannel(shop.deps, shop.order(order), 'PAY');
    assert.equal(shop.order(order).instructions, null);
    await chooseChannel(shop.deps, shop.order(order), 'PAY');
    assert.equal((await shop.lanes.reader.dispatchesOf(order.id)).length, 2);
    const report = (n: number, ref: string) => {
      const reference = referenceOf({ orderId: order.id, n, operation: 'payin' });
      return applyProviderEvent(shop.deps, SOURCE, {
        reference,
        eventKey: ref,
        fact: paid(10_000n, ref),
      });
    };
    assert.equal(await report(1, 'of the QR'), 'applied');
    assert.equal(await report(2, 'of the page'), 'ignored');
    assert.equal(shop.balance()?.available, 10_000n);
    assert.equal(shop.balance()?.suspense, 10_000n);
  });

  const dear = { fee: { ...FREE, ratePpm: 35_000n }, settle: 7 };
  const cheap = { fee: { ...FREE, ratePpm: 5_000n }, settle: 0 };
  /** Chosen PAY, which is dear, and then QR, which is cheap. */
  const chosenTwice = async () => {
    const shop = openShop({ terms: { PAY: dear, QR: cheap } });
    const order = orderIn(await shop.ask(checkoutRequest('A')));
    await chooseChannel(shop.deps, order, 'PAY');
    const page = { kind: 'redirect', url: 'https://card.example/1' } as const;
    await shop.report(order, { ...accepted, instructions: page });
    await chooseChannel(shop.deps, shop.order(order), 'QR');
    const report = (n: number, fact: Fact, eventKey = `${n} ${fact.kind}`) => {
      const reference = referenceOf({ orderId: order.id, n, operation: 'payin' });
      return applyProviderEvent(shop.deps, SOURCE, { reference, eventKey, fact });
    };
    return { shop, order, report };
  };

  test('paid by an earlier choice is of that choice’s channel, fee and day of settlement', async () => {
    const { shop, order, report } = await chosenTwice();
    assert.equal(await report(1, paid(10_000n)), 'applied');
    const { channel, feeMinor, settleAt, upstreamId, terms } = shop.order(order);
    assert.deepEqual([channel, feeMinor, upstreamId], ['PAY', 350n, 'U1']);
    assert.deepEqual(terms, dear);
    assert.equal(settleAt?.getTime(), shop.deps.clock.nowMs() + 7 * 86_400_000);
    assert.deepEqual([shop.balance()?.fees, shop.balance()?.pending], [350n, 9_650n]);
  });

  test('paid by an earlier choice is refunded at what was paid, not at what was chosen last', async () => {
    const { shop, order, report } = await chosenTwice();
    await report(2, { ...accepted, upstreamId: 'U2' });
    await report(1, paid(10_000n));
    shop.passes(7 * 86_400_000);
    await settleOrder(shop.deps, order.id);
    const payin = { kind: 'id', id: order.id } as const;
    const refund = orderIn(await shop.ask(refundRequest('R', payin, { amountMinor: 5_000n })));
    assert.equal(refund.channel, 'PAY');
    const intent = await buildIntent(shop.deps, refund, firstDispatch(refund));
    assert.equal(intent?.about?.reference, `${order.id}`);
    assert.equal(intent?.about?.order.upstreamId, 'U1');
  });

  test('of each choice is asked by its own reference, channel and provider’s id', async () => {
    const { shop, order, report } = await chosenTwice();
    await report(2, { ...accepted, upstreamId: 'U2' });
    const asked = [];
    for (const dispatch of await shop.lanes.reader.dispatchesOf(order.id)) {
      const intent = await buildIntent(shop.deps, shop.order(order), dispatch);
      asked.push([intent?.reference, intent?.channel.code, intent?.order.upstreamId]);
    }
    assert.deepEqual(asked, [
      [`${order.id}`, 'PAY', 'U1'],
      [`${order.id}_2`, 'QR', 'U2'],
    ]);
  });

  test('is found by the provider’s id of an earlier choice, and paid by that', async () => {
    const { shop, order } = await chosenTwice();
    const event = { reference: '', providerIds: ['U1'], eventKey: 'x', fact: paid(10_000n) };
    assert.equal(await applyProviderEvent(shop.deps, SOURCE, event), 'applied');
    assert.equal(shop.order(order).channel, 'PAY');
  });

  test('closed, is closed at the provider for every choice; what is cancelled there is one of them', async () => {
    const { shop, order, report } = await chosenTwice();
    await report(2, { ...accepted, upstreamId: 'U2' });
    const key = { kind: 'merchantRef', scope: 'order', merchantRef: 'A' } as const;
    assert.equal(codeOf(await shop.ask({ kind: 'close_order', key, kinds: ['payin'] })), 'ok');
    const sent = await shop.lanes.reader.dispatchesOf(order.id);
    const closings = sent.filter(({ operation }) => operation === 'close');
    const about = [];
    for (const closing of closings) {
      const intent = await buildIntent(shop.deps, shop.order(order), closing);
      about.push([intent?.about?.reference, intent?.about?.order.upstreamId]);
    }
    assert.deepEqual(about, [
      [`${order.id}`, 'U1'],
      [`${order.id}_2`, 'U2'],
    ]);
    // The second was cancelled; the first was paid before its closing came there.
    await applyVerdict(shop.deps, closings[1] as Dispatch, null, cancelled);
    assert.equal(await report(1, paid(10_000n)), 'applied');
    assert.deepEqual([shop.order(order).state, shop.order(order).channel], ['paid', 'PAY']);
  });

  test('stays paid when the provider cancels a choice that was not paid', async () => {
    const { shop, order, report } = await chosenTwice();
    await report(2, paid(10_000n));
    await report(1, cancelled);
    assert.equal(shop.order(order).state, 'paid');
    assert.equal(shop.lanes.rows.cases.size, 0);
    const { shop: open, order: other, report: reportOther } = await chosenTwice();
    await reportOther(1, cancelled);
    assert.equal(open.order(other).state, 'created');
  });

  test('is not ended, nor led astray, by what becomes of an earlier choice', async () => {
    for (const late of [
      { kind: 'expired' },
      { kind: 'declined', failure: { code: 'declined', text: 'the payer left' } },
      { ...accepted, instructions: { kind: 'qr', payload: 'of the QR' } },
    ] as const) {
      const shop = openShop();
      const order = orderIn(await shop.ask(checkoutRequest('A')));
      await chooseChannel(shop.deps, order, 'QR');
      const [first] = await shop.lanes.reader.dispatchesOf(order.id);
      await chooseChannel(shop.deps, shop.order(order), 'PAY');
      await shop.report(order, late);
      await applyVerdict(shop.deps, first as Dispatch, null, late);
      const { state, channel, instructions } = shop.order(order);
      assert.deepEqual([state, channel, instructions], ['created', 'PAY', null], late.kind);
      assert.equal(shop.lanes.rows.events.size, 0);
      const reference = referenceOf({ orderId: order.id, n: 2, operation: 'payin' });
      const page = { kind: 'redirect', url: 'https://pay.example' } as const;
      const fact = { ...accepted, instructions: page };
      await applyProviderEvent(shop.deps, SOURCE, { reference, eventKey: 'now', fact });
      assert.deepEqual(shop.order(order).instructions, page);
    }
  });

  test('cannot be chosen for once it has ended, nor by a channel that was not offered', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(checkoutRequest('A')));
    const refused = await chooseChannel(shop.deps, order, 'CODE');
    assert.ok(!refused.ok && refused.refusal.code === 'channel_unavailable');
    shop.passes(3_600_000);
    assert.ok(await expireOrder(shop.deps, order.id));
    const late = await chooseChannel(shop.deps, order, 'QR');
    assert.ok(!late.ok && late.refusal.reason === 'ended');
    assert.deepEqual(await shop.lanes.reader.dispatchesOf(order.id), []);
  });
});

describe('a closed payin', () => {
  const key = { kind: 'merchantRef', scope: 'order', merchantRef: 'A' } as const;
  const close = (shop: Shop) => shop.ask({ kind: 'close_order', key, kinds: ['payin'] });

  test('is sent to the provider, again while there is no answer, and never moves by its reply', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('A')));
    assert.equal(codeOf(await close(shop)), 'ok');
    const closing = async () => (await shop.lanes.reader.dispatchesOf(order.id)).at(-1);
    let times = 0;
    for (let sent = await closing(); sent?.state === 'ready'; sent = await closing()) {
      times += 1;
      await applyVerdict(shop.deps, sent, null, { kind: 'doubt', reason: 'silence' });
      assert.ok(times < 20, 'it ends');
    }
    assert.ok(times > 1);
    assert.equal(shop.order(order).state, 'closed');
    assert.equal(shop.lanes.rows.cases.size, 0);
  });

  for (const first of ['the answer', 'the payment'] as const) {
    test(`cancelled upstream although it was paid, holds nothing: ${first} is reported first`, async () => {
      const shop = openShop();
      const order = orderIn(await shop.ask(payinRequest('A')));
      await close(shop);
      const sent = (await shop.lanes.reader.dispatchesOf(order.id)).at(-1) as Dispatch;
      const steps = [
        () => applyVerdict(shop.deps, sent, null, cancelled),
        () => shop.report(order, paid(10_000n)),
      ];
      for (const step of first === 'the answer' ? steps : steps.toReversed()) await step();
      await shop.report(order, cancelled);
      for (const minor of Object.values(shop.balance() ?? {})) assert.equal(minor, 0n);
      assert.equal(shop.lanes.rows.cases.size, 1);
      assert.notEqual(shop.order(order).state, 'paid');
      assert.equal((await shop.lanes.reader.dispatchesOf(order.id)).at(-1)?.state, 'done');
    });
  }

  test('of another app of the merchant is not there to be closed', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('A')));
    shop.lanes.rows.orders.set(order.id, { ...order, appId: order.appId + 1n });
    assert.equal(codeOf(await close(shop)), 'not_found');
    assert.equal(shop.order(order).state, 'created');
  });

  test('takes late money; a paid one cannot be closed', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('A')));
    await close(shop);
    await shop.report(order, paid(10_000n));
    assert.equal(shop.order(order).state, 'paid');
    const again = await close(shop);
    assert.ok(!again.ok);
    assert.deepEqual([again.refusal.code, again.refusal.reason], ['not_supported', 'ended']);
  });
});

describe('the second name of a payout', () => {
  const seeded = async () => {
    const shop = openShop();
    await shop.report(orderIn(await shop.ask(payinRequest('in'))), paid(10_000n));
    return shop;
  };
  const payout = (merchantRef: string, idempotencyKey: string) =>
    payoutRequest(merchantRef, { amountMinor: 100n, idempotencyKey });

  test('is no other payout’s: a second one is refused by name, and nothing changes', async () => {
    const shop = await seeded();
    orderIn(await shop.ask(payout('A', 'k1')));
    const before = shop.lanes.rows.orders.size;
    for (const ref of ['A', 'B']) {
      const outcome = await shop.ask(payout(ref, 'k1'));
      assert.ok(!outcome.ok);
      assert.equal(outcome.refusal.reason, 'idempotency_key');
    }
    assert.equal(shop.lanes.rows.orders.size, before);
    orderIn(await shop.ask(payout('B', 'k2')));
  });

  test('refused and not answered, it is refused by name later too', async () => {
    const shop = await seeded();
    const blind = { ...shop.lanes.reader, wasRecorded: async () => false };
    const { handle } = await import('./handle.ts');
    const caller = { appId: shop.merchant.id, ip: '192.0.2.1' };
    const ask = (ref: string) => handle({ ...shop.deps, reader: blind }, caller, payout(ref, 'k1'));
    orderIn(await ask('A'));
    const submit = shop.lanes.submit.bind(shop.lanes);
    shop.lanes.submit = async <A>(command: Command<A>) => {
      await submit(command);
      return await submit(command);
    };
    const second = await ask('B');
    assert.ok(!second.ok && second.refusal.reason === 'idempotency_key');
    assert.equal(second.refusal.code, 'duplicate_order');
  });

  test('given twice at one moment makes one payout, and of the other nothing is left', async () => {
    const shop = await seeded();
    const blind = { ...shop.lanes.reader, wasRecorded: async () => false };
    const racing = { ...shop, deps: { ...shop.deps, reader: blind } };
    const { handle } = await import('./handle.ts');
    const caller = { appId: shop.merchant.id, ip: '192.0.2.1' };
    orderIn(await handle(racing.deps, caller, payout('A', 'k1')));
    const second = await handle(racing.deps, caller, payout('B', 'k1'));
    assert.ok(!second.ok && second.refusal.reason === 'idempotency_key');
    assert.equal(shop.balance()?.reserved, 100n);
    const key = { kind: 'merchantRef', scope: 'order', merchantRef: 'B' } as const;
    const found = await shop.ask({ kind: 'query_order', key, kinds: ['payout'] });
    assert.equal(codeOf(found), 'not_found', 'its reference is free');
    orderIn(await shop.ask(payout('B', 'k2')));
  });

  test('is not used up by a payout whose reference was used before', async () => {
    const shop = await seeded();
    orderIn(await shop.ask({ ...payout('A', 'k1'), onRepeat: 'refuse' }));
    const again = await shop.ask({ ...payout('A', 'k2'), onRepeat: 'refuse' });
    assert.ok(!again.ok && again.refusal.code === 'duplicate_order');
    assert.equal(again.refusal.reason, undefined);
    orderIn(await shop.ask(payout('B', 'k2')));
  });
});
