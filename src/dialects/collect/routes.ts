/**
 * The inventory of the collection / proxy-payment API (seed 002): its four operations, where they
 * are served, and which fields each one has. A field that is listed nowhere here is signed like
 * any other and otherwise ignored.
 */
import type { FieldName } from '../../domain/channel.ts';
import type { DialectRoute } from '../contract.ts';

export type Operation = 'collect_create' | 'pay_create' | 'order_query' | 'order_balance';

export interface FieldSpec {
  /** As on the wire, case-sensitive. */
  readonly name: string;
  readonly required: boolean;
  /** `url`: may hold a query string, so `&` and `=` are at home in it. */
  readonly form: 'text' | 'url';
  /** Core fields it can stand for: the first that the channel declares, else the last. */
  readonly means: readonly FieldName[];
}

/** Served under the base path that all known clients use, and bare as the seed prints it. */
export const BASE_PATHS = ['/client', ''] as const;

export const PATHS: Readonly<Record<Operation, string>> = {
  collect_create: '/collect/create',
  pay_create: '/pay/create',
  order_query: '/order/query',
  order_balance: '/order/balance',
};

export const OPERATIONS = Object.keys(PATHS) as readonly Operation[];

export const ROUTES: readonly DialectRoute[] = OPERATIONS.flatMap((operation) =>
  BASE_PATHS.map((base) => ({ method: 'POST' as const, path: base + PATHS[operation], operation })),
);

/** Fields by operation, in the order of the published tables (seed 002, sections 3 to 7). */
export const FIELDS: Readonly<Record<Operation, readonly FieldSpec[]>> = {
  collect_create: [
    needed('merchant'),
    needed('payCode'),
    needed('amount'),
    needed('orderId'),
    url('notifyUrl', true),
    url('callbackUrl', false),
    optional('remark', 'payer.taxId', 'description'),
    optional('customName', 'payer.name'),
    optional('number', 'payer.phone'),
    optional('email', 'payer.email'),
    needed('sign'),
  ],
  pay_create: [
    needed('merchant'),
    needed('payCode'),
    needed('amount'),
    needed('orderId'),
    url('notifyUrl', true),
    needed('bankAccount', 'beneficiary.account'),
    needed('customName', 'beneficiary.name'),
    optional('remark', 'beneficiary.accountType', 'beneficiary.bankCode', 'description'),
    optional('number', 'beneficiary.phone'),
    optional('email', 'beneficiary.email'),
    needed('sign'),
  ],
  order_query: [needed('merchant'), needed('orderId'), needed('sign')],
  order_balance: [needed('merchant'), needed('sign')],
};

/** Fields whose presence tells which operation a body was signed for. */
const DISTINCTIVE = new Set([
  'payCode',
  'amount',
  'orderId',
  'notifyUrl',
  'bankAccount',
] as readonly string[]);

/**
 * True for a field that belongs to another operation. The signature covers neither method nor
 * path, so without this a signed body for one path would hold at another.
 */
export function isForeign(name: string, operation: Operation): boolean {
  return DISTINCTIVE.has(name) && specOf(name, operation) === undefined;
}

export function specOf(name: string, operation: Operation): FieldSpec | undefined {
  return FIELDS[operation].find((spec) => spec.name === name);
}

/** The routes hand over one of our own words; anything else is a defect of the caller. */
export function asOperation(operation: string): Operation {
  if (!(operation in PATHS)) throw new TypeError(`no such operation: ${operation}`);
  return operation as Operation;
}

function needed(name: string, ...means: FieldName[]): FieldSpec {
  return { name, required: true, form: 'text', means };
}

function optional(name: string, ...means: FieldName[]): FieldSpec {
  return { name, required: false, form: 'text', means };
}

function url(name: string, required: boolean): FieldSpec {
  return { name, required, form: 'url', means: [] };
}
