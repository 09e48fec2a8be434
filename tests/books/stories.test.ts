/**
 * Random stories of one payin over the real commands, and what must hold of each (P10, P13, P15,
 * P16): a thousand in the suite, 100,000 with FULL_TESTS=1. Each rule has a sabotage that it finds.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { returnedOf } from '../../src/domain/amount-rules.ts';
import type { Changes, Command } from '../../src/domain/decision.ts';
import { FREE, payinFee } from '../../src/domain/fee.ts';
import { ACCOUNTS, type Account, type Entry } from '../../src/domain/ledger.ts';
import { isFinal, type Order } from '../../src/domain/order.ts';
import type { OrderEvent } from '../../src/domain/order-event.ts';
import { heldMinor } from '../../src/domain/part-payments.ts';
import { runs } from '../../src/wire/test-support/runs.ts';
import { type Begin, type DisputeVerb, type Step, type Story, story } from './story-steps.ts';
import { type Sabotage, StoryWorld } from './story-world.ts';

const STORIES = { numRuns: runs(1_000, 100_000) };
/** Within so many stories a sabotage must be found. */
const SABOTAGED = { numRuns: 5_000, seed: 20261130 };

const sum = (list: readonly bigint[]) => list.reduce((total, one) => total + one, 0n);

/** No money without an owner: each account is what it is of, and nobody has less than nothing. */
function owned({ shop, cases }: StoryWorld): void {
  const orders = [...shop.lanes.rows.orders.values()];
  for (const { asset, balance } of shop.lanes.rows.balances.values()) {
    const ofAsset = orders.filter((order) => order.asset === asset);
    assert.equal(sum(ACCOUNTS.map((account) => balance[account])), 0n, 'sums to zero');
    for (const account of ['available', 'pending', 'reserved', 'rolling', 'disputed'] as const) {
      assert.ok(balance[account] >= 0n, `${account} is not below zero`);
    }
    assert.ok(balance.debt === 0n || balance.available === 0n, 'whoever owes has nothing');
    const held = cases.filter((one) => one.asset === asset).map(({ heldMinor }) => heldMinor);
    assert.equal(balance.suspense, sum(held), 'suspense is what cases hold');
    const pending = sum(ofAsset.map(({ pendingMinor }) => pendingMinor));
    assert.equal(balance.pending, pending, 'pending is what is to be settled');
    const disputes = [...shop.lanes.rows.disputes.values()].filter((one) => one.asset === asset);
    const disputed = sum(disputes.map(({ heldMinor }) => heldMinor));
    assert.equal(balance.disputed, disputed, 'disputed is what disputes hold');
    const inReserve = [...shop.lanes.rows.holds.values()].filter((one) => one.asset === asset);
    const left = sum(inReserve.map(({ leftMinor }) => leftMinor));
    assert.equal(balance.rolling, left, 'in reserve is what holds have');
    const counted = sum(ofAsset.map(({ disputedMinor }) => disputedMinor));
    assert.equal(counted, disputed, 'an order knows what is disputed of it');
    const open = ofAsset.filter(({ kind, state }) => kind === 'refund' && !isFinal(state));
    const holds = open.map((one) =>
      one.voided
        ? one.amountMinor + one.feeMinor - one.refundedFeeMinor
        : one.amountMinor + one.feeMinor,
    );
    assert.equal(balance.reserved, sum(holds), 'reserved is what open refunds hold');
  }
}

/** What waits for its rest is held, to the unit, and a fee is the one that was agreed. */
function asAgreed({ shop, cases, agreed }: StoryWorld): void {
  for (const order of shop.lanes.rows.orders.values()) {
    if (order.kind !== 'payin') continue;
    const own = cases.filter(
      ({ orderId, kind }) => orderId === order.id && kind === 'short_payment',
    );
    const parts = own.map(({ heldMinor }) => heldMinor);
    if (!isFinal(order.state)) assert.equal(sum(parts), heldMinor(order), 'parts are held');
    const ratePpm = agreed.get(order.id) ?? 0n;
    const fee = payinFee({ ...FREE, ratePpm }, order.paidMinor);
    if (order.state === 'paid') assert.equal(order.feeMinor, fee, 'the fee that was agreed');
  }
}

/** What is agreed to go back is on its way, or was: it is tried once. */
function goesBack({ shop, cases, refunds }: StoryWorld): void {
  for (const held of cases) {
    const order = shop.order({ id: held.orderId } as Order);
    const rules = shop.deps.snapshot.current().amountRules(order);
    // Of parts a person may have given some to others.
    if (held.kind === 'short_payment' || returnedOf(order, held, rules).length === 0) continue;
    const isTried = refunds.some(({ merchantRef }) =>
      merchantRef.startsWith(`${held.orderId}:case.exit:${held.kind}:${held.key}:payer:all:rule`),
    );
    assert.ok(isTried, `${held.kind} goes back as agreed`);
  }
}

/** What a person called paid has its provider's name, once that has reported it. */
function adopted({ shop, order, byHand }: StoryWorld): void {
  if (byHand !== null) assert.notEqual(shop.order(order).paymentRef, null, 'adopted');
}

/** Never does more leave by our own word than came; if the provider takes more, a case says so. */
function leavesNoMore({ shop, order, spare, cases }: StoryWorld): void {
  for (const one of spare) assert.ok(one >= 0n, 'a refund was accepted beyond what was left');
  const { paidMinor, refundedMinor, disputedMinor, lostMinor, state } = shop.order(order);
  if (refundedMinor + disputedMinor + lostMinor <= paidMinor || state !== 'paid') return;
  assert.ok(
    cases.some(({ kind }) => kind === 'given_back_twice'),
    'refunded twice, and no case was opened',
  );
}

/** Every end is reported, in order, and the last word is true. */
function reportedInOrder({ shop, order, refunds }: StoryWorld): void {
  for (const { id } of [order, ...refunds]) {
    const now = shop.order({ id } as Order);
    const reported = [...shop.lanes.rows.events.values()]
      .filter((event) => event.order.id === id)
      .sort((a, b) => a.n - b.n);
    assert.deepEqual(
      reported.map(({ n }) => n),
      Array.from({ length: now.eventCount }, (_, index) => index + 1),
      'events are numbered without a gap',
    );
    if (isFinal(now.state)) assert.ok(reported.length > 0, `the end ${now.state} is reported`);
    assertLastWord(now, reported.at(-1));
  }
}

/** What the last event of each kind of order says of its state. */
function assertLastWord({ state }: Order, last: OrderEvent | undefined): void {
  const word = last?.type.split('.')[1];
  if (state === 'paid') assert.ok(word === 'paid' || word === 'part_reversed', `${word}`);
  else if (isFinal(state)) assert.ok(word === 'failed' || word === 'reversed', `${word}`);
  else assert.equal(word, undefined);
}

/** What was reported is what is booked, to the unit, in every asset. */
function tiesToJournal(world: StoryWorld): void {
  for (const asset of ['PHP/2', 'USD/2']) {
    const entries = [...world.shop.lanes.rows.entries.values()];
    const booked = sum(entries.filter((one) => one.asset === asset).map(upstreamOf));
    assert.equal(-booked, world.atProvider(asset), `${asset} at the provider`);
  }
}

const upstreamOf = ({ legs }: Entry) =>
  sum(legs.map((leg) => (leg.account === 'upstream' ? leg.minor : 0n)));

/** All that was reported, reported once more, changes nothing. */
async function onceForEver(world: StoryWorld): Promise<void> {
  const picture = () => {
    const { entries, balances, orders, events, cases } = world.shop.lanes.rows;
    return [entries, balances, orders, events, cases].map((rows) => [...rows.values()]);
  };
  const before = picture();
  for (const one of world.reported) await world.report(one);
  for (const one of world.reported) await world.report(one, ':asked');
  assert.deepEqual(picture(), before, 'reported again, it is as it was');
}

function keepsItsRules(world: StoryWorld): void {
  owned(world);
  asAgreed(world);
  leavesNoMore(world);
  reportedInOrder(world);
}

async function play({ begin, steps }: Story, sabotage?: Sabotage): Promise<void> {
  const world = await StoryWorld.open(begin, sabotage);
  for (const step of steps) {
    await world.take(step);
    keepsItsRules(world);
    if (step.kind === 'return') goesBack(world);
  }
  await world.reportRest();
  keepsItsRules(world);
  adopted(world);
  tiesToJournal(world);
  await onceForEver(world);
}

test('a payin, whatever becomes of it, keeps the books', async () => {
  await fc.assert(
    fc.asyncProperty(story, (one) => play(one)),
    STORIES,
  );
});

const CALM: Begin = {
  ...{ amountPolicy: 'accept', latePolicy: 'suspense', second: 'suspense', short: 'accept' },
  tolerance: 0n,
  ...{ feePpm: 0n, settle: 0, disputesCost: false, isTimed: true, reservePpm: 0n, funds: 0n },
};
const pay = (amount: bigint, now = true): Step => ({
  ...{ kind: 'pay', minor: amount, asset: 'PHP/2', now },
});
const reverse = (which: number): Step => ({ kind: 'take_back', which, permille: 250, now: true });

describe('stories that once ended wrong', () => {
  test('of two late payments the second goes back in part: the order stays over', async () => {
    const steps: Step[] = [{ kind: 'expire' }, pay(1n), pay(11_000n), reverse(1)];
    await play({ begin: CALM, steps });
  });

  test('of what came too much the last part goes back after the order has', async () => {
    const begin = { ...CALM, amountPolicy: 'excess_to_suspense' } as const;
    const some: Step = { kind: 'take_back', which: 0, permille: 1, now: false };
    await play({ begin, steps: [pay(11_000n), some, { ...some, permille: 1_000, now: true }] });
  });

  test('of a failed order a part goes back before its payment is reported', async () => {
    await play({ begin: CALM, steps: [{ kind: 'decline' }, pay(10_000n, false), reverse(0)] });
  });

  const dispute = (verb: DisputeVerb, permille = 1): Step => ({
    ...{ kind: 'dispute', verb, which: 0, permille, now: true },
  });
  const toOwn: Step = { kind: 'exit', which: 0, way: 'order', half: false, own: true };
  const toMerchant: Step = { ...toOwn, way: 'merchant' };
  const holding = { ...CALM, short: 'hold', latePolicy: 'accept' } as const;

  test('a part is disputed and lost, pays its order by the rest, and is won after all', async () => {
    const steps = [pay(4_000n), dispute('open'), dispute('lose'), toOwn, dispute('again')];
    await play({ begin: holding, steps });
  });

  test('a dispute of another currency is lost after the order was called paid', async () => {
    const other: Step = { kind: 'pay', minor: 11_000n, asset: 'USD/2', now: true };
    const byHand: Step = { kind: 'by_hand', minor: 1n };
    await play({ begin: holding, steps: [other, dispute('open'), dispute('lose'), byHand] });
    const late = [{ ...other, now: false }, dispute('open'), byHand, dispute('lose')];
    await play({ begin: holding, steps: late });
  });

  test('a part was given to the merchant before the order was called paid', async () => {
    const steps: Step[] = [
      pay(1n),
      { kind: 'decline' },
      toMerchant,
      { kind: 'by_hand', minor: 1n },
    ];
    await play({ begin: holding, steps });
  });

  test('the wrong one of two payments is disputed, and the right one goes back', async () => {
    const steps: Step[] = [
      { kind: 'by_hand', minor: 1n },
      pay(1n, false),
      { ...dispute('open', 1_000), which: 3 } as Step,
      { ...reverse(0), permille: 1_000, now: false } as Step,
      dispute('lose'),
    ];
    await play({ begin: holding, steps });
  });
});

/** A sabotage of what each command decides. */
const changing =
  (change: (changes: Changes) => Changes): Sabotage =>
  <A>(command: Command<A>) => ({
    ...command,
    decide(rows, at) {
      const decision = command.decide(rows, at);
      return { ...decision, changes: change(decision.changes) };
    },
  });

/** One unit more upstream, and one less for the merchant. */
function lopsided(entry: Entry): Entry {
  const has = (account: string) => entry.legs.some((leg) => leg.account === account);
  if (!has('upstream') || !has('available')) return entry;
  const by = { upstream: 1n, available: -1n } as Readonly<Record<string, bigint>>;
  const legs = entry.legs.map((leg) => ({ ...leg, minor: leg.minor + (by[leg.account] ?? 0n) }));
  return { ...entry, legs };
}

/** An entry with what one account has put on another one. */
function moved(entry: Entry, from: Account, to: Account): Entry {
  const legs = entry.legs.map((leg) => (leg.account === from ? { ...leg, account: to } : leg));
  return { ...entry, legs };
}

const keptByUs = (entry: Entry) =>
  entry.name.startsWith('dispute.lost') ? moved(entry, 'upstream', 'platform') : entry;
const fromProvider = (entry: Entry) =>
  entry.name === 'payin.paid' && entry.connector === null
    ? moved(entry, 'suspense', 'upstream')
    : entry;

function dearer(claim: Order): Order {
  const { fee } = claim.terms;
  return { ...claim, terms: { ...claim.terms, fee: { ...fee, ratePpm: fee.ratePpm + 10_000n } } };
}

const eachOrder = (change: (order: Order) => Order) =>
  changing(({ orders = [], ...rest }) => ({ ...rest, orders: orders.map(change) }));

const WITHDRAWN = { changes: {}, answer: { ok: true }, isWithdrawn: true } as const;

const SABOTAGES: readonly (readonly [does: string, found: RegExp, sabotage: Sabotage])[] = [
  [
    'books another amount than moved',
    /at the provider/,
    changing(({ entries = [], ...rest }) => ({ ...rest, entries: entries.map(lopsided) })),
  ],
  [
    'forgets what a payment still brings',
    /pending is what is to be settled/,
    eachOrder((order) => (order.settleAt === null ? order : { ...order, pendingMinor: 0n })),
  ],
  [
    'does not count refunds',
    /beyond what was left/,
    eachOrder((order) =>
      order.kind === 'payin' ? { ...order, refundedMinor: 0n, refundingMinor: 0n } : order,
    ),
  ],
  [
    'opens no case when more went back than came',
    /no case was opened/,
    changing(({ cases = [], ...rest }) => ({
      ...rest,
      cases: cases.filter(({ kind }) => kind !== 'given_back_twice'),
    })),
  ],
  [
    'loses a word to the merchant',
    /without a gap/,
    changing(({ events = [], ...rest }) => ({
      ...rest,
      events: events.filter(({ type }) => !type.endsWith('.paid')),
    })),
  ],
  [
    'forgets what a dispute holds',
    /disputed is what disputes hold/,
    changing(({ disputes = [], ...rest }) => ({
      ...rest,
      disputes: disputes.map((one) => ({ ...one, heldMinor: 0n, fromPendingMinor: 0n })),
    })),
  ],
  [
    'does not record on the order what is disputed of it',
    /knows what is disputed of it/,
    eachOrder((order) => ({ ...order, disputedMinor: 0n })),
  ],
  [
    'forgets what it holds in reserve',
    /in reserve is what holds have/,
    changing(({ holds: _, ...rest }) => rest),
  ],
  [
    'takes a lost dispute from the merchant alone',
    /at the provider/,
    changing(({ entries = [], ...rest }) => ({ ...rest, entries: entries.map(keptByUs) })),
  ],
  [
    'forgets the parts that it holds',
    /parts are held/,
    changing(({ rewritten = [], ...rest }) => ({
      ...rest,
      rewritten: rewritten.map((order) => ({ ...order, partPayments: [] })),
    })),
  ],
  [
    'books a fee that was not agreed',
    /the fee that was agreed/,
    ({ claim, ...command }) =>
      ({ ...command, ...(claim === undefined ? {} : { claim: dearer(claim) }) }) as never,
  ],
  [
    'pays an order out of a case, and leaves it there',
    /at the provider/,
    changing(({ entries = [], ...rest }) => ({ ...rest, entries: entries.map(fromProvider) })),
  ],
  [
    'does not adopt what a person has resolved',
    /adopted/,
    eachOrder((order) => (order.bankRef === 'UTR1' ? { ...order, paymentRef: null } : order)),
  ],
  [
    'does not send back what was agreed',
    /goes back as agreed/,
    (command) =>
      command.claim?.caseKey === undefined
        ? command
        : ({ ...command, decide: () => WITHDRAWN } as never),
  ],
  [
    'does not remember what was reported',
    /./,
    ({ providerEvent: _, ...command }) => command as never,
  ],
];

describe('a sabotage is found', () => {
  for (const [does, found, sabotage] of SABOTAGES) {
    test(`that ${does}`, async () => {
      const stories = fc.asyncProperty(story, (one) => play(one, sabotage));
      const why = (error: Error) => found.test(`${(error.cause as Error | undefined)?.message}`);
      await assert.rejects(fc.assert(stories, SABOTAGED), why);
    });
  }
});
