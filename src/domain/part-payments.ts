/**
 * Payments of less than was ordered, held and added up until the order is whole. What an order that
 * ends before that has received stays with its case, for a person to decide.
 */
import { caseKeyOf, caseOf, type Effect, ignored } from './effect.ts';
import { entry } from './ledger.ts';
import { isFinal, type Order, type PartPayment } from './order.ts';
import { type Fact, reversalKey } from './provider-event.ts';

type Paid = Extract<Fact, { kind: 'paid' }>;
type Reversed = Extract<Fact, { kind: 'reversed' }>;

/** One case of an order holds all its parts. */
const KEY = 'parts';
export const PARTS_CASE = caseKeyOf('short_payment', KEY);

/** Minor units that have come and are held. */
export function heldMinor({ partPayments }: Pick<Order, 'partPayments'>): bigint {
  return partPayments.reduce((sum, { minor }) => sum + minor, 0n);
}

/** The parts that an order is paid by: so much of them as its case still held. */
export function partsWorth(
  { partPayments }: Pick<Order, 'partPayments'>,
  minor: bigint,
): readonly PartPayment[] {
  if (minor === heldMinor({ partPayments })) return partPayments;
  let rest = minor;
  return partPayments.flatMap((part) => {
    const kept = least(part.minor, rest);
    rest -= kept;
    return kept === 0n ? [] : [{ ...part, minor: kept }];
  });
}

/** What is still to come, by what was ordered. */
export function restMinor(order: Pick<Order, 'amountMinor' | 'partPayments'>): bigint {
  return order.amountMinor - heldMinor(order);
}

/** Whether a payment is one of those that an order was or will be paid by. */
export function isPartOf({ partPayments }: Order, ref: string): boolean {
  return partPayments.some((part) => part.ref === ref);
}

/** A part comes: the order waits for the rest, and nobody is notified that it is paid. */
export function holdPart(order: Order, { paymentRef: ref, amount: { minor } }: Paid): Effect {
  const next = keepPart(order, { ref, minor });
  const came = `${heldMinor(next)} of ${order.amountMinor} minor units of ${order.asset} came`;
  const legs = { upstream: -minor, suspense: minor };
  return {
    order: next,
    entries: [entry(order, `payin.part:${ref}`, legs, { caseKey: PARTS_CASE })],
    events: [],
    cases: [caseOf(order, 'short_payment', KEY, came)],
    note: null,
  };
}

/** The order with a part that is held; it waits for the rest. */
export function keepPart(order: Order, part: PartPayment): Order {
  const state = order.state === 'created' ? 'pending' : order.state;
  return { ...order, state, partPayments: [...order.partPayments, part] };
}

/** A part, or some of it, goes back before the order was whole. Null: it names none held. */
export function returnPart(order: Order, { payment }: Reversed): Effect | null {
  const part = order.partPayments.find(({ ref }) => ref === payment?.ref);
  const isHeld = order.state === 'pending' || (isFinal(order.state) && order.paidMinor === 0n);
  if (part === undefined || payment === undefined || !isHeld) return null;
  const { minor } = payment.amount;
  if (payment.amount.asset !== order.asset || minor > part.minor) return null;
  const rest = { ...part, minor: part.minor - minor };
  const others = order.partPayments.filter((one) => one !== part);
  const partPayments = rest.minor === 0n ? others : [...others, rest];
  const legs = { upstream: minor, suspense: -minor };
  const name = `payin.part_reversed:${reversalKey(payment)}`;
  return {
    ...ignored(order, ''),
    order: { ...order, partPayments },
    entries: [entry(order, name, legs, { caseKey: PARTS_CASE })],
    note: null,
  };
}

/** All that is held of an order goes back with it, for its provider has cancelled it. */
export function returnParts(effect: Effect): Effect {
  const { order } = effect;
  const minor = heldMinor(order);
  if (minor === 0n) return effect;
  const legs = { upstream: minor, suspense: -minor };
  const back = entry(order, 'payin.parts_returned', legs, { caseKey: PARTS_CASE });
  return {
    ...effect,
    order: { ...order, partPayments: [] },
    entries: [...effect.entries, back],
  };
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
