/** A create in two calls, with whatever may happen between them; repeats have an end. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import { buildIntent } from '../../src/app/build-intent.ts';
import type { Intent } from '../../src/connectors/contract.ts';
import { DOUBT_CASE_AFTER } from '../../src/domain/dispatch.ts';
import type { Order } from '../../src/domain/order.ts';
import { twoCall } from '../support/two-call/connector.ts';
import {
  AUTHORIZATION,
  KEY,
  startTwoCallProvider,
  type TwoCallProvider,
} from '../support/two-call/provider.ts';
import { openDealings } from './dealings.ts';

const FIRST = 'POST /v1/payments';
const SECOND = 'POST /v1/payments/';

async function open(t: TestContext) {
  let provider: TwoCallProvider | null = null;
  const dealings = await openDealings(t, twoCall, async (hookUrl) => {
    provider = await startTwoCallProvider(hookUrl);
    return { emulator: provider, account: { baseUrl: provider.url, secrets: { key: KEY } } };
  });
  const { call, world } = dealings;
  const recorded = async (order: Order) => {
    const all = await world.reader.dispatchesOf(order.id);
    return all.map(({ n, operation, state }) => `${n} ${operation} ${state}`);
  };
  return {
    ...dealings,
    provider: provider as unknown as TwoCallProvider,
    recorded,
    /** The next call of this name is cut, before or after its work is done. */
    cut: (on: string, when: 'before' | 'after') =>
      call('/emulator/faults', { on, kind: 'drop', when }),
    /** How long ago the dispatches were sent. */
    age: (text: string) =>
      world.query('update dispatch set sent_at = now() - $1::interval', [text]),
  };
}

const codesOf = ({ payments }: TwoCallProvider) => payments.flatMap(({ codes }) => codes);

test('two calls are two recorded attempts, and the payer is shown what the second brought', async (t) => {
  const { dispatcher, made, now, provider, recorded, world } = await open(t);
  const order = await made({});
  const [dispatch] = await world.reader.dispatchesOf(order.id);
  assert.ok(dispatch !== undefined);
  await dispatcher.run(dispatch, 5_000);
  const { state, upstreamId, instructions } = await now(order);
  assert.equal(state, 'pending');
  assert.equal(upstreamId, provider.payments[0]?.id);
  assert.deepEqual(instructions, { kind: 'qr', payload: codesOf(provider)[0] });
  assert.deepEqual(await recorded(order), ['1 payin done', '51 continue done']);
  assert.equal(codesOf(provider).length, 1);
});

for (const when of ['before', 'after'] as const) {
  test(`a first call cut ${when} its work is repeated in time: one payment, one code`, async (t) => {
    const { cut, made, now, provider, recorded, resolved, send } = await open(t);
    await cut(FIRST, when);
    const order = await made({});
    await send(order);
    assert.deepEqual(await recorded(order), ['1 payin doubt']);
    await resolved(order);
    assert.deepEqual(await recorded(order), ['1 payin done', '51 continue ready']);
    await send(order);
    assert.equal((await now(order)).instructions?.kind, 'qr');
    assert.equal(provider.payments.length, 1);
    assert.equal(codesOf(provider).length, 1);
    // By its id alone it is found, and that was not known: nothing was asked.
    assert.equal(provider.queries(), 0);
  });

  test(`a second call cut ${when} its work is asked about, and not made twice`, async (t) => {
    const { cut, made, now, provider, recorded, resolved, send } = await open(t);
    await cut(SECOND, when);
    const order = await made({});
    await send(order);
    assert.deepEqual(await recorded(order), ['1 payin done', '51 continue doubt']);
    assert.equal((await now(order)).instructions, null);
    await resolved(order);
    assert.deepEqual(await recorded(order), ['1 payin done', '51 continue done']);
    assert.equal((await now(order)).instructions?.kind, 'qr');
    assert.equal(provider.payments.length, 1);
    assert.equal(codesOf(provider).length, 1);
    assert.equal(provider.queries(), 1);
  });
}

test('once the provider may have forgotten a first call it is not repeated: a person looks', async (t) => {
  const { age, cut, made, now, provider, resolved, send, world } = await open(t);
  await cut(FIRST, 'after');
  const order = await made({});
  await send(order);
  provider.pass(25 * 3_600_000);
  await age('25 hours');
  for (let n = 0; n < DOUBT_CASE_AFTER; n += 1) await resolved(order);
  assert.equal(provider.payments.length, 1);
  assert.equal((await now(order)).state, 'created');
  const cases = await world.query("select 1 from case_file where kind = 'doubt'");
  assert.equal(cases.length, 1);
});

test('a second call that may be forgotten is asked about only: nothing is shown twice', async (t) => {
  const { age, cut, made, now, provider, recorded, resolved, send } = await open(t);
  await cut(SECOND, 'before');
  const order = await made({});
  await send(order);
  provider.pass(25 * 3_600_000);
  await age('25 hours');
  await resolved(order);
  assert.deepEqual(await recorded(order), ['1 payin done', '51 continue doubt']);
  assert.deepEqual([codesOf(provider), provider.queries()], [[], 1]);
  // It was executed after all: the next question finds what it brought.
  const [{ id = '' } = {}] = provider.payments;
  const headers = { authorization: AUTHORIZATION, 'idempotence-key': 'late' };
  await fetch(`${provider.url}/v1/payments/${id}/present`, { method: 'POST', headers });
  await resolved(order);
  assert.equal((await now(order)).instructions?.kind, 'qr');
  assert.equal(codesOf(provider).length, 1);
});

test('a worker that dies after the first call, before its answer is stored, doubles nothing', async (t) => {
  const { by, made, now, provider, queue, recorded, resolved, send, world } = await open(t);
  const order = await made({});
  // It took the dispatch and sent it; of the answer nothing was written.
  const [leased] = await queue.leaseToSend(order.shard, [
    { ...by, free: 1, leaseMs: 1, version: 1 },
  ]);
  assert.equal(leased?.dispatch.state, 'sent');
  const deps = { ...world, payLinks: { urlOf: () => '', read: () => null }, publicUrl: '' };
  const intent = (await buildIntent(deps, order, leased.dispatch)) as Intent;
  const credentials = { account: 'main', version: 1, baseUrl: provider.url, secrets: { key: KEY } };
  const { url, headers, body } = twoCall.build(intent, credentials, 0, null);
  await fetch(url, { method: 'POST', headers: { ...headers }, body });
  await resolved(order);
  await send(order);
  assert.equal((await now(order)).instructions?.kind, 'qr');
  assert.deepEqual(await recorded(order), ['1 payin done', '51 continue done']);
  assert.equal(provider.payments.length, 1);
  assert.equal(codesOf(provider).length, 1);
});

test('a worker that dies between the calls leaves the second one to the next', async (t) => {
  const { dispatcher, made, now, provider, recorded, send } = await open(t);
  const order = await made({});
  // One round leases what is ready; the second call is ready only after it, and nobody takes it.
  await dispatcher.round(order.shard);
  await dispatcher.idle();
  assert.deepEqual(await recorded(order), ['1 payin done', '51 continue ready']);
  await send(order);
  assert.equal((await now(order)).instructions?.kind, 'qr');
  assert.equal(provider.payments.length, 1);
  assert.equal(codesOf(provider).length, 1);
});

test('notified twice that the provider waits, the second call is made once', async (t) => {
  const { by, made, provider, send, recorded, world } = await open(t);
  const order = await made({});
  await send(order);
  const upstreamId = provider.payments[0]?.id ?? '';
  for (const eventKey of ['a', 'b']) {
    const fact = { kind: 'accepted', upstreamId, instructions: null, continues: true } as const;
    await applyProviderEvent(world, by, { reference: `${order.id}`, eventKey, fact });
  }
  await send(order);
  assert.deepEqual(await recorded(order), ['1 payin done', '51 continue done']);
  assert.equal(codesOf(provider).length, 1);
});
