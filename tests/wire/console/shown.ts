/** A payer who has shown who they are, and waits for a person. */
import { advanceVerification } from '../../../src/domain/advance-verification.ts';
import { bucketOf, type Id, shardOf } from '../../../src/domain/id.ts';
import type { Order } from '../../../src/domain/order.ts';
import { NEW_VERIFICATION, type VerificationReading } from '../../../src/domain/verification.ts';
import { SHARDS } from '../../support/lanes.ts';
import { sampleOrder } from '../../support/order.ts';
import type { ConsoleWorld } from './world.ts';

export const FACE = Buffer.from('a face, as bytes');
const READING: VerificationReading = {
  ...{ documentNumber: '123456789012', fullName: 'MARIA <b>SANTOS', birthDate: '1990-01-31' },
  ...{ gender: 'F', address: null, documentExpiry: null, faceScore: 97.5, isLive: true },
};

export async function inReview(world: ConsoleWorld): Promise<Id> {
  const { lanes, ids, verifications } = world.deps;
  const { id: appId, merchantId } = world.app;
  const id = ids.next(bucketOf(merchantId));
  const made = sampleOrder({
    ...{ id, shard: shardOf(id, SHARDS), merchantId, appId, kind: 'verification' },
    ...{ amountMinor: 0n, scope: 'ekyc', merchantRef: `K${id}`, state: 'active' },
    fields: { 'payer.name': 'Maria Santos', 'payer.userId': 'u-<1>' },
    verification: {
      ...{ ...NEW_VERIFICATION, stage: 'capturing', document: 'PH_PASSPORT' },
      parts: ['front', 'selfie'],
    },
  });
  const moved = (order: Order) => {
    const at = new Date();
    const sent = advanceVerification(order, { kind: 'submit' }, at).order;
    return advanceVerification(sent, { kind: 'expire' }, at).order;
  };
  await lanes.submit({
    ...{ shard: made.shard, claim: made, balanceKeys: () => [] },
    decide: () => ({ changes: { orders: [made] }, answer: null }),
  });
  for (const part of ['front', 'selfie'] as const) {
    const photo = { type: 'image/jpeg', width: 640, height: 400, bytes: FACE } as const;
    await verifications.keepPhoto(id, part, photo);
  }
  await verifications.keepReading(id, READING);
  await lanes.submit({
    ...{ shard: made.shard, orderIds: [id], balanceKeys: () => [] },
    decide: (rows) => ({ changes: { rewritten: [moved(rows.order(id) as Order)] }, answer: null }),
  });
  return id;
}
