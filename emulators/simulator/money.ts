/** Amounts: `asset` is `CODE/scale` ("PHP/2"), an amount is a bigint of minor units. */

const ASSET = /^([A-Z0-9]{2,10})\/(\d|1[0-8])$/;
const MINOR = /^[1-9]\d{0,17}$/;

/** "PHP/2" -> { currency: "PHP", scale: 2 }; undefined when it is not an asset. */
export function parseAsset(asset: string): { currency: string; scale: number } | undefined {
  const match = ASSET.exec(asset);
  return match ? { currency: match[1]!, scale: Number(match[2]) } : undefined;
}

function scaleOf(asset: string): number {
  const parsed = parseAsset(asset);
  if (!parsed) throw new Error(`not an asset: ${asset}`);
  return parsed.scale;
}

/** A positive whole number of minor units, 1 to 18 digits, no sign or leading zero. */
export function parseMinor(text: string): bigint | undefined {
  return MINOR.test(text) ? BigInt(text) : undefined;
}

/**
 * Major units as people write them ("100", "80.59") -> minor units; undefined when it does not fit.
 */
export function parseMajor(text: string, asset: string): bigint | undefined {
  const scale = scaleOf(asset);
  const match = /^(\d{1,18})(?:\.(\d{1,18}))?$/.exec(text.trim());
  if (!match) return undefined;
  const fraction = match[2] ?? '';
  if (fraction.slice(scale).replaceAll('0', '') !== '') return undefined;
  const minor = BigInt(match[1]! + fraction.slice(0, scale).padEnd(scale, '0'));
  return minor > 0n && minor < 10n ** 18n ? minor : undefined;
}

/** Minor units -> major units with the asset's full fraction: (8059n, "PHP/2") -> "80.59". */
export function printMajor(minor: bigint, asset: string): string {
  const scale = scaleOf(asset);
  const digits = minor.toString().padStart(scale + 1, '0');
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** For people: "PHP 1,234.50". */
export function displayAmount(minor: bigint, asset: string): string {
  const [whole, fraction] = printMajor(minor, asset).split('.');
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  const currency = asset.slice(0, asset.indexOf('/'));
  return `${currency} ${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/**
 * The whole major part, or undefined when the amount has a fraction: (900100n, "PHP/2") -> 9001n.
 */
export function wholeMajor(minor: bigint, asset: string): bigint | undefined {
  const unit = 10n ** BigInt(scaleOf(asset));
  return minor % unit === 0n ? minor / unit : undefined;
}
