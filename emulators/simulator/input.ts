/** Request bodies -> checked values. The first thing wrong is named; unknown fields are ignored. */
import { createHash } from 'node:crypto';
import { type Attributes, readAttributes } from './attributes.ts';
import { parseAsset, parseMinor } from './money.ts';
import type { PaymentMethod, PushMethod, Refusal } from './types.ts';
import { PAYMENT_METHODS, PUSH_METHODS, refuse } from './types.ts';

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

type Common = {
  readonly reference: string;
  readonly order: string;
  readonly merchantOrder: string;
  readonly asset: string;
  readonly callbackUrl: string;
};

function common(fields: Fields): Common {
  const reference = fields.text('reference', 64);
  if (reference && !/^[\w.:-]+$/.test(reference)) {
    fields.problem ??= 'reference has only letters, digits and _ . : -';
  }
  return {
    reference,
    order: fields.text('order', 64),
    merchantOrder: fields.text('merchantOrder', 128),
    asset: fields.asset('asset'),
    callbackUrl: fields.url('callbackUrl'),
  };
}

export type PaymentInput = Common & {
  readonly method: PaymentMethod;
  readonly amountMinor: bigint;
  readonly description: string;
  readonly payerName: string;
  readonly returnUrl: string;
  readonly expiresAtMs: number | undefined;
  readonly attributes: Attributes;
  /** direct_debit names one of these. */
  readonly mandateId: string;
  readonly mandateReference: string;
};

export function paymentInput(fields: Fields): PaymentInput {
  const named = common(fields);
  const byMandate = fields.has('mandateId') || fields.has('mandateReference');
  if (byMandate !== (fields.raw('method') === 'direct_debit')) {
    fields.problem ??= 'mandateId or mandateReference goes with method direct_debit';
  }
  return {
    ...named,
    method: fields.word('method', PAYMENT_METHODS),
    amountMinor: fields.minor('amountMinor'),
    description: fields.text('description', 256, 'optional'),
    payerName: fields.text('payerName', 128, 'optional'),
    returnUrl: fields.url('returnUrl', 'optional'),
    expiresAtMs: fields.time('expiresAt'),
    attributes: readAttributes(fields, named.asset),
    mandateId: fields.text('mandateId', 64, 'optional'),
    mandateReference: fields.text('mandateReference', 64, 'optional'),
  };
}

export type MandateInput = Common & {
  readonly amountMinor: undefined;
  readonly user: string;
  readonly bank: string;
  readonly name: string;
  readonly description: string;
  readonly returnUrl: string;
  readonly expiresAtMs: number | undefined;
  readonly validUntilMs: number | undefined;
};

export function mandateInput(fields: Fields): MandateInput {
  return {
    ...common(fields),
    amountMinor: undefined,
    user: fields.text('user', 64),
    bank: fields.text('bank', 128, 'optional'),
    name: fields.text('name', 128),
    description: fields.text('description', 256, 'optional'),
    returnUrl: fields.url('returnUrl', 'optional'),
    expiresAtMs: fields.time('expiresAt'),
    validUntilMs: fields.time('validUntil'),
  };
}

export type PayoutInput = Common & {
  readonly amountMinor: bigint;
  readonly beneficiary: Readonly<Record<string, string>>;
};

export function payoutInput(fields: Fields): PayoutInput {
  const beneficiary = fields.texts('beneficiary');
  if (Object.keys(beneficiary).length === 0) fields.problem ??= 'beneficiary is missing';
  return { ...common(fields), amountMinor: fields.minor('amountMinor'), beneficiary };
}

export type RefundInput = Common & {
  readonly amountMinor: bigint;
  readonly paymentId: string;
  readonly paymentReference: string;
  readonly void: boolean;
};

export function refundInput(fields: Fields): RefundInput {
  if (!fields.has('paymentId') && !fields.has('paymentReference')) {
    fields.problem ??= 'paymentId or paymentReference is missing';
  }
  return {
    ...common(fields),
    amountMinor: fields.minor('amountMinor'),
    paymentId: fields.text('paymentId', 64, 'optional'),
    paymentReference: fields.text('paymentReference', 64, 'optional'),
    void: fields.flag('void'),
  };
}

/** The part of a code that may be changed later. Undefined = not said. */
export type CodeTerms = {
  readonly amountMinor: bigint | undefined;
  readonly minAmountMinor: bigint | undefined;
  readonly maxAmountMinor: bigint | undefined;
  readonly expiresAtMs: number | undefined;
};

function codeTerms(fields: Fields): CodeTerms {
  return {
    amountMinor: fields.optionalMinor('amountMinor'),
    minAmountMinor: fields.optionalMinor('minAmountMinor'),
    maxAmountMinor: fields.optionalMinor('maxAmountMinor'),
    expiresAtMs: fields.time('expiresAt'),
  };
}

export type CodeInput = Common &
  CodeTerms & {
    readonly method: PushMethod;
    readonly name: string;
    readonly description: string;
    readonly attributes: Attributes;
    /** Undefined: as often as payers like. */
    readonly maxPayments: number | undefined;
  };

export function codeInput(fields: Fields): CodeInput {
  const named = common(fields);
  return {
    ...named,
    ...codeTerms(fields),
    method: fields.word('method', PUSH_METHODS),
    name: fields.text('name', 128),
    description: fields.text('description', 256, 'optional'),
    attributes: readAttributes(fields, named.asset),
    maxPayments: fields.integer('maxPayments', 1, 1_000_000),
  };
}

export type CodeChange = CodeTerms & { readonly name: string; readonly description: string };

export function codeChange(fields: Fields): CodeChange {
  return {
    ...codeTerms(fields),
    name: fields.text('name', 128, 'optional'),
    description: fields.text('description', 256, 'optional'),
  };
}
