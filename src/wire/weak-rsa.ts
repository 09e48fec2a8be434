/** RSA keys that anybody can forge for: a modulus that falls apart, or an exponent too small. */
import type { RsaKey } from './rsa.ts';

/** Below it, small messages and lenient checks have been forged. */
const EXPONENT_MIN = 65_537n;
/** Factors up to here are found in milliseconds; a proper key has none below 2^1000. */
const FACTOR_MAX = 65_536;

/** Why the modulus or exponent is weak, as a sentence's end; null: nothing was found. */
export function whyWeakRsa({ key }: Pick<RsaKey, 'key'>): string | null {
  const { n, e } = key.export({ format: 'jwk' });
  const modulus = numberOf(n ?? '');
  if (numberOf(e ?? '') < EXPONENT_MIN) return `has an exponent below ${EXPONENT_MIN}`;
  const factor = smallFactorOf(modulus);
  if (factor !== null) return `can be divided by ${factor}: no key generator makes such keys`;
  const root = squareRootOf(modulus);
  return root * root === modulus
    ? 'is the square of a number: no key generator makes such keys'
    : null;
}

function numberOf(base64url: string): bigint {
  return BigInt(`0x0${Buffer.from(base64url, 'base64url').toString('hex')}`);
}

/** The least prime up to `FACTOR_MAX` that divides the modulus; 2 of an even one. */
function smallFactorOf(modulus: bigint): number | null {
  for (const prime of PRIMES) if (modulus % BigInt(prime) === 0n) return prime;
  return null;
}

const PRIMES: readonly number[] = primesUpTo(FACTOR_MAX);

function primesUpTo(max: number): readonly number[] {
  const isComposite = new Uint8Array(max + 1);
  const primes: number[] = [];
  for (let n = 2; n <= max; n += 1) {
    if (isComposite[n] === 1) continue;
    primes.push(n);
    for (let multiple = n * n; multiple <= max; multiple += n) isComposite[multiple] = 1;
  }
  return primes;
}

/** Newton's iteration, from above. */
function squareRootOf(value: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2) + 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
