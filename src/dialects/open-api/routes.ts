/**
 * The inventory of the multi-country Open API (seeds 000 and 001): its countries, its calls, where
 * they are served, and which fields they have. A field that is listed nowhere here is signed with
 * the rest of `param` and otherwise ignored.
 */
import type { FieldName } from '../../domain/channel.ts';
import type { Asset } from '../../domain/money.ts';
import type { LegacyRoute } from '../legacy-operations.ts';
import {
  ANY_PAYOUT,
  ANY_PAYOUT_CHECK,
  BALANCE,
  CHECKOUT,
  CHECKOUT_CHANNELS,
  CHECKOUT_QUERY,
  CODE,
  CODE_CANCEL,
  CODE_DETAIL,
  CODE_PAYMENTS,
  type FieldSpec,
  ID_CODE,
  ID_PAYOUT,
  MANDATE_APPLY,
  MANDATE_CANCEL,
  MANDATE_QUERY,
  MY_PAYOUT,
  ORDER_QUERY,
  PAYMENT,
  PH_PAYMENT,
  PH_PAYOUT,
  QR,
  REFUND,
  REFUND_LIST,
  REPORT,
  TH_PAYMENT,
  TH_PAYOUT,
  V2_PAYMENT,
  V2_QUERY,
  V2_VOID,
  VA_CODE,
} from './routes-fields.ts';

export type Country = 'PH' | 'ID' | 'MY' | 'TH' | 'RU';

export interface Place {
  /** As in the paths of v1. */
  readonly segment: string;
  readonly currency: string;
  /** Amounts are whole numbers of its smallest unit: for rupiah, rupiah. */
  readonly asset: Asset;
  /** The published form of mobile numbers, judged in strict mode only. */
  readonly mobile: RegExp;
}

export const PLACES: Readonly<Record<Country, Place>> = {
  PH: { segment: 'philippines', currency: 'PHP', asset: 'PHP/2', mobile: /^09[0-9]{9,12}$/ },
  ID: { segment: 'indonesia', currency: 'IDR', asset: 'IDR/0', mobile: /^08[0-9]{8,11}$/ },
  MY: { segment: 'malaysia', currency: 'MYR', asset: 'MYR/2', mobile: /^01[0-9]{8,9}$/ },
  TH: { segment: 'thailand', currency: 'THB', asset: 'THB/2', mobile: /^0[689][0-9]{8}$/ },
  // v2's length, and the country's prefix: the chapter itself is not published.
  RU: { segment: 'russia', currency: 'RUB', asset: 'RUB/2', mobile: /^(?:\+7|7)[0-9]{9,12}$/ },
};

export const COUNTRIES = Object.keys(PLACES) as readonly Country[];

/** The country of a code as it is sent; null if this API has no such country. */
export function countryOfCode(code: string): Country | null {
  return Object.hasOwn(PLACES, code) ? (code as Country) : null;
}

/** The country whose currency it is; null if none is. */
export function countryOfCurrency(currency: string): Country | null {
  return COUNTRIES.find((country) => PLACES[country].currency === currency) ?? null;
}

/** What a call asks for, whichever country and version it is of. */
export type Action =
  | 'balance'
  | 'report'
  | 'payout_create'
  | 'payout_check'
  | 'payment_create'
  | 'payment_query'
  | 'payment_close'
  | 'payment_void'
  | 'code_create'
  | 'code_detail'
  | 'code_payments'
  | 'code_cancel'
  | 'qr_create'
  | 'checkout_create'
  | 'checkout_query'
  | 'checkout_channels'
  | 'checkout_close'
  | 'mandate_apply'
  | 'mandate_query'
  | 'mandate_cancel'
  | 'refund_create'
  | 'refund_list';

export type Version = 'v1' | 'v2';

export interface OperationSpec {
  readonly action: Action;
  /** Null: the country stands in `param`, or follows from the channel or the app. */
  readonly country: Country | null;
  /** Null: both versions share the path, and `countryCode` in `param` makes it v2. */
  readonly version: Version | null;
  readonly paths: readonly string[];
  readonly fields: readonly FieldSpec[];
}

const BASE = '/open-api';

const PAYMENT_FIELDS: Readonly<Record<Country, readonly FieldSpec[]>> = {
  PH: PH_PAYMENT,
  ID: PAYMENT,
  MY: PAYMENT,
  TH: TH_PAYMENT,
  RU: PAYMENT,
};

/** Russia collects only. */
const PAYOUT_FIELDS: Readonly<Partial<Record<Country, readonly FieldSpec[]>>> = {
  PH: PH_PAYOUT,
  ID: ID_PAYOUT,
  MY: MY_PAYOUT,
  TH: TH_PAYOUT,
};

/** Malaysia and Russia have no codes for many payments. */
const CODE_FIELDS: Readonly<Partial<Record<Country, readonly FieldSpec[]>>> = {
  PH: CODE,
  ID: ID_CODE,
  TH: CODE,
};

function v1(country: Country): readonly (readonly [string, OperationSpec])[] {
  const base = `${BASE}/${PLACES[country].segment}`;
  const call = (
    action: Action,
    fields: readonly FieldSpec[],
    ...paths: readonly string[]
  ): readonly [string, OperationSpec] => [
    `${country.toLowerCase()}_${action}`,
    { action, country, version: 'v1', paths: paths.map((path) => base + path), fields },
  ];
  const payout = PAYOUT_FIELDS[country];
  const code = CODE_FIELDS[country];
  const detail = ['/static/code/detail', '/static/code/query', '/static/payment/detail'];
  return [
    ...(payout === undefined
      ? []
      : [
          call('payout_create', payout, '/disbursement/transfer'),
          call('payout_check', ORDER_QUERY, '/disbursement/check', '/disbursement/query'),
        ]),
    call('payment_create', PAYMENT_FIELDS[country], '/payment/generate'),
    call('payment_query', ORDER_QUERY, '/payment/query'),
    ...(code === undefined
      ? []
      : [
          call('code_create', code, '/static/payment/generate'),
          call('code_detail', CODE_DETAIL, ...detail),
          call('code_payments', CODE_PAYMENTS, '/static/payment/list', '/static/payment/query'),
        ]),
    // The navigation lists it for this country alone.
    ...(country === 'PH' ? [call('code_cancel', CODE_CANCEL, '/static/code/cancel')] : []),
  ];
}

function shared(
  action: Action,
  version: Version | null,
  fields: readonly FieldSpec[],
  ...paths: readonly string[]
): OperationSpec {
  return { action, country: null, version, paths: paths.map((path) => BASE + path), fields };
}

/** The oldest form of a payout, which has codes of its own for banks and wallets. */
export const LEGACY_PAYOUT = 'legacy_payout_create';

/** Calls without a country in their path: what both versions share, v2, and regional short ones. */
const SHARED: readonly (readonly [string, OperationSpec])[] = [
  ['balance', shared('balance', null, BALANCE, '/account/balance', '/account/balance/v2')],
  ['report', shared('report', null, REPORT, '/report/download')],
  ['payout_create', shared('payout_create', null, ANY_PAYOUT, '/disbursement/transfer')],
  [LEGACY_PAYOUT, shared('payout_create', null, ANY_PAYOUT, '/disbursement')],
  ['payout_check', shared('payout_check', null, ANY_PAYOUT_CHECK, '/disbursement/check')],
  ['refund_create', shared('refund_create', null, REFUND, '/payment/refund')],
  ['refund_list', shared('refund_list', null, REFUND_LIST, '/refund/payments')],
  ['payment_create', shared('payment_create', 'v2', V2_PAYMENT, '/payment/generate')],
  ['payment_query', shared('payment_query', 'v2', V2_QUERY, '/payment/query')],
  ['payment_close', shared('payment_close', 'v2', V2_QUERY, '/payment/close')],
  ['payment_void', shared('payment_void', 'v2', V2_VOID, '/payment/void')],
  ['checkout_create', shared('checkout_create', 'v2', CHECKOUT, '/payment/checkout/generate')],
  ['checkout_query', shared('checkout_query', 'v2', CHECKOUT_QUERY, '/payment/checkout/query')],
  [
    'checkout_channels',
    shared('checkout_channels', 'v2', CHECKOUT_CHANNELS, '/payment/checkout/channel'),
  ],
  ['checkout_close', shared('checkout_close', 'v2', CHECKOUT_QUERY, '/payment/checkout/close')],
  ['mandate_apply', shared('mandate_apply', 'v2', MANDATE_APPLY, '/direct/debit/token/apply')],
  ['mandate_query', shared('mandate_query', 'v2', MANDATE_QUERY, '/direct/debit/token/query')],
  ['mandate_cancel', shared('mandate_cancel', 'v2', MANDATE_CANCEL, '/direct/debit/token/cancel')],
  ['qr_create', shared('qr_create', 'v1', QR, '/qr/generate')],
  ['webpay_create', shared('payment_create', 'v1', TH_PAYMENT, '/webpay/generate')],
  ['va_create', shared('code_create', 'v1', VA_CODE, '/static/payment/code')],
  [
    'code_payments',
    shared(
      'code_payments',
      'v1',
      CODE_PAYMENTS,
      '/qr/paymentList',
      '/static/payment/code/payments',
    ),
  ],
];

const SPECS: ReadonlyMap<string, OperationSpec> = new Map([...COUNTRIES.flatMap(v1), ...SHARED]);

export const OPERATIONS: readonly string[] = [...SPECS.keys()];

export const ROUTES: readonly LegacyRoute[] = [...SPECS].flatMap(([operation, { paths }]) =>
  paths.map((path) => ({ path, operation })),
);

/** The fields of all calls. */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set(
  [...SPECS.values()].flatMap(({ fields }) => fields.map(({ name }) => name)),
);

/** The routes hand over one of our own words; anything else is a defect of the caller. */
export function specOf(operation: string): OperationSpec {
  const spec = SPECS.get(operation);
  if (spec === undefined) throw new TypeError(`no such operation: ${operation}`);
  return spec;
}

/** The wire's name of a core field in a call, or in any other that has it; undefined if none. */
export function wireNameOf(field: string, operation: string): string | undefined {
  for (const { fields } of [specOf(operation), ...SPECS.values()]) {
    const spec = fields.find(({ name, means }) => name === field || means === (field as FieldName));
    if (spec !== undefined) return spec.name;
  }
  return undefined;
}

/** Name spaces of the merchant's ids: payouts and payments have one each (our reading). */
export const SCOPES = {
  payment: 'open-api.payment',
  checkout: 'open-api.checkout',
  code: 'open-api.code',
  mandate: 'open-api.mandate',
  payout: 'open-api.payout',
  refund: 'open-api.refund',
  void: 'open-api.void',
} as const;
