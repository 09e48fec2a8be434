/** Money that moved at a provider, as it stands in its journal and (or not) in its reports. */
import type { Money } from './money.ts';

export interface Movement {
  readonly seq: number;
  readonly at: Date;
  readonly what:
    | ('paid' | 'refunded' | 'transferred' | 'returned')
    | ('charged_back' | 'charge_returned');
  readonly reference: string;
  /** Of the payment, refund, transfer or dispute. */
  readonly id: string;
  /** The payment that it is about; of a transfer its own. */
  readonly payment: { readonly id: string; readonly reference: string };
  readonly amount: Money;
  /** What the provider takes for it, beside the amount. */
  readonly feeMinor: bigint;
}

export type Moved = Omit<Movement, 'seq' | 'at' | 'payment' | 'feeMinor'> &
  Partial<Pick<Movement, 'payment'>>;

export function comesIn({ what }: Pick<Movement, 'what'>): boolean {
  return what === 'paid' || what === 'returned' || what === 'charge_returned';
}

/** Payments cost `feePpm` millionths; half a unit and more counts as one. */
export function recorded(
  { movements, options }: { movements: Movement[]; options: { readonly feePpm?: number } },
  moved: Moved,
  at: Date,
): Movement {
  const { id, reference, what, amount } = moved;
  const ppm = what === 'paid' ? BigInt(options.feePpm ?? 0) : 0n;
  const movement: Movement = {
    payment: { id, reference },
    ...moved,
    ...{ seq: movements.length + 1, at },
    feeMinor: (amount.minor * ppm + 500_000n) / 1_000_000n,
  };
  movements.push(movement);
  return movement;
}

/** Those of a UTC day, `2026-11-20`. */
export function movementsOf(movements: readonly Movement[], date: string): readonly Movement[] {
  return movements.filter(({ at }) => at.toISOString().startsWith(date));
}
