/**
 * A payment that came for one order and pays another one, by an operator's word: what its provider
 * takes of it is reported under the first order, and leaves from where the money is.
 */
import { type HeldCase, restOf } from './case.ts';
import type { Order } from './order.ts';
import { isPartOf } from './part-payments.ts';
import { type AccountKey, isSameAccount } from './routing.ts';

/** By which names an order that is paid out of a case of `from` may know the payment of it. */
export function namesOfMoved(from: Order, ref: string): readonly string[] {
  const parts = isPartOf(from, ref) ? from.partPayments.map((part) => part.ref) : [];
  return [...new Set([ref, restOf(ref), ...parts])];
}

/** Whether `to` is paid by a payment that lay in a case of `from`. `cases`: those of `from`. */
export function wasMoved(
  from: Order,
  to: Order,
  { ref, source }: { readonly ref: string; readonly source: AccountKey },
  cases: readonly HeldCase[],
): boolean {
  const isPaid = to.state === 'paid' || (to.state === 'reversed' && to.corrected);
  const isTheirs = to.merchantId === from.merchantId && to.mode === from.mode;
  if (!isPaid || !isTheirs || to.id === from.id || to.kind !== 'payin') return false;
  if (to.paymentRef === null || !namesOfMoved(from, ref).includes(to.paymentRef)) return false;
  return casesOfPayment(from, ref, cases).some(
    (one) => one.asset === to.asset && (one.source === null || isSameAccount(one.source, source)),
  );
}

/** What of a payment cases of its order still hold: that leaves before what pays others. */
export function stillHeldOf(from: Order, ref: string, cases: readonly HeldCase[]): bigint {
  const part = from.partPayments.find((one) => one.ref === ref);
  return casesOfPayment(from, ref, cases).reduce((sum, { kind, heldMinor }) => {
    const own = kind === 'short_payment' && part !== undefined ? part.minor : heldMinor;
    return heldMinor > 0n ? sum + least(own, heldMinor) : sum;
  }, 0n);
}

/** Those that hold a payment, or held it. */
function casesOfPayment(from: Order, ref: string, cases: readonly HeldCase[]) {
  return cases.filter(
    ({ kind, key, mode }) =>
      mode !== null && (key === ref || (kind === 'short_payment' && isPartOf(from, ref))),
  );
}

/**
 * Who loses how much of an amount: its own order what is `there` of it, then each that was paid by
 * it, up to what it was paid, and what nobody has is its own order's again, which comes first.
 */
export function sharesOf(
  total: bigint,
  there: bigint,
  paid: readonly bigint[],
): readonly [bigint, ...bigint[]] {
  const first = least(total, there);
  let rest = total - first;
  const shares = paid.map((minor) => {
    const share = least(rest, minor);
    rest -= share;
    return share;
  });
  return [first + rest, ...shares];
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
