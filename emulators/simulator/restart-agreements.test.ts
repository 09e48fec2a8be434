/** What codes, mandates and WeChat calls are after a restart: what they were before. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Json, Platform } from './testing/harness.ts';
import { startPlatform } from './testing/harness.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-agreements-'));
});
after(() => rm(folder, { recursive: true }));

const LOOKS = ['journal', 'calls', 'state', 'wechat-key'] as const;

function looks(platform: Platform): Promise<string[]> {
  return Promise.all(
    LOOKS.map(async (look) => (await platform.call('GET', `/admin/${look}`)).text),
  );
}

test('codes, mandates, debits, voids and the WeChat key are read back as they were', async () => {
  const journalFile = join(folder, 'whole.jsonl');
  const first = await startPlatform({ journalFile });
  const pay = (order: string, more: Json = {}) => first.call('POST', '/pay', { order, ...more });
  const used = await first.code({ maxPayments: 1 });
  await pay(used.reference, { amount: '5' });
  const changed = await first.code({ method: 'qr', amountMinor: '10050' });
  const { payload: printed } = changed.body.instructions as { payload: string };
  await first.api('POST', `/v1/codes/${changed.body.id}/update`, { amountMinor: '20000' });
  const mandate = await first.mandate();
  await pay(mandate.reference);
  const debit = await first.payment({ method: 'direct_debit', mandateId: mandate.body.id });
  await first.until(() => first.events(debit.reference)[0]);
  const attributes = { wechat: 'h5', clientIp: '203.0.113.7' };
  const wechat = await first.payment({ method: 'redirect', attributes });
  const card = await first.payment({ method: 'card' });
  await pay(card.reference);
  const undone = await first.refund({ paymentId: card.body.id, void: true });
  await first.until(() => first.events(undone.reference)[0]);
  const seen = await looks(first);
  await first.stop();
  const second = await startPlatform({ journalFile });
  try {
    assert.deepEqual(await looks(second), seen);
    const status = async (kind: string, { reference }: { reference: string }) =>
      (await second.query(kind, reference)).body;
    assert.equal((await status('code', used)).status, 'used');
    assert.equal((await status('mandate', mandate)).status, 'active');
    assert.equal((await status('refund', undone)).void, true);
    const { instructions } = await status('payment', wechat);
    assert.deepEqual(instructions, wechat.body.instructions);
    const paid = await second.call('POST', '/pay', { order: printed });
    assert.equal(paid.body.amountMinor, '20000');
    const [event] = second.events(debit.reference);
    assert.equal(event, undefined, 'what was acknowledged is not sent again');
  } finally {
    await second.stop();
  }
});

test('a restart takes up open debits, mandates and codes whose time runs out', async () => {
  const journalFile = join(folder, 'open.jsonl');
  const expiresAt = new Date(Date.now() + 1_500).toISOString();
  const first = await startPlatform({ journalFile, payoutDelayMs: 3_600_000 });
  const asked = await first.mandate({ expiresAt });
  const mandate = await first.mandate();
  const lastOne = await first.mandate({ reference: 'taken-back', validUntil: expiresAt });
  for (const { reference } of [mandate, lastOne])
    await first.call('POST', '/pay', { order: reference });
  const debit = await first.payment({ method: 'direct_debit', mandateId: mandate.body.id });
  const code = await first.code({ expiresAt });
  await first.simulator.stop();
  const reported = first.received.length;
  const second = await startPlatform({ journalFile });
  try {
    const types = await second.until(() => {
      const since = first.received
        .slice(reported)
        .map(({ body }) => `${body.reference} ${body.type}`);
      return since.length >= 3 && since.sort();
    });
    const expected = [
      `${debit.reference} payment.succeeded`,
      `${asked.reference} mandate.expired`,
      `${lastOne.reference} mandate.expired`,
    ];
    assert.deepEqual(types, expected.sort());
    const { body } = await second.query('code', code.reference);
    assert.equal(body.status, 'expired');
  } finally {
    await second.stop();
    await first.stop();
  }
});
