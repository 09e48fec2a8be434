/** The checks by name: the one place where the text in a channel's row becomes a function. */
import type { FieldCheck } from '../domain/channel.ts';
import { account, bankCode, nuban } from './bank-account.ts';
import { cpfOrCnpj, pixKey, pixKeyType } from './brazil.ts';
import {
  type Check,
  type CheckContext,
  type Checked,
  type CheckMaker,
  plain,
  reject,
} from './check.ts';
import { digits, identifier, oneOf } from './code.ts';
import { email } from './email.ts';
import { name, text } from './free-text.ts';
import { ifsc, upiOrAccount } from './india.ts';
import { anyPhone, mobile, phone } from './phone.ts';
import { promptPayId } from './thailand.ts';

const MAKERS: ReadonlyMap<string, CheckMaker> = new Map([
  ['account', account],
  ['anyPhone', plain(anyPhone)],
  ['bankCode', bankCode],
  ['cpfOrCnpj', plain(cpfOrCnpj)],
  ['digits', digits],
  ['email', plain(email)],
  ['identifier', identifier],
  ['ifsc', plain(ifsc)],
  ['mobile', mobile],
  ['name', plain(name)],
  ['nuban', nuban],
  ['oneOf', oneOf],
  ['phone', phone],
  ['pixKey', plain(pixKey)],
  ['pixKeyType', plain(pixKeyType)],
  ['promptPayId', plain(promptPayId)],
  ['text', text],
  ['upiOrAccount', plain(upiOrAccount)],
]);

/** Longer than any field's limit; keeps the patterns away from megabytes. */
const LONGEST_INPUT = 2_048;

/**
 * Control characters, line and paragraph separators, lone surrogates, and invisible formatting
 * that can make text read otherwise than it is. The two joiners stay: Indic scripts need them.
 */
const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/u;

function findCheck(check: FieldCheck): Check | null {
  const colon = check.indexOf(':');
  const [key, argument] = colon < 0 ? [check, ''] : [check.slice(0, colon), check.slice(colon + 1)];
  // `name:` is a slip of the pen, not `name`.
  if (colon >= 0 && argument === '') return null;
  return MAKERS.get(key)?.(argument) ?? null;
}

/** The checks that there are, and whether something follows a colon: `phone:BR`, but `email`. */
export const CHECKS: readonly { readonly name: string; readonly argument: boolean }[] = [
  ...MAKERS,
].map(([key, make]) => ({ name: key, argument: make('') === null }));

/** True when a channel may name this check: `phone:BR`, `text:256`. */
export function isKnownCheck(check: FieldCheck): boolean {
  return findCheck(check) !== null;
}

/**
 * Judges one value by a named check. Returns its normalised form, or a reason that continues a
 * sentence (`must be …`) and never repeats the value. Throws on an unknown check: the catalogue is
 * wrong then, not the merchant.
 */
export function checkField(check: FieldCheck, value: string, context: CheckContext): Checked {
  const judge = findCheck(check);
  if (judge === null) throw new Error(`Unknown field check: ${check}`);
  if (value.length > LONGEST_INPUT) return reject(`must have at most ${LONGEST_INPUT} characters`);
  if (FORBIDDEN.test(value)) return reject('must not contain control or invisible characters');
  const trimmed = value.trim();
  return trimmed === '' ? reject('must not be blank') : judge(trimmed, context);
}
