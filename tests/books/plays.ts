/** How the program comes to each row of the table of postings. */

import { type PostingKind, postToBalance } from '../../src/domain/balance-posting.ts';
import type { HeldCase } from '../../src/domain/case.ts';
import { type CaseExit, exitCase } from '../../src/domain/case-exit.ts';
import { FREE } from '../../src/domain/fee.ts';
import { type Balance, type Entry, post, ZERO_BALANCE } from '../../src/domain/ledger.ts';
import type { Order } from '../../src/domain/order.ts';
import { PARTS_CASE } from '../../src/domain/part-payments.ts';
import { advancePayin, type PayinEvent, type PayinSetting } from '../../src/domain/payin.ts';
import { advanceOutgoing, hold, type OutgoingEvent } from '../../src/domain/payout.ts';
import { reserveVoid } from '../../src/domain/refund.ts';
import { type ReserveRule, releaseDue } from '../../src/domain/reserve.ts';
import { creditTopUp, type Matched } from '../../src/domain/topup.ts';
import { AT, sampleOrder } from '../support/order.ts';
import { declined, paid, reversed } from '../support/sample.ts';
import { settlePayin } from '../support/settle.ts';
import { disputePlays } from './dispute-plays.ts';

/** The fee of 2.50 with its tax of 0.30, as one. */
const FEE = { ...FREE, ratePpm: 28_000n };
const LATER = { fee: FEE, settle: 1 };
const RICH: Balance = { ...ZERO_BALANCE, available: 100_000n, upstream: -100_000n };
const OWES: Balance = { ...ZERO_BALANCE, debt: -3_000n, platform: 3_000n };

const payin = (changes: Partial<Order> = {}) => sampleOrder({ terms: LATER, ...changes });

/** One fact, and what it books of a merchant with this balance. */
function report(order: Order, fact: PayinEvent, changes: Partial<PayinSetting> = {}) {
  const policies = { amountPolicy: 'accept', latePolicy: 'accept', balance: RICH } as const;
  return advancePayin(order, fact, { ...policies, ...changes }, AT);
}

const books = (...reported: Parameters<typeof report>) => report(...reported).entries;

/** The payment of 100.00, paid. */
const paidPayin = () => report(payin(), paid(10_000n)).order;

const outgoing = (changes: Partial<Order>) => sampleOrder({ kind: 'payout', ...changes });
const refund = (changes: Partial<Order> = {}) =>
  outgoing({ kind: 'refund', amountMinor: 4_000n, feeMinor: 56n, ...changes });
const held = (order: Order, balance = RICH) => [hold(order, balance) as Entry];
const ends = (order: Order, fact: OutgoingEvent, of: Order | null = null) =>
  advanceOutgoing(order, fact, AT, held(order, RICH).reduce(post, RICH), of);

function voided() {
  const today = { at: AT, zoneMinutes: 480 };
  const reserved = reserveVoid(paidPayin(), true, today);
  if (!reserved.ok) throw new Error('a payment of today can be voided');
  const { payin: of } = reserved;
  const changes = {
    voided: true,
    refundedFeeMinor: of.feeMinor,
    feeMinor: 0n,
    amountMinor: 10_000n,
  };
  return { of, order: refund(changes) };
}
const UNSETTLED: Balance = { ...ZERO_BALANCE, pending: 9_720n, fees: 280n, upstream: -10_000n };

/** What an exit books of a case of an order. */
function exits(heldMinor: bigint, way: CaseExit['way'], order = payin(), withFee = false) {
  const { id: orderId, merchantId, mode, asset } = order;
  const file = { orderId, merchantId, kind: 'second_payment', key: 'P2', detail: '' } as const;
  const held: HeldCase = { ...file, state: 'open', mode, asset, heldMinor, source: null };
  const exit = { way, amountMinor: null, withFee, targetId: null, evidence: 'letter 1' };
  const effect = exitCase(held, order, exit, RICH);
  if (!effect.ok) throw new Error(effect.why);
  return [effect.entry];
}

/** What a posting by hand books of a merchant with this balance. */
function posts(kind: PostingKind, amountMinor: bigint | null, balance: Balance) {
  const { merchantId, mode, asset } = payin();
  const by = { adjustment: 'goodwill', evidence: 'letter 1' } as const;
  const posting = { kind, merchantId, mode, asset, amountMinor, ...by };
  const effect = postToBalance(posting, balance, []);
  if (!effect.ok) throw new Error(effect.why);
  return [effect.entry];
}
/** A tenth of what was paid is held for 90 days. */
const TENTH: ReserveRule = {
  ...{ merchantId: 1n, asset: 'PHP/2', ppm: 100_000n, days: 90, capMinor: null, basis: 'gross' },
};
const HELD: Balance = { ...ZERO_BALANCE, rolling: 1_000n, upstream: -1_000n };

/** What was held of a settlement is due. */
function released(balance: Balance) {
  const { merchantId, mode, asset } = payin();
  const by = { subjectId: 5n, name: 'batch.settled:1', releaseOn: '2026-01-01' };
  const hold = { merchantId, mode, asset, minor: 1_000n, leftMinor: 1_000n, ...by };
  const effect = releaseDue([hold], balance, AT);
  return effect === null ? [] : [effect.entry];
}

/** 200.00 that a bank has received under a merchant's reference. */
const RECEIPT: Matched = {
  ...{ id: 8n, bank: 'bdo1', bankRef: 'B2', amountMinor: 20_000n, valueDate: '2026-01-01' },
  ...{ text: '', sender: '', mode: 'live', asset: 'PHP/2', state: 'matched', merchantId: 1n },
  ...{ topUpId: 9n, decidedBy: null, evidence: null, receivedAt: AT },
};

/** A refund of 100.00 that a case pays for. */
const ofCase = () => refund({ feeMinor: 0n, amountMinor: 10_000n, caseKey: '1/second_payment:P2' });

const SHORT = 'short 60.00, policy hold';
const HOLD = { short: { rule: 'hold', tolerancePpm: 0n, toleranceMinor: 0n } } as const;
const REFUND = 'refund 40.00 made, refund fee 0.50 + 0.06';
const PAYOUT = 'payout 25.00 held, fee 1.00 + 0.12';
const WITHDRAWAL = 'withdrawal 500.00 held, fee 5.00 + 0.60';

/** Of 500.00, by a bank account of the platform, or by a provider's payout. */
const withdrawal = (bank: string | null) =>
  outgoing({
    ...{ kind: 'withdrawal', amountMinor: 50_000n, feeMinor: 560n },
    withdrawal: { beneficiaryId: 7n, bank },
    ...(bank === null ? {} : { connector: null, account: null }),
  });
const byHand = (minor: bigint): OutgoingEvent => ({
  ...{ kind: 'paid_by_hand', minor, bankRef: 'B1', paymentRef: null, caseKey: null },
});

export const PLAYS: Readonly<Record<string, () => readonly Entry[]>> = {
  ...disputePlays(paidPayin, RICH),
  'paid, T+n': () => books(payin(), paid(10_000n)),
  'paid, T+0 (no pending), merchant owes 30.00': () =>
    books(payin({ terms: { fee: FEE, settle: 0 } }), paid(10_000n), { balance: OWES }),
  'short 60.00, policy accept or within tolerance': () => books(payin(), paid(6_000n)),
  [SHORT]: () => books(payin(), paid(6_000n), HOLD),
  [`${SHORT} … completed by a second payment of 40.00`]: () =>
    books(report(payin(), paid(6_000n), HOLD).order, paid(4_000n, 'P2'), HOLD),
  [`${SHORT} … taken short by decision`]: () => {
    const { order } = report(payin(), paid(6_000n), HOLD);
    const word = { kind: 'paid_by_hand', minor: 6_000n, bankRef: 'B1', paymentRef: 'P1' } as const;
    return books(order, { ...word, caseKey: PARTS_CASE }, HOLD);
  },
  'over 110.00, excess aside': () =>
    books(payin(), paid(11_000n), { amountPolicy: 'excess_to_suspense' }),
  'late, second, unknown payer, wrong asset': () => books(paidPayin(), paid(10_000n, 'P2')),
  'settlement batch': () => settlePayin(paidPayin(), RICH)?.entries ?? [],
  'settlement batch … 10 % of gross into the rolling reserve': () =>
    settlePayin(paidPayin(), RICH, TENTH)?.entries ?? [],
  'settlement batch … merchant owes 30.00': () =>
    settlePayin(paidPayin(), OWES, TENTH)?.entries ?? [],
  [REFUND]: () => held(refund()),
  [`${REFUND} … paid, fee of the payin kept`]: () =>
    ends(refund(), paid(4_000n, 'R'), paidPayin()).entries,
  [`${REFUND} … paid, share of the fee 1.00 + 0.12 refunded`]: () =>
    ends(refund({ refundedFeeMinor: 112n }), paid(4_000n, 'R'), paidPayin()).entries,
  'refund came back after it was paid (fee not refunded)': () => {
    const made = ends(refund({ feeMinor: 0n }), paid(4_000n, 'R'), paidPayin()).order;
    return ends(made, reversed, paidPayin()).entries;
  },
  'void made': () => held(voided().order, UNSETTLED),
  'void made … paid': () => {
    const { of, order } = voided();
    return advanceOutgoing(order, paid(10_000n, 'V'), AT, UNSETTLED, of).entries;
  },
  [PAYOUT]: () => held(outgoing({ amountMinor: 2_500n, feeMinor: 112n })),
  [`${PAYOUT} … paid`]: () =>
    ends(outgoing({ amountMinor: 2_500n, feeMinor: 112n }), paid(2_500n, 'O')).entries,
  [`${PAYOUT} … came back later, fee kept`]: () => {
    const made = ends(outgoing({ amountMinor: 2_500n }), paid(2_500n, 'O')).order;
    return ends(made, reversed).entries;
  },
  [WITHDRAWAL]: () => held(withdrawal('bdo1')),
  [`${WITHDRAWAL} … paid by our bank (\`bank\`; by a provider: in \`upst\`)`]: () =>
    ends(withdrawal('bdo1'), byHand(50_000n)).entries,
  'top-up 200.00 by bank (`unallocated`)': () => [creditTopUp(RECEIPT, RICH)],
  'suspense exit: provider takes it back': () => {
    const payment = { ref: 'P2', amount: { asset: 'PHP/2', minor: 10_000n } };
    const { order } = report(paidPayin(), paid(10_000n, 'P2'));
    return books(order, { ...reversed, payment });
  },
  'rolling reserve released': () => released(HELD),
  'reserve taken for a debt (two people, or by terms)': () =>
    released({ ...HELD, debt: -3_000n, platform: 3_000n }),
  'adjustment for the merchant (`adjust`; against it: signs turned)': () =>
    posts('credit', 1_000n, RICH),
  'debt written off': () =>
    posts('forgive', null, { ...ZERO_BALANCE, debt: -7_000n, upstream: 7_000n }),
  'suspense exit: to the merchant, fee taken': () => exits(10_000n, 'merchant', payin(), true),
  'suspense exit: back to the payer, held': () => held(ofCase()),
  'suspense exit: back to the payer, held … paid': () => ends(ofCase(), paid(10_000n, 'R')).entries,
  'suspense exit: unclaimed, to the platform (`write_off`)': () => exits(1_000n, 'platform'),
  'stray loss: provider paid out what had failed here … exit: charged to the merchant': () =>
    exits(-2_500n, 'merchant', outgoing({ amountMinor: 2_500n })),
  'stray loss: provider paid out what had failed here': () => {
    const failed = ends(outgoing({ amountMinor: 2_500n }), declined).order;
    return ends(failed, paid(2_500n, 'O')).entries;
  },
};

/** Entries that no row of the table has: rows with their signs turned, and what goes back early. */
export const PLAYS_BESIDE: Readonly<Record<string, () => readonly Entry[]>> = {
  'payout failed': () => ends(outgoing({ amountMinor: 2_500n }), declined).entries,
  'withdrawal by our bank failed': () => ends(withdrawal('bdo1'), declined).entries,
  'withdrawal by our bank came back': () =>
    ends(ends(withdrawal('bdo1'), byHand(50_000n)).order, reversed).entries,
  'withdrawal by a provider': () => ends(withdrawal(null), paid(50_000n, 'W')).entries,
  'withdrawal by a provider left though it had failed': () =>
    ends(ends(withdrawal(null), declined).order, paid(50_000n, 'W')).entries,
  'refund failed': () => ends(refund(), declined, paidPayin()).entries,
  'refund paid after it had failed': () => {
    const failed = ends(refund({ feeMinor: 0n }), declined, paidPayin()).order;
    return ends(failed, paid(4_000n, 'R'), paidPayin()).entries;
  },
  'adjustment against the merchant': () => posts('debit', 1_000n, RICH),
  'parts go back with their order': () =>
    books(report(payin(), paid(6_000n), HOLD).order, { kind: 'cancelled' }, HOLD),
};
