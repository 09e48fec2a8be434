import { accept, type Parsed, pathStep, refuse } from './parsed.ts';
import { byteOffset, decodeUtf8, exceedsBytes } from './utf8.ts';

/** What a form may cost; sizes are UTF-8 bytes after decoding. */
export interface FormLimits {
  readonly maxBytes: number;
  readonly maxFields: number;
  readonly maxNameBytes: number;
  readonly maxValueBytes: number;
}

export const FORM_LIMITS: FormLimits = {
  maxBytes: 64 * 1024,
  maxFields: 256,
  maxNameBytes: 256,
  maxValueBytes: 4 * 1024,
};

/** One field of a form; the value is text, whatever it means. */
export interface FormField {
  readonly name: string;
  readonly value: string;
}

/** A form as it was sent: fields in order, no name twice. Both form readers answer this. */
export type Form = readonly FormField[];

/** The value of a field, or undefined if it was not sent. */
export function formValue(form: Form, name: string): string | undefined {
  return form.find((field) => field.name === name)?.value;
}

/** Collects fields under the limits that both encodings share. */
export class FormBuilder {
  readonly #limits: FormLimits;
  readonly #names = new Set<string>();
  readonly #fields: FormField[] = [];

  constructor(limits: FormLimits) {
    this.#limits = limits;
  }

  get form(): Form {
    return this.#fields;
  }

  /** Why the field cannot be taken, or undefined once it has been. */
  add(name: string, value: string): string | undefined {
    const limits = this.#limits;
    if (name === '') return 'a field without a name';
    if (this.#names.has(name)) return 'a field sent twice';
    if (this.#fields.length >= limits.maxFields) return `more than ${limits.maxFields} fields`;
    if (exceedsBytes(name, limits.maxNameBytes)) {
      return `a name longer than ${limits.maxNameBytes} bytes`;
    }
    if (exceedsBytes(value, limits.maxValueBytes)) {
      return `a value longer than ${limits.maxValueBytes} bytes`;
    }
    if (name.includes('\0') || value.includes('\0')) return 'U+0000 cannot be part of a text';
    this.#names.add(name);
    this.#fields.push({ name, value });
    return undefined;
  }
}

/**
 * Reads `application/x-www-form-urlencoded` bytes (also a query string without its `?`).
 * `+` and `%20` are both a blank. Refused: a percent sign without two hexadecimal digits, escapes
 * or bytes that are not UTF-8, a pair without `=`, an empty pair, a name sent twice, a bare control
 * character. An empty body is an empty form. Never throws.
 */
export function readUrlencoded(bytes: Uint8Array, limits: FormLimits = FORM_LIMITS): Parsed<Form> {
  if (bytes.length > limits.maxBytes) {
    return refuse(`the body is larger than ${limits.maxBytes} bytes`, limits.maxBytes);
  }
  const text = decodeUtf8(bytes);
  if (!text.ok) return text;
  return text.value === '' ? accept([]) : readPairs(text.value, limits);
}

function readPairs(text: string, limits: FormLimits): Parsed<Form> {
  const control = firstControl(text);
  if (control >= 0) return refuse('a bare control character', byteOffset(text, control));
  const builder = new FormBuilder(limits);
  let start = 0;
  while (start <= text.length) {
    const ampersand = text.indexOf('&', start);
    const end = ampersand < 0 ? text.length : ampersand;
    const failure = readPair(text.slice(start, end), builder);
    if (failure !== undefined) {
      return refuse(failure.reason, byteOffset(text, start + failure.at), failure.path);
    }
    start = end + 1;
  }
  return accept(builder.form);
}

interface PairFailure {
  readonly reason: string;
  readonly at: number;
  readonly path: string;
}

function readPair(pair: string, builder: FormBuilder): PairFailure | undefined {
  if (pair === '') return { reason: 'an empty pair', at: 0, path: '$' };
  const equals = pair.indexOf('=');
  if (equals < 0) return { reason: 'a name without =', at: 0, path: '$' };
  const name = decodeComponent(pair.slice(0, equals));
  if (typeof name !== 'string') return { ...name, path: '$' };
  const value = decodeComponent(pair.slice(equals + 1));
  const path = `$${pathStep(name)}`;
  if (typeof value !== 'string') return { ...value, at: equals + 1 + value.at, path };
  const reason = builder.add(name, value);
  return reason === undefined ? undefined : { reason, at: 0, path };
}

const BAD_PERCENT = /%(?![0-9a-fA-F]{2})/;

function decodeComponent(text: string): string | { reason: string; at: number } {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  const firstPercent = spaced.indexOf('%');
  if (firstPercent < 0) return spaced;
  const bad = spaced.search(BAD_PERCENT);
  if (bad >= 0) return { reason: '% must be followed by two hexadecimal digits', at: bad };
  try {
    return decodeURIComponent(spaced);
  } catch {
    return { reason: 'the percent escapes are not valid UTF-8', at: firstPercent };
  }
}

function firstControl(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return at;
  }
  return -1;
}
