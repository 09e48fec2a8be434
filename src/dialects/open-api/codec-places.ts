/** The countries of this API. */
import type { Asset } from '../../domain/money.ts';

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
