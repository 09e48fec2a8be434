/** What is read of a merchant's orders: the database and the model agree. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import { chooseChannel } from '../../src/app/create-checkout.ts';
import { handle } from '../../src/app/handle.ts';
import { referenceOf } from '../../src/domain/dispatch.ts';
import type { Id } from '../../src/domain/id.ts';
import type { Order } from '../../src/domain/order.ts';
import type { Fact } from '../../src/domain/provider-event.ts';
import type { MerchantRequest } from '../../src/domain/request.ts';
import { createOperatorQueries } from '../../src/store/read/operator-queries.ts';
import { openLanes, SHARDS } from '../support/lanes.ts';
import { orderIn } from '../support/memory-shop.ts';
import { accepted, paid } from '../support/sample.ts';
import {
  appOf,
  CALLER_IP,
  checkoutRequest,
  codeRequest,
  DEBIT_CHANNEL,
  mandateRequest,
  merchantOf,
  payinRequest,
  payoutRequest,
  refundRequest,
  SOURCE,
  shopOf,
} from '../support/shop.ts';

test('codes, their payments, mandates, choices and second names outlive the way to the database', async (t) => {
  const { lanes, reader, pool } = await openLanes(t);
  const merchant = merchantOf(5);
  const unrelated = merchantOf(9);
  const merchants = [merchant, unrelated];
  const deps = shopOf({ lanes, reader, merchants, nowMs: Date.now });
  const app = appOf(merchant);
  const caller = { appId: app.id, ip: CALLER_IP };
  const ask = (request: MerchantRequest) => handle(deps, caller, request);
  const report = (order: Order, fact: Fact, eventKey: string) => {
    const reference = referenceOf({ orderId: order.id, n: 1, operation: order.kind });
    return applyProviderEvent(deps, SOURCE, { reference, eventKey, fact });
  };

  const rule = { minMinor: 200n, maxMinor: 400n, single: false };
  const code = orderIn(await ask(codeRequest('C', rule)));
  const number = { kind: 'va', bank: 'BCA', number: '3935', name: 'Shop' } as const;
  await report(code, { ...accepted, instructions: number }, 'made');
  const copies = Array.from({ length: 10 }, () => report(code, paid(300n, 'T1'), 'E1'));
  const results = await Promise.all(copies);
  assert.equal(results.filter((result) => result === 'applied').length, 1);
  await report(code, paid(250n, 'T2'), 'E2');
  const stored = (await reader.orderById(code.id)) as Order;
  assert.deepEqual(stored.code, rule);
  assert.equal(stored.state, 'active');
  const payments = await reader.childrenOf(code.id, 'payin', null, null, 10);
  assert.deepEqual(
    payments.map(({ paidMinor, parent }) => [paidMinor, parent]),
    [
      [250n, { kind: 'code', ref: 'C' }],
      [300n, { kind: 'code', ref: 'C' }],
    ],
  );
  const future = { from: new Date(Date.now() + 60_000), to: new Date(Date.now() + 120_000) };
  const ofApp = (id: Id) => reader.childrenOf(code.id, 'payin', [id], null, 10);
  assert.equal((await ofApp(app.id)).length, 2);
  assert.deepEqual(await ofApp(unrelated.id), []);
  assert.deepEqual(await reader.childrenOf(code.id, 'payin', null, future, 10), []);
  assert.equal((await reader.balances(merchant.id))[0]?.balance.available, 550n);

  const fields = [{ name: 'payer.userId', required: true, check: 'identifier:32' }] as const;
  const channel = { ...DEBIT_CHANNEL, fields };
  const user = { channel, fields: { 'payer.userId': 'u1' } };
  const mandate = orderIn(await ask(mandateRequest('M', user)));
  const expiresAt = new Date(Date.UTC(2036, 0, 1));
  await report(mandate, { kind: 'activated', upstreamId: 'M1', expiresAt }, 'agreed');
  const [found, ...rest] = await reader.mandatesOf(merchant.id, [unrelated.id, app.id], 'u1', 10);
  assert.deepEqual([found?.state, found?.expiresAt, rest.length], ['active', expiresAt, 0]);
  assert.deepEqual(await reader.mandatesOf(merchant.id, [app.id], 'u2', 10), []);
  assert.deepEqual(await reader.mandatesOf(merchant.id, [unrelated.id], 'u1', 10), []);
  assert.deepEqual(await reader.mandatesOf(unrelated.id, [app.id], 'u1', 10), []);

  const checkout = orderIn(await ask(checkoutRequest('X')));
  assert.deepEqual(await chooseChannel(deps, checkout, 'QR'), { ok: true });
  const chosen = (await reader.orderById(checkout.id)) as Order;
  assert.deepEqual([chosen.channel, chosen.choices], ['QR', ['PAY', 'QR']]);
  assert.equal(chosen.connector, SOURCE.connector);

  orderIn(await ask(payinRequest('P')));
  const payout = (ref: string) => payoutRequest(ref, { amountMinor: 10n, idempotencyKey: 'k' });
  const made = await Promise.all(Array.from({ length: 10 }, (_, i) => ask(payout(`K${i}`))));
  assert.equal(made.filter(({ ok }) => ok).length, 1);
  // The idempotency id is claimed where provider events are, and is none.
  const [paidOut] = made.flatMap((outcome) => (outcome.ok ? [orderIn(outcome)] : []));
  const details = await createOperatorQueries(pool, SHARDS).orderDetails(paidOut?.id as Id);
  assert.deepEqual(details?.providerEvents, []);
  assert.equal((await reader.balances(merchant.id))[0]?.balance.reserved, 10n);
});

test('what an order had by a choice that its payer left is found by the provider’s id', async (t) => {
  const { lanes, reader } = await openLanes(t);
  const merchant = merchantOf(5);
  const deps = shopOf({ lanes, reader, merchants: [merchant], nowMs: Date.now });
  const caller = { appId: appOf(merchant).id, ip: CALLER_IP };
  const checkout = orderIn(await handle(deps, caller, checkoutRequest('X')));
  await chooseChannel(deps, checkout, 'QR');
  const chosen = (await reader.orderById(checkout.id)) as Order;
  const reference = `${checkout.id}`;
  const fact = { ...accepted, upstreamId: 'QR1' };
  await applyProviderEvent(deps, SOURCE, { reference, eventKey: 'chosen', fact });
  await chooseChannel(deps, chosen, 'PAY');
  const left = await reader.orderByProviderId(SOURCE, 'QR1');
  const [{ channel: before, terms, upstreamId } = { channel: '' }] = left?.leftDispatches ?? [];
  assert.deepEqual([left?.id, left?.dispatchN, left?.channel], [checkout.id, 2, 'PAY']);
  assert.deepEqual([before, terms, upstreamId], ['QR', chosen.terms, 'QR1']);
  assert.equal(await reader.orderByProviderId({ ...SOURCE, account: 'b' }, 'QR1'), null);
});

test('a refund that was refused when it was asked for did not come of its payment', async (t) => {
  const { lanes, reader } = await openLanes(t);
  const merchant = merchantOf(5);
  const deps = shopOf({ lanes, reader, merchants: [merchant], nowMs: Date.now });
  const caller = { appId: appOf(merchant).id, ip: CALLER_IP };
  const payin = orderIn(await handle(deps, caller, payinRequest('P')));
  const reference = referenceOf({ orderId: payin.id, n: 1, operation: payin.kind });
  await applyProviderEvent(deps, SOURCE, { reference, eventKey: 'E1', fact: paid(10_000n, 'T1') });
  const back = (ref: string, amountMinor: bigint) =>
    handle(deps, caller, refundRequest(ref, { kind: 'id', id: payin.id }, { amountMinor }));
  assert.ok(!(await back('R1', 10_001n)).ok);
  const refund = orderIn(await back('R2', 10_000n));
  const refunds = await reader.childrenOf(payin.id, 'refund', null, null, 10);
  assert.deepEqual(
    refunds.map(({ id, state }) => [id, state]),
    [[refund.id, 'created']],
  );
});

test('what WeChat is called with comes back from the database as it was reported', async (t) => {
  const { lanes, reader } = await openLanes(t);
  const merchant = merchantOf(5);
  const deps = shopOf({ lanes, reader, merchants: [merchant], nowMs: Date.now });
  const caller = { appId: appOf(merchant).id, ip: CALLER_IP };
  const order = orderIn(await handle(deps, caller, payinRequest('W')));
  const wechat = {
    shortUrl: 'https://provider.example/s/1',
    prepayId: 'wx1',
    timeStamp: '1736130030',
    nonceStr: '5f8e1a',
    pkg: 'prepay_id=wx1',
    signType: 'RSA',
    paySign: 'QUJD+/==',
  } as const;
  const instructions = { kind: 'redirect', url: 'https://provider.example/p/1', wechat } as const;
  const reference = referenceOf({ orderId: order.id, n: 1, operation: order.kind });
  const fact = { ...accepted, instructions };
  await applyProviderEvent(deps, SOURCE, { reference, eventKey: 'made', fact });
  assert.deepEqual((await reader.orderById(order.id))?.instructions, instructions);
});
