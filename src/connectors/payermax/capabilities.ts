/** What PayerMax can do and promises, as data (docs/connectors/payermax.md). */
import type { Asset } from '../../domain/money.ts';
import type { MajorForm } from '../../wire/amount.ts';
import { type Connector, FOR_EVER } from '../contract.ts';
import { currencyReader } from '../currencies.ts';

/** `version` of the envelope: the one whose words `status.ts` lists. */
export const API_VERSION = '1.4';

/** Asking about a case came with a newer version. */
export const CASE_VERSION = '1.5';

/** Balances are at an older version. */
export const BALANCE_VERSION = '1.3';

/** Whatever the payer picks there, a payin is a redirect to PayerMax's own cashier. */
export const CAPABILITIES: Connector['capabilities'] = {
  operations: ['payin', 'payout', 'refund', 'close'],
  methods: ['card', 'redirect', 'payout'],
  callbackAddress: 'both',
  reversalsAnswered: ['payout'],
};

/** A number has one effect: its second use is answered `ORDER_REPEAT` (upstream notes, 6). */
export const IDEMPOTENT_FOR_MS: Connector['idempotentForMs'] = {
  payin: FOR_EVER,
  payout: FOR_EVER,
  refund: FOR_EVER,
};

/**
 * PayerMax asks for repeated questions, five minutes apart. Of money that leaves a person decides.
 */
export const NOT_FOUND_PROVES_AFTER_MS: Connector['notFoundProvesAfterMs'] = {
  payin: 600_000,
  payout: null,
  refund: null,
};

export const TIMEOUT_MS = 20_000;

/**
 * JSON numbers in major units, written digit by digit and as short as can be; read also with more
 * zeros than the currency has decimals, and as text.
 */
export const AMOUNT_FORM: MajorForm = {
  kind: 'major',
  print: 'shortest',
  maxDecimals: 4,
  tokens: ['number', 'string'],
};

/** Payouts and prices of goods are text. */
export const TEXT_AMOUNT_FORM: MajorForm = { ...AMOUNT_FORM, tokens: ['string', 'number'] };

/**
 * Currencies by the number of decimals that the core counts them in; money in any other cannot be
 * read. PayerMax takes fewer of some: two of BHD, JOD, KWD and OMR, none of TWD. An amount that is
 * finer is sent as it is and refused by PayerMax, for it is never rounded here.
 */
export const ASSETS: readonly Asset[] = [
  ...['CLP/0', 'COP/0', 'IDR/0', 'ISK/0', 'JPY/0', 'KRW/0', 'PKR/0', 'PYG/0', 'VND/0'],
  ...['AED/2', 'ARS/2', 'AUD/2', 'BDT/2', 'BRL/2', 'CAD/2', 'CHF/2', 'CNY/2', 'CZK/2', 'DKK/2'],
  ...['DZD/2', 'EGP/2', 'EUR/2', 'GBP/2', 'HKD/2', 'HUF/2', 'ILS/2', 'INR/2', 'KES/2', 'MAD/2'],
  ...['MXN/2', 'MYR/2', 'NGN/2', 'NOK/2', 'NZD/2', 'PEN/2', 'PHP/2', 'PLN/2', 'QAR/2', 'RON/2'],
  ...['RUB/2', 'SAR/2', 'SEK/2', 'SGD/2', 'THB/2', 'TRY/2', 'TWD/2', 'USD/2', 'ZAR/2'],
  ...['BHD/3', 'IQD/3', 'JOD/3', 'KWD/3', 'LYD/3', 'OMR/3', 'TND/3'],
];

export const assetOf = currencyReader(ASSETS);
