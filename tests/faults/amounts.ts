/** Amounts of two decimals, as merchants and providers write them. */
import type { Money } from '../../emulators/shared/money.ts';

export function pesos(minor: bigint): Money {
  return { currency: 'PHP', minor };
}

/** `100.05` */
export function major(minor: bigint): string {
  return `${minor / 100n}.${`${minor % 100n}`.padStart(2, '0')}`;
}

/** `100`, `100.5`, `100.05` in minor units. */
export function minorOf(text: string): bigint {
  const [whole = '0', cents = ''] = text.split('.');
  return BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0'));
}
