/** Currencies of a provider by their number of decimals, as it documents them. */
import { type Asset, currencyOf } from '../domain/money.ts';

/** `SGD` -> `SGD/2`, among these; null for a currency whose decimals are not known there. */
export function currencyReader(
  assets: readonly Asset[],
): (currency: string | null) => Asset | null {
  const byCurrency = new Map(assets.map((asset) => [currencyOf(asset), asset]));
  return (currency) => (currency === null ? null : (byCurrency.get(currency) ?? null));
}

/** `{ SGD: 'SGD/2' }`: what each of its words for currencies is here. */
export function wordsOf(assets: readonly Asset[]): Readonly<Record<string, Asset>> {
  return Object.fromEntries(assets.map((asset) => [currencyOf(asset), asset]));
}
