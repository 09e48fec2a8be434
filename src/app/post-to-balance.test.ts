/** Postings on a merchant's balance by hand, and that every credit fills a debt first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openShop, orderIn, type Shop } from '../../tests/support/memory-shop.ts';
import { paid, reversed } from '../../tests/support/sample.ts';
import { payinRequest, payoutRequest } from '../../tests/support/shop.ts';
import type { BalancePosting } from '../domain/balance-posting.ts';
import { ZERO_BALANCE } from '../domain/ledger.ts';
import { postToBalance } from './post-to-balance.ts';

function posts(shop: Shop, kind: BalancePosting['kind'], minor: bigint | null, evidence = 'E1') {
  const { merchant, deps } = shop;
  const where = { merchantId: merchant.id, mode: 'live', asset: 'PHP/2' } as const;
  const posting = { ...where, kind, amountMinor: minor, adjustment: 'goodwill', evidence } as const;
  return postToBalance(deps, posting, 'ann', 'as the letter says');
}

const OK = { ok: true };
const balanceOf = (shop: Shop, of: object) =>
  assert.deepEqual(shop.balance(), { ...ZERO_BALANCE, ...of });

async function shopWith(minor: bigint) {
  const shop = openShop();
  const order = orderIn(await shop.ask(payinRequest('in', { amountMinor: minor })));
  await shop.report(order, paid(minor, 'P1'));
  return { shop, order };
}

/** A merchant that owes 100.00: it paid out what was then charged back. */
async function debtor() {
  const { shop, order } = await shopWith(10_000n);
  await shop.report(orderIn(await shop.ask(payoutRequest('out'))), paid(10_000n, 'O1'));
  await shop.report(order, reversed);
  balanceOf(shop, { debt: -10_000n, upstream: 10_000n });
  return shop;
}

test('an adjustment by one document is booked once, and never below what is there', async () => {
  const { shop } = await shopWith(10_000n);
  for (const _ of [1, 2]) assert.deepEqual(await posts(shop, 'credit', 500n), OK);
  balanceOf(shop, { available: 10_500n, platform: -500n, upstream: -10_000n });
  assert.deepEqual(await posts(shop, 'debit', 10_501n), { ok: false, why: 'too_much' });
  assert.deepEqual(await posts(shop, 'debit', 10_500n), OK);
  balanceOf(shop, { platform: 10_000n, upstream: -10_000n });
  const [entry] = [...shop.lanes.rows.entries.values()].slice(-1);
  assert.equal(entry?.platformCode, 'adjust:goodwill');
});

test('what is frozen cannot be paid out until it is released', async () => {
  const { shop } = await shopWith(10_000n);
  assert.deepEqual(await posts(shop, 'hold', null), OK);
  balanceOf(shop, { rolling: 10_000n, upstream: -10_000n });
  assert.equal(codeOf(await shop.ask(payoutRequest('out'))), 'insufficient_balance');
  assert.deepEqual(await posts(shop, 'release', 10_001n), { ok: false, why: 'too_much' });
  assert.deepEqual(await posts(shop, 'release', null), OK);
  assert.deepEqual(await posts(shop, 'release', null, 'E2'), { ok: false, why: 'none' });
  assert.equal(codeOf(await shop.ask(payoutRequest('out-2'))), 'ok');
});

test('a debt is filled by the next payin, and the rest of it can be forgiven', async () => {
  const shop = await debtor();
  const second = orderIn(await shop.ask(payinRequest('in-2', { amountMinor: 4_000n })));
  await shop.report(second, paid(4_000n, 'P2'));
  balanceOf(shop, { debt: -6_000n, upstream: 6_000n });
  assert.equal(
    codeOf(await shop.ask(payoutRequest('o', { amountMinor: 1n }))),
    'insufficient_balance',
  );
  assert.deepEqual(await posts(shop, 'forgive', 6_001n), { ok: false, why: 'too_much' });
  assert.deepEqual(await posts(shop, 'forgive', null), OK);
  balanceOf(shop, { platform: -6_000n, upstream: 6_000n });
});

test('an adjustment for who owes, and a reserve that is released, go to the debt', async () => {
  const shop = await debtor();
  await posts(shop, 'credit', 3_000n);
  balanceOf(shop, { debt: -7_000n, platform: -3_000n, upstream: 10_000n });
  assert.deepEqual(await posts(shop, 'debit', 1n), { ok: false, why: 'too_much' }, 'no new debt');
});
