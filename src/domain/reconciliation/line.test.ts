import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayNumber, dayOfNumber, effectMinor, paymentOfEntry, typeOfEntry } from './line.ts';

test('an entry is of the payment that it names, else of the one that its order is paid by', () => {
  for (const [name, caseKey, payment] of [
    ['payin.paid', null, 'txn_1'],
    ['payin.excess', 'amount_difference:txn_1', 'txn_1'],
    ['payin.part:txn_2', 'short:parts', 'txn_2'],
    ['payin.suspense:txn_3', 'second_payment:txn_3', 'txn_3'],
    ['payin.part_reversed:txn_1:rev_1', null, 'txn_1'],
    ['payin.held_reversed:txn_3:5000', 'second_payment:txn_3', 'txn_3'],
    ['payin.held_reversed:txn_3:5000', 'contradiction:reversed:txn_3:5000', 'txn_3'],
    ['payin.reversed', null, 'txn_1'],
    ['payout.stray:pyt_2', 'contradiction:pyt_2', 'pyt_2'],
    ['dispute.lost:9:1', null, 'txn_1'],
  ] as const) {
    assert.equal(paymentOfEntry(name, caseKey, 'txn_1'), payment, name);
  }
  assert.equal(paymentOfEntry('payin.paid', null, null), '');
});

test('an entry is what a provider would call it', () => {
  for (const [name, minor, type] of [
    ['payin.paid', 1n, 'payment'],
    ['payin.reversed', -1n, 'reversal'],
    ['refund.paid', -1n, 'refund'],
    ['refund.reversed', 1n, 'reversal'],
    ['payout.paid', -1n, 'payout'],
    ['payout.reversed', 1n, 'reversal'],
    ['dispute.lost:9:1', -1n, 'dispute'],
    ['dispute.returned:9:2', 1n, 'dispute'],
    ['case.exit:provider:1', -1n, 'reversal'],
  ] as const) {
    assert.equal(typeOfEntry(name, minor), type, name);
  }
});

test('days are counted, and a batch that is settled moves nothing of the whole', () => {
  assert.equal(dayOfNumber(dayNumber('2026-11-30')), '2026-11-30');
  assert.equal(dayNumber('1970-01-02'), 1);
  const amounts = { grossMinor: 100n, feeMinor: -2n, taxMinor: -1n };
  assert.equal(effectMinor({ type: 'payment', ...amounts }), 97n);
  assert.equal(effectMinor({ type: 'settlement', ...amounts }), -3n);
});
