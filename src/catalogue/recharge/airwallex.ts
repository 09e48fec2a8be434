/**
 * Recharge API, Airwallex: Visa and Mastercard, worldwide (seed 004). The seed names no currencies;
 * these are our choice of those that cards are usually charged in.
 */
import { PART_REFUNDS } from '../../domain/refund.ts';
import type { CatalogueEntry } from '../entry.ts';
import { CARD_TERMS } from '../terms.ts';
import { type Provider, worldwide } from './rows.ts';

const AIRWALLEX: Provider = {
  name: 'airwallex',
  title: 'Airwallex Visa, Mastercard',
  method: 'card',
  expiryMinutes: 60,
  refund: PART_REFUNDS,
  terms: CARD_TERMS,
};

const ASSETS: readonly string[] = [
  ...['AED/2', 'AUD/2', 'BRL/2', 'CAD/2', 'CHF/2', 'CNY/2', 'CZK/2', 'DKK/2', 'EUR/2', 'GBP/2'],
  ...['HKD/2', 'ILS/2', 'JPY/0', 'KRW/0', 'MXN/2', 'MYR/2', 'NOK/2', 'NZD/2', 'PHP/2', 'PLN/2'],
  ...['RON/2', 'SAR/2', 'SEK/2', 'SGD/2', 'THB/2', 'TRY/2', 'USD/2', 'ZAR/2'],
];

export const RECHARGE_AIRWALLEX: readonly CatalogueEntry[] = ASSETS.map((asset) =>
  worldwide(AIRWALLEX, asset),
);
