/** Banks by code, and account numbers at them. */
import { BANK_LISTS, type Bank } from './bank-lists.ts';
import {
  accept,
  type Check,
  type CheckContext,
  type CheckMaker,
  plain,
  reject,
  withoutGrouping,
} from './check.ts';

/** The bank by any of its codes, in any case; undefined when the list does not hold it. */
function findBank(list: readonly Bank[], code: string): Bank | undefined {
  const wanted = code.trim().toUpperCase();
  return list.find((bank) => bank.code === wanted || bank.otherCodes?.includes(wanted));
}

function bankIn(listName: string, context: CheckContext): Bank | undefined {
  const list = BANK_LISTS.get(listName);
  const code = context.fields['beneficiary.bankCode'];
  return list === undefined || code === undefined ? undefined : findBank(list, code);
}

/** With the first codes of the list, which show its form. */
function unknownBank(list: readonly Bank[]): string {
  const codes = list.slice(0, 5).map(({ code }) => code);
  const more = list.length > codes.length ? `, … (${list.length} in all)` : '';
  return `must be the code of a supported bank or wallet: ${codes.join(', ')}${more}`;
}

/** `bankCode:<list>`: a code of that list, such as `ID`; kept as the list's first code for it. */
export const bankCode: CheckMaker = (argument) => {
  const list = BANK_LISTS.get(argument);
  if (list === undefined) return null;
  return (value) => {
    const bank = findBank(list, value);
    return bank === undefined ? reject(unknownBank(list)) : accept(bank.code);
  };
};

/**
 * Digits of an account number by country. Wide on purpose: banks differ and change, and the bank
 * itself refuses an account that does not exist.
 */
const ACCOUNT_DIGITS: ReadonlyMap<string, { readonly min: number; readonly max: number }> = new Map(
  [
    ['ID', { min: 6, max: 20 }],
    ['MY', { min: 7, max: 20 }],
    ['PH', { min: 6, max: 20 }],
    ['TH', { min: 9, max: 15 }],
  ],
);

/**
 * `account:<ISO2>`: an account number of that country, kept as digits and never padded. When the
 * bank is known to use another length the number is kept with a warning.
 */
export const account: CheckMaker = (argument) => {
  const length = ACCOUNT_DIGITS.get(argument);
  if (length === undefined) return null;
  return (value, context) => {
    const digits = withoutGrouping(value);
    if (!/^[0-9]+$/.test(digits) || digits.length < length.min || digits.length > length.max) {
      return reject(`must have ${length.min} to ${length.max} digits`);
    }
    const bank = bankIn(argument, context);
    const expected = bank?.accountDigits ?? digits.length;
    if (expected === digits.length) return accept(digits);
    return accept(digits, `may be wrong: an account at ${bank?.name} has ${expected} digits`);
  };
};

/** NUBAN weights over bank code (3 digits) and serial number (9 digits). */
const NUBAN_WEIGHTS = [3, 7, 3, 3, 7, 3, 3, 7, 3, 3, 7, 3];

/**
 * Nigeria's check digit: the tenth digit of an account number, from the bank's 3-digit code and
 * the 9 digits before it.
 */
export function nubanCheckDigit(bank: string, serial: string): number {
  const sum = [...`${bank}${serial}`].reduce(
    (all, digit, i) => all + Number(digit) * (NUBAN_WEIGHTS[i] ?? 0),
    0,
  );
  return (10 - (sum % 10)) % 10;
}

const nigerianAccount: Check = (value, context) => {
  const digits = withoutGrouping(value);
  if (!/^[0-9]{10}$/.test(digits)) return reject('must have 10 digits (NUBAN)');
  const bank = bankIn('NG', context);
  // A newer standard computes the digit from codes of 6 digits, so it is never a ground to refuse.
  const isChecked = bank !== undefined && bank.code.length === 3;
  const agrees = !isChecked || nubanCheckDigit(bank.code, digits.slice(0, 9)) === Number(digits[9]);
  return agrees
    ? accept(digits)
    : accept(digits, `may be wrong: the check digit does not match ${bank.name}`);
};

/** A Nigerian account number; a check digit that does not fit the bank only warns. */
export const nuban: CheckMaker = plain(nigerianAccount);
