import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Json, Platform } from './testing/harness.ts';
import { startPlatform } from './testing/harness.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-restart-'));
});
after(() => rm(folder, { recursive: true }));

const LOOKS = ['/admin/journal', '/admin/calls', '/admin/state'] as const;

function looks(platform: Platform): Promise<string[]> {
  return Promise.all(LOOKS.map(async (path) => (await platform.call('GET', path)).text));
}

test('with a journal file everything outlives a restart, even a half-written line', async () => {
  const journalFile = join(folder, 'whole.jsonl');
  const first = await startPlatform({ journalFile });
  const paid = await first.payment({
    method: 'va',
    reference: 'kept',
    order: 'o',
    merchantOrder: 'm',
  });
  await first.call('POST', '/pay', { order: 'kept' });
  await first.call('POST', '/pay', { order: 'kept', again: true, amount: '1' });
  await first.call('POST', '/admin/act', { order: 'kept', act: 'reverse' });
  const payout = await first.payout();
  await first.until(() => first.news(payout.reference)[0]);
  await first.payment({ amountMinor: '900100' });
  const before = await looks(first);
  await first.stop();
  await appendFile(journalFile, '{"type":"movement","value":{"seq":99');
  const second = await startPlatform({ journalFile });
  try {
    assert.deepEqual(await looks(second), before);
    const query = await second.query('payment', 'kept');
    assert.deepEqual([query.body.status, query.body.paidMinor], ['succeeded', '10150']);
    assert.equal((query.body.payments as Json[])[1]?.reversedAt !== undefined, true);
    assert.equal(second.news('kept').length, 0, 'what was acknowledged is not sent again');
    const over = { method: 'va', reference: 'kept', order: 'o', merchantOrder: 'm' };
    const again = await second.payment({ ...over, callbackUrl: first.callbackUrl });
    assert.deepEqual([again.http, again.body.id], [201, paid.body.id]);
  } finally {
    await second.stop();
  }
});

test('a restart takes up open payouts, expiries, reversals and untold callbacks', async () => {
  const journalFile = join(folder, 'open.jsonl');
  const expiresAt = new Date(Date.now() + 1_500).toISOString();
  const never = { faultDefaults: { late_reversal: { delayMs: 3_600_000 } } };
  const first = await startPlatform({ journalFile, payoutDelayMs: 3_600_000, ...never });
  first.answer = () => ({ http: 500, body: '' });
  const payout = await first.payout();
  const expiring = await first.payment({ expiresAt });
  const untold = await first.payment();
  await first.call('POST', '/pay', { order: untold.reference });
  const last = await first.call('GET', '/admin/callbacks');
  const { url } = (last.body.events as { url: string }[])[0]!;
  await first.simulator.stop();
  first.answer = ({ genuine }) => ({ http: genuine ? 200 : 401, body: '{"received":true}' });
  const told = first.received.length;
  const second = await startPlatform({ journalFile });
  try {
    assert.equal(url, first.callbackUrl);
    const types = await second.until(() => {
      const since = first.received.slice(told).map(({ body }) => `${body.reference} ${body.type}`);
      return since.length >= 3 && since.sort();
    });
    const expected = [
      `${payout.reference} payout.succeeded`,
      `${expiring.reference} payment.expired`,
      `${untold.reference} payment.succeeded`,
    ];
    assert.deepEqual(types, expected.sort());
  } finally {
    await second.stop();
    await first.stop();
  }
});

test('a stopped simulator frees its port and cuts calls that hang', async () => {
  const platform = await startPlatform();
  const { port } = platform.simulator;
  const hanging = platform.payment({ amountMinor: '901200' });
  await platform.until(async () => {
    const { body } = await platform.call('GET', '/admin/calls');
    return (body.calls as Json[]).length > 0;
  });
  await Promise.all([assert.rejects(hanging), platform.stop()]);
  const next = await startPlatform({ port });
  await next.stop();
});
