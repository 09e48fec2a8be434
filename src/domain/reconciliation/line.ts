/**
 * Two accounts of the same money: the lines of a provider's settlement report, and what the
 * merchant book expects to find there. Amounts are signed as the account at the provider sees them:
 * above zero comes in, below zero leaves.
 */
import type { Asset } from '../money.ts';

/** What an order of ours stands behind: an entry of the merchant book is expected for each. */
export const ORDER_TYPES = ['payment', 'refund', 'payout', 'reversal', 'dispute'] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

export const LINE_TYPES = [
  ...ORDER_TYPES,
  'fee', // a charge that belongs to no payment: monthly, per dispute
  'reserve', // held back by the provider, or released
  'settlement', // a batch that became ours to use, still at the provider
  'to_bank', // a batch paid to our bank
  'adjustment',
  'bank', // a line of a bank statement
] as const;
export type LineType = (typeof LINE_TYPES)[number];

/** What a line says, as far as it takes part in matching. */
export interface ReportLine {
  readonly id: bigint;
  readonly type: LineType;
  /** The provider's id of the payment, refund or payout; empty: the report has none. */
  readonly ref: string;
  /** Our reference, as the report repeats it: `orderId` or `orderId_n`; empty: none. */
  readonly reference: string;
  readonly asset: Asset;
  readonly grossMinor: bigint;
  /** What the provider takes for it, below zero; above zero it gives some back. */
  readonly feeMinor: bigint;
  /** Tax on that, with the same sign. */
  readonly taxMinor: bigint;
  /** Days since 1970-01-01, in the provider's zone. */
  readonly day: number;
}

/** One entry of the merchant book that moves money at the provider. */
export interface Expectation {
  readonly id: bigint;
  readonly type: OrderType;
  /** The provider's id of the payment; empty: it has reported none. */
  readonly ref: string;
  /** Whose order it is, as text. */
  readonly orderId: string;
  readonly asset: Asset;
  readonly minor: bigint;
  /** Of its booking, counted as a line's day is. */
  readonly day: number;
}

export function netMinor({
  grossMinor,
  feeMinor,
  taxMinor,
}: Pick<ReportLine, 'grossMinor' | 'feeMinor' | 'taxMinor'>): bigint {
  return grossMinor + feeMinor + taxMinor;
}

/** What a line does to all that the account holds: a batch only becomes ours to use. */
export function effectMinor(line: Pick<ReportLine, 'type'> & Parameters<typeof netMinor>[0]) {
  return line.type === 'settlement' ? line.feeMinor + line.taxMinor : netMinor(line);
}

const DAY_MS = 86_400_000;

/** `2026-11-30` -> days since 1970-01-01. */
export function dayNumber(text: string): number {
  return Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY_MS);
}

export function dayOfNumber(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** What kinds of entries move money at a provider, by the first part of their names. */
const TYPES_OF_ENTRIES: ReadonlyMap<string, OrderType> = new Map<string, OrderType>([
  ['payin', 'payment'],
  ['refund', 'refund'],
  ['payout', 'payout'],
  ['dispute', 'dispute'],
  ['case', 'reversal'],
]);

/**
 * As what a provider would report an entry of `payin.paid`, `payout.reversed` and so on that moves
 * `minor` into its account. A name that is not known here is a payment or a reversal by its sign.
 */
export function typeOfEntry(name: string, minor: bigint): OrderType {
  const type = TYPES_OF_ENTRIES.get(name.split('.')[0] ?? '') ?? 'payment';
  if (type === 'payment') return minor < 0n ? 'reversal' : 'payment';
  // A payout or refund that comes home is the reversal of it.
  return (type === 'payout' || type === 'refund') && minor > 0n ? 'reversal' : type;
}

/**
 * The payment that an entry of an order is of: the one that its name or its case names, which need
 * not be the one that the order is paid by (`paymentRef`). Empty: none is known.
 */
export function paymentOfEntry(
  name: string,
  caseKey: string | null,
  paymentRef: string | null,
): string {
  const [, kind, named = ''] = /^[a-z]+\.([a-z_]+):(.+)$/s.exec(name) ?? [];
  switch (kind) {
    case 'part':
    case 'suspense':
    case 'stray':
      return named;
    case 'part_reversed':
      // `txn_1:<which reversal>`
      return named.slice(0, Math.max(named.lastIndexOf(':'), 0)) || named;
    case 'held_reversed':
      return (
        /^(second_payment|late_payment|amount_difference|wrong_asset):(.+)$/s.exec(
          caseKey ?? '',
        )?.[2] ?? named.slice(0, Math.max(named.lastIndexOf(':'), 0))
      );
    default:
      return paymentRef ?? '';
  }
}
