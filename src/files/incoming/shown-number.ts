/**
 * A number of a workbook as a spreadsheet shows it. It is kept as a binary fraction, and written
 * with up to 17 digits (`1234.5599999999999`); 15 of them count. No float is made of it here.
 */
const DIGITS = 15;
const NUMBER = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,3}))?$/;

/** Plain decimal text; null: it is no number. */
export function shownNumber(text: string): string | null {
  const [, sign, whole, decimals = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (sign === undefined || whole === undefined) return null;
  let scale = decimals.length - Number.parseInt(exponent, 10);
  let digits = (whole + decimals).replace(/^0+/, '') || '0';
  const more = digits.length - DIGITS;
  if (more > 0) {
    const half = 5n * 10n ** BigInt(more - 1);
    digits = ((BigInt(digits) + half) / 10n ** BigInt(more)).toString();
    scale -= more;
  }
  const value = plain(digits, scale);
  return value === '0' ? value : sign + value;
}

/** `digits` with the point `scale` places from their end, without closing zeros behind it. */
function plain(digits: string, scale: number): string {
  if (scale <= 0) return digits === '0' ? '0' : digits + '0'.repeat(-scale);
  const all = digits.padStart(scale + 1, '0');
  const fraction = all.slice(-scale).replace(/0+$/, '');
  const whole = all.slice(0, -scale);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
