/** Two processes, one balance: payouts never exceed it (P14), refunds never what was paid (P15). */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { applyProviderEvent } from '../../../src/app/apply-provider-event.ts';
import { handle } from '../../../src/app/handle.ts';
import { FREE } from '../../../src/domain/fee.ts';
import type { Merchant } from '../../../src/domain/merchant.ts';
import { RESERVES_THAT_DIFFER } from '../../../src/store/statements/audit.ts';
import { BALANCES_THAT_DIFFER } from '../../../src/store/statements/ledger.ts';
import { runs } from '../../../src/wire/test-support/runs.ts';
import { SHARDS } from '../../support/lanes.ts';
import { orderIn } from '../../support/memory-shop.ts';
import { declined, paid } from '../../support/sample.ts';
import { settleOrder } from '../../support/settle.ts';
import {
  CALLER_IP,
  payinRequest,
  payoutRequest,
  refundRequest,
  SOURCE,
  shopOf,
} from '../../support/shop.ts';
import type { WriterSetup } from './writer.process.ts';
import { grant, type Race, startRace, tally } from './writers.ts';

const MERCHANTS = 10;
const PER_MERCHANT = 100;
const ROUNDS = runs(3, 100);
const PROCESSES = runs(2, 4);
const AMOUNT = 1_000n;
/** The balance covers thirty payouts, and all but one unit of the next. */
const COVERED = 30;
const BALANCE = AMOUNT * BigInt(COVERED) + AMOUNT - 1n;

async function assertAudited({ pool }: Race): Promise<void> {
  for (let shard = 0; shard < SHARDS; shard += 1) {
    for (const question of [BALANCES_THAT_DIFFER, RESERVES_THAT_DIFFER]) {
      assert.deepEqual((await pool.query(question.text, [shard])).rows, [], question.name);
    }
  }
}

/** A round: all merchants' payouts at once; every balance was filled up to `BALANCE` before. */
async function payoutRound(race: Race, round: number): Promise<void> {
  for (const merchant of race.merchants) {
    await grant(race, merchant, round === 0 ? BALANCE : AMOUNT * BigInt(COVERED));
  }
  const calls = Array.from({ length: MERCHANTS * PER_MERCHANT }, (_, i) => {
    const { id: merchantId } = race.merchants[i % MERCHANTS] as Merchant;
    const request = payoutRequest(`out-${round}-${i}`, { amountMinor: AMOUNT });
    return { merchantId, request };
  });
  const outcomes = await race.callAll(calls);
  const refused = MERCHANTS * (PER_MERCHANT - COVERED);
  assert.deepEqual(tally(outcomes), {
    created: MERCHANTS * COVERED,
    insufficient_balance: refused,
  });
  const { rows } = await race.pool.query<{ available: bigint; reserved: bigint }>(
    'select available, reserved from balance',
  );
  const reserved = AMOUNT * BigInt(COVERED * (round + 1));
  assert.deepEqual(rows, Array(MERCHANTS).fill({ available: AMOUNT - 1n, reserved }));
}

async function payouts(t: TestContext, lanes: WriterSetup['lanes'], rounds: number) {
  const race = await startRace(t, { merchants: MERCHANTS, lanes, processes: PROCESSES });
  for (let round = 0; round < rounds; round += 1) await payoutRound(race, round);
  await assertAudited(race);
}

describe('a thousand payouts at once, of which the balances cover thirty in a hundred', () => {
  test('exactly those are accepted, and no unit more is held', async (t) => {
    await payouts(t, 'real', ROUNDS);
    t.diagnostic(`${ROUNDS} rounds, ${PROCESSES} processes: accepted = floor, negative 0`);
  });

  test('a naive write path accepts more: the check sees it', async (t) => {
    await assert.rejects(payouts(t, 'naive', 1), acceptsMoreThan(MERCHANTS * COVERED));
  });
});

const REFUNDS = 100;

async function refunds(t: TestContext, lanes: WriterSetup['lanes']): Promise<void> {
  const race = await startRace(t, { merchants: 1, lanes });
  const merchant = race.merchants[0] as Merchant;
  await grant(race, merchant, 1_000_000n);
  const [made] = await race.callAll([{ merchantId: merchant.id, request: payinRequest('in') }]);
  assert.ok(made?.ok && made.kind === 'created');
  const deps = shopOf({
    ...race,
    nowMs: Date.now,
    terms: { PAY: { fee: FREE, settle: 0 } },
  });
  const event = { reference: `${made.order.id}`, eventKey: 'E', fact: paid(10_000n) };
  assert.equal(await applyProviderEvent(deps, SOURCE, event), 'applied');
  const key = { kind: 'id', id: made.order.id } as const;
  const outcomes = await race.callAll(
    Array.from({ length: REFUNDS }, (_, i) => ({
      merchantId: merchant.id,
      request: refundRequest(`refund-${i}`, key, { amountMinor: 1_000n }),
    })),
  );
  assert.deepEqual(tally(outcomes), { created: 10, refund_exceeds_paid: REFUNDS - 10 });
  const open = outcomes.filter((one) => !one.ok && one.refusal.reason === 'refund_open');
  assert.equal(open.length, REFUNDS - 10, 'each is refused because others are under way');
  const payin = await race.reader.orderById(made.order.id);
  assert.deepEqual([payin?.refundedMinor, payin?.refundingMinor], [10_000n, 10_000n]);
  const { rows } = await race.pool.query('select available, reserved from balance');
  assert.deepEqual(rows, [{ available: 1_000_000n, reserved: 10_000n }]);
  await assertAudited(race);
}

const VOIDED = 40;
const ASKED = 4;

/** Paid orders whose time has come: each is voided four times, half are settled meanwhile. */
async function voids(t: TestContext, lanes: WriterSetup['lanes']): Promise<void> {
  const race = await startRace(t, { merchants: 1, lanes });
  const merchant = race.merchants[0] as Merchant;
  // Due as soon as it is paid: the day agreed is yesterday.
  const terms = { PAY: { fee: { ...FREE, fixedMinor: 250n }, settle: -1 } };
  const deps = shopOf({ ...race, nowMs: Date.now, terms });
  const caller = { appId: merchant.id, ip: CALLER_IP };
  const payins = await Promise.all(
    Array.from({ length: VOIDED }, async (_, i) => {
      const made = orderIn(await handle(deps, caller, payinRequest(`in-${i}`)));
      const event = { reference: `${made.id}`, eventKey: `E${i}`, fact: paid(10_000n, `P${i}`) };
      assert.equal(await applyProviderEvent(deps, SOURCE, event), 'applied');
      return made.id;
    }),
  );
  const calls = Array.from({ length: VOIDED * ASKED }, (_, i) => {
    const of = { kind: 'id', id: payins[i % VOIDED] as bigint } as const;
    return {
      merchantId: merchant.id,
      request: refundRequest(`void-${i}`, of, { operation: 'void' }),
    };
  });
  // One half is settled among the voids; the other, in which voids race each other, after them.
  const settleInTurn = async () => {
    const ends: Awaited<ReturnType<typeof settleOrder>>[] = [];
    for (const id of payins.slice(0, VOIDED / 2)) ends.push(await settleOrder(deps, id));
    return ends;
  };
  const half = settleInTurn();
  const outcomes = await race.callAll(calls);
  const rest = payins.slice(VOIDED / 2).map((id) => settleOrder(deps, id));
  const settled = [...(await half), ...(await Promise.all(rest))].filter((one) => one).length;
  const made = outcomes.flatMap((one) => (one.ok && one.kind === 'created' ? [one.order] : []));
  assert.deepEqual({ created: made.length + settled }, { created: VOIDED });
  const sums = async () =>
    (await race.pool.query('select available, pending, reserved, fees from balance')).rows;
  const net = (count: number) => 9_750n * BigInt(count);
  assert.deepEqual(await sums(), [
    { available: net(settled), pending: 0n, reserved: net(made.length), fees: 250n * 40n },
  ]);
  await assertAudited(race);
  t.diagnostic(`${VOIDED} payments: ${settled} settled, ${made.length} voided, none both`);
  for (const { id } of made) {
    const event = { reference: `R${id}`, eventKey: `D${id}`, fact: declined };
    assert.equal(await applyProviderEvent(deps, SOURCE, event), 'applied');
  }
  const later = await Promise.all(payins.map((id) => settleOrder(deps, id)));
  assert.equal(later.filter((one) => one).length, made.length);
  assert.deepEqual(await sums(), [
    { available: net(VOIDED), pending: 0n, reserved: 0n, fees: 250n * 40n },
  ]);
  await assertAudited(race);
}

describe('voids and the sweep that settles, at once', () => {
  test('each payment is voided once or settled, and settles when its void failed', async (t) => {
    await voids(t, 'real');
  });

  test('a naive write path makes more: the check sees it', async (t) => {
    await assert.rejects(voids(t, 'naive'), acceptsMoreThan(VOIDED));
  });
});

describe('a hundred refunds at once, each a tenth of what was paid', () => {
  test('exactly ten succeed', async (t) => {
    await refunds(t, 'real');
  });

  test('a naive write path makes more: the check sees it', async (t) => {
    await assert.rejects(refunds(t, 'naive'), acceptsMoreThan(10));
  });
});

/** The check failed because too many were accepted, and for no other reason. */
function acceptsMoreThan(count: number): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof assert.AssertionError);
    const { created } = error.actual as { created: number };
    assert.ok(created > count, `${created} were accepted`);
    return true;
  };
}
