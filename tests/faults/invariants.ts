/** What must hold when everything has come to rest; each is a promise with a name. */
import { verifyNotification as verifyCollect } from '../../src/dialects/collect/client.ts';
import { verifyNotification as verifyRecharge } from '../../src/dialects/recharge/client.ts';
import { parseOrderNo } from '../../src/dialects/recharge/codec.ts';
import { major, minorOf } from './amounts.ts';
import {
  ACCOUNTS,
  type Books,
  differences,
  type NotificationRow,
  type OrderRow,
  orderIdOf,
  type SumRow,
} from './auditor.ts';
import { BOOK_RULES } from './book-rules.ts';
import { faultsInLogs } from './log-check.ts';
import type { Merchant } from './merchants.ts';
import type { Standing } from './providers/contract.ts';
import type { Receipt } from './sinks.ts';

export interface Invariant {
  readonly name: string;
  readonly promise: string;
  /** What contradicts it; empty when it holds. */
  readonly check: (books: Books) => readonly string[];
}

export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'acknowledged_is_kept',
    promise: 'every acknowledged order is in the database, as it was acknowledged',
    check: acknowledgedIsKept,
  },
  {
    name: 'one_order_per_reference',
    promise: 'a merchant order id is one order, and every answer names the same one',
    check: oneOrderPerReference,
  },
  {
    name: 'every_call_answered',
    promise: 'every call is answered in the end, and refused only for want of balance',
    check: everyCallAnswered,
  },
  {
    name: 'every_order_dispatched',
    promise: 'an order that is not refused has a dispatch',
    check: everyOrderDispatched,
  },
  {
    name: 'payouts_sent_once',
    promise: 'a payout reaches one account, once, whatever became of the answer',
    check: payoutsSentOnce,
  },
  {
    name: 'upstream_effective_once',
    promise: 'no reference has more than one effect at the provider',
    check: ({ provider }) => provider.effectiveTwice,
  },
  {
    name: 'callbacks_stored_before_ack',
    promise: 'a callback that was acknowledged is stored',
    check: callbacksStored,
  },
  {
    name: 'ends_agree_with_upstream',
    promise: 'an order ended here as it ended at the provider: doubt is never taken for failure',
    check: endsAgree,
  },
  {
    name: 'ledger_sums_to_zero',
    promise: 'the ledger sums to zero per asset',
    check: ({ database }) => totals(database.entries).flatMap(notZero),
  },
  {
    name: 'balances_are_sums',
    promise: 'every balance is the sum of its entries',
    check: balancesAreSums,
  },
  {
    name: 'reserved_is_open_payouts',
    promise: 'what is reserved is what the open payouts hold',
    check: reservedIsOpen,
  },
  {
    name: 'ledger_agrees_with_upstream',
    promise: 'for every order the ledger moved what the provider moved, to the unit',
    check: ledgerAgrees,
  },
  ...BOOK_RULES,
  {
    name: 'every_end_notified',
    promise: 'every end of an order was notified, or is dead-lettered because nobody took it',
    check: everyEndNotified,
  },
  {
    name: 'notifications_verify',
    promise: "notifications verify with the merchant's key and report what the order is",
    check: notificationsVerify,
  },
  {
    name: 'repeats_are_identical',
    promise: 'a notification is sent again in the same bytes',
    check: repeatsAreIdentical,
  },
  {
    name: 'no_lease_held',
    promise: 'nothing is left waiting to be sent, or sent and not answered',
    check: ({ database }) => left(database.dispatches, ['ready', 'sent']),
  },
  {
    name: 'no_doubt_left',
    promise:
      'no doubt outlives the healing, but where only a person can decide: then a case is open',
    check: noDoubtLeft,
  },
  {
    name: 'logs_are_clean',
    promise: 'no defect in any log, and no process ended by itself',
    check: ({ logs, ownEnds }) => faultsInLogs(logs, ownEnds),
  },
];

const isFinal = ({ state }: OrderRow) => state !== 'created' && state !== 'pending';

/** Refused in the answer to the call itself: nothing was held, and there is nothing to report. */
const isRefused = ({ failure, notice_count }: OrderRow) =>
  failure?.code === 'insufficient_balance' && notice_count === 0;

function byId(books: Books): ReadonlyMap<string, OrderRow> {
  return new Map(books.database.orders.map((order) => [order.id, order]));
}

function acknowledgedIsKept(books: Books): readonly string[] {
  const orders = byId(books);
  const wanted = new Map(
    books.wanted.flatMap((line) => (line.kind === 'wanted' ? [[line.ref, line] as const] : [])),
  );
  return books.wanted.flatMap((line) => {
    if (line.kind !== 'acknowledged') return [];
    const order = orders.get(line.platOrderId);
    if (order === undefined) return [`lost: ${line.ref}, answered as ${line.platOrderId}`];
    const want = wanted.get(line.ref);
    const same =
      order.merchant_ref === line.ref &&
      order.merchant_id === want?.merchantId &&
      order.kind === want.order &&
      order.amount_minor === want.amountMinor;
    return same ? [] : [`${line.ref}: another order than the one that was asked for`];
  });
}

function oneOrderPerReference({ wanted, database }: Books): readonly string[] {
  const asked = new Set(wanted.flatMap((line) => (line.kind === 'wanted' ? [line.ref] : [])));
  const rows = count(database.orders.map(({ merchant_ref }) => merchant_ref));
  const doubled = [...rows].filter(([, times]) => times > 1).map(([ref]) => `doubled: ${ref}`);
  const unasked = [...rows.keys()].filter((ref) => !asked.has(ref)).map((ref) => `ghost: ${ref}`);
  const reported = new Map<string, string>();
  const otherwise = wanted.flatMap((line) => {
    if (line.kind !== 'acknowledged') return [];
    const first = reported.get(line.ref) ?? line.platOrderId;
    reported.set(line.ref, first);
    return first === line.platOrderId ? [] : [`${line.ref}: answered under two ids`];
  });
  return [...doubled, ...unasked, ...otherwise];
}

function everyCallAnswered({ wanted }: Books): readonly string[] {
  return wanted.flatMap((line) => {
    if (line.kind === 'unanswered') return [`${line.ref}: ${line.why}`];
    if (line.kind === 'refused' && line.why !== 'insufficient balance') {
      return [`${line.ref} was refused: ${line.why}`];
    }
    return [];
  });
}

function everyOrderDispatched({ database }: Books): readonly string[] {
  const dispatched = new Set(database.dispatches.map(({ order_id }) => order_id));
  return database.orders
    .filter((order) => !isRefused(order) && !dispatched.has(order.id))
    .map(({ id, state }) => `${id} (${state}) has no dispatch`);
}

function payoutsSentOnce({ provider }: Books): readonly string[] {
  return [...count(provider.payoutsReached.map(orderIdOf))]
    .filter(([, times]) => times > 1)
    .map(([reference, times]) => `payout ${reference} was sent ${times} times`);
}

function callbacksStored({ provider, database }: Books): readonly string[] {
  const stored = Map.groupBy(database.events, ({ order_id }) => order_id);
  return provider.acknowledged.flatMap(({ what, reference, isStoredAs }) => {
    const orderId = orderIdOf(reference);
    const found = (stored.get(orderId) ?? []).some(({ key }) => isStoredAs(key));
    return found ? [] : [`${what} of ${orderId}: acknowledged, and not stored`];
  });
}

/** What the states are called there. `failed` holds too when the order never arrived. */
const ENDS: Readonly<Record<string, readonly (Standing | 'none')[]>> = {
  created: ['none', 'pending', 'processing'],
  pending: ['pending', 'processing'],
  paid: ['succeeded'],
  failed: ['failed', 'none'],
  expired: ['expired'],
  closed: ['expired', 'closed'],
  reversed: ['reversed'],
};

function endsAgree({ provider, database }: Books): readonly string[] {
  // A payin that moved on may be known at both accounts.
  const there = Map.groupBy(provider.orders, ({ reference }) => orderIdOf(reference));
  return database.orders.flatMap((order) => {
    const known = there.get(order.id)?.flatMap(({ standings }) => standings) ?? ['none' as const];
    const agrees = known.some((status) => ENDS[order.state]?.includes(status));
    if (isRefused(order) || agrees) return [];
    return [`${order.kind} ${order.id} is ${order.state} here and ${known} there`];
  });
}

/** Per asset: the sum over all accounts of all merchants. */
export function totals(sums: readonly SumRow[]): readonly (readonly [string, bigint])[] {
  const byAsset = new Map<string, bigint>();
  for (const row of sums) {
    const total = ACCOUNTS.reduce((sum, account) => sum + BigInt(row[account]), 0n);
    byAsset.set(row.asset, (byAsset.get(row.asset) ?? 0n) + total);
  }
  return [...byAsset];
}

function notZero([asset, total]: readonly [string, bigint]): readonly string[] {
  return total === 0n ? [] : [`${asset} sums to ${total}`];
}

function balancesAreSums({ database }: Books): readonly string[] {
  const keyOf = ({ merchant_id, mode, asset }: SumRow) => `${merchant_id} ${mode} ${asset}`;
  const entries = new Map(database.entries.map((row) => [keyOf(row), row]));
  const balances = new Map(database.balances.map((row) => [keyOf(row), row]));
  const keys = new Set([...entries.keys(), ...balances.keys()]);
  return [...keys].flatMap((key) =>
    ACCOUNTS.flatMap((account) => {
      const booked = BigInt(entries.get(key)?.[account] ?? 0);
      const shown = BigInt(balances.get(key)?.[account] ?? 0);
      return booked === shown ? [] : [`${key} ${account}: shows ${shown}, booked ${booked}`];
    }),
  );
}

function reservedIsOpen({ database }: Books): readonly string[] {
  const held = new Map<string, bigint>();
  for (const order of database.orders) {
    if (order.kind === 'payin' || isFinal(order)) continue;
    const key = `${order.merchant_id} ${order.asset}`;
    const minor = BigInt(order.amount_minor) + BigInt(order.fee_minor);
    held.set(key, (held.get(key) ?? 0n) + minor);
  }
  return database.balances.flatMap(({ merchant_id, asset, reserved }) => {
    const open = held.get(`${merchant_id} ${asset}`) ?? 0n;
    return BigInt(reserved) === open ? [] : [`${merchant_id}: reserved ${reserved}, open ${open}`];
  });
}

function ledgerAgrees({ provider, database }: Books): readonly string[] {
  return differences(provider.movements, database.upstream).map(
    ({ id, here, there }) => `order ${id}: ${here} here, ${there} at the provider`,
  );
}

function everyEndNotified(books: Books): readonly string[] {
  const { database, receipts, wanted } = books;
  const rows = new Map(database.notifications.map((row) => [`${row.order_id}_${row.n}`, row]));
  const taken = new Set(receipts.filter(({ manner }) => manner === 'success').map(({ id }) => id));
  const dead = new Set(
    wanted.flatMap((line) => (line.kind === 'wanted' && line.deadSink ? [line.ref] : [])),
  );
  return database.orders.flatMap((order) => {
    if (!isFinal(order) || isRefused(order)) return [];
    if (order.notice_count === 0) return [`${order.id} (${order.state}) was never to be reported`];
    return Array.from({ length: order.notice_count }, (_, index) => {
      const id = `${order.id}_${index + 1}`;
      const row = rows.get(id);
      const state = row?.state ?? 'missing';
      if (state === 'delivered' && (taken.has(id) || isSilent(order, row))) return '';
      if (state === 'parked' && dead.has(order.merchant_ref)) return '';
      if (state === 'parked' && isReportedOnce(order)) return '';
      return `${id} of an order that is ${order.state} is ${state}`;
    }).filter((breach) => breach !== '');
  });
}

/** `recharge` has no word for a part that was lost (docs/disputes.md, section 4). */
function isSilent({ scope }: OrderRow, row: NotificationRow | undefined): boolean {
  return scope === 'recharge' && row?.event === 'payin.part_reversed';
}

/** In `recharge` a chargeback is reported once, whatever came of it. */
function isReportedOnce({ scope, state }: OrderRow): boolean {
  return scope === 'recharge' && state === 'reversed';
}

/** What a notification says, in the words of neither dialect. */
interface OrderEvent {
  readonly orderId: string;
  readonly isPaid: boolean;
  readonly amountMinor: bigint;
  /** Whose amount it reports: what came, or what was ordered. */
  readonly reports: 'paid_minor' | 'amount_minor';
}

function notificationsVerify(books: Books): readonly string[] {
  const orders = byId(books);
  return books.receipts.flatMap((receipt) => {
    const { merchant, id } = receipt;
    const notification = readNotification(receipt, books.merchants[merchant]);
    if (typeof notification === 'string') return [`${id}: ${notification}`];
    const { orderId, isPaid, amountMinor, reports } = notification;
    const order = orders.get(orderId);
    if (order === undefined || !id.startsWith(orderId)) {
      return [`${id}: a notification of an order that is another one, or none`];
    }
    const due = BigInt(order[reports]);
    if (order.state === 'paid' && order.notice_count === 1 && !(isPaid && amountMinor === due)) {
      return [`${id}: reported ${isPaid} ${major(amountMinor)}, due ${major(due)}`];
    }
    return [];
  });
}

/** Verified with the merchant's keys; a text: why it does not hold. */
function readNotification(
  { body, sign }: Receipt,
  merchant: Merchant | undefined,
): OrderEvent | string {
  const bytes = Buffer.from(body, 'latin1');
  if (sign === '') {
    const read = verifyCollect(bytes, [merchant?.key ?? '']);
    if (!read.ok) return read.reason;
    const { platOrderId: orderId, status, amount } = read.value;
    const amountMinor = minorOf(amount);
    return { orderId, isPaid: status === 'success', amountMinor, reports: 'paid_minor' };
  }
  const read = verifyRecharge(bytes, sign, [merchant?.recharge?.platformPublicKey ?? '']);
  if (!read.ok) return read.reason;
  const { orderNo, status, amount } = read.value;
  const orderId = `${parseOrderNo(orderNo)}`;
  const isPaid = status === 'IN_PROGRESS';
  return { orderId, isPaid, amountMinor: minorOf(amount), reports: 'amount_minor' };
}

function repeatsAreIdentical({ receipts }: Books): readonly string[] {
  const first = new Map<string, string>();
  const others = new Set<string>();
  for (const { id, body } of receipts) {
    const known = first.get(id) ?? body;
    first.set(id, known);
    if (known !== body) others.add(id);
  }
  return [...others].map((id) => `${id} was sent in different bytes`);
}

function left(rows: Books['database']['dispatches'], states: readonly string[]): readonly string[] {
  return rows
    .filter(({ state }) => states.includes(state))
    .map(({ order_id, n, operation, state, note }) => {
      return `${operation} ${order_id}_${n} is ${state}${note === null ? '' : `: ${note}`}`;
    });
}

/**
 * A payout that was about to be sent when its worker was killed: the provider does not know it, and
 * that alone is no proof. It is a case for the operator.
 */
function noDoubtLeft({ provider, database }: Books): readonly string[] {
  const known = new Set(provider.orders.map(({ reference }) => orderIdOf(reference)));
  const forPeople = database.dispatches.filter(({ order_id, operation, in_case }) => {
    return in_case && operation === 'payout' && !known.has(order_id);
  });
  return left(
    database.dispatches.filter((row) => !forPeople.includes(row)),
    ['doubt'],
  );
}

function count(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
