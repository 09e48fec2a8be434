/**
 * Money: an integer count of the smallest unit together with its asset. The scale is part of the
 * asset's name (`PHP/2`, `IDR/0`, `KWD/3`), so a stored row explains itself. Never a JS number.
 */

/** ISO 4217 code and number of decimals: `PHP/2`. */
export type Asset = string;

export interface Money {
  readonly asset: Asset;
  readonly minor: bigint;
}

/** `PHP/2` -> 2. The asset must be well formed: it comes from the catalogue, never from a wire. */
export function scaleOf(asset: Asset): number {
  return asset.charCodeAt(asset.length - 1) - 48;
}

/** `PHP/2` -> `PHP`. */
export function currencyOf(asset: Asset): string {
  return asset.slice(0, asset.indexOf('/'));
}

/** `PHP/2`, 2000n -> `20.00 PHP`, as refusals name an amount to people. */
export function majorText(money: Money): string {
  return `${decimalText(money)} ${currencyOf(money.asset)}`;
}

/** `PHP/2`, 2000n -> `20.00`, as files have an amount. */
export function decimalText({ asset, minor }: Money): string {
  const scale = scaleOf(asset);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const decimals = scale === 0 ? '' : `.${digits.slice(point)}`;
  return `${minor < 0n ? '-' : ''}${digits.slice(0, point)}${decimals}`;
}

/** `ABC/d` with a scale from 0 to 4. */
export const ASSET_FORM = /^[A-Z]{3}\/[0-4]$/;

export function isAsset(text: string): boolean {
  return ASSET_FORM.test(text);
}
