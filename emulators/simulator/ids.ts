/** Identifiers this provider hands out. */
import { randomBytes, randomInt } from 'node:crypto';

/**
 * `pay_` payment, `pyt_` payout, `rfn_` refund, `cod_` code, `mdt_` mandate, `txn_` arrival, `evt_`
 * callback event, `inq_` question, `dsp_` dispute.
 */
export type IdPrefix =
  | 'pay'
  | 'pyt'
  | 'rfn'
  | 'cod'
  | 'mdt'
  | 'vrf'
  | 'txn'
  | 'evt'
  | 'inq'
  | 'dsp';

/** Prefix and 20 hex digits: not guessable, so it may stand in a payer's link. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${randomBytes(10).toString('hex')}`;
}

/** `length` random decimal digits, the first not zero. */
export function randomDigits(length: number): string {
  let digits = String(randomInt(1, 10));
  while (digits.length < length) digits += String(randomInt(0, 10));
  return digits;
}

const UTR_RANGE = 10n ** 11n;
let nextUtr = BigInt(Date.now()) % UTR_RANGE;

/**
 * A bank reference of 12 digits, as instant rails give. Rises from the clock, so it does not
 * repeat.
 */
export function newUtr(): string {
  nextUtr = (nextUtr + 1n) % UTR_RANGE;
  return `6${nextUtr.toString().padStart(11, '0')}`;
}
