/** Our numbers of orders, as both Open APIs write them. */
import type { Id } from '../../../domain/id.ts';
import type { OrderKind } from '../../../domain/order.ts';
import { decimalNumber, hexNumber, type OrderNumber } from '../order-number.ts';

export const ID_DIGITS = 19;

/** Kinds of orders that have a transaction number. */
type Numbered = 'payin' | 'payout' | 'refund';

/** Transaction numbers: `C` payments, `D` payouts (published), refunds as the API has them. */
export function transactionNumbers(refund: OrderNumber) {
  const numbers: Readonly<Record<Numbered, OrderNumber>> = {
    payin: decimalNumber('C', ID_DIGITS),
    payout: decimalNumber('D', ID_DIGITS),
    refund,
  };
  return {
    /** `C1874300000000000456`; what is neither payout nor refund has a payment's letter. */
    of(order: { readonly id: Id; readonly kind: OrderKind }): string {
      const { kind } = order;
      return numbers[Object.hasOwn(numbers, kind) ? (kind as Numbered) : 'payin'].of(order);
    },
    /** The id in a number of this kind; null unless it is one that we would make. */
    parse: (text: string, kind: Numbered): Id | null => numbers[kind].parse(text),
  };
}

/** A checkout order has a second number, of the same order: `CH1874300000000000456`. */
export const { of: checkoutIdOf, parse: parseCheckoutId } = decimalNumber('CH', ID_DIGITS);

/** A payer's permission, as payments name it. */
export const { of: payTokenOf, parse: parsePayToken } = hexNumber('TK');
