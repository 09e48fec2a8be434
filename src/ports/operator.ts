import type { AccountLimit } from '../domain/account-limit.ts';
import type { AmountRuleRow } from '../domain/amount-rules.ts';
import type { AuditEvent } from '../domain/audit-event.ts';
import type { Channel, Route, TermsRow } from '../domain/channel.ts';
import type { DispatchState } from '../domain/dispatch.ts';
import type { Id } from '../domain/id.ts';
import type { Account, Balance } from '../domain/ledger.ts';
import type { App, Merchant, Mode } from '../domain/merchant.ts';
import type { Asset } from '../domain/money.ts';
import type { Order, OrderKind, OrderState } from '../domain/order.ts';
import type { Notification, NotificationState, OrderEventType } from '../domain/order-event.ts';
import type { ReserveRule } from '../domain/reserve.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { CaseView, Snapshot } from './core.ts';
import type { PaymentCheckView } from './payment-check.ts';

// ---------------------------------------------------------------------------------------------
// Accounts and sessions.

export const OPERATOR_ROLES = ['owner', 'finance', 'support', 'viewer'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

export interface Operator {
  readonly id: bigint;
  /** Lower case: a short name or an e-mail address. */
  readonly login: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  /** Since when signing in takes a code as well; null: it does not. */
  readonly secondFactorAt: Date | null;
}

export type OperatorProblem =
  | 'login_malformed'
  | 'login_taken'
  | 'password_short'
  | 'password_common'
  | 'unknown_operator'
  | 'last_owner';

export type OperatorResult =
  | { readonly ok: true; readonly operator: Operator }
  | { readonly ok: false; readonly problem: OperatorProblem };

/** Accounts of people who sign in: operators, or members of merchants. */
export interface AccountCheck<Person> {
  /**
   * Null for a wrong password, an unknown or disabled account, and for every try beyond the fifth
   * in 15 minutes of one account or one address: nobody learns which. `also`: what else must hold
   * once the password is right; when it does not, the try counts like a wrong password. `counted`:
   * called for a try that was refused and used up one of the five. `session`: of who is signed in
   * and types the password again; its five tries are its own, so that nobody outside uses them up.
   */
  verifyLogin(
    login: string,
    password: string,
    ip: string,
    also?: (person: Person) => Promise<boolean>,
    counted?: () => void,
    session?: string,
  ): Promise<Person | null>;
}

export interface Operators extends AccountCheck<Operator> {
  list(): Promise<readonly Operator[]>;
}

/**
 * One-time codes of an authenticator app (RFC 6238), and recovery codes for the day it is lost.
 * Each code is taken once.
 */
export interface SecondFactors {
  /** The secret that was begun and is not confirmed. */
  pending(personId: bigint): Promise<string | null>;
  /** True as well for who has no second factor. A code that was taken is used up. */
  accepts(person: Pick<Operator, 'id' | 'secondFactorAt'>, code: string): Promise<boolean>;
  recoveryLeft(personId: bigint): Promise<number>;
}

/** 15 minutes idle, 8 hours at most. The token is opaque, 256 bits, stored as its digest. */
export interface Sessions<Person = Operator> {
  /** Who is behind a token, and the session lives on; null when it has ended. */
  use(token: string): Promise<Person | null>;
}

// ---------------------------------------------------------------------------------------------
// The audit log.

export interface AuditRow extends AuditEvent {
  readonly seq: bigint;
  readonly at: Date;
  readonly hash: string;
}

/** Whether every row follows from the one before it; else the first that does not. */
export type AuditChain =
  | { readonly ok: true; readonly rows: bigint }
  | { readonly ok: false; readonly brokenAt: bigint };

export interface AuditLog {
  /** Newest first, below `before` when given. */
  list(before: bigint | null, limit: number): Promise<readonly AuditRow[]>;
  verify(): Promise<AuditChain>;
}

// ---------------------------------------------------------------------------------------------
// Reads.

/** The configuration with the lists that only operators may see. */
export interface Directory extends Snapshot {
  /** What a merchant agreed to of payments that are not as ordered; empty: nothing of its own. */
  amountRuleRows(merchantId: Id): readonly AmountRuleRow[];
  /** Of each currency that has one. */
  reserveRules(merchantId: Id): readonly ReserveRule[];
  merchants(): readonly Merchant[];
  apps(): readonly App[];
  /** Accounts at providers for which there are credentials. */
  accounts(): readonly (AccountKey & { readonly mode: Mode })[];
  /** How much may be asked of an account at once. */
  accountLimit(account: AccountKey): AccountLimit;
}

/** Null does not filter. Times are of the order's making: from (inclusive), until (exclusive). */
export interface OrderFilter {
  readonly kind: OrderKind | null;
  readonly mode: Mode | null;
  readonly state: OrderState | null;
  readonly merchantId: Id | null;
  readonly from: Date | null;
  readonly until: Date | null;
}

/** `next`: where to go on; null at the end. A page may hold fewer rows than asked for. */
export interface Page<Row, Cursor> {
  readonly rows: readonly Row[];
  readonly next: Cursor | null;
}

export interface DispatchView {
  readonly n: number;
  readonly connector: string;
  readonly account: string;
  readonly state: DispatchState;
  readonly queryCount: number;
  readonly nextAt: Date;
  readonly sentAt: Date | null;
  readonly note: string | null;
}

export interface ProviderEventView {
  readonly source: string;
  readonly key: string;
  readonly at: Date;
  /** Why it moved nothing; null when it did. */
  readonly note: string | null;
}

export interface EntryView {
  readonly name: string;
  readonly asset: Asset;
  readonly connector: string | null;
  readonly at: Date;
  readonly legs: Balance;
}

/** Everything that is known of one order. */
export interface OrderDetails {
  readonly order: Order;
  readonly dispatches: readonly DispatchView[];
  readonly providerEvents: readonly ProviderEventView[];
  readonly entries: readonly EntryView[];
  readonly cases: readonly CaseView[];
  /** Refunds of a payin, payments of a code or mandate: the latest 100, newest first. */
  readonly children: readonly Order[];
  readonly notifications: readonly NotificationView[];
  readonly attempts: readonly AttemptView[];
  /** What its merchant said before money was taken; newest first. */
  readonly paymentChecks: readonly PaymentCheckView[];
}

/** Whose notifications; null: everybody's, and of any app. */
export interface NotificationOwner {
  readonly merchantId: Id | null;
  readonly appIds: readonly Id[] | null;
}

export interface NotificationView extends Notification {
  readonly doneAt: Date | null;
  readonly note: string | null;
}

export interface AttemptView {
  readonly n: number;
  readonly attempt: number;
  readonly at: Date;
  readonly tookMs: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly reply: string | null;
}

/** What is sent; null until it was encoded and signed. */
export interface NotificationBytes {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface NotificationKey {
  readonly orderId: Id;
  readonly n: number;
}

export interface StateCount {
  readonly kind: OrderKind;
  readonly mode: Mode;
  readonly asset: Asset;
  readonly state: OrderState;
  readonly count: bigint;
  readonly amountMinor: bigint;
  readonly paidMinor: bigint;
}

export interface QueueCounts {
  readonly openCases: number;
  readonly deadLetteredNotifications: number;
  readonly dueNotifications: number;
  readonly doubts: number;
}

export interface AssetBalance {
  readonly mode: Mode;
  readonly asset: Asset;
  readonly balance: Balance;
}

export interface BalanceRow extends AssetBalance {
  readonly merchantId: Id;
}

/** Totals are of all balances; the rows may be fewer (`more`). */
interface Balances {
  readonly totals: readonly AssetBalance[];
  readonly rows: readonly BalanceRow[];
  readonly more: boolean;
}

/** Bounded reads for people; those that name no merchant ask every shard. */
export interface OperatorQueries {
  /** Newest first, below the id `before` when given. */
  orders(filter: OrderFilter, before: Id | null, limit: number): Promise<Page<Order, Id>>;
  /** Orders of these merchants under a merchant's own reference, in any name space. */
  ordersByRef(merchantIds: readonly Id[], merchantRef: string): Promise<readonly Order[]>;
  orderDetails(id: Id): Promise<OrderDetails | null>;
  countsSince(at: Date): Promise<readonly StateCount[]>;
  queues(): Promise<QueueCounts>;
  /** By the order of their orders, newest first. */
  notifications(
    state: NotificationState,
    of: NotificationOwner,
    before: NotificationKey | null,
    limit: number,
  ): Promise<Page<NotificationView, NotificationKey>>;
  bytesOf(key: NotificationKey): Promise<NotificationBytes | null>;
  balances(): Promise<Balances>;
}

/** One shard's ledger, added up again. */
export type CheckLedger = (shard: number) => Promise<{
  readonly totals: readonly {
    readonly asset: Asset;
    readonly entryCount: bigint;
    readonly entries: Balance;
    readonly balances: Balance;
  }[];
  readonly faults: readonly {
    readonly merchantId: Id;
    readonly asset: Asset;
    readonly account: Account;
    readonly balanceMinor: bigint;
    readonly dueMinor: bigint;
  }[];
}>;

// ---------------------------------------------------------------------------------------------
// Writes.

/** Null does not filter. Times are of the event: from (inclusive) and before. */
export interface NotificationFilter {
  readonly merchantId: Id | null;
  readonly event: OrderEventType | null;
  readonly endpoint: string | null;
  readonly from: Date | null;
  readonly before: Date | null;
}

/** A channel with everything that belongs to it, as it is stored now. */
export interface ChannelDetails {
  readonly channel: Channel;
  /** Counts the changes of the channel, its terms and its routes. */
  readonly revision: bigint;
  /** The latest to begin first. */
  readonly terms: readonly (TermsRow & { readonly id: bigint })[];
  /** By priority; closed ones too. */
  readonly routes: readonly (Route & { readonly id: bigint })[];
}

/** One change of one channel; terms and routes must be of it. */
export type CatalogueChange =
  | { readonly kind: 'channel'; readonly channel: Channel }
  | { readonly kind: 'terms'; readonly terms: TermsRow }
  /** Only of terms that have not begun: orders may have been made by the others. */
  | { readonly kind: 'terms_withdrawn'; readonly id: bigint }
  | { readonly kind: 'route'; readonly id: bigint | null; readonly route: Route }
  | { readonly kind: 'route_removed'; readonly id: bigint };

export interface CatalogueReader {
  details(code: string): Promise<ChannelDetails | null>;
}
