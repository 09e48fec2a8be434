/** What Airwallex can do and promises, as data (docs/connectors/airwallex.md). */
import type { Asset } from '../../domain/money.ts';
import type { MajorForm } from '../../wire/amount.ts';
import { type Connector, FOR_EVER } from '../contract.ts';
import { currencyReader } from '../currencies.ts';

/** `x-api-version`: the version whose words `status.ts` lists; an account may pin another. */
export const API_VERSION = '2025-06-30';

/** Cards are typed on Airwallex's own page, so a card payment is a redirect to it. */
export const CAPABILITIES: Connector['capabilities'] = {
  operations: ['payin', 'payout', 'refund', 'close'],
  methods: ['card', 'redirect', 'payout'],
  callbackAddress: 'account',
  // A chargeback is not in the answer about its payment: disputes have a list.
  reversalsAnswered: ['payout'],
};

/**
 * A `request_id` has one effect: its second use is refused as `duplicate_request`, which is doubt
 * and ends by asking.
 */
export const IDEMPOTENT_FOR_MS: Connector['idempotentForMs'] = {
  payin: FOR_EVER,
  payout: FOR_EVER,
  refund: FOR_EVER,
};

/** Money that leaves is never given up on by itself. */
export const NOT_FOUND_PROVES_AFTER_MS: Connector['notFoundProvesAfterMs'] = {
  payin: 120_000,
  payout: null,
  refund: null,
};

/** As many as fit the bound on replies with room to spare. */
export const DISPUTES_PER_PAGE = 50;

export const TIMEOUT_MS = 20_000;

/**
 * JSON numbers in major units. Written as short as can be; read also with more zeros than the
 * currency has decimals (`1000.0` yen), and as text.
 */
export const AMOUNT_FORM: MajorForm = {
  kind: 'major',
  print: 'shortest',
  maxDecimals: 4,
  tokens: ['number', 'string'],
};

/** `transfer_amount` of a request is text (SDK typings). */
export const TRANSFER_AMOUNT_FORM: MajorForm = { ...AMOUNT_FORM, tokens: ['string', 'number'] };

/** The page's address shows an amount with all its decimals. */
export const PAGE_AMOUNT_FORM: MajorForm = {
  kind: 'major',
  print: 'fixed',
  tokens: ['string'],
};

/** Currencies by their number of decimals; money in any other currency cannot be read. */
export const ASSETS: readonly Asset[] = [
  ...['CLP/0', 'COP/0', 'IDR/0', 'JPY/0', 'KRW/0', 'VND/0'],
  ...['AED/2', 'AUD/2', 'BRL/2', 'CAD/2', 'CHF/2', 'CNY/2', 'CZK/2', 'DKK/2', 'EGP/2', 'EUR/2'],
  ...['GBP/2', 'HKD/2', 'HUF/2', 'ILS/2', 'INR/2', 'MXN/2', 'MYR/2', 'NGN/2', 'NOK/2', 'NZD/2'],
  ...['PEN/2', 'PHP/2', 'PLN/2', 'QAR/2', 'RON/2', 'RUB/2', 'SAR/2', 'SEK/2', 'SGD/2', 'THB/2'],
  ...['TRY/2', 'TWD/2', 'USD/2', 'ZAR/2'],
  ...['BHD/3', 'JOD/3', 'KWD/3', 'OMR/3'],
];

export const assetOf = currencyReader(ASSETS);
