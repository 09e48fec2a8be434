import { type Asset, type Money, scaleOf } from '../domain/money.ts';
import { type JsonValue, jsonNumber, jsonString } from './json-value.ts';
import { accept, type Parsed, refuse } from './parsed.ts';

/**
 * How one API writes money: data, declared by a dialect or connector. The only code that turns
 * text into money or money into text is in this file.
 * - `unit`: whole minor units (`50000`), or major units with a decimal point (`500.00`);
 * - `print`: `fixed` pads to the asset's scale (`99.50`), `shortest` drops closing zeros (`99.5`);
 * - `minDecimals`, `maxDecimals`: fewest and most decimals in the text; by default none and the
 *   asset's scale. With `maxDecimals: 0` a decimal point is refused. Decimals beyond the asset's
 *   scale may only be zeros;
 * - `tokens`: the JSON tokens that may hold the text; the first is the one written.
 */
export type AmountForm = MinorForm | MajorForm;

export interface MinorForm {
  readonly kind: 'minor';
  readonly tokens: readonly AmountToken[];
}

export interface MajorForm {
  readonly kind: 'major';
  readonly print: 'fixed' | 'shortest';
  readonly minDecimals?: number;
  readonly maxDecimals?: number;
  readonly tokens: readonly AmountToken[];
}

export type AmountToken = 'string' | 'number';

/** `"100.00"`; reads also `"100"` and `100.00`. */
export const MAJOR_TEXT: MajorForm = {
  kind: 'major',
  print: 'fixed',
  tokens: ['string', 'number'],
};

/** `600`, `99.5` as a JSON number; reads also strings. */
export const MAJOR_SHORTEST: MajorForm = {
  kind: 'major',
  print: 'shortest',
  tokens: ['number', 'string'],
};

/** `"1000"` in major units; any decimal point is refused (Indonesia, seed 002). */
export const MAJOR_WITHOUT_POINT: MajorForm = {
  kind: 'major',
  print: 'fixed',
  maxDecimals: 0,
  tokens: ['string', 'number'],
};

/** `"1000.00"` whatever the asset's scale, as in a (10,2) column. */
export const MAJOR_TWO_DECIMALS: MajorForm = {
  kind: 'major',
  print: 'fixed',
  minDecimals: 2,
  maxDecimals: 2,
  tokens: ['string'],
};

/** `50000` in minor units as a JSON number; reads also strings. */
export const MINOR_INTEGER: MinorForm = { kind: 'minor', tokens: ['number', 'string'] };

const MAX_MINOR = 2n ** 63n - 1n;
const MAX_CHARS = 32;
const DECIMAL = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;
const NO_NUMBER = 'the amount must be a number: digits, with at most one decimal point';
const EXPONENT = /^-?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+$/;

/**
 * Reads money from text. Zero is read; whether it is allowed is the caller's rule. Refused, each
 * with its reason: anything but ASCII digits and one point with digits on both sides, a sign, an
 * exponent, leading zeros, decimals beyond the form or the asset, more than a 64-bit count.
 */
export function parseAmount(text: string, asset: Asset, form: AmountForm): Parsed<Money> {
  if (text === '') return refuse('the amount must not be empty');
  if (text.length > MAX_CHARS) {
    return refuse(`the amount must have at most ${MAX_CHARS} characters`, MAX_CHARS);
  }
  const match = DECIMAL.exec(text);
  if (match === null) {
    return refuse(
      EXPONENT.test(text) ? 'the amount must be written without an exponent' : NO_NUMBER,
    );
  }
  const [, sign, whole = '', decimals] = match;
  if (sign === '-') return refuse('the amount must not be negative');
  if (whole.length > 1 && whole.startsWith('0'))
    return refuse('the amount must not have leading zeros');
  const scale = scaleOf(asset);
  const shift = form.kind === 'minor' ? 0 : scale;
  const fraction = readDecimals(decimals, whole.length + 1, form, scale);
  if (!fraction.ok) return fraction;
  const minor = BigInt(whole + fraction.value.slice(0, shift).padEnd(shift, '0'));
  return minor > MAX_MINOR ? refuse('the amount is too large') : accept({ asset, minor });
}

function readDecimals(
  decimals: string | undefined,
  at: number,
  form: AmountForm,
  scale: number,
): Parsed<string> {
  if (form.kind === 'minor') {
    return decimals === undefined
      ? accept('')
      : refuse('the amount must be a whole number', at - 1);
  }
  const { min, max } = decimalBounds(form, scale);
  if (decimals !== undefined && max === 0)
    return refuse('the amount must have no decimal point', at - 1);
  const digits = decimals ?? '';
  if (digits.length > max) return refuse(`the amount must have at most ${max} decimals`, at + max);
  if (digits.length < min) return refuse(`the amount must have at least ${min} decimals`, at - 1);
  if (/[1-9]/.test(digits.slice(scale))) {
    return refuse("the amount must not be finer than the currency's smallest unit", at + scale);
  }
  return accept(digits);
}

/**
 * Writes money as text, with a minus sign if negative. What it writes, `parseAmount` reads back
 * (but for the sign). Throws if the form has fewer decimals than the money needs: a channel must
 * not have let such an amount in, so this is a defect.
 */
export function printAmount(money: Money, form: AmountForm): string {
  if (form.kind === 'minor') return money.minor.toString();
  const scale = scaleOf(money.asset);
  const { min, max } = decimalBounds(form, scale);
  const sign = money.minor < 0n ? '-' : '';
  const digits = (money.minor < 0n ? -money.minor : money.minor)
    .toString()
    .padStart(scale + 1, '0');
  const point = digits.length - scale;
  const shortest = digits.slice(point).replace(/0+$/, '');
  if (shortest.length > max) throw new RangeError('the form cannot hold this amount');
  const width = form.print === 'shortest' ? min : Math.max(min, Math.min(scale, max));
  const decimals = shortest.padEnd(width, '0');
  return sign + digits.slice(0, point) + (decimals === '' ? '' : `.${decimals}`);
}

function decimalBounds(form: MajorForm, scale: number): { min: number; max: number } {
  return { min: form.minDecimals ?? 0, max: form.maxDecimals ?? scale };
}

/** Reads money from a JSON token, which must be one that the form takes. */
export function readAmount(token: JsonValue, asset: Asset, form: AmountForm): Parsed<Money> {
  if (token.kind !== 'string' && token.kind !== 'number') {
    return refuse(`the amount must be a JSON ${form.tokens.join(' or ')}`);
  }
  if (!form.tokens.includes(token.kind)) {
    return refuse(`the amount must be a JSON ${form.tokens.join(' or ')}, not a ${token.kind}`);
  }
  return parseAmount(token.kind === 'string' ? token.value : token.text, asset, form);
}

/** Writes money as the JSON token that the form writes. */
export function writeAmount(money: Money, form: AmountForm): JsonValue {
  const text = printAmount(money, form);
  return form.tokens[0] === 'number' ? jsonNumber(text) : jsonString(text);
}
