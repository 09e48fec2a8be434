import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseReference, referenceOf } from './dispatch.ts';

describe('the reference that upstream knows a dispatch by', () => {
  test('leads back to the order, the dispatch and what it is of', () => {
    const id = fc.bigInt({ min: 1n, max: (1n << 63n) - 1n });
    const operation = fc.constantFrom('payin', 'payout', 'refund', 'code', 'mandate', 'close');
    fc.assert(
      fc.property(id, fc.integer({ min: 1, max: 99 }), operation, (orderId, n, op) => {
        const reference = referenceOf({ orderId, n, operation: op });
        const of = op === 'refund' || op === 'code' ? op : 'order';
        assert.deepEqual(parseReference(reference), { orderId, n, of });
        assert.match(reference, /^[A-Za-z0-9_]{1,23}$/);
      }),
    );
  });

  test('is one text per dispatch: other spellings were never given out', () => {
    for (const text of [
      '',
      'x1',
      'r1',
      '1_1',
      '1_0',
      '1_02',
      '1_',
      '_2',
      '0',
      '-1',
      '1 ',
      '1_100',
    ]) {
      assert.equal(parseReference(text), null, text);
    }
  });
});
