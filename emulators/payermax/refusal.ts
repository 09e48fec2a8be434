/** PayerMax's refusals (a code and a text, under HTTP 200), and the checks that bring them. */
import type { Money } from '../shared/money.ts';
import { NumberText } from '../shared/money.ts';
import { isCurrency, parseMoney } from './money.ts';

export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, msg: string) {
    super(msg);
    this.code = code;
  }
}

export type Body = Readonly<Record<string, unknown>>;

export function invalid(name: string, why: string): Refusal {
  return new Refusal('PARAMS_INVALID', `${name} is invalid, because it is ${why}`);
}

/** A text of 1 to `max` characters; refused when it is missing. */
export function textIn(body: Body, name: string, max: number): string {
  const text = optionalText(body, name, max);
  if (text === null) throw invalid(name, 'null');
  return text;
}

/** Null when it is missing or empty; refused when it is no text, or too long. */
export function optionalText(body: Body, name: string, max: number): string | null {
  const value = body[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw invalid(name, 'of a wrong type');
  if (value.length > max) throw invalid(name, 'too long');
  return value;
}

export function objectIn(body: Body, name: string): Body {
  const object = optionalObject(body, name);
  if (object === null) throw invalid(name, 'null');
  return object;
}

export function optionalObject(body: Body, name: string): Body | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid(name, 'of a wrong type');
  return value as Body;
}

export function listIn(body: Body, name: string): readonly unknown[] {
  const value = body[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid(name, 'of a wrong type');
  return value;
}

/** Letters, digits and underscore, as numbers of orders are. */
export function numberOf(body: Body, name: string, max: number): string {
  const text = textIn(body, name, max);
  if (!/^[A-Za-z0-9_]+$/.test(text)) throw invalid(name, 'of wrong characters');
  return text;
}

export function currencyIn(body: Body, name: string): string {
  const currency = textIn(body, name, 3);
  if (!isCurrency(currency)) throw new Refusal('CURRENCY_INVALID', `${name} is not supported`);
  return currency;
}

/** A positive amount: a JSON number or a text, and no finer than PayerMax counts. */
export function moneyIn(body: Body, amountName: string, currencyName: string): Money {
  const currency = currencyIn(body, currencyName);
  const value = body[amountName];
  if (value === undefined || value === null) throw invalid(amountName, 'null');
  const text = value instanceof NumberText ? value.text : value;
  if (typeof text !== 'string') throw invalid(amountName, 'of a wrong type');
  const money = parseMoney(text, currency);
  if (money === null || money.minor <= 0n) {
    throw new Refusal('AMOUNT_INVALID', `${amountName} is no amount of ${currency}`);
  }
  return money;
}

/** An address for browsers or notifications. */
export function urlIn(text: string, name: string): string {
  const protocol = URL.parse(text)?.protocol;
  if (protocol === undefined || ['javascript:', 'data:', 'vbscript:'].includes(protocol)) {
    throw invalid(name, 'no address');
  }
  return text;
}
