/** What a merchant asks, and what comes of it: the core's side of every dialect. */
import type { Channel, ChannelKind, FieldName } from './channel.ts';
import type { Id } from './id.ts';
import type { Balance } from './ledger.ts';
import type { Asset } from './money.ts';
import type { Order, OrderKind, OrderState } from './order.ts';
import type { Refused } from './refusal.ts';
import type { ReportFormat, ReportOf } from './report.ts';
import type { CodeTerms } from './terms-change.ts';
import type { VerificationReading } from './verification.ts';

interface CreateOrder {
  /** Name space of `merchantRef`; a dialect with one for all kinds says so here. */
  readonly scope: string;
  readonly merchantRef: string;
  /** Hex digest of what was asked, without signature and timestamp. */
  readonly digest: string;
  readonly amountMinor: bigint;
  readonly metadata: Readonly<Record<string, string>>;
  readonly notifyUrl: string | null;
  /** A repeated reference: refused, or answered with the first order when the digest is equal. */
  readonly onRepeat: 'refuse' | 'return_first';
  /** `instructions`: the reply must hold what upstream said; `none`: it need not wait. */
  readonly wait: 'none' | 'instructions';
}

type Fields = Readonly<Partial<Record<FieldName, string>>>;

export interface CreatePayin extends CreateOrder {
  readonly kind: 'create_payin';
  readonly channel: Channel;
  readonly fields: Fields;
  readonly returnUrl: string | null;
  /** Until it expires, in minutes or parts of them; null: as the channel says. */
  readonly expiryMinutes: number | null;
  /** The mandate that the payer is debited by, without being asked. Left out: the payer pays. */
  readonly mandate?: OrderKey;
}

/** A payin whose channel the payer chooses on our page. */
export interface CreateCheckout extends CreateOrder {
  readonly kind: 'create_checkout';
  /** ISO 3166 code; the channels are this country's. */
  readonly country: string;
  readonly asset: Asset;
  /** The merchant's choice of channels, by our codes; null: all that are open for it. */
  readonly channels: readonly string[] | null;
  /** Facts about the payer, checked as each channel wants them when it is offered. */
  readonly fields: Fields;
  readonly returnUrl: string | null;
  readonly expiryMinutes: number;
}

/** A number, account or QR that many payments can arrive at. `amountMinor` 0: any amount. */
export interface CreateCode extends CreateOrder {
  readonly kind: 'create_code';
  readonly channel: Channel;
  readonly fields: Fields;
  /** Smallest and largest payment; null: as the channel says. */
  readonly minMinor: bigint | null;
  readonly maxMinor: bigint | null;
  /** Ends with its first payment. */
  readonly single: boolean;
  /** Null: never. */
  readonly expiresAt: Date | null;
}

/**
 * Codes that belong together: one reference of the merchant's, and at most one code for each
 * channel, for ever. Each code's own scope is `codeScope(group, channel)`.
 */
export interface CodeGroup {
  readonly scope: string;
  readonly merchantRef: string;
}

/** One code of a group: all that a code is asked with but its names. */
export type GroupCode = Omit<CreateCode, 'kind' | keyof CodeGroup>;

/** Channels that were named and are none of the call: answered beside the codes that are made. */
interface WithRefused {
  /** Left out: none. */
  readonly refused?: readonly CodeItem[];
}

/** Several codes of a group at once. Each is made, repeated or refused by itself. */
export interface CreateCodes extends WithRefused {
  readonly kind: 'create_codes';
  readonly group: CodeGroup;
  readonly items: readonly GroupCode[];
}

/**
 * More channels for a group: codes like its first one. `terms`: what the codes of these channels
 * shall take, those that are there as well; a channel that the group has stays as it is without.
 */
export interface ExtendCodes extends Pick<CreateCode, 'wait'>, WithRefused {
  readonly kind: 'extend_codes';
  readonly group: CodeGroup;
  readonly channels: readonly Channel[];
  readonly terms: CodeTerms | null;
}

/** The codes of a group. `channels`: only those of these channels, by our codes; null: all. */
export interface QueryCodes {
  readonly kind: 'query_codes';
  readonly group: CodeGroup;
  readonly channels: readonly string[] | null;
}

/** Ends the codes of a group; what has ended already stays as it is. */
export interface CloseCodes extends Omit<QueryCodes, 'kind'> {
  readonly kind: 'close_codes';
}

/** What was paid at the codes of a group, as `list_children` has it of one code. */
export interface ListCodePayments extends Omit<QueryCodes, 'kind'>, Pick<ListChildren, 'within'> {
  readonly kind: 'list_code_payments';
}

/** A payer is asked to permit debits. `amountMinor` is 0. */
export interface CreateMandate extends CreateOrder {
  readonly kind: 'create_mandate';
  readonly channel: Channel;
  readonly fields: Fields;
  readonly returnUrl: string | null;
}

/** A payer is asked to show who they are. `amountMinor` is 0. */
export interface CreateVerification extends CreateOrder {
  readonly kind: 'create_verification';
  readonly channel: Channel;
  readonly fields: Fields;
  readonly returnUrl: string | null;
  /** The kind of document, by its code; null: the payer chooses. */
  readonly document: string | null;
}

export interface CreatePayout extends CreateOrder {
  readonly kind: 'create_payout';
  readonly channel: Channel;
  readonly fields: Fields;
  /** A second name that no two payouts of the merchant have; left out: there is none. */
  readonly idempotencyKey?: string;
}

export interface CreateRefund extends CreateOrder {
  readonly kind: 'create_refund';
  /** `void`: the whole payment, on its day, before it settles; `amountMinor` is not looked at. */
  readonly operation: 'refund' | 'void';
  readonly payin: OrderKey;
}

/** How a merchant names an order: by its own reference or by ours. */
export type OrderKey =
  | { readonly kind: 'merchantRef'; readonly scope: string; readonly merchantRef: string }
  | { readonly kind: 'id'; readonly id: Id };

/** Which orders an operation speaks of; any other is `not_found`, like one that does not exist. */
export interface OrderFilter {
  readonly kinds: readonly OrderKind[];
  /** Our code of the channel; left out: any. */
  readonly channel?: string;
  /** Left out: any. */
  readonly asset?: Asset;
  /** Only orders whose payer chooses the channel on our page; left out: any. */
  readonly isCheckout?: true;
}

export interface QueryOrder extends OrderFilter {
  readonly kind: 'query_order';
  readonly key: OrderKey;
}

/** What became of a verification, and what was read of the payer. */
export interface QueryVerification {
  readonly kind: 'query_verification';
  readonly key: OrderKey;
}

/** Ends an order that is not paid yet, a code or a mandate. */
export interface CloseOrder extends OrderFilter {
  readonly kind: 'close_order';
  readonly key: OrderKey;
  /** What is closed already is answered as it stands; left out: it is refused. */
  readonly onRepeat?: 'return_first';
}

/**
 * Says something about an open order otherwise than when it was made. What is left out stays;
 * facts and metadata are changed by name, and one that is set to '' is taken away.
 */
export interface UpdateOrder extends OrderFilter {
  readonly kind: 'update_order';
  readonly key: OrderKey;
  readonly changes: OrderChanges;
}

export interface OrderChanges {
  readonly fields?: Fields;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly notifyUrl?: string | null;
}

/** What came of an order: the payments of a code, the refunds of a payin. Newest first. */
export interface ListChildren {
  readonly kind: 'list_children';
  readonly parent: OrderKey;
  readonly parentFilter: OrderFilter;
  readonly childKind: OrderKind;
  /** Made within; the end is not included. Null: all. */
  readonly within: { readonly from: Date; readonly to: Date } | null;
}

/** A payer's mandates. Newest first. */
export interface ListMandates {
  readonly kind: 'list_mandates';
  /** The merchant's id of the payer: `payer.userId`. */
  readonly userId: string;
}

/** The channels that are open for the merchant. */
export interface ListChannels {
  readonly kind: 'list_channels';
  readonly channelKind: ChannelKind;
  readonly country: string;
}

export interface QueryBalance {
  readonly kind: 'query_balance';
  /** Null: every asset the merchant has. */
  readonly asset: Asset | null;
}

/** A stretch of time; the end is not part of it. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** Which orders a statement lists: all conditions that are not null hold. */
export interface StatementFilter {
  readonly kinds: readonly OrderKind[];
  /** Null: any state. */
  readonly states: readonly OrderState[] | null;
  readonly created: Period | null;
  /** When they came to an end. */
  readonly finished: Period | null;
}

/**
 * A page of a merchant's orders, in the order in which they were made, each with what the ledger
 * has moved for the merchant by it.
 */
export interface ListStatement extends StatementFilter {
  readonly kind: 'list_statement';
  /** After the line that a cursor was given with (null: from the first), or a page, from 1. */
  readonly at: { readonly cursor: string | null } | { readonly page: number };
  /** Lines of a page. */
  readonly limit: number;
  /** Whether the sums over all pages are wanted: of a first page, mostly. */
  readonly totals: boolean;
}

/** The file of a day: which day that is, the dialect says; `country` and `asset`: null is any. */
export interface RequestReport {
  readonly kind: 'request_report';
  readonly of: ReportOf;
  /** `yyyy-MM-dd`, for the file's name. */
  readonly day: string;
  readonly from: Date;
  /** Not part of the day. */
  readonly to: Date;
  readonly country: string | null;
  readonly asset: Asset | null;
  /** Null: as the app's settings say. */
  readonly format: ReportFormat | null;
}

export type MerchantRequest =
  | CreatePayin
  | CreateCheckout
  | CreateCode
  | CreateCodes
  | ExtendCodes
  | QueryCodes
  | CloseCodes
  | ListCodePayments
  | UpdateOrder
  | CreateMandate
  | CreateVerification
  | CreatePayout
  | CreateRefund
  | CloseOrder
  | QueryOrder
  | QueryVerification
  | ListChildren
  | ListMandates
  | ListChannels
  | QueryBalance
  | ListStatement
  | RequestReport;

/** An order that was made, or the first of its reference. */
export type Created = {
  readonly ok: true;
  readonly kind: 'created';
  readonly order: Order;
  readonly payUrl: string;
};

export interface StatementLine {
  readonly order: Order;
  /**
   * What it has come to on the merchant's side of the ledger, in the order's asset: paid in less
   * the fee, paid out with the fee (negative), held for a payout under way (0: from one pocket
   * into the other).
   */
  readonly netMinor: bigint;
}

/** The sums of a statement in one asset, over all its pages. */
export interface StatementTotal {
  readonly asset: Asset;
  readonly count: number;
  readonly paidMinor: bigint;
  readonly feeMinor: bigint;
  readonly netMinor: bigint;
}

/** What became of one code of a group. */
export interface CodeItem {
  /** Our code of its channel; of a channel that there is not, what its code would be. */
  readonly channel: string;
  readonly outcome: Created | Refused;
}

export type Outcome =
  | Refused
  | Created
  | {
      readonly ok: true;
      readonly kind: 'codes';
      readonly items: readonly CodeItem[];
      /** The page of the group, from which the payer picks; null: none of it stands. */
      readonly pageUrl: string | null;
    }
  | { readonly ok: true; readonly kind: 'order'; readonly order: Order; readonly payUrl: string }
  | {
      readonly ok: true;
      readonly kind: 'verification';
      readonly order: Order;
      /** Null: nothing was read, or it is erased. */
      readonly reading: VerificationReading | null;
    }
  | { readonly ok: true; readonly kind: 'report'; readonly url: string; readonly expiresAt: Date }
  | {
      readonly ok: true;
      readonly kind: 'orders';
      readonly orders: readonly Order[];
      /** There are more than one answer holds. */
      readonly more: boolean;
    }
  | {
      readonly ok: true;
      readonly kind: 'statement';
      readonly lines: readonly StatementLine[];
      /** Where the next page begins; null: this is the last one. */
      readonly next: string | null;
      /** Null: not asked for. */
      readonly totals: readonly StatementTotal[] | null;
    }
  | { readonly ok: true; readonly kind: 'channels'; readonly channels: readonly Channel[] }
  | {
      readonly ok: true;
      readonly kind: 'balance';
      readonly balances: readonly { readonly asset: Asset; readonly balance: Balance }[];
    };
