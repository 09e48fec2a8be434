import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Json, Platform, Reply } from './testing/harness.ts';
import { startPlatform } from './testing/harness.ts';

let platform: Platform;
let folder: string;
before(async () => {
  platform = await startPlatform();
  folder = await mkdtemp(join(tmpdir(), 'simulator-voids-'));
});
after(async () => {
  await platform.stop();
  await rm(folder, { recursive: true });
});

function problem({ body }: Reply): unknown {
  return (body.error as Json).code;
}

async function paid(method: string, on = platform): Promise<{ id: unknown; reference: string }> {
  const made = await on.payment({ method });
  await on.call('POST', '/pay', { order: made.reference });
  return { id: made.body.id, reference: made.reference };
}

test('a card payment is undone on its day, whole, and the journal says so', async () => {
  const payment = await paid('card');
  const made = await platform.refund({ paymentId: payment.id, void: true });
  assert.deepEqual([made.http, made.body.status], [202, 'processing']);
  const event = await platform.until(() => platform.events(made.reference)[0]);
  assert.deepEqual([event.type, event.amountMinor], ['refund.succeeded', '10050']);
  const view = await platform.query('refund', made.reference);
  assert.deepEqual([view.body.status, view.body.void], ['succeeded', true]);
  const { body } = await platform.call('GET', '/admin/journal');
  const moved = (body.movements as Json[]).filter(({ reference }) => reference === made.reference);
  assert.deepEqual(
    moved.map(({ operation, effect, amountMinor }) => [operation, effect, amountMinor]),
    [['refund', '-', '10050']],
  );
  const again = await platform.refund({ paymentId: payment.id, void: true });
  assert.deepEqual([again.http, problem(again)], [422, 'void_not_whole']);
});

test('only whole card payments are undone', async () => {
  const card = await paid('card');
  const part = await platform.refund({ paymentId: card.id, void: true, amountMinor: '10049' });
  assert.equal(problem(part), 'void_not_whole');
  await platform.refund({ paymentId: card.id, amountMinor: '1' });
  const rest = await platform.refund({ paymentId: card.id, void: true, amountMinor: '10049' });
  assert.equal(problem(rest), 'void_not_whole');
  for (const method of ['wallet', 'va', 'qr']) {
    const { id } = await paid(method);
    const refused = await platform.refund({ paymentId: id, void: true });
    assert.deepEqual([refused.http, problem(refused)], [422, 'void_not_card']);
  }
});

test('a card payment of another day cannot be undone, only refunded', async () => {
  const journalFile = join(folder, 'yesterday.jsonl');
  const first = await startPlatform({ journalFile });
  const { id } = await paid('card', first);
  await first.stop();
  const lines = (await readFile(journalFile, 'utf8')).split('\n');
  const earlier = lines.map((line) =>
    line.startsWith('{"kind":"arrival"')
      ? line.replace(/"atMs":(\d+)/, (_, atMs) => `"atMs":${Number(atMs) - 86_400_000}`)
      : line,
  );
  assert.notDeepEqual(earlier, lines);
  await writeFile(journalFile, earlier.join('\n'));
  const second = await startPlatform({ journalFile });
  try {
    const refused = await second.refund({ paymentId: id, void: true });
    assert.deepEqual([refused.http, problem(refused)], [422, 'void_over_day']);
    assert.equal((await second.refund({ paymentId: id })).http, 202);
  } finally {
    await second.stop();
  }
});
