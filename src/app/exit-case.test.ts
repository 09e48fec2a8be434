/** What lies in suspense has ways out, each a posting; words alone never close what holds money. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { paid, reversed } from '../../tests/support/sample.ts';
import { payinRequest, payoutRequest } from '../../tests/support/shop.ts';
import type { HeldCase } from '../domain/case.ts';
import type { CaseExit } from '../domain/case-exit.ts';
import { ZERO_BALANCE } from '../domain/ledger.ts';
import type { Cases } from '../ports/core.ts';
import { type ExitResult, exitCase } from './exit-case.ts';

const TERMS = {
  PAY: {
    fee: { ratePpm: 20_000n, fixedMinor: 0n, minMinor: null, maxMinor: null },
    settleAfterDays: 0,
  },
};

const ALL: CaseExit = {
  way: 'merchant',
  amountMinor: null,
  withFee: false,
  evidence: 'letter 1',
};

const filesOf = (shop: Shop) => [...shop.lanes.rows.cases.values()];

/** The cases as they stand in memory. */
function casesOf(shop: Shop): Cases {
  const opened = { openedAt: new Date(), closedAt: null, closedBy: null, resolution: null };
  const ofOrder = async (id: bigint) =>
    filesOf(shop)
      .filter(({ orderId }) => orderId === id)
      .map((one) => ({ ...one, ...opened }));
  return { ofOrder, list: async () => [] };
}

function exit(shop: Shop, held: HeldCase, how: Partial<CaseExit> = {}): Promise<ExitResult> {
  const deps = { ...shop.deps, cases: casesOf(shop) };
  return exitCase(deps, held, { ...ALL, ...how }, 'ann', 'as the letter says');
}

/** An order of 100.00 that was paid twice. */
async function twicePaid() {
  const shop = openShop({ terms: TERMS });
  const order = orderIn(await shop.ask(payinRequest('in')));
  await shop.tell(order, paid(10_000n, 'P1'));
  await shop.tell(order, paid(10_000n, 'P2'));
  return { shop, order, held: () => filesOf(shop)[0] as HeldCase };
}

const balanceOf = (shop: Shop, of: object) =>
  assert.deepEqual(shop.balance(), { ...ZERO_BALANCE, ...of });

describe('money in suspense', () => {
  test('is a case’s, to the unit', async () => {
    const { shop, held } = await twicePaid();
    const { state, asset, mode, heldMinor } = held();
    assert.deepEqual([state, mode, asset, heldMinor], ['open', 'live', 'PHP/2', 10_000n]);
    balanceOf(shop, { available: 9_800n, fees: 200n, suspense: 10_000n, upstream: -20_000n });
  });

  test('goes to the merchant, less the fee, and that closes the case', async () => {
    const { shop, held } = await twicePaid();
    assert.deepEqual(await exit(shop, held(), { withFee: true }), { ok: true });
    balanceOf(shop, { available: 19_600n, fees: 400n, upstream: -20_000n });
    assert.deepEqual([held().state, held().heldMinor], ['closed', 0n]);
  });

  test('goes in parts, and the last of them closes the case', async () => {
    const { shop, held } = await twicePaid();
    await exit(shop, held(), { way: 'provider', amountMinor: 4_000n });
    assert.deepEqual([held().state, held().heldMinor], ['open', 6_000n]);
    await exit(shop, held(), { way: 'platform', evidence: 'letter 2' });
    assert.deepEqual([held().state, held().heldMinor], ['closed', 0n]);
    balanceOf(shop, { available: 9_800n, fees: 200n, platform: 6_000n, upstream: -16_000n });
  });

  test('leaves once by one document, and never more than there is', async () => {
    const { shop, held } = await twicePaid();
    const part = { amountMinor: 4_000n };
    for (const _ of [1, 2]) assert.deepEqual(await exit(shop, held(), part), { ok: true });
    assert.equal(held().heldMinor, 6_000n);
    const more = { amountMinor: 6_001n, evidence: 'letter 2' };
    assert.deepEqual(await exit(shop, held(), more), { ok: false, why: 'too_much' });
    // What was refused is not used up.
    await exit(shop, held(), { ...more, amountMinor: 6_000n });
    assert.equal(held().heldMinor, 0n);
    const empty = await exit(shop, held(), { evidence: 'letter 3' });
    assert.deepEqual(empty, { ok: false, why: 'empty' });
  });

  test('that its provider takes back leaves its case, and closes it', async () => {
    const { shop, order, held } = await twicePaid();
    const payment = { ref: 'P2', amount: { asset: 'PHP/2', minor: 10_000n } };
    await shop.tell(order, { ...reversed, payment });
    assert.deepEqual([filesOf(shop).length, held().state, held().heldMinor], [1, 'closed', 0n]);
    balanceOf(shop, { available: 9_800n, fees: 200n, upstream: -10_000n });
  });

  test('that goes back after it was given away is missing, in the same case', async () => {
    const { shop, order, held } = await twicePaid();
    await exit(shop, held());
    const payment = { ref: 'P2', amount: { asset: 'PHP/2', minor: 10_000n } };
    await shop.tell(order, { ...reversed, payment });
    const open = filesOf(shop).filter(({ state }) => state === 'open');
    assert.deepEqual(
      open.map(({ heldMinor }) => heldMinor),
      [-10_000n],
    );
    assert.deepEqual(await exit(shop, open[0] as HeldCase), { ok: true });
    balanceOf(shop, { available: 9_800n, fees: 200n, upstream: -10_000n });
  });
});

describe('what was lost to nobody yet', () => {
  async function strayPayout() {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('in')));
    await shop.tell(order, paid(20_000n, 'P1'));
    const payout = orderIn(await shop.ask(payoutRequest('out', { amountMinor: 15_000n })));
    await shop.tell(payout, { kind: 'declined', failure: { code: 'declined', text: 'no' } });
    await shop.tell(payout, paid(15_000n, 'O1'));
    return { shop, held: () => filesOf(shop)[0] as HeldCase };
  }

  test('the merchant bears, and owes what it does not have', async () => {
    const { shop, held } = await strayPayout();
    assert.equal(held().heldMinor, -15_000n);
    await shop.tell(
      orderIn(await shop.ask(payoutRequest('2', { amountMinor: 10_000n }))),
      paid(10_000n, 'O2'),
    );
    assert.deepEqual(await exit(shop, held()), { ok: true });
    balanceOf(shop, { debt: -5_000n, upstream: 5_000n });
    assert.ok(filesOf(shop).some(({ kind }) => kind === 'debt'));
  });

  test('the platform bears, or the provider brings back', async () => {
    const { shop, held } = await strayPayout();
    await exit(shop, held(), { way: 'platform', amountMinor: 5_000n });
    await exit(shop, held(), { way: 'provider', evidence: 'letter 2' });
    assert.equal(held().state, 'closed');
    balanceOf(shop, { available: 20_000n, platform: -5_000n, upstream: -15_000n });
  });
});

describe('a case', () => {
  test('opens again when it is reported anew', async () => {
    const shop = openShop();
    const order = orderIn(await shop.ask(payinRequest('in')));
    await shop.tell(order, paid(10_000n, 'P1'));
    const late = { kind: 'declined', failure: { code: 'declined', text: 'no' } } as const;
    await shop.tell(order, late, 'E-1');
    const [one] = filesOf(shop) as [HeldCase];
    await shop.deps.lanes.submit({
      shard: order.shard,
      balanceKeys: () => [],
      decide: () => ({
        changes: { closedCases: [{ ...one, by: 'ann', resolution: 'looked into it' }] },
        answer: null,
      }),
    });
    assert.equal(filesOf(shop)[0]?.state, 'closed');
    await shop.tell(order, late, 'E-2');
    assert.equal(filesOf(shop)[0]?.state, 'open');
  });
});
