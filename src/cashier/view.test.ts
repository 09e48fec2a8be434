import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  merchantNamed,
  NOW_MS,
  orderFor,
  WAYS,
  type Way,
} from '../../tests/browser/cashier-fixture.ts';
import type { Mode } from '../domain/merchant.ts';
import type { Order } from '../domain/order.ts';
import { type CashierView, cashierView } from './view.ts';

function viewOf(way: Way, changes: Partial<Order> = {}, mode: Mode = 'live'): CashierView {
  const { channel } = way;
  const merchant = merchantNamed('Kopi Kita');
  const none = { choices: [], asked: false };
  const order = orderFor(way, changes);
  const utcOffset = '+08:00';
  return cashierView({ order, merchant, channel, mode, utcOffset, nowMs: NOW_MS, ...none });
}

test('every state of an order has one face for the payer', () => {
  const faces = {
    created: 'preparing',
    pending: 'preparing',
    paid: 'paid',
    failed: 'failed',
    expired: 'expired',
    closed: 'cancelled',
    reversed: 'returned',
  } as const;
  for (const [state, face] of Object.entries(faces)) {
    const view = viewOf(WAYS.qr, { state: state as Order['state'], instructions: null });
    assert.equal(view.state, face);
  }
});

test('with instructions the page waits, whether or not upstream has confirmed', () => {
  assert.equal(viewOf(WAYS.va, { state: 'pending' }).state, 'waiting');
  assert.equal(viewOf(WAYS.va, { state: 'created' }).state, 'waiting');
});

test('what to pay with is shown only while it may be used', () => {
  assert.notEqual(viewOf(WAYS.va).instructions, null);
  for (const state of ['paid', 'failed', 'expired', 'closed', 'reversed'] as const) {
    const view = viewOf(WAYS.va, { state }, 'test');
    assert.equal(view.instructions, null, state);
    assert.equal(view.testWalletUrl, null, state);
    assert.equal(view.expiresInMs, null, state);
  }
});

test('when the time is over nobody is asked to pay, even before the books know', () => {
  const over = viewOf(WAYS.va, { expiresAt: new Date(NOW_MS) });
  assert.equal(over.state, 'expired');
  assert.equal(over.instructions, null);
  assert.equal(viewOf(WAYS.va, { expiresAt: new Date(NOW_MS + 1) }).state, 'waiting');
});

test('money that came stays shown as come, whatever the clock says', () => {
  const view = viewOf(WAYS.va, { state: 'paid', paidMinor: 999n, expiresAt: new Date(NOW_MS - 1) });
  assert.equal(view.state, 'paid');
  assert.deepEqual(view.amount, { asset: 'IDR/0', minor: 999n });
});

test('the time left is in milliseconds, null when there is no end', () => {
  assert.equal(viewOf(WAYS.qr).expiresInMs, 899_000);
  assert.equal(viewOf(WAYS.qr, { expiresAt: null }).expiresInMs, null);
});

test('a payer is not sent to an address that is not https', () => {
  const urls = ['http://wallet.example.com/', 'javascript:1', 'http://127.0.0.1:4000/', 'x'];
  for (const url of urls) {
    const view = viewOf(WAYS.redirect, { instructions: { kind: 'redirect', url } });
    assert.equal(view.state, 'unavailable', url);
    assert.equal(view.instructions, null);
  }
});

test('the simulator on this machine is reached in test mode only', () => {
  const instructions = { kind: 'redirect', url: 'http://127.0.0.1:4000/w' } as const;
  assert.equal(viewOf(WAYS.redirect, { instructions }, 'test').state, 'waiting');
  assert.equal(viewOf(WAYS.redirect, { instructions }, 'live').state, 'unavailable');
});

test('the test wallet is offered in test mode only', () => {
  const url = 'http://127.0.0.1:4000/wallet/8f3a';
  assert.equal(viewOf(WAYS.qr, {}, 'test').testWalletUrl?.toString(), url);
  assert.equal(viewOf(WAYS.qr, {}, 'live').testWalletUrl, null);
  assert.equal(viewOf(WAYS.bankTransfer, {}, 'test').testWalletUrl, null);
});

test('the way back is the merchant’s own text, or none', () => {
  const given = 'HTTPS://Shop.Example.com/a?b=%7e';
  assert.equal(viewOf(WAYS.qr, { returnUrl: given }).returnUrl?.toString(), given);
  assert.equal(viewOf(WAYS.qr, { returnUrl: 'javascript:1' }).returnUrl, null);
  assert.equal(viewOf(WAYS.qr, { returnUrl: null }).returnUrl, null);
});
