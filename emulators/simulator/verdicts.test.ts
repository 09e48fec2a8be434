/** Verdicts on pictures: given by themselves, or as a rule of an operator's has it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json, Platform } from './testing/harness.ts';
import { startPlatform } from './testing/harness.ts';

let platform: Platform;
before(async () => {
  platform = await startPlatform();
});
after(() => platform.stop());

const CONTENT = 'A'.repeat(100);
const PHOTOS = ['front', 'selfie'].map((part) => ({ part, type: 'image/png', content: CONTENT }));

async function shown(reference: string): Promise<void> {
  const { http } = await platform.api('POST', '/v1/verifications', {
    ...{ reference, order: `C-${reference}`, merchantOrder: `M-${reference}`, asset: 'PHP/2' },
    ...{ callbackUrl: platform.callbackUrl, method: 'id_face', user: 'u-1', photos: PHOTOS },
  });
  assert.equal(http, 202);
}

const statusOf = async (reference: string) =>
  (await platform.query('verification', reference)).body.status;

async function ruled(fault: string, options: Json = {}): Promise<string> {
  const match = { reference: `ruled-${fault}`, operation: 'verification' };
  await platform.call('POST', '/admin/faults', { match, fault, options });
  await shown(match.reference);
  return match.reference;
}

test('a rule leaves a verdict to a person, refuses, comes late, or gives none', async () => {
  await shown('plain');
  await platform.until(async () => (await statusOf('plain')) === 'passed');
  const referred = await ruled('refer');
  const toPerson = await platform.until(() => platform.events(referred)[0]);
  assert.equal(toPerson.type, 'verification.referred');
  assert.equal(await statusOf(referred), 'referred');
  const rejected = await ruled('decline_later');
  const event = await platform.until(() => platform.events(rejected)[0]);
  assert.equal((event.failure as Json).code, 'face_mismatch');
  assert.equal(await statusOf(rejected), 'rejected');
  const silent = await ruled('no_verdict');
  const late = await ruled('late_verdict', { delayMs: 1_000 });
  assert.equal(await statusOf(late), 'processing');
  await platform.until(async () => (await statusOf(late)) === 'passed');
  // Asked for before the late one, which has come.
  assert.equal(await statusOf(silent), 'processing');
  assert.deepEqual(platform.events(silent), []);
});
