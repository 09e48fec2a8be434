import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FeeRule } from './channel.ts';
import {
  addFees,
  daysOfMonth,
  documentNumber,
  documentsOf,
  type FoundFees,
  monthAfter,
  parseDocumentNumber,
  rateText,
} from './fee-invoice.ts';

const RATE: FeeRule = { ratePpm: 25_000n, fixedMinor: 0n, minMinor: null, maxMinor: null };
const CHARGED: FoundFees = {
  ...{ document: 'invoice', of: 'payin', channel: 'PH_GCASH', rate: RATE, count: 2 },
  ...{ baseMinor: 20_000n, feeMinor: 500n, taxMinor: 60n },
};
const BACK: FoundFees = {
  ...CHARGED,
  ...{ document: 'credit_note', count: 1, baseMinor: 10_000n, feeMinor: -250n, taxMinor: -30n },
};

describe('fee invoices', () => {
  test('have what was charged and what came back apart, and both above zero', () => {
    const found = addFees(addFees(new Map(), [CHARGED, BACK]), [CHARGED]);
    const [invoice, credit] = documentsOf(found, { feeMinor: 750n, taxMinor: 90n });
    assert.deepEqual(
      [invoice?.kind, invoice?.feeMinor, invoice?.taxMinor],
      ['invoice', 1_000n, 120n],
    );
    assert.deepEqual(
      invoice?.lines.map(({ count, baseMinor }) => [count, baseMinor]),
      [[4, 40_000n]],
    );
    assert.deepEqual(
      [credit?.kind, credit?.feeMinor, credit?.taxMinor],
      ['credit_note', 250n, 30n],
    );
  });

  test('have a line for each rate, and one where two parts of a month have the same', () => {
    const other = { ...CHARGED, rate: { ...RATE, fixedMinor: 100n } };
    const found = addFees(addFees(new Map(), [CHARGED]), [other, CHARGED]);
    const [invoice] = documentsOf(found, { feeMinor: 1_500n, taxMinor: 180n });
    assert.deepEqual(invoice?.lines.map(({ count }) => count).toSorted(), [2, 4]);
  });

  test('are none where the ledger has booked something else', () => {
    const found = addFees(new Map(), [CHARGED]);
    assert.throws(() => documentsOf(found, { feeMinor: 499n, taxMinor: 60n }), /feeMinor/);
    assert.throws(() => documentsOf(found, { feeMinor: 500n, taxMinor: 0n }), /taxMinor/);
    assert.deepEqual(documentsOf(new Map(), { feeMinor: 0n, taxMinor: 0n }), []);
  });

  test('are known by a number, which is read back', () => {
    const number = { kind: 'credit_note', year: 2026, number: 17 } as const;
    assert.equal(documentNumber(number), 'CN-2026-000017');
    assert.deepEqual(parseDocumentNumber('CN-2026-000017'), number);
    assert.equal(parseDocumentNumber('CN-2026-17'), null);
  });

  test('say their rate as people write it', () => {
    const texts = [
      RATE,
      { ...RATE, ratePpm: 100_000n, fixedMinor: 150n },
      { ...RATE, ratePpm: 0n, fixedMinor: 500n, minMinor: 100n, maxMinor: 2_000n },
      { ...RATE, ratePpm: 0n },
    ].map((rate) => rateText(rate, 'PHP/2'));
    assert.deepEqual(texts, ['2.5 %', '10 % + 1.50', '5.00, at least 1.00, at most 20.00', '0 %']);
  });

  test('are of whole months, over the end of a year and in leap years', () => {
    assert.deepEqual([monthAfter('2026-11'), monthAfter('2026-12')], ['2026-12', '2027-01']);
    assert.deepEqual(daysOfMonth('2028-02'), { from: '2028-02-01', to: '2028-02-29' });
    assert.deepEqual(daysOfMonth('2026-12'), { from: '2026-12-01', to: '2026-12-31' });
  });
});
