/** A payer shows who they are, a provider or a person decides, and what was shown is erased. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { accepted } from '../../tests/support/sample.ts';
import { PAYIN_CHANNEL } from '../../tests/support/shop.ts';
import type { Channel } from '../domain/channel.ts';
import { firstDispatch } from '../domain/dispatch.ts';
import type { Order } from '../domain/order.ts';
import type { Fact } from '../domain/provider-event.ts';
import type { CreateVerification } from '../domain/request.ts';
import type { PhotoPart, VerificationReading } from '../domain/verification.ts';
import { buildIntent } from './build-intent.ts';
import { decideVerification, eraseVerification } from './decide-verification.ts';
import { expireOrder } from './sweeps.ts';
import { addPhoto, chooseDocument, planOf, submitVerification } from './verify.ts';

const CHANNEL: Channel = {
  ...PAYIN_CHANNEL,
  ...{ code: 'EKYC', kind: 'verification', method: 'id_face' },
  fields: [{ name: 'payer.userId', required: false, check: 'identifier:32' }],
};
const PHOTO = {
  type: 'image/jpeg',
  width: 640,
  height: 400,
  bytes: Buffer.from('a face'),
} as const;
const READING: VerificationReading = {
  ...{ documentNumber: '123456789012', fullName: 'MARIA SANTOS', birthDate: '1990-01-31' },
  ...{ gender: 'F', address: null, documentExpiry: null, faceScore: 97.5, isLive: true },
};
const verdict = (outcome: 'passed' | 'failed' | 'referred', reading = READING): Fact => ({
  ...{ kind: 'verified', outcome, upstreamId: 'V1', reading },
  reason: outcome === 'failed' ? 'face_mismatch' : null,
});
const KEY = { kind: 'merchantRef', scope: 'ekyc', merchantRef: 'K1' } as const;

function request(changes: Partial<CreateVerification> = {}): CreateVerification {
  return {
    ...{ kind: 'create_verification', channel: CHANNEL, document: 'PH_NATIONAL_ID', scope: 'ekyc' },
    ...{ merchantRef: 'K1', digest: 'd1', amountMinor: 0n, metadata: {}, notifyUrl: null },
    ...{ returnUrl: null, onRepeat: 'refuse', wait: 'none', fields: { 'payer.userId': 'u-1' } },
    ...changes,
  };
}

const shopWith = () => openShop({ channels: [CHANNEL] });
const stageOf = (shop: Shop, order: Order) => shop.order(order).verification?.stage;
const events = (shop: Shop) => [...shop.lanes.rows.events.values()].map(({ type }) => type);

async function capture(shop: Shop, order: Order, ...parts: readonly PhotoPart[]) {
  for (const part of parts) {
    assert.equal(await addPhoto(shop.deps, shop.order(order), part, PHOTO), 'done', part);
  }
}

async function submitted(shop: Shop): Promise<Order> {
  const order = orderIn(await shop.ask(request()));
  await capture(shop, order, 'front', 'back', 'selfie');
  assert.equal(await submitVerification(shop.deps, shop.order(order)), 'done');
  return shop.order(order);
}

async function readingOf(shop: Shop) {
  const outcome = await shop.ask({ kind: 'query_verification', key: KEY });
  assert.ok(outcome.ok && outcome.kind === 'verification');
  return outcome.reading;
}

describe('a verification', () => {
  test('goes to the provider when everything is there, once, with its pictures', async () => {
    const shop = shopWith();
    const order = orderIn(await shop.ask(request()));
    assert.equal(shop.lanes.rows.dispatches.size, 0);
    assert.equal(await submitVerification(shop.deps, shop.order(order)), 'refused');
    await capture(shop, order, 'front', 'back', 'selfie');
    for (let time = 0; time < 2; time += 1) {
      assert.equal(await submitVerification(shop.deps, shop.order(order)), 'done');
    }
    assert.equal(shop.lanes.rows.dispatches.size, 1);
    const [dispatch] = [...shop.lanes.rows.dispatches.values()];
    assert.ok(dispatch);
    const intent = await buildIntent(shop.deps, shop.order(order), dispatch);
    assert.deepEqual(
      intent?.photos?.map(({ part, bytes }) => [part, Buffer.from(bytes).toString()]),
      ['front', 'back', 'selfie'].map((part) => [part, 'a face']),
    );
    const asked = await buildIntent(shop.deps, shop.order(order), { ...dispatch, state: 'done' });
    assert.equal(asked?.photos, undefined);
  });

  test('is decided by the provider: the merchant is notified and finds what was read', async () => {
    for (const outcome of ['passed', 'failed'] as const) {
      const shop = shopWith();
      const order = await submitted(shop);
      await shop.report(order, accepted);
      assert.equal(await readingOf(shop), null);
      await shop.report(order, verdict(outcome));
      assert.equal(stageOf(shop, order), outcome);
      assert.deepEqual(events(shop), [`verification.${outcome}`]);
      assert.deepEqual(await readingOf(shop), READING);
    }
  });

  test('that was decided keeps its reading, whatever is reported afterwards', async () => {
    const shop = shopWith();
    const order = await submitted(shop);
    await shop.report(order, verdict('passed'));
    await shop.report(order, verdict('failed', { ...READING, fullName: 'SOMEBODY ELSE' }));
    assert.equal(stageOf(shop, order), 'passed');
    assert.deepEqual(await readingOf(shop), READING);
    assert.equal([...shop.lanes.rows.cases.values()][0]?.kind, 'contradiction');
  });

  test('that the provider refers, or does not answer, is decided by a person', async () => {
    for (const reported of [verdict('referred'), null]) {
      const shop = shopWith();
      const order = await submitted(shop);
      if (reported !== null) await shop.report(order, reported);
      shop.passes(16 * 60_000);
      if (reported === null) assert.ok(await expireOrder(shop.deps, order.id));
      assert.equal(stageOf(shop, order), 'review');
      for (let time = 0; time < 2; time += 1) {
        const decided = await decideVerification(shop.deps, order.id, false, 'document_expired');
        assert.ok(decided.ok);
      }
      assert.equal(stageOf(shop, order), 'failed');
      assert.deepEqual(events(shop), ['verification.failed']);
      const other = await decideVerification(shop.deps, order.id, true, null);
      assert.deepEqual(other, { ok: false, why: 'stage' });
      // The provider's late word, of the same kind: nothing happens twice.
      await shop.report(order, verdict('failed'));
      assert.deepEqual(events(shop), ['verification.failed']);
    }
  });

  test('is not decided by a person while the provider is at it, nor before it was sent', async () => {
    const shop = shopWith();
    const order = await submitted(shop);
    const decided = await decideVerification(shop.deps, order.id, true, null);
    assert.deepEqual(decided, { ok: false, why: 'stage' });
  });

  test('whose payer does nothing in time has expired, and takes no picture any more', async () => {
    const shop = shopWith();
    const order = orderIn(await shop.ask(request()));
    await capture(shop, order, 'front');
    shop.passes(31 * 60_000);
    assert.equal(await addPhoto(shop.deps, shop.order(order), 'back', PHOTO), 'over');
    assert.ok(await expireOrder(shop.deps, order.id));
    assert.equal(stageOf(shop, order), 'expired');
    assert.deepEqual(events(shop), ['verification.failed']);
  });

  test('takes the pictures that it wants, in any order, and each as often as the payer likes', async () => {
    const shop = shopWith();
    const order = orderIn(await shop.ask(request({ document: null })));
    const add = (part: PhotoPart) => addPhoto(shop.deps, shop.order(order), part, PHOTO);
    // No side of a document of which it is not known whether it has two.
    assert.equal(await add('front'), 'refused');
    assert.equal(await chooseDocument(shop.deps, shop.order(order), 'NO_SUCH'), 'refused');
    assert.equal(await chooseDocument(shop.deps, shop.order(order), 'PH_PASSPORT'), 'done');
    assert.equal(await add('back'), 'refused');
    assert.equal(await add('portrait'), 'refused');
    await capture(shop, order, 'selfie', 'front', 'front');
    const plan = planOf(shop.deps, shop.order(order));
    assert.deepEqual(plan?.taken, ['front', 'selfie']);
    assert.equal(await submitVerification(shop.deps, shop.order(order)), 'done');
    assert.equal(await add('selfie'), 'over');
  });

  test('whose merchant has named the document does not ask the payer', async () => {
    const shop = shopWith();
    const order = orderIn(await shop.ask(request()));
    assert.equal(await chooseDocument(shop.deps, shop.order(order), 'PH_PASSPORT'), 'refused');
    const unknown = await shop.ask(request({ merchantRef: 'K2', document: 'PH_LIBRARY_CARD' }));
    assert.equal(codeOf(unknown), 'invalid_field');
  });

  test('is found by its own merchant alone, and is no order of another kind', async () => {
    const shop = shopWith();
    const order = orderIn(await shop.ask(request()));
    const byId = { kind: 'id', id: order.id } as const;
    assert.equal(codeOf(await shop.ask({ kind: 'query_verification', key: byId })), 'ok');
    const asPayin = await shop.ask({ kind: 'query_order', key: byId, kinds: ['payin'] });
    assert.equal(codeOf(asPayin), 'not_found');
    assert.equal(codeOf(await shop.ask(request())), 'duplicate_order');
  });

  test('is erased once it has ended: pictures, reading, and what is known of the payer', async () => {
    const shop = shopWith();
    const order = await submitted(shop);
    const early = await eraseVerification(shop.deps, order.id, 'maria');
    assert.deepEqual(early, { ok: false, why: 'stage' });
    await shop.report(order, verdict('passed'));
    for (let time = 0; time < 2; time += 1) {
      assert.ok((await eraseVerification(shop.deps, order.id, 'maria')).ok);
    }
    assert.equal(await readingOf(shop), null);
    assert.deepEqual(await shop.deps.verifications.photosOf(order.id), []);
    assert.equal((await shop.deps.verifications.erasureOf(order.id))?.photos, 3);
    assert.equal(stageOf(shop, order), 'passed');
    assert.ok(shop.order(order).verification?.isErased);
    const again = await buildIntent(shop.deps, shop.order(order), firstDispatch(order));
    assert.deepEqual(again?.photos, []);
  });

  test('that another provider speaks of is not touched', async () => {
    const shop = shopWith();
    const order = await submitted(shop);
    const other: Order = { ...order, id: order.id + 4096n };
    await shop.report(other, verdict('passed'));
    assert.equal(stageOf(shop, order), 'submitted');
    assert.equal(await shop.deps.verifications.readingOf(order.id), null);
  });
});
