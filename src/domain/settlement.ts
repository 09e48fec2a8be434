/**
 * Settlement: what of many payins of one merchant is due becomes available by one entry, as a part
 * of the batch of their day.
 */
import type { Id } from './id.ts';
import { type Balance, type Entry, entry } from './ledger.ts';
import type { Mode } from './merchant.ts';
import type { Asset } from './money.ts';
import { creditAvailable, type Netted } from './netting.ts';
import type { Order } from './order.ts';
import { holdOf, type ReserveHold, type ReserveRule, releaseDay, reserveOf } from './reserve.ts';
import { type Calendars, due } from './settlement-day.ts';

/** All that is due to a merchant in an asset on a day is one batch. */
export interface BatchKey {
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly asset: Asset;
  /** `YYYY-MM-DD`: the due day of its orders. */
  readonly date: string;
}

/** What some more orders add to a batch; amounts in minor units. */
export interface BatchPart extends BatchKey {
  readonly id: Id;
  readonly orders: bigint;
  /** What was paid for them, and the fees of that. */
  readonly paidMinor: bigint;
  readonly feeMinor: bigint;
  /** What of it had left `pending` before: by disputes, and by what providers took back. */
  readonly takenMinor: bigint;
  /** What they came to: paid, less fees, less what was taken. */
  readonly netMinor: bigint;
  /** Where that went: into what the merchant owed, into its reserve, and what it can spend. */
  readonly debtMinor: bigint;
  readonly reserveMinor: bigint;
  readonly creditedMinor: bigint;
  /** Orders that are due by the hour of their payment come all day long. */
  readonly isByHour: boolean;
}

export interface Settled {
  readonly orders: readonly Order[];
  /** None where nothing was left of the orders. */
  readonly entries: readonly Entry[];
  /** What of it is held in the reserve. */
  readonly holds: readonly ReserveHold[];
  readonly part: BatchPart;
}

/** How what is due is split; the legs of the entry, and with `pending` they sum to zero. */
export interface DueSplit {
  readonly net: Netted;
  readonly rolling: bigint;
}

/** The reserve is held first; of the rest a debt is filled, and what is left can be spent. */
export function splitDue(
  balance: Balance,
  due: { readonly paidMinor: bigint; readonly netMinor: bigint },
  rule: ReserveRule | null = null,
): DueSplit {
  const rolling = reserveOf(rule, due, balance);
  return { net: creditAvailable(balance, due.netMinor - rolling), rolling };
}

/**
 * Settles those of a batch's orders that are due. They are of its merchant, mode and asset; others
 * are left as they are. Null: none is due (any more).
 */
export function settleOrders(
  batch: BatchKey & { readonly id: Id },
  orders: readonly Order[],
  { balance, rule }: { readonly balance: Balance; readonly rule: ReserveRule | null },
  at: Date,
): Settled | null {
  const settling = orders.filter((order) => isDue(order, at));
  const first = settling[0];
  if (first === undefined) return null;
  const sum = (of: (order: Order) => bigint) =>
    settling.reduce((total, one) => total + of(one), 0n);
  const netMinor = sum(({ pendingMinor }) => pendingMinor);
  const [paidMinor, feeMinor] = [sum((one) => one.paidMinor), sum((one) => one.feeMinor)];
  const { net, rolling } = splitDue(balance, { paidMinor, netMinor }, rule);
  const subject = { ...batch, connector: null, account: null };
  const legs = { pending: -netMinor, net, rolling };
  // An order is settled once, so a part of a batch is known by its first order.
  const entries = netMinor === 0n ? [] : [entry(subject, `batch.settled:${first.id}`, legs)];
  const releaseOn = rule === null ? null : releaseDay(at, rule);
  return {
    orders: settling.map((order) => ({
      ...order,
      ...{ settleAt: null, pendingMinor: 0n },
      batch: { id: batch.id, minor: order.pendingMinor },
    })),
    entries,
    holds: entries.flatMap((one) => holdOf(one, releaseOn) ?? []),
    part: {
      ...batch,
      orders: BigInt(settling.length),
      ...{ paidMinor, feeMinor, netMinor, takenMinor: paidMinor - feeMinor - netMinor },
      ...{ debtMinor: net.debt, reserveMinor: rolling, creditedMinor: net.available },
      isByHour: settling.some(({ settleOn }) => settleOn === null),
    },
  };
}

/**
 * A payin that waits, with the due day that calendars give it now; null: it stays as it is. What it
 * went by before is kept where the day is the same.
 */
export function replan(order: Order, calendars: Calendars): Order | null {
  const { state, settleAt, settleOn, finalAt, terms } = order;
  if (state !== 'paid' || settleAt === null || settleOn === null || finalAt === null) return null;
  const { at, on } = due(finalAt, terms.settle, calendars);
  if (at === null || on === null || on.date === settleOn.date) return null;
  return { ...order, settleAt: at, settleOn: on };
}

function isDue({ state, settleAt }: Order, at: Date): boolean {
  return state === 'paid' && settleAt !== null && settleAt <= at;
}
