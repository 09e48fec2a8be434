import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleOrder } from '../../../tests/support/order.ts';
import type { Order } from '../../domain/order.ts';
import { createOrderSeal } from './order-seal.ts';

const key = Buffer.alloc(32, 7);
const made = sampleOrder({
  kind: 'payout',
  fields: { 'beneficiary.name': 'Ann Lee', 'beneficiary.account': '00171234567' },
  notifyUrl: 'https://shop.example/notify?token=canary',
  expiresAt: new Date(1_790_000_000_000),
});

test('an order comes back as it was made, whatever has become of it since', (t) => {
  const { seal, open } = createOrderSeal(key);
  const later: Order = { ...made, state: 'paid', paidMinor: 77n, eventCount: 3, upstreamId: 'u-1' };
  assert.deepEqual(open(seal(later)), open(seal(made)));
  const opened = open(seal(later)) as Order;
  assert.deepEqual([opened.state, opened.paidMinor, opened.eventCount], ['created', 0n, 0]);
  assert.deepEqual([opened.id, opened.fields, opened.terms], [made.id, made.fields, made.terms]);
  assert.deepEqual(opened.expiresAt, made.expiresAt);
  assert.equal(seal(later), seal(made), 'a repeated request has the same content');
  t.diagnostic(`${seal(made).length} characters`);
});

test('a provider reads nothing in it, and what it altered or another key sealed is none of ours', () => {
  const { seal, open } = createOrderSeal(key);
  const text = seal(made);
  assert.doesNotMatch(Buffer.from(text.slice(2), 'base64url').toString('latin1'), /Ann|canary|ref/);
  for (let at = 2; at < text.length; at += 7) {
    const other = text[at] === 'A' ? 'B' : 'A';
    assert.equal(open(text.slice(0, at) + other + text.slice(at + 1)), null, `character ${at}`);
  }
  assert.equal(open(createOrderSeal(Buffer.alloc(32, 8)).seal(made)), null);
  for (const junk of ['', '1.', '1.AAAA', '2.AAAA', 'memo']) assert.equal(open(junk), null);
});
