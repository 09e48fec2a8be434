/**
 * What providers take of a payment that came for one order and pays others by an operator's word:
 * it is reported under the first order, and leaves from where the money is, in one commit.
 */
import type { Changes, Rows } from '../domain/decision.ts';
import type { Id } from '../domain/id.ts';
import { namesOfMoved, sharesOf, stillHeldOf, wasMoved } from '../domain/moved-payment.ts';
import type { Order } from '../domain/order.ts';
import type { Fact } from '../domain/provider-event.ts';
import { leftMinor } from '../domain/reversal.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { Reader, Snapshot } from '../ports/core.ts';
import { applyEvent } from './apply-fact.ts';

/**
 * Orders that may be paid by a payment which came for `from`: `paidOutOf` decides, once they are
 * locked. `ref`: the payment; null: it is not named.
 */
export async function movedFrom(
  { reader }: { readonly reader: Reader },
  from: Order | null,
  ref: string | null,
): Promise<readonly Id[]> {
  if (ref === null || from?.kind !== 'payin') return [];
  const paid = await reader.paidBy(from.shard, namesOfMoved(from, ref));
  const others = paid.filter(({ id, merchantId }) => {
    return id !== from.id && merchantId === from.merchantId;
  });
  return others.map(({ id }) => id);
}

/** Those of them that are. The cases of `from` must be locked, and they themselves. */
export function paidOutOf(
  rows: Rows,
  from: Order,
  payment: { readonly ref: string; readonly source: AccountKey },
  movedTo: readonly Id[],
): readonly Order[] {
  const cases = rows.cases(from.id);
  return movedTo.flatMap((id) => {
    const other = rows.order(id);
    return other !== null && wasMoved(from, other, payment, cases) ? [other] : [];
  });
}

type Reversed = Extract<Fact, { kind: 'reversed' }>;

/**
 * A reversal of such a payment: what still lies in cases goes first, then what pays the others, and
 * what is left is missing in a case of the first order's. `others`: not empty.
 */
export function reverseMoved(
  rows: Rows,
  from: Order,
  others: readonly Order[],
  { fact, source }: { readonly fact: Reversed; readonly source: AccountKey },
  snapshot: Snapshot,
  at: Date,
): Changes {
  const payment = fact.payment as NonNullable<Reversed['payment']>;
  const { ref, amount } = payment;
  const there =
    from.paymentRef === ref ? leftMinor(from) : stillHeldOf(from, ref, rows.cases(from.id));
  const shares = sharesOf(amount.minor, there, others.map(leftMinor));
  return [from, ...others]
    .map((order, i) => {
      const minor = shares[i] ?? 0n;
      if (minor === 0n) return {};
      const part = { ...payment, ref: i === 0 ? ref : `${order.paymentRef}` };
      const reversal = { ...fact, payment: { ...part, amount: { ...amount, minor } } };
      const moved = applyEvent(rows, { ...order, ...source }, reversal, snapshot, at);
      return standingAs(order, moved);
    })
    .reduce(joined);
}

/** The order stands with the account that it stood with, whoever reported another's payment. */
export function standingAs({ id, connector, account }: Order, changes: Changes): Changes {
  const stand = (order: Order) => (order.id === id ? { ...order, connector, account } : order);
  const { orders = [], rewritten } = changes;
  return {
    ...changes,
    orders: orders.map(stand),
    ...(rewritten === undefined ? {} : { rewritten: rewritten.map(stand) }),
  };
}

/** The changes of two orders in one commit. */
export function joined(one: Changes, other: Changes): Changes {
  const both = <T>(a: readonly T[] = [], b: readonly T[] = []) => [...a, ...b];
  return {
    orders: both(one.orders, other.orders),
    rewritten: both(one.rewritten, other.rewritten),
    disputes: both(one.disputes, other.disputes),
    entries: both(one.entries, other.entries),
    events: both(one.events, other.events),
    cases: both(one.cases, other.cases),
  };
}
