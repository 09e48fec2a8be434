/** Payouts: `payMethodCode` says how, `transferCode` which bank or wallet. */
import { type Refused, refuse } from '../../../domain/refusal.ts';
import type { CreatePayout } from '../../../domain/request.ts';
import type { Field } from '../../contract.ts';
import { createdAs, orderAs } from '../../kit/answers.ts';
import { checkWord, missing } from '../../kit/family/asks.ts';
import { optional, required } from '../../kit/fields.ts';
import { text } from '../../kit/forms.ts';
import { ok, type Result } from '../../kit/result.ts';
import { COUNTRIES, type Country } from '../codec-places.ts';
import { CREATED_PAYOUT, PAYOUT } from '../members-payment.ts';
import {
  amountIn,
  call,
  checkMobile,
  countryOf,
  digestOf,
  factsOf,
  inCountry,
  isOpen,
  kept,
  notOpen,
  type OpenApiAsk,
  type OpenApiOperation,
  queryIn,
  SCOPES,
  shared,
} from './ask.ts';
import * as field from './fields.ts';

const ONCE = 'no two payouts of yours have the same';
const IDEMPOTENCY_ID = required('idempotencyId', field.id(10, 32), ONCE);
const PAYOUT_TO: readonly Field[] = [
  field.AMOUNT,
  required('accountNo', text(50, 1), 'number of the account or wallet', 'beneficiary.account'),
  required('payMethodCode', field.id(1, 32), 'how to pay: BANK, EWALLET, PROMPTPAY'),
];
const ACCOUNT_NAME = required('accountName', text(128, 1), 'name of the payee', 'beneficiary.name');
const ACCOUNT_TYPE = optional(
  'accountType',
  field.id(1, 32),
  'kind of account',
  'beneficiary.accountType',
);
const TRANSFER_CODE = required(
  'transferCode',
  field.id(1, 32),
  'code of the bank or wallet',
  'beneficiary.bankCode',
);
const PAYEE_MOBILE = required(
  'mobile',
  field.PHONE,
  'phone number of the payee',
  'beneficiary.phone',
);

/** Which of them are needed depends on `payMethodCode`. */
const TH_PAYEE: readonly Field[] = [
  field.mayBe(TRANSFER_CODE),
  optional('promptpayAccountType', field.id(1, 32), 'NATID or MSISDN; required for PROMPTPAY'),
  field.mayBe(ACCOUNT_NAME),
  ACCOUNT_TYPE,
  optional('accountTaxId', text(50, 1), 'tax number of the payee', 'beneficiary.taxId'),
  field.mayBe(PAYEE_MOBILE),
  optional('relationship', text(50, 1), 'of the payee to you'),
];

const LONG: readonly Field[] = [field.TIMESTAMP, field.LONG_ORDER_ID, IDEMPOTENCY_ID, ...PAYOUT_TO];

/** Russia collects only. */
const FIELDS: Readonly<Partial<Record<Country, readonly Field[]>>> = {
  PH: [
    ...[field.TIMESTAMP, field.MCH_ORDER_ID, required('idempotencyId', field.id(10, 30), ONCE)],
    ...[...PAYOUT_TO, ACCOUNT_NAME, TRANSFER_CODE, field.REMARK],
  ],
  ID: [...LONG, ACCOUNT_NAME, PAYEE_MOBILE, TRANSFER_CODE, field.REMARK],
  MY: [...LONG, ACCOUNT_NAME, TRANSFER_CODE, ACCOUNT_TYPE, field.REMARK],
  TH: [...LONG, ...TH_PAYEE, field.REMARK],
};

/** The union of all countries' fields: v2, and the short paths without a country. */
const ANY: readonly Field[] = [
  ...[
    field.TIMESTAMP,
    field.mayBe(field.COUNTRY_CODE),
    field.mayBe(field.CURRENCY),
    field.MCH_ORDER_ID,
    IDEMPOTENCY_ID,
  ],
  ...[...PAYOUT_TO, ...TH_PAYEE, field.REMARK],
];

const CREATE = {
  method: 'POST',
  title: 'Create a payout',
  requests: ['create_payout'],
  request: (ask: OpenApiAsk) => payoutOf(ask),
  answers: { created: createdAs(CREATED_PAYOUT) },
} as const;

const CHECK = {
  method: 'POST',
  title: 'Query a payout',
  requests: ['query_order'],
  request: (ask: OpenApiAsk) => queryIn(ask, 'payout', 'payout'),
  answers: { order: orderAs(PAYOUT) },
} as const;

function payoutsOf(country: Country): readonly OpenApiOperation[] {
  const fields = FIELDS[country];
  if (fields === undefined) return [];
  const { named, at, ...v1 } = inCountry(country);
  return [
    call({
      ...{ ...v1, ...CREATE },
      name: named('payout_create'),
      paths: at('/disbursement/transfer'),
      fields,
    }),
    call({
      ...{ ...v1, ...CHECK },
      name: named('payout_check'),
      paths: at('/disbursement/check', '/disbursement/query'),
      fields: field.EITHER_ID,
    }),
  ];
}

const ANYWHERE = { country: null, version: null } as const;

export const PAYOUTS: readonly OpenApiOperation[] = [
  ...COUNTRIES.flatMap(payoutsOf),
  call({
    ...{ ...ANYWHERE, ...CREATE },
    name: 'payout_create',
    paths: shared('/disbursement/transfer'),
    fields: ANY,
  }),
  // The oldest form of a payout. The published list calls the checks of bank and wallet legacy, so
  // this call has codes of their own for them (our reading).
  call({
    ...{ ...ANYWHERE, ...CREATE },
    name: 'legacy_payout_create',
    paths: shared('/disbursement'),
    fields: ANY,
    reasons: { bank_unknown: 21012, wallet_unknown: 21013 },
  }),
  call({
    ...{ ...ANYWHERE, ...CHECK },
    name: 'payout_check',
    paths: shared('/disbursement/check'),
    fields: [...field.EITHER_ID, field.mayBe(field.COUNTRY_CODE)],
  }),
];

function payoutOf(ask: OpenApiAsk): Result<CreatePayout> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  if (country.value === null)
    return missing('countryCode', 'required: this app has no default country');
  const method = ask.text('payMethodCode');
  const channel = ask.view.channel(`${country.value}_${method}`, 'payout');
  if (channel === null) {
    if (!isOpen(ask, 'payout', country.value)) return notOpen('countryCode');
    const detail = `is not a payout method of ${country.value}`;
    return refuse('invalid_field', 'payMethodCode', detail);
  }
  const refusal = checkMobile(ask, country.value) ?? checkPayee(ask, country.value, method);
  if (refusal !== null) return refusal;
  const amountMinor = amountIn(ask, 'amount');
  if (!amountMinor.ok) return amountMinor;
  return ok({
    kind: 'create_payout',
    channel,
    scope: SCOPES.payout,
    merchantRef: ask.text('mchOrderId'),
    digest: digestOf(ask),
    amountMinor: amountMinor.value,
    metadata: kept(ask, 'payMethodCode', 'transferCode', 'idempotencyId', 'relationship'),
    // The call has no field for it: the app has an address for payouts.
    notifyUrl: null,
    idempotencyKey: ask.text('idempotencyId'),
    onRepeat: 'refuse',
    wait: 'none',
    fields: payeeOf(ask, country.value),
  });
}

/** PH prints which characters a name may hold. */
const PH_NAME = /^[\p{L}\p{M}0-9 '.-]+$/u;

/** What a PromptPay account is named by: a national id, or a mobile number. */
const PROMPTPAY_TYPES = ['NATID', 'MSISDN'];

/** Fields of Thailand that a method needs (published). */
const NEEDED_IN_TH: Readonly<Record<string, readonly string[]>> = {
  BANK: ['transferCode', 'accountName', 'accountType', 'accountTaxId', 'mobile'],
  EWALLET: ['transferCode', 'accountName'],
  PROMPTPAY: ['promptpayAccountType'],
};

/** Fields that the shared path leaves to the country: what the country's own table needs. */
const NEEDED_ELSEWHERE: Readonly<Partial<Record<Country, readonly string[]>>> = {
  PH: ['transferCode', 'accountName'],
  ID: ['transferCode', 'accountName', 'mobile'],
  MY: ['transferCode', 'accountName'],
};

function checkPayee(ask: OpenApiAsk, country: Country, method: string): Refused | null {
  const needed = country === 'TH' ? NEEDED_IN_TH[method] : NEEDED_ELSEWHERE[country];
  for (const name of needed ?? []) {
    if (ask.text(name) === '') return missing(name, `required for ${method} payouts in ${country}`);
  }
  if (method === 'PROMPTPAY') {
    const refusal = checkWord(ask, 'promptpayAccountType', PROMPTPAY_TYPES);
    if (refusal !== null) return refusal;
  }
  if (country === 'PH' && !PH_NAME.test(ask.text('accountName'))) {
    return refuse(
      'invalid_field',
      'accountName',
      "may contain only letters, digits, spaces and ' . -",
    );
  }
  return null;
}

/** A promptpay id is marked by a field of its own; Malaysia's type has a default. */
function payeeOf(ask: OpenApiAsk, country: Country): CreatePayout['fields'] {
  const fields = factsOf(ask);
  if (ask.text('payMethodCode') === 'PROMPTPAY') {
    return { ...fields, 'beneficiary.accountType': ask.text('promptpayAccountType') };
  }
  if (country !== 'MY' || fields['beneficiary.accountType'] !== undefined) return fields;
  return { ...fields, 'beneficiary.accountType': 'BANK_ACCOUNT' };
}
