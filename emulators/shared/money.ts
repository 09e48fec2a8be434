/** Amounts in major units, by digits and never floats, and JSON whose numbers keep their text. */

/** An amount in the smallest unit of its currency. */
export interface Money {
  readonly currency: string;
  readonly minor: bigint;
}

/** How a provider writes money. */
export interface MoneyForm {
  /** Null for text that is no amount of the currency: signs, exponents, too many decimals. */
  parseMoney(text: string, currency: string): Money | null;
  /** `8059n SGD` -> `80.59`. */
  printMoney(money: Money): string;
  /** JSON with every `Money` as a number and every `NumberText` as it came. */
  writeJson(value: unknown): string;
}

const NUMBER = /^(\d{1,15})(?:\.(\d{1,4}))?$/;

/** A number of a request's JSON, with the text that it had there. */
export class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** `decimals`: of the currencies that have not two, as the provider counts them. */
export function moneyForm(decimals: Readonly<Record<string, number>>): MoneyForm {
  const decimalsOf = (currency: string) => decimals[currency] ?? 2;

  function printMoney({ currency, minor }: Money): string {
    const count = decimalsOf(currency);
    const sign = minor < 0n ? '-' : '';
    const digits = minor
      .toString()
      .replace('-', '')
      .padStart(count + 1, '0');
    const point = digits.length - count;
    return sign + (count === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`);
  }

  return {
    printMoney,
    parseMoney(text, currency) {
      const match = NUMBER.exec(text);
      if (match === null) return null;
      const [, whole = '', fraction = ''] = match;
      const count = decimalsOf(currency);
      if (/[1-9]/.test(fraction.slice(count))) return null;
      const minor = BigInt(whole + fraction.slice(0, count).padEnd(count, '0'));
      return { currency, minor };
    },
    writeJson: (value) =>
      JSON.stringify(value, (_name, one: unknown) => {
        if (one instanceof NumberText) return raw(one.text);
        return isMoney(one) ? raw(printMoney(one)) : one;
      }),
  };
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
