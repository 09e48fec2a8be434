/** The JSON of request bodies, read field by field: the first thing wrong is kept. */
import { createHash } from 'node:crypto';
import { parseAsset, parseMinor } from './money.ts';
import { type Refusal, refuse } from './types.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON object from raw bytes. */
export function decodeObject(body: Buffer): { ok: true; value: JsonObject } | Refusal {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isObject(value)) return { ok: true, value };
  } catch {
    // Falls through to the refusal: the cause is never repeated, it may hold what the payer typed.
  }
  return refuse(400, 'invalid_request', 'the body is not a JSON object');
}

/** JSON with sorted keys, so that the same content in another order has the same digest. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** SHA-256 (hex) of what a request says, whatever the order of its keys. */
export function contentDigest(value: JsonObject): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** Reads fields one by one and remembers the first that is wrong. */
export class Fields {
  readonly #source: JsonObject;
  problem: string | undefined;

  constructor(source: JsonObject) {
    this.#source = source;
  }

  #wrong(text: string): undefined {
    this.problem ??= text;
    return undefined;
  }

  has(name: string): boolean {
    return this.#source[name] !== undefined && this.#source[name] !== null;
  }

  /** A text of 1 to `max` characters; '' when absent and `optional`. */
  text(name: string, max: number, optional?: 'optional'): string {
    if (!this.has(name) || this.#source[name] === '') {
      if (!optional) this.#wrong(`${name} is missing`);
      return '';
    }
    const value = this.#source[name];
    if (typeof value === 'string' && value.length <= max) return value;
    this.#wrong(`${name} is a string of at most ${max} characters`);
    return '';
  }

  /** true or false; false when absent. */
  flag(name: string): boolean {
    const value = this.#source[name] ?? false;
    if (typeof value !== 'boolean') this.#wrong(`${name} is true or false`);
    return value === true;
  }

  /** A whole number from `min` to `max`; undefined when absent. */
  integer(name: string, min: number, max: number): number | undefined {
    if (!this.has(name)) return undefined;
    const value = this.#source[name];
    const fits =
      typeof value === 'number' && Number.isInteger(value) && min <= value && value <= max;
    return fits ? value : this.#wrong(`${name} is a whole number from ${min} to ${max}`);
  }

  /** A nested object; {} when absent. */
  object(name: string): Fields {
    const value = this.#source[name] ?? {};
    if (!isObject(value)) this.#wrong(`${name} is an object`);
    return new Fields(isObject(value) ? value : {});
  }

  /** The value of a field that takes several types; undefined when absent. */
  raw(name: string): unknown {
    return this.#source[name];
  }

  /** One of a list of words; the first when wrong (with a problem noted). */
  word<Word extends string>(name: string, words: readonly [Word, ...Word[]]): Word {
    const found = words.find((word) => word === this.#source[name]);
    if (found === undefined) this.#wrong(`${name} is one of ${words.join(', ')}`);
    return found ?? words[0];
  }

  /** Minor units as a string; undefined when absent. */
  optionalMinor(name: string): bigint | undefined {
    if (!this.has(name)) return undefined;
    const value = this.#source[name];
    const minor = typeof value === 'string' ? parseMinor(value) : undefined;
    return minor ?? this.#wrong(`${name} is a string of minor units, such as "10050"`);
  }

  minor(name: string): bigint {
    if (!this.has(name)) this.#wrong(`${name} is missing`);
    return this.optionalMinor(name) ?? 1n;
  }

  asset(name: string): string {
    const asset = this.text(name, 16);
    if (asset && !parseAsset(asset)) this.#wrong(`${name} is CODE/scale, such as "PHP/2"`);
    return asset;
  }

  /** An absolute http or https address without credentials. */
  url(name: string, optional?: 'optional'): string {
    const text = this.text(name, 1024, optional);
    if (text === '') return '';
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
    if (!isWeb || url.username || url.password) this.#wrong(`${name} is an http(s) address`);
    return text;
  }

  /** RFC 3339 -> milliseconds; undefined when absent. */
  time(name: string): number | undefined {
    if (!this.has(name)) return undefined;
    const text = this.text(name, 40);
    const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
    const atMs = shape.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(atMs) ? this.#wrong(`${name} is an RFC 3339 time`) : atMs;
  }

  /** A flat object of texts; {} when absent. */
  texts(name: string): Record<string, string> {
    const value = this.#source[name] ?? {};
    const entries = isObject(value) ? Object.entries(value) : undefined;
    const flat = entries?.every(([, item]) => typeof item === 'string' && item.length <= 512);
    if (!entries || entries.length > 64 || !flat) {
      this.#wrong(`${name} is an object of at most 64 short strings`);
      return {};
    }
    return Object.fromEntries(entries) as Record<string, string>;
  }
}
