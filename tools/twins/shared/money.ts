/** Amounts as Airwallex writes them: JSON numbers in major units, by digits and never floats. */

/** An amount in the smallest unit of its currency. */
export interface Money {
  readonly currency: string;
  readonly minor: bigint;
}

const DECIMALS: Readonly<Record<string, number>> = {
  ...{ CLP: 0, COP: 0, IDR: 0, JPY: 0, KRW: 0, VND: 0 },
  ...{ BHD: 3, JOD: 3, KWD: 3, OMR: 3 },
};
const NUMBER = /^(\d{1,15})(?:\.(\d{1,4}))?$/;

/** A number of a request's JSON, with the text that it had there. */
export class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function decimalsOf(currency: string): number {
  return DECIMALS[currency] ?? 2;
}

/** Null for text that is no amount of the currency: signs, exponents, too many decimals. */
export function parseMoney(text: string, currency: string): Money | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = ''] = match;
  const decimals = decimalsOf(currency);
  if (/[1-9]/.test(fraction.slice(decimals))) return null;
  const minor = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return { currency, minor };
}

/** `8059n SGD` -> `80.59`. */
export function printMoney({ currency, minor }: Money): string {
  const decimals = decimalsOf(currency);
  const digits = minor.toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** JSON with every `Money` as a number and every `NumberText` as it came. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_name, one: unknown) => {
    if (one instanceof NumberText) return raw(one.text);
    return isMoney(one) ? raw(printMoney(one)) : one;
  });
}

/** JSON whose numbers keep their text; throws on what is no JSON. */
export function readJson(text: string): unknown {
  type Context = { readonly source?: string };
  const revive = (_name: string, value: unknown, context?: Context) =>
    typeof value === 'number' ? new NumberText(context?.source ?? String(value)) : value;
  return JSON.parse(text, revive as (name: string, value: unknown) => unknown);
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value;
}

/** The platform has it; the compiler's library does not know it yet. */
function raw(text: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
}
