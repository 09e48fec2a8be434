/** Two processes, one database: one reference is one order (P1), and a failed one stays so (P4). */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Merchant } from '../../../src/domain/merchant.ts';
import type { Outcome } from '../../../src/domain/request.ts';
import { runs } from '../../../src/wire/test-support/runs.ts';
import { payinRequest, payoutRequest } from '../../support/shop.ts';
import type { Call, WriterSetup } from './writer.process.ts';
import { grant, type Race, startRace, tally } from './writers.ts';

const COPIES = 100;
const IDS = runs(10, 200);

const references = Array.from({ length: IDS }, (_, i) => `order-${i}`);

/** So many references at once: with all their copies, fewer calls than a lane lets wait. */
const AT_ONCE = 20;

/** Calls in waves. In each the n-th copy of every reference comes before the next of any. */
function waves(make: (reference: string, copy: number) => Call): readonly (readonly Call[])[] {
  const parts = Array.from({ length: Math.ceil(IDS / AT_ONCE) }, (_, i) =>
    references.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  );
  return parts.map((part) =>
    Array.from({ length: COPIES }, (_, copy) => copy).flatMap((copy) =>
      part.map((reference) => make(reference, copy)),
    ),
  );
}

async function callInWaves(race: Race, all: readonly (readonly Call[])[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const calls of all) outcomes.push(...(await race.callAll(calls)));
  return outcomes;
}

async function identicalCreates(t: TestContext, lanes: WriterSetup['lanes']): Promise<void> {
  const race = await startRace(t, { merchants: 1, lanes });
  const { id: merchantId } = race.merchants[0] as Merchant;
  const calls = waves((reference) => ({ merchantId, request: payinRequest(reference) }));
  const outcomes = await callInWaves(race, calls);
  assert.deepEqual(tally(outcomes), { created: COPIES * IDS });
  const { rows } = await race.pool.query<{ id: bigint; merchant_ref: string }>(
    'select id, merchant_ref from orders',
  );
  assert.equal(rows.length, IDS);
  const idOf = new Map(rows.map((row) => [row.merchant_ref, row.id]));
  for (const outcome of outcomes) {
    assert.ok(outcome.ok && outcome.kind === 'created');
    assert.equal(outcome.order.id, idOf.get(outcome.order.merchantRef), 'one id per reference');
  }
  const dispatches = await race.pool.query('select from dispatch');
  assert.equal(dispatches.rowCount, IDS, 'upstream is called once per reference');
}

describe('one merchant reference over two processes', () => {
  test('is one order, whoever of a hundred creates it, and all get its id', async (t) => {
    await identicalCreates(t, 'real');
  });

  test('is several orders to a naive write path: the check sees it', async (t) => {
    await assert.rejects(identicalCreates(t, 'naive'), /one id per reference/);
  });

  test('has one content: who asks for another one is refused', async (t) => {
    const race = await startRace(t, { merchants: 1, lanes: 'real' });
    const { id: merchantId } = race.merchants[0] as Merchant;
    const other = new Map(references.map((reference, i) => [reference, (i * 37) % COPIES]));
    const calls = waves((reference, copy) => {
      const isOther = other.get(reference) === copy;
      const changes = isOther ? { digest: 'other', amountMinor: 1n } : {};
      return { merchantId, request: payinRequest(reference, changes) };
    });
    const outcomes = await callInWaves(race, calls);
    const { rows } = await race.pool.query<{ merchant_ref: string; digest: string }>(
      'select merchant_ref, digest from orders',
    );
    assert.equal(rows.length, IDS);
    const digestOf = new Map(rows.map((row) => [row.merchant_ref, row.digest]));
    for (const [i, { request }] of calls.flat().entries()) {
      const outcome = outcomes[i];
      assert.ok(request.kind === 'create_payin');
      const won = request.digest === digestOf.get(request.merchantRef);
      if (won) assert.ok(outcome?.ok && outcome.kind === 'created');
      else assert.ok(outcome?.ok === false && outcome.refusal.code === 'duplicate_order');
    }
  });
});

describe('a payout that was refused for its balance', () => {
  test('stays failed in every process when the balance has grown', async (t) => {
    const race = await startRace(t, { merchants: 1, lanes: 'real' });
    const merchant = race.merchants[0] as Merchant;
    const call = { merchantId: merchant.id, request: payoutRequest('out') };
    assert.deepEqual(tally(await race.callAll([call])), { insufficient_balance: 1 });
    await grant(race, merchant, 1_000_000n);
    const again = await race.callAll(Array.from({ length: 40 }, () => call));
    for (const outcome of again) {
      assert.ok(outcome.ok && outcome.kind === 'created');
      assert.equal(outcome.order.state, 'failed');
    }
    assert.equal((await race.pool.query('select from dispatch')).rowCount, 0);
    const { rows } = await race.pool.query('select available, reserved from balance');
    assert.deepEqual(rows, [{ available: 1_000_000n, reserved: 0n }]);
  });
});
