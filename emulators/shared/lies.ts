/**
 * Lies of a settlement report on order, each about a payment of its own: what a provider gets
 * wrong, or does not say otherwise. The journal stays true.
 */
import { type Movement, movementsOf } from './movements.ts';

export const LIES = [
  'line_too_many', // nobody paid it
  'line_too_few',
  'line_twice',
  'other_amount',
  'other_fee',
  'other_currency',
  'other_day',
  'settled_refund', // of a payment, and nobody has asked for it
  'chargeback', // of a payment, and nobody was notified of it
] as const;
export type LieName = (typeof LIES)[number];

/** Beyond any delay that is usual. */
export const OTHER_DAY_MS = 5 * 86_400_000;

/** Lies of all names in turn, about payments that `seed` chooses; fewer where there are fewer. */
export function chooseLies<Payment>(
  payments: readonly Payment[],
  count: number,
  seed: number,
): { readonly lie: LieName; readonly payment: Payment; readonly nth: number }[] {
  const random = numbers(seed);
  // The first places of a shuffled list.
  const chosen = [...payments];
  return chosen.slice(0, count).map((_, at) => {
    const other = at + Math.floor(random() * (chosen.length - at));
    const payment = chosen[other] as Payment;
    chosen[other] = chosen[at] as Payment;
    return { lie: LIES[at % LIES.length] as LieName, payment, nth: at };
  });
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Lie {
  readonly lie: LieName;
  /** Of which movement of the journal. */
  readonly seq: number;
  /** What the report has in its place. */
  readonly instead: readonly Movement[];
  /** What the line that is wrong, or is not there, is about. */
  readonly id: string;
}

export function inventLies(movements: readonly Movement[], count: number, seed: number): Lie[] {
  const payments = movements.filter(({ what }) => what === 'paid');
  return chooseLies(payments, count, seed).map(({ lie, payment, nth }) => ({
    ...{ lie, seq: payment.seq },
    ...insteadOf(payment, lie, nth),
  }));
}

function insteadOf(paid: Movement, lie: LieName, nth: number): Pick<Lie, 'instead' | 'id'> {
  const { id, amount, feeMinor, at, seq } = paid;
  const altered = (change: Partial<Movement>) => ({ id, instead: [{ ...paid, ...change }] });
  const beside = (name: string, more: Partial<Movement>) => ({
    id: name,
    instead: [paid, { ...paid, seq: 1_000_000 + seq, feeMinor: 0n, id: name, ...more }],
  });
  switch (lie) {
    case 'line_too_many': {
      const [name, reference] = [`nobody_${nth}`, `no-${nth}`];
      return beside(name, { reference, payment: { id: name, reference }, feeMinor });
    }
    case 'line_too_few':
      return { id, instead: [] };
    case 'line_twice':
      return beside(id, { feeMinor, at: new Date(at.getTime() + 1_000) });
    case 'other_amount':
      return altered({ amount: { ...amount, minor: amount.minor + 1n } });
    case 'other_fee':
      return altered({ feeMinor: feeMinor + 1n });
    case 'other_currency':
      return altered({
        amount: { ...amount, currency: amount.currency === 'USD' ? 'EUR' : 'USD' },
      });
    case 'other_day':
      return altered({ at: new Date(at.getTime() + OTHER_DAY_MS) });
    case 'settled_refund':
      return beside(`refund_nobody_${nth}`, { what: 'refunded', reference: `no-${nth}` });
    default:
      return beside(`case_nobody_${nth}`, { what: 'charged_back' });
  }
}

/** What a report of a UTC day has: the journal, but for the lies. */
export function reported(
  movements: readonly Movement[],
  date: string,
  lies: readonly Lie[],
): readonly Movement[] {
  const bySeq = new Map(lies.map((lie) => [lie.seq, lie.instead]));
  return movementsOf(movements, date).flatMap((one) => bySeq.get(one.seq) ?? [one]);
}
