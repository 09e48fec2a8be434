/**
 * Random stories of withdrawals and top-ups over the real commands: whatever is asked, said and
 * received, once or again, the books keep their rules. Each sabotage is found.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createWithdrawal } from '../../src/app/create-withdrawal.ts';
import { creditReceipt } from '../../src/app/receive-bank-line.ts';
import { resolveDoubt } from '../../src/app/resolve-case.ts';
import type { Command } from '../../src/domain/decision.ts';
import { ACCOUNTS, ZERO_BALANCE } from '../../src/domain/ledger.ts';
import { isFinal } from '../../src/domain/order.ts';
import type { Matched } from '../../src/domain/topup.ts';
import type { Beneficiary, WithdrawalTerms } from '../../src/domain/withdrawal.ts';
import { openShop } from '../support/memory-shop.ts';
import { merchantOf } from '../support/shop.ts';

type Step =
  | { readonly kind: 'withdraw'; readonly ref: number; readonly minor: bigint }
  | { readonly kind: 'end'; readonly which: number; readonly how: 'paid' | 'failed' | 'returned' }
  | { readonly kind: 'top_up'; readonly line: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('withdraw'),
    ref: fc.nat(2),
    minor: fc.constantFrom(1n, 400n, 2_500n, 10_000n, 30_000n),
  }),
  fc.record({
    kind: fc.constant('end'),
    which: fc.nat(2),
    how: fc.constantFrom(...(['paid', 'paid', 'failed', 'returned'] as const)),
  }),
  fc.record({ kind: fc.constant('top_up'), line: fc.constantFrom(1, 8) }),
);
const steps = fc.array(step, { maxLength: 30, size: 'max' });

/** 1 % and 2.00, rounded. */
const FEE = { ratePpm: 10_000n, fixedMinor: 200n, minMinor: null, maxMinor: null };

type Sabotage = <A>(command: Command<A>) => Command<A>;

function openStory(sabotage: Sabotage = (command) => command) {
  const merchant = merchantOf(5);
  const shop = openShop({ merchants: [merchant] });
  const { lanes } = shop;
  const deps = {
    ...shop.deps,
    lanes: { ...lanes, submit: <A>(command: Command<A>) => lanes.submit(sabotage(command)) },
    cases: { ofOrder: async () => [], list: async () => [] },
    receipts: {
      take: () => Promise.reject(new Error('not here')),
      credited: async () => undefined,
      toCredit: async () => [],
    },
  };
  const mode = shop.deps.snapshot.current().appsOf(merchant.id)[0]?.mode ?? 'live';
  const whose = { merchantId: merchant.id, mode, asset: 'PHP/2' };
  const beneficiary: Beneficiary = {
    ...{ ...whose, id: 7n, channel: null, name: 'Shop Inc', account: '••••5678' },
    ...{ addedBy: 'ann', addedAt: new Date(0), activeFrom: new Date(0) },
    ...{ blockedAt: null, blockedBy: null },
  };
  const terms: WithdrawalTerms = {
    ...{ merchantId: merchant.id, asset: 'PHP/2', fee: FEE, minMinor: 1n, aloneMinor: 0n },
    ...{ dayMaxMinor: null, sweep: null },
  };
  const receipt = (line: number): Matched => ({
    ...{ ...whose, id: BigInt(line), bank: 'bdo1', bankRef: `IB${line}` },
    ...{ amountMinor: 1_000n * BigInt(line + 1), valueDate: '2026-11-30', text: '', sender: '' },
    ...{ state: 'matched', topUpId: merchant.id + 1n + BigInt(line), decidedBy: null },
    ...{ evidence: null, receivedAt: new Date(0) },
  });
  const received = new Set<number>();
  const withdrawals = () =>
    [...lanes.rows.orders.values()].filter(({ kind }) => kind === 'withdrawal');
  return {
    withdrawals,
    received,
    balance: () => lanes.rows.balances.values().next().value?.balance ?? ZERO_BALANCE,
    async take(one: Step): Promise<void> {
      switch (one.kind) {
        case 'withdraw': {
          const asked = { reference: `W${one.ref}`, amountMinor: one.minor, bank: 'bdo1' };
          await createWithdrawal(deps, { beneficiary, terms, ...asked, by: 'ann' });
          return;
        }
        case 'end': {
          const order = withdrawals()[one.which];
          if (order === undefined) return;
          const finding =
            one.how === 'paid'
              ? ({ kind: 'paid', ref: 'BANK 1', amountMinor: null } as const)
              : ({ kind: one.how, proof: 'the bank says so' } as const);
          await resolveDoubt(deps, order.id, finding, 'ann');
          return;
        }
        case 'top_up':
          received.add(one.line);
          await creditReceipt(deps, receipt(one.line));
          return;
      }
    },
  };
}

const sum = (list: readonly bigint[]) => list.reduce((total, one) => total + one, 0n);

function keepsItsRules({ balance, withdrawals, received }: ReturnType<typeof openStory>): void {
  const now = balance();
  const all = withdrawals();
  const of = (state: string) => all.filter((one) => one.state === state);
  assert.equal(sum(ACCOUNTS.map((account) => now[account])), 0n, 'sums to zero');
  const open = all.filter(({ state }) => !isFinal(state));
  const held = open.map(({ amountMinor, feeMinor }) => amountMinor + feeMinor);
  assert.equal(now.reserved, sum(held), 'reserved is what open withdrawals hold');
  assert.equal(now.fees, sum(of('paid').map(({ feeMinor }) => feeMinor)), 'fees are of paid ones');
  const left = sum(of('paid').map(({ paidMinor }) => paidMinor));
  const came = sum([...received].map((line) => 1_000n * BigInt(line + 1)));
  assert.equal(now.platform, left - came, 'what left, less what came, each once');
  assert.equal(now.debt, 0n, 'own commands make no debt');
  assert.ok(now.available >= 0n);
}

async function play(story: readonly Step[], sabotage?: Sabotage): Promise<void> {
  const world = openStory(sabotage);
  for (const one of story) {
    await world.take(one);
    keepsItsRules(world);
  }
}

test('withdrawals and top-ups keep the books, whatever is asked and said again', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (story) => play(story)),
    { numRuns: 500 },
  );
});

/** What each command decides, without the entries of one name. */
const without =
  (name: string): Sabotage =>
  (command) => ({
    ...command,
    decide(rows, at) {
      const decision = command.decide(rows, at);
      const entries = (decision.changes.entries ?? []).filter((one) => one.name !== name);
      return { ...decision, changes: { ...decision.changes, entries } };
    },
  });

/** A receipt that is credited however often it is offered. */
const forgetful: Sabotage = (command) => ({
  ...command,
  decide: (rows, at) =>
    command.decide(
      command.claim === undefined && command.orderIds === undefined
        ? { ...rows, isFirstRecorded: true, balance: rows.balance }
        : rows,
      at,
    ),
});

const SABOTAGES: Readonly<Record<string, Sabotage>> = {
  'a withdrawal that holds nothing': without('withdrawal.hold'),
  'one that is paid and leaves the hold': without('withdrawal.paid'),
  'one that comes back to nobody': without('withdrawal.reversed'),
  'a top-up that is not credited': without('topup.credited'),
  'a receipt that is credited twice': forgetful,
};

for (const [name, sabotage] of Object.entries(SABOTAGES)) {
  test(`${name} is found`, async () => {
    const found = await fc.check(
      fc.asyncProperty(steps, (story) => play(story, sabotage)),
      { numRuns: 500, seed: 20261130 },
    );
    assert.ok(found.failed);
  });
}
