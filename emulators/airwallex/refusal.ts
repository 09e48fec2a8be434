/** Airwallex's errors: HTTP status, `code`, `message`, and which field it was about. */
import { NumberText } from '../shared/money.ts';

export class Refusal extends Error {
  readonly http: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(http: number, code: string, message: string, more: object = {}) {
    super(message);
    this.http = http;
    this.body = { code, message, trace_id: crypto.randomUUID().replaceAll('-', ''), ...more };
  }
}

type Body = Readonly<Record<string, unknown>>;

function invalid(name: string, message: string): Refusal {
  return new Refusal(400, 'validation_error', message, { source: name });
}

/** A text of 1 to `max` characters; refused when it is missing. */
export function textIn(body: Body, name: string, max: number): string {
  const text = optionalText(body, name, max);
  if (text === null) throw invalid(name, `${name} must not be blank`);
  return text;
}

/** Null when it is missing; refused when it is no text, or too long. */
export function optionalText(body: Body, name: string, max: number): string | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || value === '') throw invalid(name, `${name} must be a text`);
  if (value.length > max) throw invalid(name, `${name} is longer than ${max}`);
  return value;
}

/** The text of a JSON number; null when it is missing, refused when it is something else. */
export function numberIn(body: Body, name: string): string | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (!(value instanceof NumberText)) throw invalid(name, `${name} must be a number`);
  return value.text;
}

export function objectIn(body: Body, name: string): Body {
  const value = body[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(name, `${name} must be an object`);
  }
  return value as Body;
}

export function currencyIn(body: Body, name: string): string {
  const currency = textIn(body, name, 3);
  if (!/^[A-Z]{3}$/.test(currency)) throw invalid(name, `${name} is no currency`);
  return currency;
}

export { invalid };
