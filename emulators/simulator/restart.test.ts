import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Json, Platform } from './testing/harness.ts';
import {
  ACCOUNT,
  API_SECRET,
  CALLBACK_SECRET,
  signedHeaders,
  startPlatform,
} from './testing/harness.ts';

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
  await first.until(() => first.events(payout.reference)[0]);
  await first.payment({ amountMinor: '900100' });
  const before = await looks(first);
  await first.stop();
  await appendFile(journalFile, '{"kind":"movement","value":{"seq":99');
  const second = await startPlatform({ journalFile });
  try {
    assert.deepEqual(await looks(second), before);
    const query = await second.query('payment', 'kept');
    assert.deepEqual([query.body.status, query.body.paidMinor], ['succeeded', '10150']);
    assert.equal((query.body.payments as Json[])[1]?.reversedAt !== undefined, true);
    assert.equal(second.events('kept').length, 0, 'what was acknowledged is not sent again');
    const over = { method: 'va', reference: 'kept', order: 'o', merchantOrder: 'm' };
    const again = await second.payment({ ...over, callbackUrl: first.callbackUrl });
    assert.deepEqual([again.http, again.body.id], [201, paid.body.id]);
    const seen = await looks(second);
    await second.stop();
    const third = await startPlatform({ journalFile });
    assert.deepEqual(await looks(third).finally(() => third.stop()), seen);
  } finally {
    await second.stop();
  }
});

test('a journal of an older version, with `type` for `kind`, is read', async () => {
  const journalFile = join(folder, 'older.jsonl');
  const first = await startPlatform({ journalFile });
  await first.payment({ method: 'va', reference: 'older' });
  await first.call('POST', '/pay', { order: 'older' });
  const before = await looks(first);
  await first.stop();
  const text = await readFile(journalFile, 'utf8');
  const older = text.replaceAll(/^\{"kind":/gm, '{"type":');
  assert.notEqual(older, text);
  await writeFile(journalFile, older);
  const second = await startPlatform({ journalFile });
  assert.deepEqual(await looks(second).finally(() => second.stop()), before);
});

test('a restart takes up open payouts, expiries, reversals and deferred callbacks', async () => {
  const journalFile = join(folder, 'open.jsonl');
  const expiresAt = new Date(Date.now() + 1_500).toISOString();
  const never = { faultDefaults: { late_reversal: { delayMs: 3_600_000 } } };
  const first = await startPlatform({ journalFile, payoutDelayMs: 3_600_000, ...never });
  first.answer = () => ({ http: 500, body: '' });
  const payout = await first.payout();
  const expiring = await first.payment({ expiresAt });
  const isDeferred = await first.payment();
  await first.call('POST', '/pay', { order: isDeferred.reference });
  const last = await first.call('GET', '/admin/callbacks');
  const { url } = (last.body.events as { url: string }[])[0]!;
  await first.simulator.stop();
  first.answer = ({ genuine }) => ({ http: genuine ? 200 : 401, body: '{"received":true}' });
  const reported = first.received.length;
  const second = await startPlatform({ journalFile });
  try {
    assert.equal(url, first.callbackUrl);
    const types = await second.until(() => {
      const since = first.received
        .slice(reported)
        .map(({ body }) => `${body.reference} ${body.type}`);
      return since.length >= 3 && since.sort();
    });
    const expected = [
      `${payout.reference} payout.succeeded`,
      `${expiring.reference} payment.expired`,
      `${isDeferred.reference} payment.succeeded`,
    ];
    assert.deepEqual(types, expected.sort());
  } finally {
    await second.stop();
    await first.stop();
  }
});

/** Runs emulators/simulator/main.ts as a process of its own; resolves when it says it is ready. */
async function spawnSimulator(journalFile: string): Promise<{ url: string; child: ChildProcess }> {
  const env = {
    ...process.env,
    SIMULATOR_PORT: '0',
    SIMULATOR_JOURNAL: journalFile,
    SIMULATOR_ACCOUNT: ACCOUNT.id,
    SIMULATOR_API_SECRET: API_SECRET,
    SIMULATOR_CALLBACK_SECRET: CALLBACK_SECRET,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { env });
  for await (const chunk of child.stdout) {
    const url = /ready at (\S+)/.exec(String(chunk))?.[1];
    if (url) return { url, child };
  }
  throw new Error('emulators/simulator/main.ts ended before it was ready');
}

test('a killed simulator remembers everything it has answered', async () => {
  const journalFile = join(folder, 'killed.jsonl');
  const first = await spawnSimulator(journalFile);
  const acknowledged: string[] = [];
  const create = async (reference: string): Promise<void> => {
    const order = { reference, order: reference, merchantOrder: reference, asset: 'PHP/2' };
    const more = { amountMinor: '500', method: 'wallet', callbackUrl: 'http://127.0.0.1:1/' };
    const body = JSON.stringify({ ...order, ...more });
    const headers = signedHeaders('POST', '/v1/payments', body);
    const init = { method: 'POST', body, headers } as const;
    const made = await fetch(`${first.url}/v1/payments`, init);
    if (made.status !== 201) return;
    const paid = { order: reference };
    await fetch(`${first.url}/pay`, { method: 'POST', body: JSON.stringify(paid) });
    acknowledged.push(reference);
    if (acknowledged.length === 40) first.child.kill('SIGKILL');
  };
  await Promise.allSettled(Array.from({ length: 200 }, (_, index) => create(`killed-${index}`)));
  assert.equal(acknowledged.length >= 40, true);
  const second = await spawnSimulator(journalFile);
  try {
    const look = async (path: string) => (await fetch(second.url + path)).json();
    const journal = (await look('/admin/journal')) as { movements: { reference: string }[] };
    const moved = journal.movements.map(({ reference }) => reference);
    assert.equal(new Set(moved).size, moved.length);
    for (const reference of acknowledged) assert.equal(moved.includes(reference), true, reference);
    const state = (await look('/admin/state')) as { orders: Record<string, string>[] };
    for (const order of state.orders) {
      assert.equal(order.status === 'succeeded', moved.includes(order.reference!));
    }
  } finally {
    second.child.kill('SIGKILL');
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
