/** The published test cards, and what becomes of a payment with each. Numbers stay in here. */
import type { Money } from '../shared/money.ts';
import { printMoney } from './money.ts';

/** What is kept of a card, as PayerMax shows it. */
export interface CardTrace {
  readonly cardOrg: string;
  readonly country: string;
  readonly cardIdentifierNo: string;
}

export interface TypedCard {
  readonly number: string;
  readonly expiry: string;
  readonly cvv: string;
  readonly holder: string;
}

export type Outcome =
  | { readonly kind: 'paid' }
  | { readonly kind: 'challenge' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'refused'; readonly code: string; readonly msg: string };

interface Card {
  readonly org: string;
  readonly cvv: string;
  readonly country: string;
  /** Refuses the amounts of the family. */
  readonly family: boolean;
}

/** Expiry dates are printed too, but pass with time: any is taken. */
const CARDS: ReadonlyMap<string, Card> = new Map([
  ['4444333322221111', { org: 'VISA', cvv: '123', country: 'US', family: true }],
  ['5555555555554444', { org: 'MASTERCARD', cvv: '357', country: 'US', family: true }],
  ['5297412542005689', { org: 'MADA', cvv: '350', country: 'SA', family: false }],
  ['4507785555554449', { org: 'KNET', cvv: '357', country: 'KW', family: false }],
  ['4215375500883243', { org: 'NAPS', cvv: '123', country: 'QA', family: false }],
  ['5326774027281753', { org: 'BENEFIT', cvv: '927', country: 'BH', family: false }],
]);

const NUMBER = /^\d{12,19}$/;
const EXPIRY = /^(?:0[1-9]|1[0-2])\/\d{2}$/;

/** The bank's two digits, where PayerMax has a word of its own for them. */
const FAMILY_WORDS: Readonly<Record<string, string>> = {
  '14': 'CARD_INVALID',
  '54': 'CARD_EXPIRE_DATE_INVALID',
  '57': 'UNSUPPORT_CARD',
  '59': 'PAYMENT_FAILED',
  '82': 'CVV_INVALID',
};

function refused(code: string, msg: string): Extract<Outcome, { kind: 'refused' }> {
  return { kind: 'refused', code, msg };
}

/** Masked; null for a number that is none of the test cards. */
export function traceOf(number: string): CardTrace | null {
  const card = CARDS.get(number);
  if (card === undefined) return null;
  const cardIdentifierNo = `${number.slice(0, 6)}******${number.slice(-4)}`;
  return { cardOrg: card.org, country: card.country, cardIdentifierNo };
}

/**
 * What the card's bank says to an order. First the card itself, then the subject's word, then the
 * amount: 222 is challenged, and 80.NN is refused with the bank's code NN by Visa and Mastercard.
 */
export function decide(card: TypedCard, subject: string, amount: Money): Outcome {
  const known = CARDS.get(card.number);
  if (!NUMBER.test(card.number) || !passesLuhn(card.number)) {
    return refused('CARD_INVALID', 'The card number is invalid.');
  }
  if (known === undefined) return refused('UNSUPPORT_CARD', 'This card is not supported.');
  if (!EXPIRY.test(card.expiry)) {
    return refused('CARD_EXPIRE_DATE_INVALID', 'The expiry date is invalid.');
  }
  if (card.cvv !== known.cvv) return refused('CVV_INVALID', 'The CVV is invalid.');
  if (card.holder.trim() === '') return refused('CARD_INVALID', 'The name is missing.');
  const bySubject = outcomeOfSubject(subject);
  if (bySubject !== null) return bySubject;
  const major = printMoney(amount);
  if (/^222(?:\.00)?$/.test(major)) return { kind: 'challenge' };
  const code = known.family ? familyCodeOf(major) : null;
  if (code === null) return { kind: 'paid' };
  const word = FAMILY_WORDS[code] ?? 'ISSUER_PAYMENT_REJECTED';
  return refused(word, `The card was refused by its bank (${code}).`);
}

/** The newer rule of the sandbox: the subject says what shall happen. Null: it says nothing. */
export function outcomeOfSubject(subject: string): Outcome | null {
  switch (subject) {
    case 'SUCCESS':
      return { kind: 'paid' };
    case 'FAILED':
      return refused('PAYMENT_FAILED', 'The payment failed.');
    case 'PENDING':
      return { kind: 'pending' };
    case '3DS':
      return { kind: 'challenge' };
    default:
      return null;
  }
}

/** The family of refusals: 80.NN is refused with the bank's code NN, 88.88 with 01. */
function familyCodeOf(major: string): string | null {
  if (major === '88.88') return '01';
  const code = /^80\.(\d{2})$/.exec(major)?.[1];
  return code === undefined || code === '00' ? null : code;
}

function passesLuhn(number: string): boolean {
  const digits = [...number].reverse().map((digit) => digit.charCodeAt(0) - 48);
  const sum = digits.reduce((total, digit, at) => {
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
