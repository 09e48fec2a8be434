import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Merchant } from '../domain/merchant.ts';
import type { FullSnapshot } from '../store/configuration/snapshot.ts';
import { findMerchant } from './find.ts';

function snapshotOf(...merchants: readonly Pick<Merchant, 'id' | 'name'>[]): FullSnapshot {
  return {
    merchant: (id: bigint) => merchants.find((each) => each.id === id) ?? null,
    merchants: () => merchants,
  } as unknown as FullSnapshot;
}

test('a name that two merchants have is refused, with the ids to choose from', () => {
  const snapshot = snapshotOf({ id: 7n, name: 'Shop' }, { id: 8n, name: 'Shop' });
  const found = findMerchant(snapshot, 'Shop');
  assert.ok(!found.ok);
  assert.match(JSON.stringify(found.report.data), /2 merchants are named \\"Shop\\": use 7 or 8/);
  const named = findMerchant(snapshot, '8');
  assert.equal(named.ok && named.value.id, 8n);
});
