/**
 * Lies of a settlement report on order, each about a movement of its own: what a provider gets
 * wrong, or does not say otherwise. The journal stays true.
 */
import { chooseLies, type LieName, OTHER_DAY_MS } from '../shared/lies.ts';
import type { Movement } from './journal.ts';
import { type Alteration, lineOf } from './report.ts';

export type Lie = {
  readonly lie: LieName;
  /** The payment that the line is about, as it stands in the report. */
  readonly paymentId: string;
  readonly alteration: Alteration;
};

/** Lies of all names in turn, about payments that `seed` chooses; fewer where there are fewer. */
export function inventLies(movements: readonly Movement[], count: number, seed: number): Lie[] {
  const payments = movements.filter(({ operation }) => operation === 'payment');
  return chooseLies(payments, count, seed).map(({ lie, payment, nth }) =>
    lieAbout(payment, lie, nth),
  );
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
