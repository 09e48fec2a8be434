/**
 * The inventory of the multi-country Open API (seeds 000 and 001): its countries, its calls, where
 * they are served, and which fields they have. A field that is listed nowhere here is signed with
 * the rest of `param` and otherwise ignored.
 */
import type { FieldName } from '../../domain/channel.ts';
import type { Asset } from '../../domain/money.ts';
import type { DialectRoute } from '../contract.ts';
import {
  ANY_PAYOUT,
  BALANCE,
  type FieldSpec,
  ID_PAYOUT,
  MY_PAYOUT,
  ORDER_QUERY,
  PAYMENT,
  PH_PAYMENT,
  PH_PAYOUT,
  REFUND,
  REPORT,
  TH_PAYMENT,
  TH_PAYOUT,
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
  | 'refund_create';

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
  return [
    ...(payout === undefined
      ? []
      : [
          call('payout_create', payout, '/disbursement/transfer'),
          call('payout_check', ORDER_QUERY, '/disbursement/check', '/disbursement/query'),
        ]),
    call('payment_create', PAYMENT_FIELDS[country], '/payment/generate'),
    call('payment_query', ORDER_QUERY, '/payment/query'),
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

const SPECS: ReadonlyMap<string, OperationSpec> = new Map([
  ['balance', shared('balance', null, BALANCE, '/account/balance', '/account/balance/v2')],
  ['report', shared('report', null, REPORT, '/report/download')],
  ...COUNTRIES.flatMap(v1),
  ['refund_create', shared('refund_create', null, REFUND, '/payment/refund')],
  [
    'payout_create',
    shared('payout_create', null, ANY_PAYOUT, '/disbursement/transfer', '/disbursement'),
  ],
  ['payout_check', shared('payout_check', null, ORDER_QUERY, '/disbursement/check')],
]);

export const OPERATIONS: readonly string[] = [...SPECS.keys()];

export const ROUTES: readonly DialectRoute[] = [...SPECS].flatMap(([operation, { paths }]) =>
  paths.map((path) => ({ method: 'POST' as const, path, operation })),
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
  payout: 'open-api.payout',
  refund: 'open-api.refund',
} as const;

/** Older and shorter names of channels, as the regional sites print them. */
export const CHANNEL_ALIASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['THAI_DYNAMIC_QR', ['TH_PROMPTPAY_DYNAMIC']],
  ['THAI_STATIC_QR', ['TH_PROMPTPAY_STATIC']],
  ['TRUEMONEY_DYNAMIC_QR', ['TH_TRUEMONEY_QR']],
  ['TRUEMONEY_URL', ['TH_TRUEMONEY_URL']],
  ['WECHAT_DYNAMIC_QR', ['TH_WECHAT_QR']],
  ['WECHAT_URL', ['TH_WECHAT_URL']],
  ['WECHAT_JS_URL', ['TH_WECHAT_JS_URL']],
  ['DUITNOW_DYNAMIC_QR', ['MY_DUITNOW_DYNAMIC']],
  ['BNI_VA', ['ID_BNI_VA', 'ID_BNI_STATIC_VA']],
  ['BRI_VA', ['ID_BRI_VA', 'ID_BRI_STATIC_VA']],
  ['BCA_VA', ['ID_BCA_VA', 'ID_BCA_STATIC_VA']],
  ['ALFAMART_VA', ['ID_ALFAMART_VA', 'ID_ALFAMART_STATIC_VA']],
]);
