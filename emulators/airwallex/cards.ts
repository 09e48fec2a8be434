/** The published test cards, and what becomes of a payment with each. Numbers stay in here. */
import type { Money } from '../shared/money.ts';
import { printMoney } from './money.ts';

/** What is kept of a card. */
export interface CardTrace {
  readonly brand: string;
  readonly bin: string;
  readonly last4: string;
}

export type Outcome =
  | { readonly kind: 'authorised' }
  | { readonly kind: 'challenge' }
  | {
      readonly kind: 'refused';
      readonly code: 'issuer_declined' | 'risk_declined' | 'authentication_declined';
      readonly original: string | null;
    };

type Behaviour = 'pays' | 'family' | 'risk' | 'frictionless' | 'challenge' | 'unauthenticated';

const CARDS: ReadonlyMap<string, Behaviour> = new Map<string, Behaviour>([
  ['4035501000000008', 'pays'],
  ['4012000300001003', 'family'],
  ['2223000010181375', 'family'],
  ['5307837360544518', 'family'],
  ['4646464646464644', 'risk'],
  ['4012000300000021', 'frictionless'],
  ['4012000300000088', 'challenge'],
  ['4012000300000013', 'unauthenticated'],
  ['4012000300000039', 'unauthenticated'],
  ['4012000300000070', 'unauthenticated'],
]);

/** Null for a number that is none of the test cards. */
export function traceOf(number: string): CardTrace | null {
  if (!CARDS.has(number)) return null;
  const brand = number.startsWith('4') ? 'visa' : 'mastercard';
  return { brand, bin: number.slice(0, 6), last4: number.slice(-4) };
}

/** What the card's bank says to this amount. */
export function decide(number: string, amount: Money): Outcome {
  const refused = (
    code: Extract<Outcome, { kind: 'refused' }>['code'],
    original: string | null = null,
  ) => ({ kind: 'refused', code, original }) as const;
  const behaviour = CARDS.get(number);
  if (behaviour === 'risk') return refused('risk_declined');
  if (behaviour === 'unauthenticated') return refused('authentication_declined');
  if (behaviour === 'challenge') return { kind: 'challenge' };
  const original = behaviour === 'family' ? originalCodeOf(printMoney(amount)) : null;
  return original === null ? { kind: 'authorised' } : refused('issuer_declined', original);
}

/** The family of refusals: 80.NN is refused with the issuer's code NN, 88.88 with 01. */
function originalCodeOf(major: string): string | null {
  if (major === '88.88') return '01';
  const code = /^80\.(\d{2})$/.exec(major)?.[1];
  return code === undefined || code === '00' ? null : code;
}
