/**
 * The write path's vocabulary. A command is a value: which rows it claims and locks, and a pure
 * `decide` that turns the locked rows into changes and an answer. The lane (store) runs many of
 * them in one transaction; the model tests run the same ones over plain maps.
 */
import type { AuditEvent } from './audit-event.ts';
import type { Case, ClosedCase, HeldCase } from './case.ts';
import type { Dispatch, DispatchState } from './dispatch.ts';
import type { Dispute } from './dispute.ts';
import type { Id } from './id.ts';
import type { Balance, Entry } from './ledger.ts';
import type { Mode } from './merchant.ts';
import type { Asset } from './money.ts';
import type { Order } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import type { ReserveHold } from './reserve.ts';
import type { BatchPart } from './settlement.ts';

export interface BalanceKey {
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly asset: Asset;
}

/** A verified report that must count once, however often it is reported. */
export interface ProviderEventKey {
  readonly source: string;
  readonly key: string;
  readonly orderId: Id;
}

/** The orders that count against a limit of a channel: those of a merchant since a moment. */
export interface QuotaKey {
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly channel: string;
  readonly since: Date;
}

/** What counts already: the sum ordered since then, and the orders that wait to be paid. */
export interface QuotaUse {
  readonly orderedMinor: bigint;
  readonly openCount: number;
}

/** The rows a command asked for, as they are inside the transaction when its turn comes. */
export interface Rows {
  /** The claimed order: our own when `won`, else the one that was there first. */
  readonly claim: { readonly won: boolean; readonly order: Order } | null;
  /** False when this provider event was recorded before: decide nothing again. */
  readonly isFirstRecorded: boolean;
  order(id: Id): Order | null;
  /** By their number, of an order that the command named in `dispatchesOf`; of others none. */
  dispatches(orderId: Id): readonly Dispatch[];
  /** Of an order that the command named in `disputesOf`. */
  disputes(orderId: Id): readonly Dispute[];
  /** Of an order (or whatever else a case is about) that the command named in `casesOf`. */
  cases(orderId: Id): readonly HeldCase[];
  balance(key: BalanceKey): Balance;
  /** What is held in reserve of a balance that the command named in `holdsOf`. */
  holds(key: BalanceKey): readonly ReserveHold[];
  /** Of the quota that the command named, without its own order; null when it named none. */
  readonly quotaUse: QuotaUse | null;
  /** When this very command was decided before, in transactions whose COMMIT had no answer. */
  readonly doubtedAt: readonly Date[];
}

/** Whether the command itself has ended the order, in a transaction whose COMMIT had no answer. */
export function hasEnded({ doubtedAt }: Rows, { finalAt }: Order): boolean {
  return doubtedAt.some((at) => at.getTime() === finalAt?.getTime());
}

/** A dispatch's new state; applied only if its lease number is still this one (null: any). */
export interface DispatchUpdate {
  readonly orderId: Id;
  readonly n: number;
  readonly leaseNo: number | null;
  readonly state: DispatchState;
  readonly queryCount: number;
  readonly nextAt: Date;
  readonly note: string;
}

/** A dispatch after an update: the same when the fence refuses it, and what is done stays done. */
export function afterUpdate(dispatch: Dispatch, update: DispatchUpdate): Dispatch {
  const { leaseNo, state, queryCount, nextAt } = update;
  const isFenced = leaseNo !== null && leaseNo !== dispatch.leaseNo;
  if (dispatch.state === 'done' || isFenced) return dispatch;
  return { ...dispatch, state, queryCount, nextAt };
}

export interface Changes {
  /** Whole new versions of orders that were claimed or locked. */
  readonly orders?: readonly Order[];
  /**
   * The same for orders whose channel, terms or facts change too, which are otherwise written once:
   * they stand here instead.
   */
  readonly rewritten?: readonly Order[];
  readonly entries?: readonly Entry[];
  /** Whole new versions of what is held in reserve. */
  readonly holds?: readonly ReserveHold[];
  /** What settlement batches get more. */
  readonly batches?: readonly BatchPart[];
  readonly dispatches?: readonly Dispatch[];
  readonly dispatchUpdates?: readonly DispatchUpdate[];
  readonly events?: readonly OrderEvent[];
  readonly cases?: readonly Case[];
  /** New ones, and whole new versions of those of orders in `disputesOf`. */
  readonly disputes?: readonly Dispute[];
  readonly closedCases?: readonly ClosedCase[];
  /** Verifications whose pictures and papers are deleted, and by whom. */
  readonly erased?: readonly Erased[];
  /** What the audit log keeps of it, in the same commit. */
  readonly audit?: readonly AuditEvent[];
  /** Why a recorded provider event moved nothing; stored beside it. */
  readonly providerEventNote?: string;
}

export interface Erased {
  readonly orderId: Id;
  /** A login, or `retention`. */
  readonly by: string;
}

export interface Decision<A> {
  readonly changes: Changes;
  readonly answer: A;
  /** The report was not taken in: its key stays free, and it will be offered again. */
  readonly isDeferred?: boolean;
  /** A claim that was won is taken back: its reference is free, and nothing of it is left. */
  readonly isWithdrawn?: boolean;
}

/**
 * Idempotent by its natural key (the claim's merchant reference, the event key, the state of the
 * locked order): a lane may run it again when it does not know whether a commit was kept.
 */
export interface Command<A> {
  readonly shard: number;
  /** A new order, as it shall stand if nobody has used its reference before. */
  readonly claim?: Order;
  /** Locked before the claim: no other order is counted in while this one is decided. */
  readonly quota?: QuotaKey;
  readonly providerEvent?: ProviderEventKey;
  /** Orders to lock. */
  readonly orderIds?: readonly Id[];
  /** Those of them whose dispatches are locked as well. */
  readonly dispatchesOf?: readonly Id[];
  /** Orders whose disputes are read; whoever writes one has locked its order. */
  readonly disputesOf?: readonly Id[];
  /** Balances whose reserve is read; whoever writes some of it has locked the balance. */
  readonly holdsOf?: readonly BalanceKey[];
  /** Orders, or whatever else cases are about, whose cases are locked, after the orders. */
  readonly casesOf?: readonly Id[];
  /** Balances that `decide` may read or move; every one it posts to must be named. */
  balanceKeys(rows: Pick<Rows, 'claim' | 'order'>): readonly BalanceKey[];
  decide(rows: Rows, at: Date): Decision<A>;
}
