/** What the cashier page shows, and nothing else of an order: the link may be passed on. */
import type { Channel, PayMethod } from '../domain/channel.ts';
import type { Merchant, Mode } from '../domain/merchant.ts';
import type { Money } from '../domain/money.ts';
import type { Instructions, Order, OrderState } from '../domain/order.ts';
import { paymentAddress, returnAddress, type SafeUrl } from '../web/safe-url.ts';

export type CashierState =
  | 'choosing' // of the ways to pay that the merchant offers
  | 'preparing' // upstream has not reported yet what the payer has to do
  | 'waiting'
  | 'paid'
  | 'failed'
  | 'expired' // or its time has run out and the books do not know yet
  | 'cancelled' // closed by the merchant
  | 'returned' // was paid, and the money went back
  | 'unavailable'; // upstream's address is not one that we send a payer to

/** Instructions as far as a payer may see them: addresses are checked. */
export type PaySteps =
  | { readonly kind: 'redirect'; readonly url: SafeUrl }
  | { readonly kind: 'qr'; readonly payload: string }
  | { readonly kind: 'va'; readonly bank: string; readonly number: string; readonly name: string }
  | {
      readonly kind: 'bank_transfer';
      readonly bank: string;
      readonly account: string;
      readonly name: string;
    }
  | { readonly kind: 'bill'; readonly biller: string; readonly number: string };

/** What a payer who decides may pay; null: no limit. */
export interface PayLimits {
  readonly least: Money | null;
  readonly most: Money | null;
}

/** One way to pay, to be chosen. */
export interface Choice {
  readonly code: string;
  readonly name: string;
}

export interface CashierView {
  readonly merchantName: string;
  /** What is to be paid; once paid, what came. Null: the payer decides, within the limits. */
  readonly amount: Money | null;
  readonly limits: PayLimits;
  /** Whether it is a code, at which payments arrive: none is waited for. */
  readonly isCode: boolean;
  /** Of a code: it ends with its first payment, which the page may show. */
  readonly isSingle: boolean;
  /** Of a code: the last day on which it can be paid, as a date at `dueOffset`. */
  readonly payUntil: Date | null;
  readonly dueOffset: string;
  /** ISO 3166 code of the channel's country: decides how the amount is written. */
  readonly country: string;
  /** Null while the payer has not chosen. */
  readonly channelName: string | null;
  readonly method: PayMethod | null;
  /** While `choosing`: the ways to pay; else empty. */
  readonly choices: readonly Choice[];
  /** The payer may still choose another way. */
  readonly mayChoose: boolean;
  readonly state: CashierState;
  /** Set while `waiting`, otherwise null. */
  readonly instructions: PaySteps | null;
  /** The simulator's page for this payment; test mode only. */
  readonly testWalletUrl: SafeUrl | null;
  readonly expiresAt: Date | null;
  /** Left of the time to pay, not below 0; null when nothing is waited for. */
  readonly expiresInMs: number | null;
  /** The merchant's own number for the order. */
  readonly orderRef: string;
  readonly returnUrl: SafeUrl | null;
  readonly testMode: boolean;
}

export interface CashierFacts {
  readonly order: Order;
  readonly merchant: Merchant;
  /** Null: the payer has not chosen one yet. */
  readonly channel: Channel | null;
  /** What the payer may choose from; empty where the merchant has chosen. */
  readonly choices: readonly Channel[];
  /** The payer asks to choose again. */
  readonly asked: boolean;
  readonly mode: Mode;
  /** Where the merchant's days begin: `+08:00`. */
  readonly utcOffset: string;
  readonly nowMs: number;
}

/** The page's content for a payin at a moment. */
export function cashierView(facts: CashierFacts): CashierView {
  const { order, merchant, channel, choices, mode, nowMs } = facts;
  const testMode = mode === 'test';
  const isCode = order.kind === 'code';
  const steps = order.instructions === null ? null : paySteps(order.instructions, testMode);
  const progress = stateOf(order, steps, nowMs);
  const mayChoose = choices.length > 0 && (progress === 'preparing' || progress === 'waiting');
  const state = mayChoose && (channel === null || facts.asked) ? 'choosing' : progress;
  const open = progress === 'preparing' || progress === 'waiting';
  const shownMinor = order.paidMinor > 0n ? order.paidMinor : order.amountMinor;
  return {
    merchantName: merchant.name,
    amount: shownMinor === 0n ? null : { asset: order.asset, minor: shownMinor },
    limits: limitsOf(order),
    isCode,
    isSingle: order.code?.single === true,
    payUntil: isCode && order.expiresAt !== null ? new Date(order.expiresAt.getTime() - 1) : null,
    dueOffset: facts.utcOffset,
    country: (channel ?? choices[0])?.country ?? '',
    channelName: channel?.name ?? null,
    method: channel?.method ?? null,
    choices: state === 'choosing' ? choices.map(({ code, name }) => ({ code, name })) : [],
    mayChoose: mayChoose && state !== 'choosing' && choices.length > 1,
    state,
    instructions: state === 'waiting' ? steps : null,
    testWalletUrl: testMode && state === 'waiting' ? testWallet(order.instructions) : null,
    expiresAt: order.expiresAt,
    expiresInMs:
      open && !isCode && order.expiresAt !== null
        ? Math.max(0, order.expiresAt.getTime() - nowMs)
        : null,
    orderRef: order.merchantRef,
    returnUrl: returnAddress(order.returnUrl),
    testMode,
  };
}

function limitsOf({ asset, code }: Order): PayLimits {
  const money = (minor: bigint | null) => (minor === null ? null : { asset, minor });
  return { least: money(code?.minMinor ?? null), most: money(code?.maxMinor ?? null) };
}

const SHOWN: Readonly<Record<OrderState, CashierState | 'open'>> = {
  created: 'open',
  pending: 'open',
  active: 'open',
  paid: 'paid',
  failed: 'failed',
  expired: 'expired',
  closed: 'cancelled',
  reversed: 'returned',
};

function stateOf(order: Order, steps: PaySteps | null, nowMs: number): CashierState {
  const shown = SHOWN[order.state];
  if (shown !== 'open') return shown;
  // Nobody is to send money after the time, even if the expiry is not booked yet.
  if (order.expiresAt !== null && order.expiresAt.getTime() <= nowMs) return 'expired';
  if (order.instructions === null) return 'preparing';
  return steps === null ? 'unavailable' : 'waiting';
}

function paySteps(instructions: Instructions, testMode: boolean): PaySteps | null {
  switch (instructions.kind) {
    case 'redirect': {
      const url = paymentAddress(instructions.url, testMode);
      return url === null ? null : { kind: 'redirect', url };
    }
    case 'qr':
      return { kind: 'qr', payload: instructions.payload };
    case 'va':
      return {
        kind: 'va',
        bank: instructions.bank,
        number: instructions.number,
        name: instructions.name,
      };
    case 'bank_transfer':
      return {
        kind: 'bank_transfer',
        bank: instructions.bank,
        account: instructions.account,
        name: instructions.name,
      };
    case 'bill':
      return { kind: 'bill', biller: instructions.biller, number: instructions.number };
  }
}

function testWallet(instructions: Instructions | null): SafeUrl | null {
  if (instructions === null || instructions.kind === 'redirect') return null;
  return paymentAddress(instructions.url ?? null, true);
}
