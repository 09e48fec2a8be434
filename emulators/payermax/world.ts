/** What the emulator knows: everything in memory, nothing of a card but its mask. */
import type { Faults } from '../shared/faults.ts';
import type { Lie } from '../shared/lies.ts';
import type { Money } from '../shared/money.ts';
import { type Moved, type Movement, recorded } from '../shared/movements.ts';
import type { Notifier } from '../shared/notifier.ts';
import type { Timers } from '../shared/timers.ts';
import type { CardTrace } from './cards.ts';

export interface EmulatorOptions {
  /** 0: any free port. */
  readonly port?: number;
  readonly appId: string;
  readonly merchantNo: string;
  /** Base64 of X.509, as the merchant uploads it. */
  readonly merchantPublicKey: string;
  /** Base64 of PKCS#8: signs replies and notifications. */
  readonly payermaxPrivateKey: string;
  /** The dashboard's address for notifications: for those whose request names none. */
  readonly notifyUrl?: string;
  /** How long refunds and payouts take; null: until a test says so. */
  readonly settleAfterMs?: number | null;
  /** What a payment costs, in millionths; nothing if left out. */
  readonly feePpm?: number;
  /** Waits between the attempts of a notification. */
  readonly notificationWaitsMs?: readonly number[];
}

/** How a trade was paid. */
export interface Payment {
  readonly paymentMethodType: string;
  readonly targetOrg: string;
  readonly card: CardTrace | null;
  readonly payAmount: Money;
  readonly exchangeRate: string;
}

export interface Trade {
  readonly outTradeNo: string;
  readonly tradeToken: string;
  /** Opens the cashier. */
  readonly token: string;
  readonly amount: Money;
  readonly subject: string;
  readonly country: string;
  readonly language: string;
  readonly reference: string | null;
  readonly frontCallbackUrl: string;
  readonly notifyUrl: string | null;
  /** Preselected for the payer. */
  readonly chosen: { readonly type: string; readonly org: string | null } | null;
  status: 'PENDING' | 'SUCCESS' | 'FAILED' | 'CLOSED';
  failure: { readonly code: string; readonly msg: string } | null;
  /** What the payer is at: a page of a wallet or bank, or the card's challenge. */
  underWay: Payment | null;
  /** The payer's bank said no for good, and the payer has not closed the page yet. */
  hasFailed: boolean;
  /** Neither paid nor refused: it ends with the order's closing time. */
  isWaiting: boolean;
  payment: Payment | null;
  refundedMinor: bigint;
  readonly createdAt: Date;
  completedAt: Date | null;
}

export interface Refund {
  readonly outRefundNo: string;
  readonly refundTradeNo: string;
  readonly trade: Trade;
  readonly amount: Money;
  readonly notifyUrl: string | null;
  status: 'REFUND_PENDING' | 'REFUND_SUCCESS' | 'REFUND_FAILED';
  resultMsg: string;
  finishedAt: Date | null;
}

export interface Payout {
  readonly outTradeNo: string;
  readonly tradeNo: string;
  readonly amount: Money;
  readonly reference: string | null;
  readonly notifyUrl: string | null;
  status: 'PENDING' | 'SUCCESS' | 'FAILED' | 'BOUNCEBACK';
  response: { readonly code: string; readonly msg: string } | null;
  readonly createdAt: Date;
  finishedAt: Date | null;
  bouncedAt: Date | null;
}

export interface Dispute {
  /** For the case itself: frozen with the amount, and gone when it is lost. */
  readonly fee: Money;
  readonly caseId: string;
  readonly trade: Trade;
  readonly amount: Money;
  readonly type: string;
  /** Until when evidence may be given. */
  readonly expiresAt: Date;
  status: string;
  /** `WIN` or `FAIL`; empty while it is open, and where it was withdrawn. */
  result: string;
  isOver: boolean;
}

export interface World {
  readonly options: EmulatorOptions;
  /** By the number in small letters, for PayerMax knows no case. */
  readonly trades: Map<string, Trade>;
  readonly refunds: Map<string, Refund>;
  readonly payouts: Map<string, Payout>;
  readonly disputes: Map<string, Dispute>;
  readonly cancels: Map<string, object>;
  /** `ACQUIRING SGD` and so on, in minor units. */
  readonly balances: Map<string, bigint>;
  readonly movements: Movement[];
  /** What the settlement report has wrong. */
  lies: readonly Lie[];
  /** Each use of a payout's number after its first. */
  readonly repeats: string[];
  readonly calls: { readonly call: string; http: number }[];
  readonly faults: Faults;
  readonly notifications: Notifier;
  readonly timers: Timers;
  /** How far the emulator's clock is from ours. */
  clockOffsetMs: number;
  url: string;
}

export type AccountType = 'ACQUIRING' | 'DISBURSEMENT' | 'FREEZE';

const OPENING_MINOR: Readonly<Record<AccountType, bigint>> = {
  ACQUIRING: 0n,
  DISBURSEMENT: 100_000_000n,
  FREEZE: 0n,
};

export function balanceOf(world: World, type: AccountType, currency: string): bigint {
  return world.balances.get(`${type} ${currency}`) ?? OPENING_MINOR[type];
}

/** Adds to an account; a negative amount is taken. */
export function add(world: World, type: AccountType, { currency, minor }: Money): void {
  world.balances.set(`${type} ${currency}`, balanceOf(world, type, currency) + minor);
}

/** Records a movement by the emulator's clock. */
export function record(world: World, moved: Moved): Movement {
  return recorded(world, moved, now(world));
}

export function negative({ currency, minor }: Money): Money {
  return { currency, minor: -minor };
}

export function now(world: World): Date {
  return new Date(Date.now() + world.clockOffsetMs);
}

/** `20241106115613`, the beginning of PayerMax's numbers. */
export function stampOf(at: Date): string {
  return at.toISOString().replaceAll(/[-:T]|\..*/g, '');
}

let made = 0;

/** Digits that no other number of this process has. */
export function serial(width: number): string {
  made += 1;
  return `${made}`.padStart(width, '0');
}
