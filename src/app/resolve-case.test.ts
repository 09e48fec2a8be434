/** An operator's word on an order, and what its provider says of it afterwards. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openShop, orderIn } from '../../tests/support/memory-shop.ts';
import { accepted, paid } from '../../tests/support/sample.ts';
import {
  checkoutRequest,
  codeRequest,
  HOLD_SHORT,
  merchantOf,
  payinRequest,
  payoutRequest,
} from '../../tests/support/shop.ts';
import type { Case } from '../domain/case.ts';
import { ZERO_BALANCE } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import type { Cases, CaseView } from '../ports/core.ts';
import { type Finding, resolveDoubt } from './resolve-case.ts';

const FINDINGS: readonly Finding[] = [
  { kind: 'failed', proof: 'letter of the provider' },
  { kind: 'paid', ref: 'UTR1', amountMinor: null },
];

for (const finding of FINDINGS) {
  test(`that it ${finding.kind} counts once, and is answered as the first time`, async () => {
    const shop = openShop();
    await shop.report(orderIn(await shop.ask(payinRequest('in'))), paid(20_000n));
    const payout = orderIn(await shop.ask(payoutRequest('out')));
    const cases = openDoubt({ orderId: payout.id, merchantId: payout.merchantId });
    const lanes = { ...shop.lanes, shardCount: 4, submit: inDoubt(shop) };
    const result = await resolveDoubt({ ...shop.deps, lanes, cases }, payout.id, finding, 'ann');
    assert.deepEqual(result, { ok: true, state: finding.kind });
    assert.equal(shop.lanes.rows.closedCases.size, 1);
    assert.equal(shop.balance()?.reserved, 0n);
    const again = await resolveDoubt({ ...shop.deps, cases }, payout.id, finding, 'ann');
    assert.deepEqual(again, { ok: true, state: finding.kind }, 'resolved twice');
    const other = FINDINGS.find(({ kind }) => kind !== finding.kind) as Finding;
    const against = await resolveDoubt({ ...shop.deps, cases }, payout.id, other, 'bob');
    assert.deepEqual(against, { ok: false, why: 'final' }, 'resolved by somebody else');
  });
}

/** Nothing waits for a person. */
const NO_CASES: Cases = { list: async () => [], ofOrder: async () => [] };

const word = (shop: ReturnType<typeof openShop>, of: Order, finding: Finding) =>
  resolveDoubt({ ...shop.deps, cases: NO_CASES }, of.id, finding, 'ann');
const PAID: Finding = { kind: 'paid', ref: 'UTR1', amountMinor: null };

test('a payout that was called paid is not booked again when its provider reports it', async () => {
  const shop = openShop();
  await shop.report(orderIn(await shop.ask(payinRequest('in'))), paid(20_000n));
  const payout = orderIn(await shop.ask(payoutRequest('out')));
  assert.deepEqual(await word(shop, payout, PAID), { ok: true, state: 'paid' });
  const books = shop.balance();
  assert.equal(
    await shop.report(payout, { ...paid(10_000n, 'po_77'), bankRef: 'UTR1' }),
    'ignored',
  );
  assert.deepEqual(shop.balance(), books);
  assert.equal(shop.lanes.rows.cases.size, 0);
  assert.deepEqual([shop.order(payout).paymentRef, shop.order(payout).bankRef], ['po_77', 'UTR1']);
  // A second payment is one: the first has been adopted.
  await shop.report(payout, paid(10_000n, 'po_78'));
  assert.equal(shop.balance()?.suspense, -10_000n);
  assert.equal(shop.lanes.rows.cases.size, 1);
});

test('a payout that was called paid, and whose provider reports another amount, is a case', async () => {
  const shop = openShop();
  await shop.report(orderIn(await shop.ask(payinRequest('in'))), paid(20_000n));
  const payout = orderIn(await shop.ask(payoutRequest('out')));
  await word(shop, payout, PAID);
  await shop.report(payout, paid(9_000n, 'po_77'));
  assert.equal([...shop.lanes.rows.cases.values()][0]?.heldMinor, -9_000n);
});

test('any open payout can be decided, though nobody doubts it', async () => {
  const shop = openShop();
  await shop.report(orderIn(await shop.ask(payinRequest('in'))), paid(20_000n));
  const payout = orderIn(await shop.ask(payoutRequest('out')));
  await shop.report(payout, accepted);
  shop.passes(60 * 86_400_000);
  const result = await word(shop, payout, { kind: 'failed', proof: 'letter of the provider' });
  assert.deepEqual(result, { ok: true, state: 'failed' });
  const { available, reserved } = shop.balance() ?? {};
  assert.deepEqual([available, reserved], [20_000n, 0n]);
});

for (const before of ['open', 'expired'] as const) {
  test(`an ${before} payin is called paid, and its provider's report adopts that`, async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('in')));
    await shop.report(order, accepted);
    if (before === 'expired') await shop.report(order, { kind: 'expired' });
    assert.deepEqual(await word(shop, order, PAID), { ok: true, state: 'paid' });
    assert.equal(shop.order(order).corrected, before === 'expired');
    const books = shop.balance();
    assert.equal(books?.available, 10_000n);
    assert.deepEqual(await word(shop, order, PAID), { ok: true, state: 'paid' });
    assert.equal(await shop.report(order, paid(10_000n, 'P1')), 'ignored');
    assert.deepEqual(shop.balance(), books);
    assert.equal(shop.order(order).paymentRef, 'P1');
    await shop.report(order, paid(10_000n, 'P2'));
    assert.equal(shop.balance()?.suspense, 10_000n, 'a second payment');
  });
}

test('a payin that was called paid, and is reversed before its provider reported it', async () => {
  const shop = openShop();
  const order = orderIn(await shop.ask(payinRequest('in')));
  await shop.report(order, accepted);
  await word(shop, order, PAID);
  await shop.report(order, { kind: 'reversed', reason: 'chargeback' });
  await shop.report(order, paid(10_000n, 'P1'));
  for (const minor of Object.values(shop.balance() ?? {})) assert.equal(minor, 0n);
  assert.equal(shop.order(order).state, 'reversed');
});

test('a payin of which a part is held is called paid by the rest, which its provider adopts', async () => {
  const shop = openShop({ amountRules: HOLD_SHORT });
  const order = orderIn(await shop.ask(payinRequest('in')));
  await shop.report(order, paid(6_000n, 'P1'));
  const rest = await resolveDoubt({ ...shop.deps, cases: shop.cases }, order.id, PAID, 'ann');
  assert.deepEqual(rest, { ok: true, state: 'paid' });
  const books = { ...ZERO_BALANCE, available: 10_000n, upstream: -10_000n };
  assert.deepEqual([shop.order(order).paidMinor, shop.balance()], [10_000n, books]);
  assert.equal(await shop.report(order, paid(4_000n, 'P2')), 'ignored');
  assert.deepEqual([shop.order(order).paymentRef, shop.balance()], ['P2', books]);
  const payment = { ref: 'P1', amount: { asset: 'PHP/2', minor: 6_000n } };
  await shop.report(order, { kind: 'reversed', reason: 'chargeback', payment });
  assert.equal(shop.balance()?.available, 4_000n);
});

test('a payin whose money lies in a case is paid out of that alone', async () => {
  const merchants = [merchantOf(5, { latePolicy: 'suspense' })];
  const shop = openShop({ merchants });
  const order = orderIn(await shop.ask(payinRequest('in')));
  await shop.report(order, { kind: 'expired' });
  await shop.report(order, paid(10_000n, 'P1'));
  assert.deepEqual(await word(shop, order, PAID), { ok: false, why: 'held' });
  assert.equal(shop.balance()?.upstream, -10_000n);
});

test('nothing is called paid by nothing', async () => {
  const shop = openShop();
  const order = orderIn(await shop.ask(payinRequest('in')));
  const none: Finding = { kind: 'paid', ref: 'UTR1', amountMinor: 0n };
  assert.deepEqual(await word(shop, order, none), { ok: false, why: 'final' });
  assert.equal(shop.order(order).state, 'created');
});

test('a payin ends without money by its provider alone, and a code by nobody’s word', async () => {
  const shop = openShop();
  const order = orderIn(await shop.ask(payinRequest('in')));
  const failed = await word(shop, order, { kind: 'failed', proof: 'letter' });
  assert.deepEqual(failed, { ok: false, why: 'kind' });
  const code = orderIn(await shop.ask(codeRequest('code')));
  assert.deepEqual(await word(shop, code, PAID), { ok: false, why: 'kind' });
  const checkout = orderIn(await shop.ask(checkoutRequest('checkout')));
  assert.deepEqual(await word(shop, checkout, PAID), { ok: false, why: 'no_account' });
});

function inDoubt({ lanes }: ReturnType<typeof openShop>) {
  return <A>(command: Parameters<typeof lanes.submit<A>>[0]) => lanes.submitInDoubt(command);
}

function openDoubt(of: Pick<Case, 'orderId' | 'merchantId'>): Cases {
  const doubt: CaseView = {
    ...{ ...of, kind: 'doubt', key: '1', detail: '', state: 'open', openedAt: new Date() },
    ...{ closedAt: null, closedBy: null, resolution: null },
    ...{ mode: null, asset: null, heldMinor: 0n, source: null },
  };
  return {
    list: async () => [doubt],
    ofOrder: async () => [doubt],
  };
}
