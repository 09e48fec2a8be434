import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Json, type Platform, startPlatform } from './testing/harness.ts';

const SOON = { delayMs: 5 };
const LATER = { delayMs: 150 };
const faultDefaults = {
  ...{ dispute: SOON, dispute_inquiry: SOON, dispute_won: SOON, dispute_lost: SOON },
  ...{ dispute_part: SOON, dispute_again: SOON, dispute_second: SOON, fraud_notice: SOON },
  ...{ paid_in_parts: SOON, paid_twice: SOON, paid_late: SOON },
};

/** Pays an order of 9028.00 and so on, and waits for so many events about it. */
async function played(platform: Platform, major: number, events: number): Promise<Json[]> {
  const { reference } = await platform.payment({ amountMinor: `${major}00`, method: 'va' });
  await platform.call('POST', '/pay', { order: reference });
  await platform.until(() => platform.events(reference).length === events);
  return platform.events(reference);
}

const disputeIn = ({ dispute }: Json) => dispute as Json;
const words = (events: readonly Json[]) => events.map(({ type }) => type);
const movements = async ({ call }: Platform, of: Json) => {
  const { body } = await call('GET', '/admin/journal');
  const all = body.movements as { reference: string; effect: string; amountMinor: string }[];
  return all
    .filter(({ reference }) => reference === of.reference)
    .map(({ effect, amountMinor }) => `${effect}${amountMinor}`);
};

test('amounts choose stories of disputes, and money moves with what is lost alone', async (t) => {
  const platform = await startPlatform({ faultDefaults });
  t.after(() => platform.stop());
  const won = await played(platform, 9030, 4);
  assert.deepEqual(words(won), [
    ...['payment.succeeded', 'dispute.open', 'dispute.answered', 'dispute.won'],
  ]);
  assert.deepEqual(await movements(platform, won[0] as Json), ['+903000']);
  const part = await played(platform, 9032, 3);
  const { lostMinor, amountMinor, round } = disputeIn(part[2] as Json);
  assert.deepEqual([amountMinor, lostMinor, round], ['903200', '451600', 1]);
  assert.deepEqual(await movements(platform, part[0] as Json), ['+903200', '-451600']);
  const again = await played(platform, 9033, 5);
  assert.deepEqual(
    again.slice(1).map((event) => [event.type, disputeIn(event).round]),
    [
      ['dispute.open', 1],
      ['dispute.lost', 1],
      ['dispute.open', 2],
      ['dispute.won', 2],
    ],
  );
  assert.deepEqual(await movements(platform, again[0] as Json), ['+903300', '-903300', '+903300']);
  const inquiry = await played(platform, 9029, 4);
  for (const event of inquiry.slice(1)) assert.equal(disputeIn(event).stage, 'inquiry');
});

test('two disputes of one payment are about a half each, and a third is refused', async (t) => {
  const platform = await startPlatform({ faultDefaults });
  t.after(() => platform.stop());
  const reported = await played(platform, 9034, 6);
  const ids = new Set(reported.slice(1).map((event) => disputeIn(event).id));
  assert.equal(ids.size, 2);
  const order = reported[0]?.reference;
  const more = { order, amountMinor: '451701' };
  assert.equal((await platform.call('POST', '/admin/disputes', more)).http, 422);
  const rest = { order, amountMinor: '451700', dueInMs: 60_000 };
  const opened = await platform.call('POST', '/admin/disputes', rest);
  assert.equal(opened.http, 201);
  const path = `/admin/disputes/${opened.body.id}`;
  const lost = { status: 'lost', lostMinor: '100' };
  assert.equal((await platform.call('POST', path, lost)).body.lostMinor, '100');
  const asked = await platform.api('GET', `/v1/disputes/${opened.body.id}`);
  assert.deepEqual([asked.body.reference, (asked.body.dispute as Json).status], [order, 'lost']);
  assert.equal((await platform.api('GET', '/v1/disputes/dsp_none')).http, 404);
  const back = await platform.refund({ paymentReference: order, amountMinor: '451601' });
  assert.equal(back.http, 422, 'what is lost cannot be refunded as well');
});

test('money comes in two parts, twice, or when the time is over', async (t) => {
  const platform = await startPlatform({ faultDefaults });
  t.after(() => platform.stop());
  const parts = await played(platform, 9036, 2);
  assert.deepEqual(await movements(platform, parts[0] as Json), ['+451800', '+451800']);
  const twice = await played(platform, 9037, 2);
  assert.deepEqual(await movements(platform, twice[0] as Json), ['+903700', '+903700']);
  const late = await played(platform, 9038, 2);
  assert.deepEqual(words(late), ['payment.expired', 'payment.succeeded']);
  const warned = await played(platform, 9035, 2);
  assert.deepEqual(words(warned), ['payment.succeeded', 'fraud.notice']);
  assert.deepEqual(await movements(platform, warned[0] as Json), ['+903500']);
});

test('a story that a restart cut off goes on', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  t.after(() => rm(folder, { recursive: true }));
  const journalFile = join(folder, 'journal.jsonl');
  const before = await startPlatform({ journalFile, faultDefaults: { dispute_won: LATER } });
  const { reference } = await before.payment({ amountMinor: '903000' });
  await before.call('POST', '/pay', { order: reference });
  await before.until(() => before.events(reference).length === 2);
  await before.stop();
  const after = await startPlatform({ journalFile });
  t.after(() => after.stop());
  await after.until(async () => {
    const { body } = await after.call('GET', '/admin/state');
    const [dispute] = body.disputes as Json[];
    return dispute?.status === 'won' && dispute.round === 1;
  });
  const { body } = await after.call('GET', '/admin/state');
  assert.equal((body.disputes as Json[]).length, 1, 'the same dispute, and no second one');
});
