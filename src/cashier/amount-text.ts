/** Amounts as a payer reads them. Intl takes decimal text exactly, so no float is ever made. */
import { currencyOf, type Money, scaleOf } from '../domain/money.ts';

/**
 * The amount in the reader's language and the country's habits: `₹1,23,456.00`, `Rp 150.000`,
 * `KWD 1.500`. Always with all decimals of the asset, always in latin digits.
 */
export function amountText(money: Money, language: string, country: string): string {
  return format(money, new Intl.Locale(language, { region: country }), {
    style: 'currency',
    currency: currencyOf(money.asset),
  });
}

/** The bare number for a bank's amount field: digits and, where the asset has any, a point. */
export function plainAmount(money: Money): string {
  return format(money, new Intl.Locale('en'), { useGrouping: false });
}

function format(money: Money, locale: Intl.Locale, options: Intl.NumberFormatOptions): string {
  const scale = scaleOf(money.asset);
  return new Intl.NumberFormat(locale, {
    ...options,
    minimumFractionDigits: scale,
    maximumFractionDigits: scale,
    numberingSystem: 'latn',
  }).format(`${money.minor}e-${scale}` as Intl.StringNumericLiteral);
}
