/**
 * Finds payment card numbers in text that has no business holding one. Card data never enters the
 * platform: cards are paid on the provider's own page.
 */

interface Brand {
  /** First and last leading digits, of equal length. */
  readonly from: number;
  readonly to: number;
  readonly lengths: readonly number[];
}

const FROM_16_TO_19 = [16, 17, 18, 19];

/** Number ranges of the card networks, as the networks publish them. */
const BRANDS: readonly Brand[] = [
  { from: 4, to: 4, lengths: [13, 16, 19] }, // Visa
  { from: 51, to: 55, lengths: [16] }, // Mastercard
  { from: 2221, to: 2720, lengths: [16] }, // Mastercard
  { from: 34, to: 34, lengths: [15] }, // American Express
  { from: 37, to: 37, lengths: [15] }, // American Express
  { from: 300, to: 305, lengths: [14, ...FROM_16_TO_19] }, // Diners Club
  { from: 36, to: 36, lengths: [14, ...FROM_16_TO_19] }, // Diners Club
  { from: 38, to: 39, lengths: [14, ...FROM_16_TO_19] }, // Diners Club
  { from: 2200, to: 2204, lengths: FROM_16_TO_19 }, // Mir
  { from: 3528, to: 3589, lengths: FROM_16_TO_19 }, // JCB
  { from: 81, to: 82, lengths: FROM_16_TO_19 }, // UnionPay, RuPay
  { from: 50, to: 50, lengths: [13, 14, 15, ...FROM_16_TO_19] }, // Maestro, Verve, Elo
  { from: 56, to: 69, lengths: [13, 14, 15, ...FROM_16_TO_19] }, // Maestro, Discover, UnionPay
];

const SHORTEST = 13;
const LONGEST = 19;

/** Digits in groups, with at most one separator between two groups. */
const GROUPED_DIGITS = /\d+(?:[ ._/-]\d+)*/g;

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function hasBrand(digits: string): boolean {
  return BRANDS.some((brand) => {
    const lead = Number(digits.slice(0, String(brand.from).length));
    return lead >= brand.from && lead <= brand.to && brand.lengths.includes(digits.length);
  });
}

/** True when some run of neighbouring groups makes up a card number. */
function anyRunIsCard(groups: readonly string[]): boolean {
  for (let first = 0; first < groups.length; first += 1) {
    let digits = '';
    for (let last = first; last < groups.length && digits.length < LONGEST; last += 1) {
      digits += groups[last];
      const isCardLength = digits.length >= SHORTEST && digits.length <= LONGEST;
      if (isCardLength && hasBrand(digits) && passesLuhn(digits)) return true;
    }
  }
  return false;
}

/**
 * True when the text holds 13-19 digits, grouped or not, that begin like a card of a known network
 * and pass its check digit. A solid run of digits is judged as a whole, so that long order
 * numbers are not refused for some part of them that happens to fit.
 */
export function holdsCardNumber(text: string): boolean {
  // NFKC turns full-width and other compatibility digits into plain ones.
  for (const [run] of text.normalize('NFKC').matchAll(GROUPED_DIGITS)) {
    if (anyRunIsCard(run.split(/[ ._/-]/))) return true;
  }
  return false;
}
