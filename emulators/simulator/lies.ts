/**
 * Lies of a settlement report on order, each about a movement of its own: what a provider gets
 * wrong, or does not say otherwise. The journal stays true.
 */
import type { Movement } from './journal.ts';
import { type Alteration, lineOf } from './report.ts';

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

export type Lie = {
  readonly lie: LieName;
  /** The payment that the line is about, as it stands in the report. */
  readonly paymentId: string;
  readonly alteration: Alteration;
};

const DAY_MS = 86_400_000;
/** Beyond any delay that is usual. */
const OTHER_DAY_MS = 5 * DAY_MS;

/** Lies of all names in turn, about payments that `seed` chooses; fewer where there are fewer. */
export function inventLies(movements: readonly Movement[], count: number, seed: number): Lie[] {
  const payments = movements.filter(({ operation }) => operation === 'payment');
  const random = numbers(seed);
  // The first places of a shuffled list.
  const chosen = [...payments];
  const lies: Lie[] = [];
  for (let at = 0; at < count && at < chosen.length; at += 1) {
    const other = at + Math.floor(random() * (chosen.length - at));
    const movement = chosen[other] as Movement;
    chosen[other] = chosen[at] as Movement;
    lies.push(lieAbout(movement, LIES[at % LIES.length] as LieName, at));
  }
  return lies;
}

function lieAbout(movement: Movement, lie: LieName, nth: number): Lie {
  const { paymentId, asset } = movement;
  const line = lineOf(movement);
  // What was reversed of a payment has its id, too.
  const target = `seq:${movement.seq}`;
  const altered = (change: Partial<typeof line>): Alteration => ({
    kind: 'altered',
    target,
    line: change,
  });
  const beside = (operation: string, ref: string): Lie => ({
    lie,
    paymentId: ref,
    alteration: {
      kind: 'extra',
      line: { ...line, seq: `9${movement.seq}`, operation, payment_id: ref, effect: '-' },
    },
  });
  switch (lie) {
    case 'line_too_many': {
      const ref = `txn_nobody_${nth}`;
      const extra = { ...line, seq: `8${movement.seq}`, payment_id: ref, reference: `no-${nth}` };
      return { lie, paymentId: ref, alteration: { kind: 'extra', line: extra } };
    }
    case 'line_too_few':
      return { lie, paymentId, alteration: { kind: 'missing', target } };
    case 'line_twice':
      return { lie, paymentId, alteration: { kind: 'twice', target } };
    case 'other_amount':
      return {
        lie,
        paymentId,
        alteration: altered({ amount_minor: `${movement.amountMinor + 1n}` }),
      };
    case 'other_fee':
      return { lie, paymentId, alteration: altered({ fee_minor: `${movement.feeMinor + 1n}` }) };
    case 'other_currency':
      return {
        lie,
        paymentId,
        alteration: altered({ asset: asset === 'USD/2' ? 'EUR/2' : 'USD/2' }),
      };
    case 'other_day': {
      const at = new Date(movement.atMs + OTHER_DAY_MS).toISOString();
      return { lie, paymentId, alteration: altered({ at }) };
    }
    case 'settled_refund':
      return beside('refund', `rfn_nobody_${nth}`);
    default:
      return beside('dispute', paymentId);
  }
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
