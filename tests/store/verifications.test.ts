/** Pictures of payers in the database: sealed, replaced, kept from who comes late, and erased. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Id, idGenerator, shardOf } from '../../src/domain/id.ts';
import type { Order } from '../../src/domain/order.ts';
import { NEW_VERIFICATION, type VerificationStage } from '../../src/domain/verification.ts';
import {
  createErasureQueue,
  createVerificationFiles,
  createVerifications,
} from '../../src/store/queues/verifications.ts';
import { createVault } from '../../src/store/secrets/vault.ts';
import { eraseRound } from '../../src/workers/erase.ts';
import { openLanes, SHARDS } from '../support/lanes.ts';
import { sampleOrder } from '../support/order.ts';

const PHOTO = {
  type: 'image/jpeg',
  width: 640,
  height: 400,
  bytes: Buffer.from('a face'),
} as const;
const READING = {
  ...{ documentNumber: '123456789012', fullName: 'MARIA SANTOS', birthDate: '1990-01-31' },
  ...{ gender: 'F', address: null, documentExpiry: null, faceScore: 97.5, isLive: true },
};
const next = idGenerator(3);
const STATES: Readonly<Record<VerificationStage, Order['state']>> = {
  ...{ created: 'created', capturing: 'active', submitted: 'pending', review: 'pending' },
  ...{ passed: 'paid', failed: 'failed', expired: 'expired' },
};

async function world(t: Parameters<typeof openLanes>[0]) {
  const { pool, lanes, reader } = await openLanes(t, Buffer.alloc(32, 8));
  const files = createVerificationFiles(pool, createVault(Buffer.alloc(32, 7)), SHARDS);
  const commit = async (stage: VerificationStage, changes: Partial<Order> = {}): Promise<Order> => {
    const id = next(7, Date.now());
    const order = sampleOrder({
      ...{ id, shard: shardOf(id, SHARDS), kind: 'verification', amountMinor: 0n },
      ...{ merchantRef: `K${id}`, scope: 'ekyc', state: STATES[stage] },
      fields: { 'payer.name': 'Maria Santos', 'payer.userId': 'u-1' },
      verification: { ...NEW_VERIFICATION, stage },
      ...changes,
    });
    await lanes.submit({
      ...{ shard: order.shard, claim: order, balanceKeys: () => [] },
      decide: () => ({ changes: { orders: [order] }, answer: null }),
    });
    return order;
  };
  const photosOf = async (id: Id) => {
    const counted = 'select count(*)::int as n from verification_photo where order_id = $1';
    const { rows } = await pool.query(counted, [id]);
    return rows[0].n as number;
  };
  return { pool, lanes, reader, files, commit, photosOf };
}

test('pictures and readings are sealed, and come back as they were', async (t) => {
  const { pool, files, commit } = await world(t);
  const { id } = await commit('capturing');
  assert.ok(await files.keepPhoto(id, 'front', { ...PHOTO, bytes: Buffer.from('blurred') }));
  assert.ok(await files.keepPhoto(id, 'front', PHOTO));
  assert.ok(await files.keepPhoto(id, 'selfie', PHOTO));
  await files.keepReading(id, READING);
  const photos = await files.photosOf(id);
  assert.deepEqual(
    photos.map(({ part, bytes }) => [part, Buffer.from(bytes).toString()]),
    [
      ['front', 'a face'],
      ['selfie', 'a face'],
    ],
  );
  assert.deepEqual(await files.readingOf(id), READING);
  const { rows } = await pool.query('select sealed from verification_photo');
  const { rows: read } = await pool.query('select sealed_reading from verification_file');
  assert.ok(rows.every(({ sealed }) => !sealed.includes('a face')));
  assert.ok(read.every((row) => !row.sealed_reading.includes('MARIA')));
});

test('a picture of one order or part cannot be passed off as another’s', async (t) => {
  const { pool, files, commit } = await world(t);
  const { id } = await commit('capturing');
  await files.keepPhoto(id, 'front', PHOTO);
  await pool.query("update verification_photo set part = 'selfie'");
  await assert.rejects(() => files.photosOf(id));
});

test('no picture is kept of what was sent in, has ended, or is no verification', async (t) => {
  const { files, commit } = await world(t);
  for (const stage of ['submitted', 'review', 'passed', 'expired'] as const) {
    const { id } = await commit(stage);
    assert.equal(await files.keepPhoto(id, 'front', PHOTO), false, stage);
  }
  const payin = await commit('created', { kind: 'payin', amountMinor: 1n });
  assert.equal(await files.keepPhoto(payin.id, 'front', PHOTO), false);
  assert.equal(await files.keepPhoto(1n, 'front', PHOTO), false);
});

test('what is in review is listed, the longest waiting first; else the newest', async (t) => {
  const { pool, commit } = await world(t);
  const [first, second] = [await commit('review'), await commit('review')];
  const ended = await commit('passed');
  const verifications = createVerifications(pool, SHARDS);
  const idsOf = (orders: readonly Order[]) => orders.map(({ id }) => id);
  assert.deepEqual(idsOf(await verifications.list('review', 10)), [first.id, second.id]);
  assert.deepEqual(idsOf(await verifications.list('all', 10)), [ended.id, second.id, first.id]);
  assert.deepEqual(idsOf(await verifications.list('review', 1)), [first.id]);
});

test('time erases what was decided after its days, what was not after one, and says so', async (t) => {
  const { pool, lanes, reader, files, commit, photosOf } = await world(t);
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000 - 60_000);
  const old = await commit('passed', { finalAt: ago(30) });
  const fresh = await commit('passed', { finalAt: ago(29) });
  const abandoned = await commit('expired', { finalAt: ago(1) });
  const open = await commit('review');
  await pool.query(
    `insert into verification_photo (shard, order_id, part, type, width, height, sealed)
     select shard, id, 'front', 'image/jpeg', 1, 1, 'x' from orders where kind = 'verification'`,
  );
  await files.keepReading(old.id, READING);
  const erasures = createErasureQueue(pool);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const deps = { lanes, reader, verifications: files, erasures, photoDays: 30, log };
  for (let round = 0; round < 2; round += 1) {
    for (let shard = 0; shard < SHARDS; shard += 1) {
      assert.equal(await eraseRound(deps, shard), false);
    }
  }
  const left = await Promise.all([old, fresh, abandoned, open].map(({ id }) => photosOf(id)));
  assert.deepEqual(left, [0, 1, 0, 1]);
  assert.equal(await files.readingOf(old.id), null);
  const erasure = await files.erasureOf(old.id);
  assert.deepEqual([erasure?.by, erasure?.photos], ['retention', 1]);
  const stored = await reader.orderById(old.id);
  assert.deepEqual(stored?.fields, { 'payer.userId': 'u-1' });
  assert.ok(stored?.verification?.isErased);
  const { rows } = await pool.query(
    "select subject, phase, detail from audit_log where action = 'verification.erase'",
  );
  assert.deepEqual(
    rows.map(({ subject }) => subject).toSorted(),
    [old, abandoned].map(({ id }) => `order ${id}`).toSorted(),
  );
  // What comes late is not kept of what is gone.
  await files.keepReading(old.id, READING);
  assert.equal(await files.readingOf(old.id), null);
});
