/**
 * The provider's own nouns. Amounts are whole minor units (bigint); times are Unix milliseconds.
 */
import type { Fault } from './faults.ts';
import type { SchemeName } from './schemes.ts';

/** One secret of an account. Versions may overlap: each counts while it is inside its window. */
export type SecretVersion = {
  readonly version: string;
  readonly secret: string;
  /** RFC 3339; absent = since ever. */
  readonly notBefore?: string;
  /** RFC 3339; absent = for ever. */
  readonly notAfter?: string;
};

/** A customer of this provider (a payment platform). */
export type Account = {
  readonly id: string;
  readonly name: string;
  /** The account signs its requests with one of these. */
  readonly apiSecrets: readonly SecretVersion[];
  /** We sign callbacks with all of these that are live. */
  readonly callbackSecrets: readonly SecretVersion[];
};

export const PAYMENT_METHODS = [
  ...(['wallet', 'redirect', 'card', 'bank_transfer', 'va', 'qr', 'bill'] as const),
  // Taken from a payer who has agreed before (a mandate): no page, no number.
  'direct_debit',
] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** Methods where the payer sends money to a number or code: any amount, at any time. */
export const PUSH_METHODS = ['bank_transfer', 'va', 'qr', 'bill'] as const;
export type PushMethod = (typeof PUSH_METHODS)[number];

export function isPushMethod(method: PaymentMethod): method is PushMethod {
  return PUSH_METHODS.some((push) => push === method);
}

/** What a page inside WeChat calls its payment function with; signed with our own RSA key. */
export type WechatPay = {
  readonly prepayId: string;
  /** Unix seconds, decimal. */
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly pkg: string;
  readonly signType: 'RSA';
  /** Base64. */
  readonly paySign: string;
};

/** What the payer needs in order to pay. */
export type Instructions =
  | {
      readonly kind: 'redirect';
      readonly url: string;
      readonly shortUrl?: string;
      readonly wechatpay?: WechatPay;
    }
  /** Nothing: the payer has agreed to it before. */
  | { readonly kind: 'debit'; readonly mandateId: string }
  | {
      readonly kind: 'va';
      readonly bank: string;
      readonly number: string;
      readonly name: string;
    }
  | {
      readonly kind: 'bank_transfer';
      readonly bank: string;
      readonly account: string;
      readonly name: string;
    }
  /** What a payer says at a counter, or chooses and types in a wallet. */
  | { readonly kind: 'bill'; readonly biller: string; readonly number: string }
  | { readonly kind: 'qr'; readonly payload: string };

export type Failure = { readonly code: string; readonly text: string };

/** Money that really came in for a payment or a code. */
export type Arrival = {
  readonly id: string;
  readonly amountMinor: bigint;
  readonly atMs: number;
  readonly utr: string;
  readonly payerName?: string;
  /** When the money was reversed from the account. */
  reversedAtMs?: number;
};

/** A card as we keep it: never the number. */
export type CardTrace = { readonly brand: string; readonly last4: string };

type OrderBase = {
  readonly id: string;
  readonly account: string;
  readonly reference: string;
  /** SHA-256 of the request's content: the same reference must bring the same content. */
  readonly contentDigest: string;
  readonly order: string;
  readonly merchantOrder: string;
  readonly asset: string;
  readonly callbackUrl: string;
  /** As the account gave it. */
  readonly memo?: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  /** Faults bound to this order when it was created. */
  readonly faults: readonly Fault[];
  failure?: Failure;
};

export type PaymentStatus = 'pending' | 'succeeded' | 'failed' | 'expired' | 'reversed';

export type Payment = OrderBase & {
  readonly kind: 'payment';
  readonly method: PaymentMethod;
  readonly amountMinor: bigint;
  readonly description: string;
  readonly payerName: string;
  readonly returnUrl: string;
  readonly expiresAtMs: number;
  readonly instructions: Instructions;
  /** Whose app or page it is paid with, as far as it was said. */
  readonly wallet?: string;
  status: PaymentStatus;
  arrivals: Arrival[];
  card?: CardTrace;
};

export type TransferStatus = 'processing' | 'succeeded' | 'failed' | 'reversed';

export type Payout = OrderBase & {
  readonly kind: 'payout';
  readonly amountMinor: bigint;
  readonly beneficiary: Readonly<Record<string, string>>;
  status: TransferStatus;
  paidMinor: bigint;
  utr: string;
};

export type Refund = OrderBase & {
  readonly kind: 'refund';
  readonly amountMinor: bigint;
  /** The payment (`pay_…`) or code (`cod_…`) the money goes back from. */
  readonly paymentId: string;
  /** The single arrival (`txn_…`) when only that one was named; empty otherwise. */
  readonly arrivalId: string;
  /** Undoes a card payment on its own day, as if it had not been. */
  readonly void?: true;
  status: TransferStatus;
  paidMinor: bigint;
  utr: string;
};

/** `used`: paid as often as it may be. */
export type CodeStatus = 'active' | 'used' | 'closed' | 'expired' | 'failed';

/** A number or QR of its own, that many payments can arrive at. */
export type Code = OrderBase & {
  readonly kind: 'code';
  readonly method: PushMethod;
  /** Of a QR: in which form its text is made. */
  readonly scheme?: SchemeName;
  /** Absent: as often as payers like. */
  readonly maxPayments?: number;
  /** The account is asked before money is taken. */
  readonly verify?: true;
  /** A QR text that holds the amount is made anew when the amount changes. */
  instructions: Instructions;
  name: string;
  description: string;
  /** Absent: the payer chooses. */
  amountMinor?: bigint;
  minAmountMinor?: bigint;
  maxAmountMinor?: bigint;
  /** Absent: never. */
  expiresAtMs?: number;
  /** References of the changes that it has had: each has one effect. */
  changes?: readonly string[];
  status: CodeStatus;
  arrivals: Arrival[];
};

export type MandateStatus = 'pending' | 'active' | 'refused' | 'revoked' | 'expired' | 'failed';

/** A payer's standing agreement that an account may debit him without asking each time. */
export type Mandate = OrderBase & {
  readonly kind: 'mandate';
  /** The merchant's name for the payer. */
  readonly user: string;
  /** Where the payer's money is: a bank or wallet. */
  readonly bank: string;
  /** Who will debit, as the payer reads it. */
  readonly name: string;
  readonly description: string;
  readonly returnUrl: string;
  readonly instructions: Instructions;
  /** Until when the payer may agree. */
  readonly expiresAtMs: number;
  /** Until when debits are allowed once he has agreed. */
  readonly validUntilMs: number;
  status: MandateStatus;
  agreedAtMs?: number;
  endedAtMs?: number;
};

export const DISPUTE_STATUSES = [
  'inquiry', // a question: nothing is asked for yet
  'open', // evidence may be given until `dueAtMs`
  'answered',
  'won',
  'withdrawn',
  'lost',
] as const;
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

/** A status, and how much leaves where it is less than what is disputed. */
export type DisputeStep = { readonly status: DisputeStatus; readonly halves?: 1 };

/** A payer's bank wants an arrival back, or a part of it. */
export type Dispute = {
  readonly id: string;
  readonly orderId: string;
  readonly arrivalId: string;
  readonly asset: string;
  readonly amountMinor: bigint;
  readonly dueAtMs: number;
  readonly reasonCode: string;
  readonly reason: string;
  /** What comes by itself, in this order. */
  readonly plan: readonly DisputeStep[];
  /** How much of the plan has come. */
  done: number;
  /** Counts how often it was taken up. */
  round: number;
  /** A question only: it takes no money, and ends without any. */
  isInquiry: boolean;
  status: DisputeStatus;
  /** What has left for it. */
  lostMinor: bigint;
  updatedAtMs: number;
};

/** Which pictures somebody shows: a document, the face, or both. */
export const VERIFICATION_METHODS = ['id', 'face', 'id_face'] as const;
export type VerificationMethod = (typeof VERIFICATION_METHODS)[number];

export type VerificationStatus = 'processing' | 'passed' | 'rejected' | 'referred' | 'failed';

/** What was read from the pictures. */
export type Reading = {
  readonly documentNumber?: string;
  readonly fullName?: string;
  readonly birthDate?: string;
  readonly gender?: string;
  readonly documentExpiry?: string;
  /** 0 to 100. */
  readonly faceScore?: number;
  readonly isLive?: boolean;
};

/** Somebody who is looked at. The pictures are not kept. */
export type Verification = OrderBase & {
  readonly kind: 'verification';
  readonly method: VerificationMethod;
  /** The kind of document; '' = none was shown. */
  readonly document: string;
  /** The merchant's name for the payer. */
  readonly user: string;
  /** As the merchant has it; '' = not said. */
  readonly name: string;
  status: VerificationStatus;
  reading?: Reading;
};

export type Order = Payment | Payout | Refund | Code | Mandate | Verification;
export type OrderKind = Order['kind'];

/** The answer to an expected failure: nothing was done. */
export type Refusal = {
  readonly ok: false;
  readonly http: number;
  readonly code: string;
  readonly text: string;
};

export function refuse(http: number, code: string, text: string): Refusal {
  return { ok: false, http, code, text };
}
