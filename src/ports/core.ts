/** What the application asks of the world. Implemented in `store/`, wired in `main.ts`. */
import type { AmountRules } from '../domain/amount-rules.ts';
import type { BreakerState } from '../domain/breaker.ts';
import type { CaseName, HeldCase } from '../domain/case.ts';
import type { Channel, ChannelKind, Route, Terms } from '../domain/channel.ts';
import type { Command } from '../domain/decision.ts';
import type { Dispatch, Lease } from '../domain/dispatch.ts';
import type { Dispute } from '../domain/dispute.ts';
import type { Id } from '../domain/id.ts';
import type { Balance } from '../domain/ledger.ts';
import type { App, Merchant, Mode } from '../domain/merchant.ts';
import type { Asset } from '../domain/money.ts';
import type { Order, OrderKind } from '../domain/order.ts';
import type { StatementFilter, StatementLine, StatementTotal } from '../domain/request.ts';
import type { ReserveRule } from '../domain/reserve.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { Calendars } from '../domain/settlement-day.ts';

/**
 * The write path. `submit` resolves after COMMIT. It rejects with `Overloaded` when nothing was
 * done, and with `Unavailable` when the outcome is not known.
 */
export interface Lanes {
  readonly shardCount: number;
  submit<A>(command: Command<A>): Promise<A>;
}

/** The queue is full: nothing was done, repeating is safe. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

/** The database did not answer: the outcome is not known, the natural key decides. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** What one order alone is called. A test order and a live one may be called alike. */
export type OrderName = Pick<Order, 'merchantId' | 'mode' | 'scope' | 'merchantRef'>;

/** Reads that need no lock. Every one names its merchant or its shard. */
export interface Reader {
  orderByRef(name: OrderName): Promise<Order | null>;
  orderById(id: Id): Promise<Order | null>;
  dispatchesOf(orderId: Id): Promise<readonly Dispatch[]>;
  /**
   * The order that an account knows by this id of its own: of the payment, or of what it was made
   * as. Looks at every shard. Null: none, or several.
   */
  orderByProviderId(source: AccountKey, providerId: string): Promise<Order | null>;
  /** The order that what it was paid by had come for, where that is another one. */
  cameFor(order: Order): Promise<Id | null>;
  /** Orders of a shard that are paid by a payment of one of these names, wherever it came. */
  paidBy(shard: number, paymentRefs: readonly string[]): Promise<readonly Order[]>;
  /**
   * What came of an order, newest first; `within`: when it was made, the end not included. What was
   * refused when it was made did not come of it: its merchant was answered an error. `appIds`: only
   * orders of these apps; null: of all.
   */
  childrenOf(
    parentId: Id,
    kind: OrderKind,
    appIds: readonly Id[] | null,
    within: { readonly from: Date; readonly to: Date } | null,
    limit: number,
  ): Promise<readonly Order[]>;
  /** The codes of a group, by the scopes that they can have, oldest first. */
  codesOf(group: Omit<OrderName, 'scope'>, scopes: readonly string[]): Promise<readonly Order[]>;
  /**
   * Orders of these apps that fit, in the order in which they were made: after an order, or behind
   * so many others. What was refused when it was made is none of them.
   */
  statement(
    merchantId: Id,
    appIds: readonly Id[],
    filter: StatementFilter,
    at: { readonly after: Id } | { readonly skip: number },
    limit: number,
  ): Promise<readonly StatementLine[]>;
  /** What all of them come to, by asset. */
  statementTotals(
    merchantId: Id,
    appIds: readonly Id[],
    filter: StatementFilter,
  ): Promise<readonly StatementTotal[]>;
  /** A payer's mandates with these apps, by the merchant's id of the payer, newest first. */
  mandatesOf(
    merchantId: Id,
    appIds: readonly Id[],
    userId: string,
    limit: number,
  ): Promise<readonly Order[]>;
  /** Whether a provider event with this key was recorded on the merchant's shard. */
  wasRecorded(merchantId: Id, source: string, key: string): Promise<boolean>;
  /** By mode and asset. */
  balances(merchantId: Id): Promise<readonly { mode: Mode; asset: Asset; balance: Balance }[]>;
}

/** A case as a person sees it. */
export interface CaseView extends HeldCase {
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly resolution: string | null;
}

/** For operators: disputes with their payins. */
export interface Disputes {
  /** Open ones by the day on which something must be done, or all, newest first; of all shards. */
  list(state: 'open' | null, limit: number): Promise<readonly Dispute[]>;
  ofOrder(orderId: Id): Promise<readonly Dispute[]>;
  byId(id: Id): Promise<Dispute | null>;
}

export type CaseKey = CaseName;

/** For operators: what a person must look at, and what was made of it. */
export interface Cases {
  /** Open ones oldest first, or all of them newest first; over all shards. */
  list(filter: CaseFilter, limit: number): Promise<readonly CaseView[]>;
  ofOrder(orderId: Id): Promise<readonly CaseView[]>;
}

/** Null does not filter. */
export interface CaseFilter {
  readonly state: 'open' | null;
  readonly merchantId: Id | null;
  /** Of what they are about: what they hold, else their order. Left out: both. */
  readonly mode?: Mode | null;
}

/** Configuration in memory: merchants, apps, catalogue, terms, routes. Replaced as a whole. */
export interface Snapshot {
  merchant(id: Id): Merchant | null;
  app(id: Id): App | null;
  appsOf(merchantId: Id): readonly App[];
  appByPublicId(dialect: string, publicId: string): App | null;
  channel(code: string): Channel | null;
  /** By a dialect's own code for it. */
  channelByAlias(dialect: string, alias: string, kind: ChannelKind): Channel | null;
  channels(): readonly Channel[];
  terms(merchantId: Id, channelCode: string, at: Date): Terms | null;
  /** What is done with a payment that is not what was ordered, or that comes late. */
  amountRules(order: Pick<Order, 'merchantId' | 'appId' | 'channel'>): AmountRules;
  /** How much of its settlements a merchant's reserve holds; null: nothing. */
  reserveRule(merchantId: Id, asset: Asset): ReserveRule | null;
  /** Approved years of business days. */
  calendars(): Calendars;
  /**
   * Enabled routes of a channel for a merchant, in the order in which to ask. Only those to
   * accounts of the mode: a test order never reaches real money, nor a live one a simulator.
   */
  routes(channelCode: string, merchantId: Id, amountMinor: bigint, mode: Mode): readonly Route[];
  /** Whose money a provider's account moves; null: there is no such account. */
  accountMode(account: AccountKey): Mode | null;
}

export interface SnapshotSource {
  current(): Snapshot;
}

export interface Clock {
  nowMs(): number;
}

/** Platform ids for a bucket; growing, unique over all processes. */
export interface Ids {
  next(bucket: number): Id;
}

/** The payer's link to an order's cashier page; unguessable, and shows the order's id. */
export interface PayLinks {
  urlOf(orderId: Id): string;
  /** The order behind a link's token; null when it was not made by us. */
  read(token: string): Id | null;
}

/** Short links to the page of a group of codes; each has the id of one code of it. */
export interface GroupLinks {
  urlOf(codeId: Id): string;
  /** The code behind a short link's token; null when it was not made by us. */
  read(token: string): Id | null;
}

/** Health of the providers' accounts, as this process has met them, and chance. */
export interface Routing {
  /** Whether this order may be sent there: the breaker is closed, or takes it as its probe. */
  admits(account: AccountKey, orderId: Id | null): boolean;
  /** The order goes there: of a half-open breaker it is the probe from now on. */
  take(account: AccountKey, orderId: Id): void;
  /** Evenly from 0 up to but not including 1. */
  random(): number;
}

/** An account's health, for people. Each process has met its own share of the calls. */
export interface AccountHealth extends AccountKey {
  readonly state: BreakerState;
  /** Among the recent outcomes. */
  readonly troubles: number;
  readonly outcomes: number;
}

/** How busy an account is, for people; of this process alone. */
export interface AccountLoad extends AccountKey {
  /** Requests that may be under way at once now. */
  readonly concurrency: number;
  readonly underWay: number;
  /** Orders and questions that wait for a permit. */
  readonly waiting: number;
  /** For so long the provider has asked to be left alone; 0: it has not. */
  readonly pausedMs: number;
}

/** Carries a committed dispatch out now. */
export interface DispatchNow {
  /**
   * A promise to send a dispatch that is not committed yet, as soon as it is; null: its account can
   * take none now. It ends when it is run, or is dropped.
   */
  promise(account: AccountKey): SendingPromise | null;
  /**
   * Resolves when the verdict is applied or in doubt, with the order as it then is; null: it is not
   * known here. `born`: the dispatch was born leased under this promise, with this order.
   */
  run(
    dispatch: Dispatch,
    timeoutMs: number,
    born?: { readonly promise: SendingPromise; readonly order: Order },
  ): Promise<Order | null>;
}

/** What a dispatch that is sent at once is born with. */
export interface SendingPromise extends Lease {
  /** Of `performance.now()`, before the commit: the lease ends no later than it says. */
  readonly leasedAtMs: number;
  /** To do so again, or after it was run, does nothing. */
  drop(): void;
}
