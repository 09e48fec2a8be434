/**
 * How the recharge API's table of ways to pay becomes channels. Its orders name a provider, a
 * currency and perhaps a country; the method is chosen on the provider's own page. So a channel is
 * a provider's page for orders in one currency, and its code in the dialect says just that:
 * `payermax:ID:IDR` for payers of one country, `payermax:IDR` for payers of any other or none.
 */
import type { FieldRule } from '../../domain/channel.ts';
import { currencyOf, scaleOf } from '../../domain/money.ts';
import { type CatalogueEntry, may, type PayinRow, payin } from '../entry.ts';

/** Stands for "no country": ISO 3166-1 leaves it to its users. */
const WORLDWIDE = 'ZZ';

/** Facts that come with an order and are reported to the provider. */
const FIELDS: readonly FieldRule[] = [
  may('payer.userId', 'identifier:64'),
  may('payer.country', 'identifier:2'),
  may('payer.language', 'identifier:8'),
  may('description', 'text:100'),
];

/** A column of the table: the provider, and what all its pages share. */
export interface Provider extends Pick<PayinRow, 'method' | 'expiryMinutes' | 'refund' | 'terms'> {
  /** Connector, and `payType` in small letters. */
  readonly name: 'airwallex' | 'payermax';
  readonly title: string;
}

/** The page for payers of one country. */
export function ofCountry(
  provider: Provider,
  country: string,
  asset: string,
  title: string,
): CatalogueEntry {
  return pageOf(provider, asset, {
    code: `${provider.name.toUpperCase()}_${country}`,
    alias: `${provider.name}:${country}:${currencyOf(asset)}`,
    country,
    name: `${provider.title} ${title}`,
  });
}

/** The page for orders in one currency, wherever the payer is. */
export function worldwide(provider: Provider, asset: string): CatalogueEntry {
  const currency = currencyOf(asset);
  return pageOf(provider, asset, {
    code: `${provider.name.toUpperCase()}_${currency}`,
    alias: `${provider.name}:${currency}`,
    country: WORLDWIDE,
    name: `${provider.title} in ${currency}`,
  });
}

interface Page {
  readonly code: string;
  readonly alias: string;
  readonly country: string;
  readonly name: string;
}

function pageOf(provider: Provider, asset: string, page: Page): CatalogueEntry {
  const { name: connector, title: _, ...shared } = provider;
  const { alias, ...rest } = page;
  const unit = 10n ** BigInt(scaleOf(asset));
  const entry = payin({
    ...shared,
    ...rest,
    aliases: { recharge: alias },
    asset,
    // The smallest amount is the provider's to refuse; the largest is what (10,2) can hold.
    minMinor: 1n,
    maxMinor: 100_000_000n * unit - 1n,
    fields: FIELDS,
  });
  return { ...entry, connector };
}
