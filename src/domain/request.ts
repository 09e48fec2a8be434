/** What a merchant asks, and what comes of it: the core's side of every dialect. */
import type { Channel, FieldName } from './channel.ts';
import type { Id } from './id.ts';
import type { Balance } from './ledger.ts';
import type { Asset } from './money.ts';
import type { Order, OrderKind } from './order.ts';
import type { Refused } from './refusal.ts';
import type { ReportFormat, ReportOf } from './report.ts';

interface CreateOrder {
  /** Name space of `merchantRef`; a dialect with one for all kinds says so here. */
  readonly scope: string;
  readonly merchantRef: string;
  /** Hex digest of what was asked, without signature and timestamp. */
  readonly digest: string;
  readonly amountMinor: bigint;
  readonly echo: Readonly<Record<string, string>>;
  readonly notifyUrl: string | null;
  /** A repeated reference: refused, or answered with the first order when the digest is equal. */
  readonly onRepeat: 'refuse' | 'return_first';
  /** `instructions`: the reply must hold what upstream said; `none`: it need not wait. */
  readonly wait: 'none' | 'instructions';
}

export interface CreatePayin extends CreateOrder {
  readonly do: 'create_payin';
  readonly channel: Channel;
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  readonly returnUrl: string | null;
  readonly expiryMinutes: number | null;
}

export interface CreatePayout extends CreateOrder {
  readonly do: 'create_payout';
  readonly channel: Channel;
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
}

export interface CreateRefund extends CreateOrder {
  readonly do: 'create_refund';
  readonly payin: OrderKey;
}

/** How a merchant names an order: by its own reference or by ours. */
export type OrderKey =
  | { readonly by: 'merchantRef'; readonly scope: string; readonly merchantRef: string }
  | { readonly by: 'id'; readonly id: Id };

export interface QueryOrder {
  readonly do: 'query_order';
  readonly key: OrderKey;
  /** Kinds the operation speaks of; another kind is `not_found`. */
  readonly kinds: readonly OrderKind[];
}

export interface QueryBalance {
  readonly do: 'query_balance';
  /** Null: every asset the merchant has. */
  readonly asset: Asset | null;
}

/** The file of a day: which day that is, the dialect says; `country` and `asset`: null is any. */
export interface RequestReport {
  readonly do: 'request_report';
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
  | CreatePayout
  | CreateRefund
  | QueryOrder
  | QueryBalance
  | RequestReport;

export type Outcome =
  | Refused
  | { readonly ok: true; readonly is: 'created'; readonly order: Order; readonly payUrl: string }
  | { readonly ok: true; readonly is: 'order'; readonly order: Order }
  | { readonly ok: true; readonly is: 'report'; readonly url: string; readonly expiresAt: Date }
  | {
      readonly ok: true;
      readonly is: 'balance';
      readonly balances: readonly { readonly asset: Asset; readonly balance: Balance }[];
    };
