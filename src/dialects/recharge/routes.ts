/**
 * The inventory of the recharge-order API (seed 004): its two operations, the page that a payer
 * comes back to, where they are served, and which fields they have. A field that is listed nowhere
 * here is signed like any other and otherwise ignored.
 */
import type { FieldName } from '../../domain/channel.ts';
import type { JsonValue } from '../../wire/json-value.ts';
import type { LegacyRoute } from '../legacy-operations.ts';

export type Operation = 'recharge_create' | 'recharge_info';

export interface FieldSpec {
  /** As on the wire, case-sensitive. */
  readonly name: string;
  readonly required: boolean;
  /** The JSON tokens that may hold it. */
  readonly tokens: readonly JsonValue['kind'][];
  /** Longest text, in characters; lists and objects have their own measure. */
  readonly charsMax: number;
  /** The core's name for it. */
  readonly means: FieldName | null;
}

/** Served under a locale, as all published addresses are, and bare. */
export const BASE_PATHS = ['/:locale', ''] as const;

/** The locale of all published addresses. */
export const LOCALE = 'en';

export const PATHS: Readonly<Record<Operation, string>> = {
  recharge_create: '/pay-center/recharge-order/create',
  recharge_info: '/pay-center/recharge-order/info',
};

/** Where the payer's browser comes back to (read from the seed's cashier link). */
export const RETURN_PATH = '/pay-center/order/return';

export const OPERATIONS = Object.keys(PATHS) as readonly Operation[];

export const ROUTES: readonly LegacyRoute[] = OPERATIONS.flatMap((operation) =>
  BASE_PATHS.map((base) => ({ path: base + PATHS[operation], operation })),
);

/** `payType` in small letters: orders there have a number of the provider's, `thirdOrderSign`. */
export const PAYERMAX = 'payermax';
/** `payType` in small letters: orders there say what is sold, `products`. */
export const AIRWALLEX = 'airwallex';

const TEXT = ['string'] as const;
/** The seed says int and sends text, or says text where clients send a number. */
const TEXT_OR_NUMBER = ['string', 'number'] as const;

/** Fields by operation, in the order of the published tables, later additions last. */
export const FIELDS: Readonly<Record<Operation, readonly FieldSpec[]>> = {
  recharge_create: [
    needed('timestamp', TEXT, 32),
    needed('payType', TEXT, 30),
    needed('mchId', TEXT_OR_NUMBER, 19),
    needed('good', TEXT, 100, 'description'),
    needed('currency', TEXT, 3),
    needed('money', TEXT_OR_NUMBER, 11),
    needed('returnUrl', TEXT, 256),
    optional('country', TEXT, 3, 'payer.country'),
    optional('userId', TEXT_OR_NUMBER, 64, 'payer.userId'),
    optional('language', TEXT, 8, 'payer.language'),
    optional('productId', TEXT_OR_NUMBER, 64),
    optional('products', ['array'], 0),
    optional('paymentMethods', ['array'], 0),
    optional('metadata', ['object'], 0),
  ],
  recharge_info: [
    needed('timestamp', TEXT, 32),
    // The doc says 30; its own sample has 47.
    needed('orderNo', TEXT, 64),
    needed('mchId', TEXT_OR_NUMBER, 19),
  ],
};

/** A part of `products`: name, JSON tokens, longest text (seed 004, request table). */
export const PRODUCT_FIELDS: readonly Pick<FieldSpec, 'name' | 'tokens' | 'charsMax'>[] = [
  { name: 'code', tokens: TEXT, charsMax: 64 },
  { name: 'desc', tokens: TEXT, charsMax: 100 },
  { name: 'name', tokens: TEXT, charsMax: 100 },
  { name: 'quantity', tokens: TEXT_OR_NUMBER, charsMax: 16 },
  { name: 'unit_price', tokens: TEXT_OR_NUMBER, charsMax: 11 },
  // An int in the doc; a word at the provider that it is meant for.
  { name: 'type', tokens: TEXT_OR_NUMBER, charsMax: 64 },
];

/** The parts of `metadata`: all three or none (a later addition). */
export const METADATA_FIELDS = ['openid', 'channel_name', 'merchant'] as const;

/** Fields whose presence tells which operation a body was signed for. */
const DISTINCTIVE: ReadonlySet<string> = new Set(['payType', 'money', 'returnUrl', 'orderNo']);

/**
 * True for a field that belongs to the other operation. The signature covers neither method nor
 * path, so without this a signed body for one path would hold at the other.
 */
export function isForeign(name: string, operation: Operation): boolean {
  return DISTINCTIVE.has(name) && !FIELDS[operation].some((spec) => spec.name === name);
}

/** The routes hand over one of our own words; anything else is a defect of the caller. */
export function asOperation(operation: string): Operation {
  if (!Object.hasOwn(PATHS, operation)) throw new TypeError(`no such operation: ${operation}`);
  return operation as Operation;
}

function needed(
  name: string,
  tokens: FieldSpec['tokens'],
  charsMax: number,
  means: FieldName | null = null,
): FieldSpec {
  return { name, required: true, tokens, charsMax, means };
}

function optional(
  name: string,
  tokens: FieldSpec['tokens'],
  charsMax: number,
  means: FieldName | null = null,
): FieldSpec {
  return { name, required: false, tokens, charsMax, means };
}
