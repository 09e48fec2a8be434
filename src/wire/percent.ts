import { accept, type Parsed, refuse } from './parsed.ts';

/** Decimals of a percentage in parts per million: 1 ppm is 0.0001 %. */
const DECIMALS = 4;
const FORM = new RegExp(`^([0-9]{1,3})(?:\\.([0-9]{1,${DECIMALS}}))?$`);
const HUNDRED_PERCENT_PPM = 1_000_000n;

/** `2.5` (per cent) -> 25,000 ppm. Refused: a sign, more than four decimals, more than 100. */
export function parsePercent(text: string): Parsed<bigint> {
  const match = FORM.exec(text);
  if (match === null) return refuse('not a percentage with at most 4 decimals');
  const ppm = BigInt((match[1] ?? '') + (match[2] ?? '').padEnd(DECIMALS, '0'));
  return ppm > HUNDRED_PERCENT_PPM ? refuse('more than 100 %') : accept(ppm);
}

/** 25,000 ppm -> `2.5`. */
export function printPercent(ppm: bigint): string {
  const digits = ppm.toString().padStart(DECIMALS + 1, '0');
  const decimals = digits.slice(-DECIMALS).replace(/0+$/, '');
  return digits.slice(0, -DECIMALS) + (decimals === '' ? '' : `.${decimals}`);
}
