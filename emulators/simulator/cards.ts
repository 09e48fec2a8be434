/**
 * The published test cards, and what becomes of a payment with each. Numbers never leave this file.
 */
import { parseMajor } from './money.ts';
import type { CardTrace, Failure } from './types.ts';

export type TestCard = {
  readonly number: string;
  readonly brand: 'Visa' | 'Mastercard';
  readonly note: string;
  /** Major amount at which the issuer refuses. */
  readonly refusedAt?: string;
};

/** As merchants' documents list them. Their printed dates pass with time, so no date is refused. */
export const TEST_CARDS: readonly TestCard[] = [
  { number: '4035501000000008', brand: 'Visa', note: 'always succeeds' },
  { number: '4012000300001003', brand: 'Visa', note: 'refused at 80.59', refusedAt: '80.59' },
  { number: '2223000010181375', brand: 'Mastercard', note: 'refused at 80.05', refusedAt: '80.05' },
  { number: '4444333322221111', brand: 'Visa', note: 'James Smith, 03/25, CVC 123' },
  { number: '5555555555554444', brand: 'Mastercard', note: 'Allen Black, 11/26, CVC 357' },
];

export type CardDecision =
  | { readonly ok: true; readonly card: CardTrace }
  | { readonly ok: false; readonly failure: Failure };

function refused(code: string, text: string): CardDecision {
  return { ok: false, failure: { code, text } };
}

/** Decides a card payment from what the payer typed. The number is looked at, never kept. */
export function decideCard(
  typed: { readonly number: string; readonly expiry: string; readonly cvc: string },
  amountMinor: bigint,
  asset: string,
): CardDecision {
  const number = typed.number.replace(/[\s-]/g, '');
  if (!/^\d{12,19}$/.test(number)) return refused('invalid_number', 'Check the card number.');
  if (!/^(0[1-9]|1[0-2])\s?\/\s?(\d{2}|\d{4})$/.test(typed.expiry.trim())) {
    return refused('invalid_expiry', 'Write the expiry date as MM/YY.');
  }
  if (!/^\d{3,4}$/.test(typed.cvc.trim())) return refused('invalid_cvc', 'The CVC has 3 digits.');
  const card = TEST_CARDS.find((test) => test.number === number);
  if (!card)
    return refused('not_a_test_card', 'Only the test cards work here. Never type a real one.');
  if (card.refusedAt !== undefined && parseMajor(card.refusedAt, asset) === amountMinor) {
    return refused('issuer_declined', 'The card was refused by its bank. Try another card.');
  }
  return { ok: true, card: { brand: card.brand, last4: number.slice(-4) } };
}
