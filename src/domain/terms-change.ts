/**
 * Other limits or another end for a payment code in use. They are its provider's as much as ours,
 * so a change is asked of the provider and is in force by its word alone.
 *
 * Until it has answered, nobody knows by which terms it lets payers pay. So both hold: what either
 * takes is paid as it should be, and the code ends with the later of the two ends. What neither
 * takes is judged by the terms in force. A refusal leaves those as they were.
 */
import type { CodeRule, Failure, Instructions, Order, TermsChange } from './order.ts';

/** What shall be otherwise; what is left out stays. Limits in minor units, both included. */
export interface CodeTerms {
  readonly minMinor?: bigint;
  readonly maxMinor?: bigint;
  readonly expiresAt?: Date;
}

/** Limits and end of a code. */
export type FullTerms = Pick<TermsChange, 'minMinor' | 'maxMinor' | 'expiresAt'>;

/** A change that its provider has not answered; null: there is none. */
export function openChange({ termsChange }: Order): TermsChange | null {
  return termsChange === undefined || termsChange.refused !== null ? null : termsChange;
}

/** The terms in force. */
export function termsInForce(order: Order): FullTerms {
  const { code, expiresAt } = order;
  const open = openChange(order);
  return {
    minMinor: code?.minMinor ?? null,
    maxMinor: code?.maxMinor ?? null,
    expiresAt: open === null ? expiresAt : open.endBefore,
  };
}

export function changedTerms(terms: FullTerms, changes: CodeTerms): FullTerms {
  return {
    minMinor: changes.minMinor ?? terms.minMinor,
    maxMinor: changes.maxMinor ?? terms.maxMinor,
    expiresAt: changes.expiresAt ?? terms.expiresAt,
  };
}

export function isSameTerms(a: FullTerms, b: FullTerms): boolean {
  return (
    a.minMinor === b.minMinor &&
    a.maxMinor === b.maxMinor &&
    a.expiresAt?.getTime() === b.expiresAt?.getTime()
  );
}

/** The code while dispatch `n` asks for these terms. */
export function askTerms(order: Order, terms: FullTerms, n: number): Order {
  const { minMinor, maxMinor, expiresAt } = terms;
  const endBefore = order.expiresAt;
  const termsChange = { n, minMinor, maxMinor, expiresAt, endBefore, refused: null };
  return { ...order, termsChange, expiresAt: later(endBefore, expiresAt) };
}

/** The code as its provider is asked to have it. */
export function asAsked(order: Order): Order {
  const open = openChange(order);
  if (open === null || order.code === null) return order;
  const { minMinor, maxMinor, expiresAt } = open;
  return { ...order, code: { ...order.code, minMinor, maxMinor }, expiresAt };
}

/** The provider has it so. `instructions`: what payers are shown from now on; null: as before. */
export function confirmTerms(order: Order, instructions: Instructions | null): Order {
  const { termsChange: _, ...rest } = asAsked(order);
  return { ...rest, instructions: instructions ?? order.instructions };
}

/** The provider has refused it, or could not be asked: nothing has changed. */
export function refuseTerms(order: Order, refused: Failure): Order {
  const open = openChange(order);
  if (open === null) return order;
  return { ...order, termsChange: { ...open, refused }, expiresAt: open.endBefore };
}

/** Whether an amount is what a code takes, by its terms in force or by those that are asked for. */
export function isWithinTerms(order: Order, minor: bigint): boolean {
  const open = openChange(order);
  return isWithin(order.code, minor) || (open !== null && isWithin(open, minor));
}

function isWithin(limits: Pick<CodeRule, 'minMinor' | 'maxMinor'> | null, minor: bigint): boolean {
  const { minMinor = null, maxMinor = null } = limits ?? {};
  return (minMinor === null || minor >= minMinor) && (maxMinor === null || minor <= maxMinor);
}

/** Null is never. */
function later(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return null;
  return a < b ? b : a;
}
