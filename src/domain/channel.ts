/**
 * A channel: one way to pay in one country and currency (`PH_GCASH_URL`, `ID_BCA_VA`). Data, not
 * code: limits, fields, abilities, fees and the connectors that can carry it all stand here, and
 * the API, the cashier, the simulator and the docs read the same row.
 */
import type { Asset } from './money.ts';
import type { SettleTerms } from './settlement-day.ts';

export type ChannelKind = 'payin' | 'payout' | 'verification'; // a way to show who one is: no money comes through it

/** What the payer is shown: it decides the cashier's page and the instructions asked upstream. */
export type PayMethod =
  | 'redirect'
  | 'wallet'
  | 'qr'
  | 'va'
  | 'bank_transfer'
  | 'bill' // at a counter or in a wallet: the company, and a number that the payer gives
  | 'card'
  | 'direct_debit' // by a mandate: the payer is shown nothing
  | 'payout'
  // What a payer shows to be verified: a document, the face, or both.
  | 'id'
  | 'face'
  | 'id_face';

/** Facts about payer and beneficiary under the names of the core; dialects map theirs to these. */
export type FieldName =
  | 'payer.name'
  | 'payer.phone'
  | 'payer.email'
  | 'payer.taxId'
  | 'payer.userId'
  | 'payer.country'
  | 'payer.language'
  | 'payer.clientIp'
  // The merchant's app inside the payer's wallet (WeChat's appid): it knows the payer by `userId`.
  | 'payer.appId'
  | 'beneficiary.name'
  | 'beneficiary.account'
  | 'beneficiary.accountType'
  | 'beneficiary.bankCode'
  | 'beneficiary.phone'
  | 'beneficiary.email'
  | 'beneficiary.taxId'
  | 'description';

/** The name of a check in `fields/`, with its argument: `phone:BR`, `bankCode:ID`. */
export type FieldCheck = string;

export interface FieldRule {
  readonly name: FieldName;
  readonly required: boolean;
  readonly check: FieldCheck;
}

interface Limits {
  /** Of one order; both included. */
  readonly minMinor: bigint;
  readonly maxMinor: bigint;
  /**
   * Of one merchant's orders through the channel on a UTC day, failed ones left out; no limit when
   * left out. It is looked up before an order is made, so orders made at one moment may pass it.
   */
  readonly dayMinor?: bigint;
  /** Of one merchant's orders that wait to be paid; the same goes for it. */
  readonly openMax?: number;
}

export interface FeeRule {
  /** Parts per million of the amount: 2.5 % = 25_000n. */
  readonly ratePpm: bigint;
  readonly fixedMinor: bigint;
  readonly minMinor: bigint | null;
  readonly maxMinor: bigint | null;
}

/** What a merchant and the platform agreed for a channel at the time an order was made. */
export interface Terms {
  readonly fee: FeeRule;
  /** When pending money becomes available. */
  readonly settle: SettleTerms;
  /** What a refund of such a payment costs the merchant; left out: nothing. */
  readonly refundFee?: FeeRule;
  /** What a dispute about such a payment costs the merchant; left out: nothing. */
  readonly dispute?: DisputeTerms;
}

export interface DisputeTerms {
  /** Once a round, on what is disputed. */
  readonly fee: FeeRule;
  /** Won, the dispute's own fee comes back, of all its rounds; else it stays. */
  readonly refundedWhenWon: boolean;
  /** With what is lost, its share of the payment's fee comes back; else the fee stays. */
  readonly refundsFee: boolean;
}

/** Terms as stored: for one merchant or for all (`merchantId` null), from a date on. */
export interface TermsRow extends Terms {
  readonly merchantId: bigint | null;
  readonly channelCode: string;
  readonly effectiveFrom: Date;
}

/** National QR codes that a provider can make for a channel. */
export type CodeScheme = 'qrph' | 'qris' | 'promptpay' | 'duitnow' | 'pix';

/**
 * What a channel's payment codes are made of: what a bank or an acquirer agreed with the operator.
 * A provider that makes codes in our name is sent it.
 */
export interface CodeData {
  /** The form of its QR codes; null: the provider has its own, or there is no QR. */
  readonly scheme: CodeScheme | null;
  /** Whose virtual accounts these are, as payers know the bank; null: nobody's in particular. */
  readonly bank: string | null;
  /** Digits that every virtual account begins with; null: the provider chooses. */
  readonly vaPrefix: string | null;
  /** Digits of a virtual account, the prefix among them; null: the provider chooses. */
  readonly vaLength: number | null;
  /** The payee inside a QR, under the names that the scheme's builder in `wire` takes. */
  readonly merchant: Readonly<Record<string, string>>;
}

/** What of a payment can be refunded through a channel, and what becomes of its fee. */
export interface RefundRules {
  /** The whole payment at once. */
  readonly full: boolean;
  /** A part of it; the last part as well. */
  readonly partial: boolean;
  /** Also on the day of the payment. */
  readonly partialSameDay: boolean;
  /** The merchant gets the payment's fee back with the whole payment. */
  readonly feeBackOnFull: boolean;
  /** The merchant gets a share of the payment's fee back with a part. */
  readonly feeBackOnPartial: boolean;
  /** One refund of a payment, whatever it leaves; left out: as many as there is money for. */
  readonly once?: boolean;
  /** Days after the day of the payment on which it still can be refunded. */
  readonly windowDays: number;
}

export interface Channel {
  /** Unique on the platform: `BR_PIX_QR`. */
  readonly code: string;
  /** The dialects' own codes for it: `{ collect: '101' }`. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly kind: ChannelKind;
  readonly method: PayMethod;
  readonly country: string;
  readonly asset: Asset;
  readonly name: string;
  readonly limits: Limits;
  readonly fields: readonly FieldRule[];
  /** False where the wire amount may carry no decimal point (seed 002: Indonesia). */
  readonly decimalsAllowed: boolean;
  /** Until an unpaid payin expires; 0 where nothing does: payouts and static codes. */
  readonly expiryMinutes: number;
  readonly abilities: {
    readonly refund: RefundRules;
    readonly static: boolean;
    readonly close: boolean;
    /** A payment can be voided on its day, before it is settled. */
    readonly void: boolean;
  };
  readonly enabled: boolean;
  /** How WeChat is called: from any browser, or from inside WeChat. Absent: it is not called. */
  readonly wechat?: 'h5' | 'jsapi';
  /** Absent in rows of before there was any: the provider chooses. */
  readonly codeData?: CodeData;
}

/** Which connector account may carry a channel; the smallest priority is asked first. */
export interface Route {
  readonly channelCode: string;
  readonly connector: string;
  readonly account: string;
  readonly priority: number;
  readonly weight: number;
  readonly enabled: boolean;
  /** Merchants the route is for; null = all. */
  readonly merchantIds: readonly bigint[] | null;
  readonly minMinor: bigint | null;
  readonly maxMinor: bigint | null;
}
